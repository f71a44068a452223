import type { CallRef } from '../../program/values.ts';
import type { QueryEffect } from '../../libraries/types.ts';
import type { Engine, Schema, Table } from '../schema/types.ts';

/** A call of the code that reaches a database, with what it asks, as far as the code shows it. */
export interface QuerySite {
  /** The call that runs it. */
  call: CallRef;
  /** Id of the library's table. */
  library: string;
  operation: QueryEffect['operation'];
  /** How sure the receiver is. */
  confidence: 'high' | 'medium';
  schema: Schema;
  /** The table that it begins at. */
  table: Table;
  query: Query;
  /** Further statements that the same call sends, each on its own: relations that Prisma loads with `include`. */
  loads: readonly Query[];
}

/** One statement. Names of columns are those in the database. */
export interface Query {
  operation: 'select' | 'count' | 'update' | 'delete' | 'insert' | 'upsert';
  from: TableRef;
  joins: readonly Join[];
  /** `and` of nothing where it has none. */
  where: Condition;
  /** Empty where it has none; `unknown` where the code does not show it. */
  order: readonly OrderTerm[] | 'unknown';
  /** Rows at most: a number, one that the code does not show, none, or not known whether there is one. */
  limit: number | 'some' | 'none' | 'unknown';
  /** Whether rows are skipped. */
  offset: 'none' | 'some' | 'unknown';
  group: readonly ColumnRef[];
  distinct: boolean;
  /** The client reads all rows and keeps one of those that are alike. */
  keepsOne?: true;
  /** Columns that are read. */
  columns: 'all' | readonly ColumnRef[] | 'unknown';
  /** The statement itself where the code writes it, with `$1` (PostgreSQL, SQLite) or `?` (MySQL) for each value that is put in. */
  text?: { sql: string; engine: Engine; values: number };
  /** What could not be seen, each in a few words; it never makes a finding. */
  unknown: readonly string[];
}

export interface TableRef {
  /** Name in the database. */
  name: string;
  namespace?: string;
  /** Its name in the statement: conditions refer to it by this one. */
  alias: string;
}

export interface Join {
  table: TableRef;
  kind: 'inner' | 'left';
  on: Condition;
}

export interface ColumnRef {
  /** Alias of a table of the statement. */
  table: string;
  column: string;
}

export interface OrderTerm {
  /** A column, or an expression as an index would write it. */
  by: ColumnRef | { expression: string };
  direction: 'asc' | 'desc';
}

export type Operator =
  | '=' | '<>' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | 'between'
  | 'like' | 'not like' | 'ilike' | 'is null' | 'is not null'
  /** `@>`, `has`, `$all`: what a GIN index serves. */
  | 'contains'
  | 'regexp' | 'full text' | 'other';

export type Condition =
  | Compare
  | { kind: 'and' | 'or'; of: readonly Condition[] }
  | { kind: 'not'; of: Condition }
  /** Rows of another table exist for the row, or do not. */
  | { kind: 'exists'; negated: boolean; from: TableRef; joins: readonly Join[]; where: Condition }
  /** Something that the code does not show, or that is not understood. */
  | { kind: 'unknown'; why: string };

export interface Compare {
  kind: 'compare';
  column: ColumnRef;
  operator: Operator;
  value: Operand;
  /** What stands around the column: no plain index serves it then. The text is as an index on it would be written. */
  wrapped?: { by: 'function' | 'cast' | 'json' | 'arithmetic'; expression: string };
  /** The code puts it in only where a value is given: the statement also runs without it. */
  optional?: true;
  /** Of a builder: the step that puts it in. */
  step?: Given;
}

export type Operand =
  | { kind: 'literal'; value: string | number | boolean | null }
  /** A value that the code puts in, of any number for a list. `type`: what the code shows of it; `from`: where it comes from. */
  | { kind: 'value'; type?: 'string' | 'number' | 'boolean' | 'date' | 'list'; from?: Given }
  | { kind: 'list'; values: readonly (string | number | boolean | null)[] }
  | { kind: 'column'; column: ColumnRef }
  /** Of a `like`: whether it begins with what it is to match, and the text, where the code writes them. */
  | { kind: 'pattern'; anchored: boolean | 'unknown'; text?: string };

/** Where in the code a value is handed over: below the root, and an offset there. */
export interface Given {
  file: string;
  at: number;
}

/** No condition. */
export const ALWAYS: Condition = { kind: 'and', of: [] };
