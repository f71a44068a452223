import { indexFile } from './file-index.ts';
import type { FileIndex } from './file-index.ts';
import type { FileFacts } from '../facts/types.ts';
import { isSame } from './same.ts';
import { readRow } from './rows.ts';
import type { RowTable } from './rows.ts';

/** Tables of which each row has a span. */
const PLACED = ['functions', 'classes', 'calls', 'bindings', 'regions', 'exits', 'assignments'] as const;

interface State {
  facts: FileFacts;
  index: FileIndex;
}

/** What is the same in two states of one file, row by row. */
export class FactsChange {
  private readonly before: State;
  private readonly now: State;
  private order: boolean | undefined;

  constructor(before: FileFacts, now: FileFacts) {
    this.before = { facts: before, index: indexFile(before) };
    this.now = { facts: now, index: indexFile(now) };
  }

  /** Whether a row says the same as before, wherever it stands. */
  isSameRow(table: RowTable, id: number): boolean {
    const row = ({ facts, index }: State) => readRow(table, facts, index, id);
    return isSame(row(this.before), row(this.now), this.keepsOrder);
  }

  /** Whether a name is exported by the same statements. */
  isSameExport(name: string): boolean {
    const statements = ({ index }: State) => index.exportsNamed.get(name);
    return isSame(statements(this.before), statements(this.now), this.keepsOrder);
  }

  /**
   * Whether the rows of before still stand in the order in which they stood, and in each other as they did: then it is no matter
   * at which offsets. Places in reports are no reason to compare these: who gives one reads the lines of the file as well.
   */
  get keepsOrder(): boolean {
    return (this.order ??= isSame(boundaries(this.before.facts, this.now.facts), boundaries(this.now.facts, this.before.facts), false));
  }
}

/** Where the rows begin and end that two states have, in order. */
function boundaries(facts: FileFacts, other: FileFacts): readonly string[] {
  const found = PLACED.flatMap((table) =>
    facts[table].slice(0, other[table].length).flatMap(({ span: [start, end] }, id): [number, string][] => [
      [start, `${table} ${id}`],
      [end, `${table} ${id} end`],
    ]),
  );
  return found.sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1)).map(([, row]) => row);
}
