/** What runtime files say, in one form. Lines start at 1 and columns at 0, whatever the tool counts from; times are milliseconds, sizes bytes. */

import type { Evidence } from '../findings/types.ts';

/** A place in code, as a tool names it: `Places` finds the file of the project that is meant. */
export interface CodePlace {
  /** A path, a `file:` URL, or another URL, as the tool wrote it. */
  file: string;
  /** From 1. */
  line?: number;
  /** From 0. */
  column?: number;
  /** The function's name, as the tool has it; absent for anonymous ones. */
  function?: string;
  /** What `line` is: where the code was when it was measured, or where its function begins. */
  marks: 'line' | 'function';
}

export interface Route {
  /** In capitals; absent where the tool does not tell. */
  method?: string;
  /** As the tool names it: a pattern (`/users/:id`) or a path (`/users/7`). */
  path: string;
}

/** What can be measured. */
export type Metric =
  /** Time in the place itself (and in what it calls outside the project), or with all that it calls, while it was on the processor as far as the tool can tell. */
  | 'self-time'
  | 'total-time'
  | 'calls'
  /** Synchronous calls that held the event loop. */
  | 'blocking-calls'
  /** Bytes that were allocated, that something keeps alive, or by which the process grew while the line ran. */
  | 'allocated'
  | 'retained'
  | 'memory-growth'
  | 'memory'
  | 'heap-after-gc'
  | 'gc-pause'
  | 'loop-delay'
  | 'loop-block'
  | 'cpu-load'
  | 'query-time'
  /** Statements that differ in values alone, under one request or one call. */
  | 'repeated-queries'
  | 'rows'
  | 'response-time'
  | 'throughput'
  | 'error-rate'
  | 'requests'
  | 'long-task'
  | 'forced-layout'
  | 'repeated-requests'
  | 'lcp'
  | 'fcp'
  | 'cls'
  | 'tbt'
  | 'inp'
  | 'ttfb'
  | 'speed-index';

/** `samples` are a sampler's ticks, where it does not say how long one is. `ratio` lies between 0 and 1; `score` has no unit (layout shift). */
export type Unit = 'ms' | 'bytes' | 'count' | 'samples' | 'per-second' | 'ratio' | 'score';

/** What a tool tells of many values, in the unit of its observation. Nothing here is computed from other figures. */
export interface Distribution {
  count?: number;
  min?: number;
  max?: number;
  mean?: number;
  /** Percent (95 for p95) and value, ascending; only those that the tool gives. */
  percentiles: readonly (readonly [percent: number, value: number])[];
}

/** One thing that was measured. */
export interface Observation {
  kind: Evidence['kind'];
  metric: Metric;
  value: number;
  unit: Unit;
  /** What the value is counted over; default: the whole recording. */
  per?: 'request' | 'call';
  place?: CodePlace;
  /** Callers, the nearest first, where they are known: those of the costliest way to the place. */
  stack?: readonly CodePlace[];
  route?: Route;
  /** The statement, as the tool has it: with values, or with `$1` or `?` in their place. */
  sql?: string;
  /** Of what was measured as a whole, 0 to 1: of the time in which the process was busy, of the bytes that were allocated. */
  share?: number;
  /** How many single measurements it rests on. */
  samples?: number;
  distribution?: Distribution;
  /** What it is about, in the tool's words: a function outside the project that the time went to (`pbkdf2Sync`), a metric's own name. */
  subject?: string;
  /** Line of the evidence file, from 1. */
  at?: number;
}

/** Values over time. */
export interface Series {
  metric: Metric;
  unit: Unit;
  /** What it shows, for a reader. */
  title: string;
  /** Milliseconds (since the recording began, or since 1970) and value, in order. */
  points: readonly (readonly [time: number, value: number])[];
}

/** What an importer gives. */
export interface Recording {
  /** Who made the file, as its users call it, and its version where the file tells. */
  tool: string;
  version?: string;
  observations: Observation[];
  series?: Series[];
  /** What a reader should know of the file, one line each. */
  notes?: string[];
  /** Milliseconds that were recorded, and of these in which the process was busy. */
  duration?: number;
  busy?: number;
}

/** A file that was read. */
export interface ImportedFile extends Recording {
  /** As reports call it; of files that were made one, their names. */
  file: string;
  /** Id of its format. */
  format: string;
}
