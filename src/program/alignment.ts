import { lastName } from '../facts/outline.ts';
import type { FileFacts } from '../facts/types.ts';

/** A row by what it is called and where it is written, whatever it says. */
const NAMES = {
  functions: ({ functions }) => functions.map(({ kind, name, parentId, params }) => `${kind} ${name} ${params.length} ${functions[parentId]?.name ?? ''}`),
  classes: ({ classes }) => classes.map(({ name }) => name),
  bindings: ({ bindings, functions }) => bindings.map(({ kind, name, functionId }) => `${kind} ${name} ${functions[functionId]!.name}`),
  imports: ({ imports }) => imports.map(({ specifier, imported }) => `${specifier} ${imported}`),
  types: ({ types }) => types.map(({ name }) => name),
  calls: ({ calls, functions }) => calls.map(({ kind, callee, args, functionId }) => `${kind} ${lastName(callee) ?? ''} ${args.length} ${functions[functionId]!.name}`),
  regions: ({ regions, functions }) => regions.map(({ kind, functionId }) => `${kind} ${functions[functionId]!.name}`),
} as const satisfies Record<string, (facts: FileFacts) => string[]>;

/** Tables whose rows are referred to by id. */
export type Table = keyof typeof NAMES;

interface Shift {
  /** Rows at the beginning of both states. */
  start: number;
  /** Where those begin that end both: before, and how far they have moved since. */
  end: number;
  by: number;
}

/**
 * Which row of a file's facts is which in another state of it: those before what changed keep their ids, those behind it have moved
 * by as many as came or went. That rows are the same is not said; only which of them are to be compared.
 */
export class Alignment {
  private readonly before: FileFacts;
  private readonly now: FileFacts;
  private readonly shifts = new Map<Table, Shift>();

  constructor(before: FileFacts, now: FileFacts) {
    this.before = before;
    this.now = now;
  }

  /** The id that a row has now; undefined for one that is gone, or that may be. What is no row, -1, stays. */
  idNow(table: Table, id: number): number | undefined {
    const { start, end, by } = this.shiftOf(table);
    if (id < start) return id;
    return id >= end ? id + by : undefined;
  }

  /** Whether a row of now is one of before. */
  wasThere(table: Table, id: number): boolean {
    const { start, end, by } = this.shiftOf(table);
    return id < start || id >= end + by;
  }

  /** Whether all rows of before have their ids. */
  get isInPlace(): boolean {
    return TABLES.every((table) => this.shiftOf(table).by === 0 || this.shiftOf(table).end >= this.before[table].length);
  }

  private shiftOf(table: Table): Shift {
    let shift = this.shifts.get(table);
    if (!shift) this.shifts.set(table, (shift = shiftBetween(NAMES[table](this.before), NAMES[table](this.now))));
    return shift;
  }
}

const TABLES = Object.keys(NAMES) as Table[];

function shiftBetween(before: readonly string[], now: readonly string[]): Shift {
  const by = now.length - before.length;
  // As many as before: each is compared with the one in its place.
  if (by === 0) return { start: before.length, end: before.length, by };
  const shared = Math.min(before.length, now.length);
  let start = 0;
  while (start < shared && before[start] === now[start]) start++;
  let end = before.length;
  while (end > start && end + by > start && before[end - 1] === now[end + by - 1]) end--;
  return { start, end, by };
}
