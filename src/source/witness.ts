import { hash } from 'node:crypto';
import { belowRoot } from './paths.ts';
import { isUnchanged, packStat, seenOrNot, unpackStat, unsure } from './stats.ts';
import type { SavedStat, SeenStat } from './stats.ts';
import { packTexts, TextList } from './store/text-list.ts';
import type { PackedTexts } from './store/text-list.ts';
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

/** A testimony as plain data in columns: it is long, and most of it is looked at without its hashes. */
export interface PackedTestimony {
  paths: string[];
  /** Of each path the size, time and inode of its stat, as fractions of 64 bits, and whether it can be trusted. */
  stats: Int32Array;
  /** What was seen of paths that have no stat. */
  others: [at: number, saw: Kind | null][];
  /** Hashes, '-' for none. */
  contents: PackedTexts;
}

/** Fractions for each stat. */
const STAT = 4;

export function packColumns(testimony: Testimony): PackedTestimony {
  const stats = new Float64Array(STAT * testimony.length);
  for (const [at, [, saw]] of testimony.entries()) {
    if (saw !== null && typeof saw !== 'string') stats.set([saw.size, saw.mtimeMs, saw.ino, Number(saw.trusted)], STAT * at);
  }
  return {
    paths: testimony.map(([path]) => path),
    stats: new Int32Array(stats.buffer),
    others: testimony.flatMap(([, saw], at): [number, Kind | null][] => (saw === null || typeof saw === 'string' ? [[at, saw]] : [])),
    contents: packTexts(testimony.map(([, , content]) => content ?? '-')),
  };
}

/** A testimony that is put together as it is asked for. */
export class TestimonyColumns {
  private readonly paths: readonly string[];
  private readonly stats: Float64Array;
  private readonly others: ReadonlyMap<number, Kind | null>;
  private readonly contents: TextList;

  constructor({ paths, stats, others, contents }: PackedTestimony) {
    this.paths = paths;
    this.stats = new Float64Array(stats.buffer, stats.byteOffset, stats.length >> 1);
    this.others = new Map(others);
    this.contents = new TextList(contents);
  }

  /** The paths that are not as they were. */
  otherwiseNow(files: Files): string[] {
    return this.paths.filter((path, at) => !(this.isSameStat(path, at, files) || holds(this.at(at), files)));
  }

  private isSameStat(path: string, at: number, files: Files): boolean {
    if (this.others.has(at)) return false;
    const now = files.stat(path);
    const { stats } = this;
    const from = STAT * at;
    return now !== undefined && stats[from] === now.size && stats[from + 1] === now.mtimeMs && stats[from + 2] === now.ino && stats[from + 3] === 1;
  }

  private at(at: number): Testimony[number] {
    const content = this.contents.at(at);
    const told = content === '-' ? undefined : content;
    const other = this.others.get(at);
    if (other !== undefined) return [this.paths[at]!, other, told];
    const [size, mtimeMs, ino, trusted] = this.stats.subarray(STAT * at, STAT * (at + 1)) as unknown as [number, number, number, number];
    return [this.paths[at]!, unpackStat([size, mtimeMs, ino, trusted === 1]), told];
  }

  get list(): Testimony {
    return this.paths.map((_, at) => this.at(at));
  }
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
