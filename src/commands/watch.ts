import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CONFIG_NAMES } from '../config/find.ts';
import { openGit } from '../git/process.ts';
import { stateFiles } from '../git/views.ts';
import { recordedDisk, stampOf } from '../source/recorded.ts';
import type { Files } from '../source/types.ts';
import type { ScanRequest } from './requests.ts';
import type { ScanResult } from './scan.ts';

/** Milliseconds between two looks at the disk, at least; and in which nothing may change before a scan, as editors and git write several files. */
const INTERVAL = 300;
const SETTLED = 100;
/** A look takes at most this share of the time. */
const SHARE = 0.05;

/**
 * Scans, and scans again whenever something changes that the scan before rests on: files, folders, and files that were looked
 * for and are not there. It looks at each of them in turn: the file systems of containers and networks tell nobody of a change.
 *
 * @param rescan reads the project through the port that it is given, the same one each time; gives absolute paths of what else it rests on
 * @param onWait hears how many files and folders are looked at
 * @param stop ends it
 */
export async function watch(rescan: (files: Files) => Promise<readonly string[]>, onWait: (count: number) => void, stop: AbortSignal): Promise<void> {
  // What was read stays known from scan to scan: a scan asks for what changed alone.
  const { files, stamps } = recordedDisk();
  while (!stop.aborted) {
    for (const path of await rescan(files)) if (!stamps.has(path)) stamps.set(path, stampOf(path));
    onWait(stamps.size);
    await changed(stamps, stop);
  }
}

/** Resolves when anything differs and has settled, or when it is to stop; the stamps are as they are then. */
async function changed(stamps: Map<string, string>, stop: AbortSignal): Promise<void> {
  let pause = INTERVAL;
  let before: string[] = [];
  while (!stop.aborted) {
    await setTimeout(pause, undefined, { signal: stop }).catch(() => undefined);
    const start = performance.now();
    const now = [...stamps.keys()].map(stampOf);
    pause = Math.max(INTERVAL, (performance.now() - start) / SHARE);
    const isChanged = [...stamps.values()].some((stamp, index) => stamp !== now[index]);
    if (isChanged && now.every((stamp, index) => stamp === before[index])) return take(stamps, now);
    if (isChanged) pause = SETTLED;
    before = now;
  }
}

/** The folder tells when what is gone comes back. */
function take(stamps: Map<string, string>, now: readonly string[]): void {
  for (const [index, [path, stamp]] of [...stamps].entries()) {
    if (now[index] === '' && stamp !== '') stamps.delete(path);
    else stamps.set(path, now[index]!);
  }
}

/** What a scan rests on beside what it reads through the port: the config, here or still to come, and git's idea of what changed. */
export function watchedBeside(scope: ScanRequest['scope'], { root, configFiles }: Pick<ScanResult, 'root' | 'configFiles'>): string[] {
  const settings = CONFIG_NAMES.map((name) => path.join(root, name));
  return [...settings, ...configFiles, ...(scope === undefined ? [] : stateFiles(openGit(root)))];
}
