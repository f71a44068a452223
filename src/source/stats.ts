import type { Stat } from './types.ts';

/**
 * Milliseconds for which a change may hide behind the time stamp of the one before it: file systems tell times by the second or
 * two at worst (https://git-scm.com/docs/racy-git). What was changed so shortly before it was looked at is known by its content alone.
 */
const FRESH = 2000;

/** A stat, and whether it can tell that a file is the same later on. */
export interface SeenStat extends Stat {
  trusted: boolean;
}

/** A stat that was taken before the content was read. */
export function seen(stat: Stat, now = Date.now()): SeenStat {
  return seenAs(stat, now - stat.mtimeMs > FRESH);
}

/** What was seen at a path, null where nothing was. */
export function seenOrNot(stat: Stat | undefined): SeenStat | null {
  return stat ? seen(stat) : null;
}

/** A stat of what could not be read or listed: whether that is so still does not show in it. */
export function unsure(stat: Stat): SeenStat {
  return seenAs(stat, false);
}

/** Whether nothing was written since a stat was seen, as far as stats tell. */
export function isUnchanged(before: SeenStat | undefined, now: Stat | undefined): boolean {
  return before !== undefined && now !== undefined && before.trusted && before.size === now.size && before.mtimeMs === now.mtimeMs && before.ino === now.ino;
}

/** As plain data without names: they are many. */
export type SavedStat = readonly [size: number, mtimeMs: number, ino: number, trusted: boolean];

export function packStat({ size, mtimeMs, ino, trusted }: SeenStat): SavedStat {
  return [size, mtimeMs, ino, trusted];
}

export function unpackStat([size, mtimeMs, ino, trusted]: SavedStat): SeenStat {
  return { size, mtimeMs, ino, trusted };
}

/** Written out: a spread that adds a key gives each object a hidden class of its own in Node 20. */
function seenAs({ size, mtimeMs, ino }: Stat, trusted: boolean): SeenStat {
  return { size, mtimeMs, ino, trusted };
}
