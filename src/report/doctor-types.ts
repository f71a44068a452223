import type { Skipped } from '../findings/types.ts';

/** What `perf-lint doctor` says: what perf-lint understood of a project, and what it did not. */
export interface Checkup {
  versions: { 'perf-lint': string; node: string; parser: string; platform: string };
  root: { path: string; because: string };
  config: {
    /** Below the root where it lies there; null when there is none. */
    file: string | null;
    include: string[] | null;
    exclude: string[];
    rules: { id: string; level: string; options: unknown; changed: boolean }[];
    /** Ids of the tables that the config adds. */
    libraries: string[];
    settings: Record<string, unknown>;
  };
  packages: {
    count: number;
    /** Packages that depend on a database library. */
    databases: { dir: string; name: string; known: string[]; unknown: string[] }[];
  };
  files: {
    read: number;
    /** Files that rules look at. */
    targets: number;
    /** Of these, files that run for nobody: tests, migrations, seeds, scripts, builds, what a browser runs. */
    closed: number;
    skipped: readonly Skipped[];
    /** How many were skipped for which reason, the most frequent first. */
    reasons: { reason: string; count: number }[];
  };
  schemas: {
    /** Files of Prisma schemas, and how many models they have. */
    files: readonly string[];
    models: number;
    /** What is declared in each package: in these files, in SQL and in code. */
    declared: { dir: string; /** Null where nothing says which. */ engine: string | null; readers: string[]; tables: number; indexes: number; /** Whether all indexes are known. */ complete: boolean }[];
  };
  /** Functions that a framework calls, by kind. */
  entries: Record<string, number>;
  queries: {
    /** Resolved and unresolved ones. */
    total: number;
    resolved: { followed: number; byShape: number };
    unresolved: number;
    /** Unresolved ones among all, from 0 to 1; null where there is no query. */
    share: number | null;
    shapes: QueryShape[];
  };
  notes: readonly string[];
}

/** Unresolved queries of one shape, the most frequent shape first. */
export interface QueryShape {
  /** `this.<field>.findOne` */
  shape: string;
  count: number;
  /** Where the evaluation of the receiver stopped, the most frequent reason first. */
  reasons: { kind: string; detail: string; count: number; examples: { file: string; line: number }[] }[];
}
