import { MAX_ROWS } from '../facts/types.ts';
import type { AssignmentFact, BindingFact, CallFact, ClassFact, ExitFact, FileFacts, FunctionFact, ImportFact, RegionFact, TypeDeclFact } from '../facts/types.ts';
import type { Table } from './alignment.ts';
import type { Change } from './arguments/changes.ts';
import type { StatementCalls } from './arguments/statements.ts';
import type { CallbackSite, FileIndex } from './file-index.ts';

/** What may be read of a file by itself, by id: rows of its facts, and of look-ups in them. */
export interface Rows {
  functions: FunctionFact;
  calls: CallFact;
  bindings: BindingFact;
  imports: ImportFact;
  classes: ClassFact;
  regions: RegionFact;
  /** By function. */
  regionsOf: readonly number[] | undefined;
  callsOf: readonly number[] | undefined;
  exitsOf: readonly ExitFact[] | undefined;
  callbackSite: CallbackSite | undefined;
  /** By binding. */
  changesOf: readonly Change[] | undefined;
  statementsOf: readonly StatementCalls[] | undefined;
  assignmentsTo: readonly AssignmentFact[] | undefined;
  typeOf: TypeDeclFact | undefined;
  /** Whether the file adds something to what the name holds. */
  filled: boolean;
}

export type RowTable = keyof Rows;

type Read<T extends RowTable> = (facts: FileFacts, index: FileIndex, id: number) => Rows[T];

const READ: { readonly [T in RowTable]: Read<T> } = {
  functions: ({ functions }, _, id) => functions[id]!,
  calls: ({ calls }, _, id) => calls[id]!,
  bindings: ({ bindings }, _, id) => bindings[id]!,
  imports: ({ imports }, _, id) => imports[id]!,
  classes: ({ classes }, _, id) => classes[id]!,
  regions: ({ regions }, _, id) => regions[id]!,
  regionsOf: (_, { regionsOf }, id) => regionsOf.get(id),
  callsOf: (_, { callsOf }, id) => callsOf[id],
  exitsOf: (_, { exitsOf }, id) => exitsOf.get(id),
  callbackSite: (_, { callbackSite }, id) => callbackSite.get(id),
  changesOf: (_, { changesOf }, id) => changesOf.get(id),
  statementsOf: (_, { statementsOf }, id) => statementsOf.get(id),
  assignmentsTo: (_, { assignmentsTo }, id) => assignmentsTo.get(id),
  typeOf: (_, { typeOf }, id) => typeOf.get(id),
  filled: (_, { filled }, id) => filled.has(id),
};

/** A row of a table; of the facts' own tables there must be one. */
export function readRow<T extends RowTable>(table: T, facts: FileFacts, index: FileIndex, id: number): Rows[T] {
  return READ[table](facts, index, id);
}

/** What the ids of rows are of that are no rows of the facts' own tables. */
const OF: Readonly<Partial<Record<RowTable, Table>>> = {
  regionsOf: 'functions',
  callsOf: 'functions',
  exitsOf: 'functions',
  callbackSite: 'functions',
  changesOf: 'bindings',
  statementsOf: 'bindings',
  assignmentsTo: 'bindings',
  typeOf: 'bindings',
  filled: 'bindings',
};

/** The table of the facts that the ids of a table are of. */
export function tableOf(table: RowTable): Table {
  return OF[table] ?? (table as Table);
}

/** Tables in the order of their numbers. */
const TABLES = Object.keys(READ) as RowTable[];
const NUMBERS = Object.fromEntries(TABLES.map((table, number) => [table, number])) as Record<RowTable, number>;
/** A number for each row of a file: it has 22 bits. */
export function rowNumber(table: RowTable, id: number): number {
  return NUMBERS[table] * MAX_ROWS + id;
}

/** The row that a number stands for. */
export function rowOf(number: number): { table: RowTable; id: number } {
  return { table: TABLES[Math.floor(number / MAX_ROWS)]!, id: number % MAX_ROWS };
}
