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
    | { kind: 'replay'; call: ReplayCall };
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
  sizes: readonly number[];
}

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

export type Reply = Outcome;
