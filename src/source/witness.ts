import { hash } from 'node:crypto';
import { belowRoot } from './paths.ts';
import { isUnchanged, packStat, seenOrNot, unpackStat, unsure } from './stats.ts';
import type { SavedStat, SeenStat } from './stats.ts';
import type { Entry, Files } from './types.ts';

/**
 * What lies at a path, or where it leads, where nothing else was asked of it: a folder is one whatever goes on in it, as in git's own.
 */
type Kind = 'file' | 'directory' | 'nothing' | `to ${string}`;

/**
 * The paths that were asked for, with what their stats were, null where nothing was; or with their kinds, or where they lead. Of what was read or
 * listed there is a hash: a file that is written anew as it was, or a folder in which one takes the place of another, is no other one.
 */
export type Testimony = readonly (readonly [path: string, saw: SeenStat | Kind | null, content?: string])[];

/** Files that note what is asked of them, so that an answer made from it can be used again while nothing of that changed. `digest` is a hash of all that was read. */
export function witness(root: string, files: Files): { files: Files; testimony(): Testimony; digest(): string } {
  const asked = new Map<string, SeenStat | null>();
  const kinds = new Map<string, Kind>();
  const contents = new Map<string, string>();
  const listings = new Map<string, string>();
  const links = new Map<string, Kind>();
  const note = <T>(path: string, answer: (path: string) => T): T => {
    if (!asked.has(path)) {
      asked.set(path, seenOrNot(files.stat(path)));
    }
    try {
      return answer(path);
    } catch (error) {
      const stat = asked.get(path);
      if (stat) asked.set(path, unsure(stat));
      throw error;
    }
  };
  return {
    files: {
      read: (path) =>
        note(path, () => {
          const content = files.read(path);
          contents.set(path, hashOf(content));
          return content;
        }),
      kind: (path) => {
        const kind = files.kind(path);
        kinds.set(path, kind ?? 'nothing');
        return kind;
      },
      size: (path) => note(path, files.size),
      stat: (path) => note(path, files.stat),
      list: (path) =>
        note(path, () => {
          const entries = files.list(path);
          listings.set(path, hashOfList(entries));
          return entries;
        }),
      realpath: (path) => {
        links.set(path, goal(path, files));
        return files.realpath(path);
      },
    },
    testimony: () => [...[...asked].map(([path, saw]): Testimony[number] => [path, saw, contents.get(path) ?? listings.get(path)]), ...kinds, ...links],
    // A new folder without settings of its own, where they were looked for, changes none.
    digest: () => hash('sha256', JSON.stringify([...contents].flatMap(([path, content]) => (content === '' ? [] : [[belowRoot(root, path), content]])).sort(([a], [b]) => (a! < b! ? -1 : 1)))),
  };
}

/** Whether everything that was asked for is as it was. */
export function stillHolds(testimony: Testimony, files: Files): boolean {
  return testimony.every((one) => holds(one, files));
}

/** The paths that are not as they were. */
export function otherwiseNow(testimony: Testimony, files: Files): string[] {
  return testimony.filter((one) => !holds(one, files)).map(([path]) => path);
}

function holds([path, saw, content]: Testimony[number], files: Files): boolean {
  if (typeof saw === 'string') return (saw.startsWith('to ') ? goal(path, files) : (files.kind(path) ?? 'nothing')) === saw;
  const now = files.stat(path);
  if (saw === null) return now === undefined;
  return isUnchanged(saw, now) || (now !== undefined && content !== undefined && contentOf(path, files) === content);
}

/** A testimony as plain data. */
export type SavedTestimony = readonly (readonly [path: string, saw: SavedStat | Kind | null, content: string | null])[];

export function packTestimony(testimony: Testimony): SavedTestimony {
  return testimony.map(([path, saw, content]) => [path, saw && (typeof saw === 'string' ? saw : packStat(saw)), content ?? null]);
}

export function unpackTestimony(saved: SavedTestimony): Testimony {
  return saved.map(([path, saw, content]) => [path, saw && (typeof saw === 'string' ? saw : unpackStat(saw)), content ?? undefined]);
}

function goal(path: string, files: Files): Kind {
  try {
    return `to ${files.realpath(path)}`;
  } catch {
    return 'to ';
  }
}

function contentOf(path: string, files: Files): string | undefined {
  try {
    return files.kind(path) === 'directory' ? hashOfList(files.list(path)) : hashOf(files.read(path));
  } catch {
    return undefined;
  }
}

function hashOf(content: Uint8Array | undefined): string {
  return content ? hash('sha256', content) : '';
}

/** Of the names and kinds, in no order. */
function hashOfList(entries: readonly Entry[]): string {
  return hash('sha256', JSON.stringify(entries.map(({ name, kind }) => `${kind} ${name}`).sort()));
}
