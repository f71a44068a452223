import type { Engine } from '../schema/types.ts';

/** An index that is to be tried. */
export interface Candidate {
  table: string;
  namespace?: string;
  parts: readonly { column?: string; expression?: string; direction: 'asc' | 'desc' }[];
}

/** Where the planner's row counts come from: assumed or set in the config, read from a statistics file, or the server's own. */
export type Statistics = 'assumed' | 'file' | 'server';

/**
 * A database whose planner is asked. Nothing that is planned is run. Every method answers; what fails is a value that says why,
 * in one line without passwords.
 */
export interface Planner {
  readonly engine: Engine;
  /** `PostgreSQL 18.6 (PGlite 0.5.14)`, `MariaDB 10.11.19`. */
  readonly version: string;
  readonly statistics: Statistics;
  /** Rows that the planner is told, or counts, for a table; undefined for one that it does not have. */
  rows(table: string, namespace?: string): Promise<number | undefined>;
  /** Plans one statement, with `$1` or `?` for values. */
  plan(sql: string): Promise<PlanResult>;
  /** Plans it as if the index were there. `unsupported` where the engine cannot try one. */
  planWith(sql: string, candidate: Candidate): Promise<PlanResult>;
  /** Ends connections and what it started. */
  close(): Promise<void>;
}

export type PlanResult = { ok: true; plan: Plan } | { ok: false; kind: 'refused' | 'failed' | 'unsupported'; reason: string };

/** What a planner answers. Costs are the engine's own unit: they rank, and are no time. */
export interface Plan {
  /** Undefined where the engine gives none. */
  cost: number | undefined;
  root: PlanNode;
  /** How it was asked where that changes the answer: `enable_seqscan=off`. */
  forced?: string;
  /** The engine's own answer. */
  raw: unknown;
}

export interface PlanNode {
  /** What it does to reach rows: `scan` reads the whole table, `index walk` the whole of an index, `index` looks up in one. */
  kind: 'scan' | 'index walk' | 'index' | 'bitmap' | 'sort' | 'join' | 'aggregate' | 'limit' | 'other';
  /** As the engine calls it: `Seq Scan`, `ref`. */
  name: string;
  table?: string;
  index?: string;
  /** What the index is asked, and what each row is tested for after. */
  condition?: string;
  filter?: string;
  rows?: number;
  cost?: number;
  children: readonly PlanNode[];
}
