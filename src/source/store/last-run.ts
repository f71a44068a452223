import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../make-folder.ts';
import type { Files } from '../types.ts';
import { packTestimony, stillHolds, unpackTestimony } from '../witness.ts';
import type { SavedTestimony, Testimony } from '../witness.ts';
import { writeAside } from './aside.ts';

/** The file of a store that keeps what the last run came to. It stands by itself: a run that is answered by it reads nothing else. */
export const LAST_RUN = 'last-run.json';

interface SavedRun {
  testimony: SavedTestimony;
  answer: unknown;
}

/** What the last run came to, as plain data; undefined where it was asked something else, or where something changed of what it rests on. */
export function lastRun(folder: string, question: string, files: Files): unknown {
  let file: Buffer;
  try {
    file = readFileSync(join(folder, LAST_RUN));
  } catch {
    return undefined;
  }
  const end = file.indexOf('\n');
  const [asked, check] = file.toString('utf8', 0, Math.max(end, 0)).split(' ');
  if (asked !== hash('sha256', question)) return undefined;
  const body = file.subarray(end + 1);
  // A file that was changed or cut off is none.
  if (check !== hash('sha256', body)) return undefined;
  const { testimony, answer } = JSON.parse(body.toString()) as SavedRun;
  return stillHolds(unpackTestimony(testimony), files) ? answer : undefined;
}

/**
 * Keeps what a run came to, of which JSON takes what is plain data, in the place of the one before. Nothing is kept of a run that looked at what had changed just before:
 * whether that changed again cannot be told. Never throws: a folder that cannot be written is done without.
 */
export function keepRun(folder: string, question: string, testimony: Testimony, answer: unknown): void {
  if (testimony.some(([, saw, content]) => saw !== null && typeof saw !== 'string' && !saw.trusted && content === undefined)) return;
  // Bytes: a text that is hashed and written is turned into them each time.
  const body = Buffer.from(JSON.stringify({ testimony: packTestimony(testimony), answer } satisfies SavedRun));
  try {
    makeFolder(folder);
    writeAside(join(folder, LAST_RUN), [`${hash('sha256', question)} ${hash('sha256', body)}\n`, body]);
  } catch {
    return;
  }
}
