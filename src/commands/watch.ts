import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CONFIG_NAMES } from '../config/find.ts';
import { openGit } from '../git/process.ts';
import { stateFiles } from '../git/views.ts';
import { isSameLook, RecordedDisk } from '../source/recorded.ts';
import type { Look } from '../source/recorded.ts';
import type { Files } from '../source/types.ts';
import type { ScanRequest } from './requests.ts';
import type { ScanResult } from './scan.ts';

/** Milliseconds between two looks at the disk, at least: while somebody works, and once nothing has changed for `QUIET`. */
const INTERVAL = 300;
const IDLE_INTERVAL = 1000;
const QUIET = 60_000;
/** Milliseconds in which nothing may change before a scan, as editors and git write several files. */
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
  const recorded = new RecordedDisk();
  while (!stop.aborted) {
    for (const path of await rescan(recorded.files)) recorded.note(path);
    onWait(recorded.size);
    await changed(recorded, stop);
  }
}

/** Resolves when anything differs and has settled, or when it is to stop; how it looks then is taken up. */
async function changed(recorded: RecordedDisk, stop: AbortSignal): Promise<void> {
  let pause = INTERVAL;
  let before: Look = [];
  const since = performance.now();
  while (!stop.aborted) {
    await setTimeout(pause, undefined, { signal: stop }).catch(() => undefined);
    const start = performance.now();
    const now = recorded.look();
    const interval = start - since < QUIET ? INTERVAL : IDLE_INTERVAL;
    pause = Math.max(interval, (performance.now() - start) / SHARE);
    if (!recorded.isAsBefore(now)) {
      if (isSameLook(now, before)) return recorded.take(now);
      pause = SETTLED;
    }
    before = now;
  }
}

/** What a scan rests on beside what it reads through the port: the config, here or still to come, and git's idea of what changed. */
export function watchedBeside(scope: ScanRequest['scope'], { root, configFiles }: Pick<ScanResult, 'root' | 'configFiles'>): string[] {
  const settings = CONFIG_NAMES.map((name) => path.join(root, name));
  return [...settings, ...configFiles, ...(scope === undefined ? [] : stateFiles(openGit(root)))];
}
