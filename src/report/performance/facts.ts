import type { Comparison, SavedBenchmark } from '../../benchmark/saved.ts';
import type { ServiceLevel } from '../../evidence/slo/types.ts';
import type { ImportedFile } from '../../evidence/types.ts';
import type { Place } from '../../findings/types.ts';
import type { BenchmarkRun, DecisionKind } from './model.ts';

/** What a performance report needs beside the findings: what was measured, and what the project says of itself. */
export interface PerformanceFacts {
  /** The project's name. */
  title: string;
  /** Places in them are those of the project's files. */
  recordings: readonly ImportedFile[];
  levels: readonly ServiceLevel[];
  benchmarks?: BenchmarkFacts;
  /** The statement in which a finding ends, by the finding's id. */
  statements: ReadonlyMap<string, Statement>;
  /** Statements that were seen to run often, with the place of the code that sends them. */
  hotQueries: readonly HotQuery[];
  /** What measured requests of a route read. */
  traffic: readonly RouteTraffic[];
  /** Calls that write to a table, by its name in the database. */
  writes: ReadonlyMap<string, readonly Place[]>;
  owners: Owners;
}

/** Saved runs of benchmarks, and how the later one differs from the earlier. */
export interface BenchmarkFacts {
  runs: readonly BenchmarkRun[];
  /** Of the only run, or the later one. */
  now: readonly SavedForms[];
  comparisons?: readonly Comparison[];
  /** Findings that one of two runs lacks, as a reader knows them. */
  unmatched: readonly string[];
}

/** What a saved benchmark measured of both forms: medians over its processes. */
export interface SavedForms extends Pick<SavedBenchmark, 'id' | 'rule' | 'place' | 'source'> {
  unit: string;
  suspect: { name: string; value: number };
  twin: { name: string; value: number };
}

export interface Owners {
  /** By CODEOWNERS, of a file below the root; empty where none is named. */
  ofFile(file: string): readonly string[];
  /** By the config. */
  ofKind: Readonly<Partial<Record<DecisionKind, readonly string[]>>>;
}

export interface Statement {
  table: string;
  /** Rows of it hardly change, as the config says. */
  lookup: boolean;
  reads: boolean;
  /** Columns that it compares with values. */
  key: readonly string[];
}

export interface HotQuery extends Statement {
  place: Place;
  calls: number;
  /** Milliseconds of all calls. */
  total: number;
  /** The file that says so. */
  source: string;
}

export interface RouteTraffic {
  route: string;
  /** Requests that were measured, and their share of all, 0 to 1. */
  requests: number;
  share: number;
  place: Place;
  reads: readonly string[];
  writes: readonly string[];
  source: string;
}

/** Where only findings are known. */
export const NO_FACTS: PerformanceFacts = {
  title: 'this project',
  recordings: [],
  levels: [],
  statements: new Map(),
  hotQueries: [],
  traffic: [],
  writes: new Map(),
  owners: { ofFile: () => [], ofKind: {} },
};
