import path from 'node:path';
import { storeFolder } from '../project/store-folder.ts';
import { disk } from '../source/disk.ts';
import { keepRun, lastRun } from '../source/store/last-run.ts';
import { storeVersion } from '../source/store/version.ts';
import { upwards } from '../source/upwards.ts';
import type { Testimony } from '../source/witness.ts';
import { fileReader } from './output.ts';
import type { ScanOptions, ScanResult } from './scan.ts';

/**
 * What the last scan came to, where it was asked the same and nothing that it rests on changed since; undefined where there is none.
 * Neither the rules nor what the store knows of the files is loaded for it.
 */
export function scannedBefore(options: ScanOptions): ScanResult | undefined {
  const question = questionOf(options);
  if (question === undefined) return undefined;
  const given = path.resolve(options.cwd ?? process.cwd(), options.paths?.[0] ?? '.');
  if (disk.kind(given) === undefined) return undefined;
  // Which folder around the path is the project's root is part of what the run rests on.
  for (const folder of upwards(disk.realpath(given))) {
    const answer = lastRun(storeFolder(folder, options.cache!)!, question, disk) as Omit<ScanResult, 'read'> | undefined;
    if (answer?.root === folder) return { ...answer, read: fileReader(folder) };
  }
  return undefined;
}

/**
 * Keeps what a scan came to for the next one.
 *
 * @param folder of its project's store
 * @param testimonyOf tells all that it rests on; undefined where that cannot be told
 */
export function keepScan(options: ScanOptions, result: ScanResult, folder: string | undefined, testimonyOf: () => Testimony | undefined): void {
  const question = questionOf(options);
  if (question === undefined || folder === undefined || result.internalErrors.length > 0) return;
  const testimony = testimonyOf();
  if (testimony) keepRun(folder, question, testimony, result);
}

/** All that a scan is asked, with what answers; undefined where it looks at more than the files as they lie on the disk, or counts and measures. */
function questionOf(options: ScanOptions): string | undefined {
  const { cwd = process.cwd(), cache = false, config, scope, files, catalog, types, db, evidence, confirm, performance, stats } = options;
  if (cache === false || typeof config === 'object' || [scope, files, catalog, db, evidence, confirm, performance].some((more) => more !== undefined) || types || stats) return undefined;
  return JSON.stringify([storeVersion(), cwd, options]);
}
