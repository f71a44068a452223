import type { Head } from '../../facts/outline.ts';
import { CodecError } from './codec.ts';
import type { Location } from './pack.ts';
import type { SavedStat } from '../stats.ts';

/** One content of one file, as the index of a store has it. */
export interface StoredContent {
  path: string;
  /** Hash of path and content. */
  key: string;
  reason: string | null;
  generated: boolean;
  minified: boolean;
  bytes: number;
  head: Head | null;
  /** Numbers of its outline. */
  columns: number;
  location: Location | null;
  /** Of what lies on the disk; null for another content, as git's index or a commit has it. */
  stat: SavedStat | null;
}

/** Contents as plain data in columns: every run reads all of them. */
export interface PackedContents {
  paths: string[];
  /** One behind the other: all are equally long. */
  keys: string;
  reasons: [at: number, reason: string][];
  heads: Head[];
  packs: string[];
  /** Of each its flags, bytes, numbers of its outline, head, and its pack with where it lies there. */
  rows: Int32Array;
  /** Of each the size, time and inode of its stat, as fractions of 64 bits. */
  stats: Int32Array;
}

const FLAG = { generated: 1, minified: 2, onDisk: 4, trusted: 8 } as const;
/** Numbers of one row, and fractions of one stat. */
const ROW = 8;
const STAT = 3;
const NONE = -1;

export function packContents(contents: readonly StoredContent[]): PackedContents {
  const heads = new Map<string, number>();
  const packs = new Map<string, number>();
  const rows = new Int32Array(ROW * contents.length);
  const stats = new Float64Array(STAT * contents.length);
  for (const [index, { generated, minified, bytes, head, columns, location, stat }] of contents.entries()) {
    const flags = Number(generated) * FLAG.generated + Number(minified) * FLAG.minified + Number(stat !== null) * FLAG.onDisk + Number(stat?.[3] === true) * FLAG.trusted;
    const place = location ? [numberOf(packs, location.pack), location.at, location.length, location.check] : [NONE, 0, 0, 0];
    rows.set([flags, bytes, columns, head ? numberOf(heads, JSON.stringify(head)) : NONE, ...place], ROW * index);
    if (stat) stats.set(stat.slice(0, STAT) as number[], STAT * index);
  }
  return {
    paths: contents.map(({ path }) => path),
    keys: contents.map(({ key }) => key).join(''),
    reasons: contents.flatMap(({ reason }, at): [number, string][] => (reason === null ? [] : [[at, reason]])),
    heads: [...heads.keys()].map((head) => JSON.parse(head) as Head),
    packs: [...packs.keys()],
    rows,
    stats: new Int32Array(stats.buffer),
  };
}

/** Tells each content, in their order. */
export function eachContent({ paths, keys, reasons: given, heads, packs, rows, stats: saved }: PackedContents, tell: (content: StoredContent) => void): void {
  const stats = new Float64Array(saved.buffer, saved.byteOffset, saved.length >> 1);
  const reasons = new Map(given);
  const length = paths.length === 0 ? 0 : keys.length / paths.length;
  if (rows.length !== ROW * paths.length || stats.length !== STAT * paths.length || !Number.isInteger(length)) throw new CodecError('columns of the index have other lengths');
  for (const [index, path] of paths.entries()) {
    const row = ROW * index;
    const stat = STAT * index;
    const [flags, head, pack] = [rows[row]!, rows[row + 3]!, rows[row + 4]!];
    tell({
      path,
      key: keys.slice(length * index, length * (index + 1)),
      reason: reasons.get(index) ?? null,
      generated: (flags & FLAG.generated) !== 0,
      minified: (flags & FLAG.minified) !== 0,
      bytes: rows[row + 1]!,
      head: head === NONE ? null : heads[head]!,
      columns: rows[row + 2]!,
      location: pack === NONE ? null : { pack: packs[pack]!, at: rows[row + 5]! >>> 0, length: rows[row + 6]! >>> 0, check: rows[row + 7]! >>> 0 },
      stat: (flags & FLAG.onDisk) === 0 ? null : [stats[stat]!, stats[stat + 1]!, stats[stat + 2]!, (flags & FLAG.trusted) !== 0],
    });
  }
}

function numberOf(numbers: Map<string, number>, text: string): number {
  let number = numbers.get(text);
  if (number === undefined) numbers.set(text, (number = numbers.size));
  return number;
}
