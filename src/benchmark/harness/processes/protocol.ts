import type { Outcome } from '../sequence.ts';

/** What a worker process is asked to measure. */
export interface Job {
  seed: number;
  what:
    /** The model of a rule. */
    | { kind: 'model'; input: ModelInput }
    /** A CommonJS module that exports a `subject`: its absolute path. */
    | { kind: 'module'; file: string }
    /** A function of the project's, in a module that holds all that it needs. */
    | { kind: 'replay'; call: ReplayCall }
    /** Statements that are sent to a database of the run's own. */
    | { kind: 'queries'; job: QueryJob };
}

/** What a model is made of: all of it plain data that a finding knows. */
export interface ModelInput {
  /** Id of the rule. */
  rule: string;
  /** As `Claim` has them. */
  operation: string;
  args?: readonly (string | number | boolean | null)[];
  /** Bytes of the file that the call names, or of what it is given; undefined: assumed. */
  bytes?: number;
  /** Folder from which the project's packages are found; undefined: none of them is loaded. */
  packages?: string;
}

/** A function and what it is called with. */
export interface ReplayCall {
  /** Absolute path of the module. */
  file: string;
  /** Name under which it exports the function. */
  name: string;
  /** What to make of each argument. */
  inputs: readonly InputShape[];
  /** Rising. */
  sizes: readonly number[];
  /** What is measured: the power by which its time grows, or how long it holds the event loop at the largest size. */
  claim: ReplayClaim;
}

export type ReplayClaim = 'growth' | 'hold';

/** A value to generate. What has a size grows with the size that is asked for. */
export type InputShape =
  | { kind: 'number' | 'string' | 'boolean' | 'date' | 'bytes' }
  | { kind: 'literal'; value: string | number | boolean | null | undefined }
  | { kind: 'list' | 'set'; element: InputShape }
  | { kind: 'map' | 'record'; key: InputShape; value: InputShape }
  | { kind: 'object'; members: readonly { name: string; shape: InputShape }[] }
  | { kind: 'tuple'; elements: readonly InputShape[] }
  /** A string of as many characters as the size. */
  | { kind: 'text' }
  /** A function that gives such a value, the same at each call. */
  | { kind: 'function'; returns: InputShape };

/** Two ways to get the same done with statements. */
export interface QueryJob extends Statements {
  database: QueryDatabase;
  /** What each call sends is taken back after it, so that all calls find the same rows. */
  writes: boolean;
  /** The same for other numbers. */
  beside: readonly Statements[];
}

/** What a call of each form sends, in turn: one list for each of some calls, which differ in their keys. */
export interface Statements {
  /** Keys, or rows of the table. */
  n: number;
  suspect: readonly (readonly Sent[])[];
  twin: readonly (readonly Sent[])[];
}

/** A statement, with its values as text: an engine reads them by the type that they are for. */
export interface Sent {
  sql: string;
  values: readonly string[];
}

/** A database in which a worker sends statements. Modules are absolute paths; `enter` is sent first, and goes to where the tables of the run stand. */
export type QueryDatabase = EmbeddedDatabase | (ServerDatabase & { enter: string });

/** A PostgreSQL in the worker, whose data lie in a folder: where it is not copied, workers that open it one after the other find the same rows. */
export interface EmbeddedDatabase {
  kind: 'embedded';
  module: string;
  folder: string;
  isCopied: boolean;
  extensions: Readonly<Record<string, string>>;
  enter: string;
}

/** A server. */
export interface ServerDatabase {
  kind: 'postgresql' | 'mysql';
  module: string;
  url: string;
}

export type Reply = Outcome;
