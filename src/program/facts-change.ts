import { Alignment } from './alignment.ts';
import { spanEnd, spanStart } from '../facts/spans.ts';
import type { FileFacts } from '../facts/types.ts';
import { indexFile } from './file-index.ts';
import type { FileIndex } from './file-index.ts';
import { isSame } from './same.ts';
import type { Comparing } from './same.ts';
import { readRow, tableOf } from './rows.ts';
import type { RowTable } from './rows.ts';

/** Tables of which each row has a span, and may be referred to. */
const PLACED = ['functions', 'classes', 'calls', 'bindings', 'regions'] as const;

interface State {
  facts: FileFacts;
  index: FileIndex;
}

/** What is the same in two states of one file, row by row. */
export class FactsChange {
  readonly alignment: Alignment;
  private readonly path: string;
  private readonly before: State;
  private readonly now: State;
  private order: boolean | undefined;

  constructor(path: string, before: FileFacts, now: FileFacts) {
    this.path = path;
    this.alignment = new Alignment(before, now);
    this.before = { facts: before, index: indexFile(before) };
    this.now = { facts: now, index: indexFile(now) };
  }

  /** Whether a row says the same as before, wherever it stands. */
  isSameRow(table: RowTable, id: number): boolean {
    const now = this.alignment.idNow(tableOf(table), id);
    if (now === undefined) return false;
    const row = ({ facts, index }: State, at: number) => readRow(table, facts, index, at);
    return isSame(row(this.before, id), row(this.now, now), this.comparing, this.path, table);
  }

  /** Whether a name is exported by the same statements. */
  isSameExport(name: string): boolean {
    const statements = ({ index }: State) => index.exportsNamed.get(name);
    return isSame(statements(this.before), statements(this.now), this.comparing, this.path);
  }

  /**
   * Whether the rows of before still stand in the order in which they stood, and in each other as they did: then it is no matter
   * at which offsets. Places in reports are no reason to compare these: who gives one reads the lines of the file as well.
   */
  get keepsOrder(): boolean {
    return (this.order ??= this.isInOrder());
  }

  private get comparing(): Comparing {
    return { isAnywhere: this.keepsOrder, isFacts: true, alignmentOf: () => this.alignment, isShifted: () => false };
  }

  private isInOrder(): boolean {
    const { alignment, before, now } = this;
    const old = boundaries(before.facts, (table, id) => alignment.idNow(table, id));
    const current = boundaries(now.facts, (table, id) => (alignment.wasThere(table, id) ? id : undefined));
    return old.length === current.length && old.every((boundary, at) => boundary === current[at]);
  }
}

/** Where rows begin and end, in order; each by the id that it has now. */
function boundaries(facts: FileFacts, idOf: (table: (typeof PLACED)[number], id: number) => number | undefined): readonly string[] {
  const found = PLACED.flatMap((table) =>
    facts[table].flatMap(({ span }, id): [number, string][] => {
      const now = idOf(table, id);
      return now === undefined ? [] : [[spanStart(span), `${table} ${now}`], [spanEnd(span), `${table} ${now} end`]];
    }),
  );
  return found.sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1)).map(([, row]) => row);
}
