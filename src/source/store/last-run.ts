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

/**
 * What the last run came to, as plain data, where it was asked the same and nothing changed since of what it rests on; `isKept` says
 * whether the folder has a run that was asked the same at all.
 */
export function lastRun(folder: string, question: string, files: Files): { isKept: boolean; answer?: unknown } {
  let text: string;
  try {
    text = readFileSync(join(folder, LAST_RUN), 'utf8');
  } catch {
    return { isKept: false };
  }
  const [head, body = ''] = [text.slice(0, text.indexOf('\n')), text.slice(text.indexOf('\n') + 1)];
  // A file that was changed or cut off is none.
  if (head !== headOf(question, body)) return { isKept: false };
  const { testimony, answer } = JSON.parse(body) as SavedRun;
  return stillHolds(unpackTestimony(testimony), files) ? { isKept: true, answer } : { isKept: true };
}

/**
 * Keeps what a run came to, of which JSON takes what is plain data, in the place of the one before. Nothing is kept of a run that looked at what had changed just before:
 * whether that changed again cannot be told. Never throws: a folder that cannot be written is done without.
 */
export function keepRun(folder: string, question: string, testimony: Testimony, answer: unknown): void {
  if (testimony.some(([, saw, content]) => saw !== null && typeof saw !== 'string' && !saw.trusted && content === undefined)) return;
  const body = JSON.stringify({ testimony: packTestimony(testimony), answer } satisfies SavedRun);
  try {
    makeFolder(folder);
    writeAside(join(folder, LAST_RUN), `${headOf(question, body)}\n${body}`);
  } catch {
    return;
  }
}

function headOf(question: string, body: string): string {
  return `${hash('sha256', question)} ${hash('sha256', body)}`;
}
