import type { Index, IndexPart } from '../../schema/types.ts';

/** How the rows of one table are found that a statement is about. */
export type Access =
  /** By an index; `by` says which, or what else leads to few rows. */
  | { kind: 'served'; by: string }
  /** All rows are read, though an index could lead to those that are wanted. */
  | Unserved
  /** All rows are read, and no index in order would help: the conditions leave many rows, or are none that an index can find. */
  | { kind: 'unselective' }
  /** All rows are wanted. */
  | { kind: 'whole table' }
  /** Something that decides is not seen. */
  | { kind: 'unknown'; why: string };

export interface Unserved {
  kind: 'unserved';
  /**
   * What would lead to the rows: an equality, a range alone, the order of the first rows, a join from rows that are found, or one
   * of several alternatives.
   */
  need: 'equality' | 'range' | 'sort' | 'join' | 'alternative';
  /** Columns that are asked for, in the order of the candidate. */
  columns: readonly string[];
  considered: readonly Considered[];
  candidate: Candidate;
  /** The code puts each condition in only where a value is given, or another one that an index serves. */
  optional: boolean;
  /** An index has the rows in the order that is asked for: they are walked until enough have come that fit. */
  walked?: Index;
}

/** An index of the table that has to do with what is asked for, and in a phrase why it does not serve. */
export interface Considered {
  index: Index;
  why: string;
}

/** The index to add: equalities first, then one range or the order. */
export interface Candidate {
  table: string;
  namespace?: string;
  parts: readonly IndexPart[];
}
