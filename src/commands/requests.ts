import type { Confidence, Severity } from '../findings/types.ts';

/** A format and where its report goes. */
export interface Output {
  format: string;
  /** Path relative to the working directory; undefined: standard output. */
  file: string | undefined;
}

/** What the command line asks for. */
export type Request =
  | { kind: 'version' }
  | { kind: 'help'; text: string }
  | { kind: 'usage'; message: string; help: string }
  | ScanRequest
  | BenchRequest
  | ExplainRequest
  | BaselineRequest
  | DoctorRequest
  | SchemaRequest
  | FixRequest
  | MergeRequest
  | InitRequest
  | PrintConfigRequest
  | ReportRequest
  | SloRequest
  | ProfileRequest
  | LoadtestRequest;

/** Each command has a request of its name. */
export type CommandName = Exclude<Request['kind'], 'version' | 'help' | 'usage'>;

export interface ScanRequest {
  kind: 'scan';
  paths: string[];
  outputs: Output[];
  config: string | false | undefined;
  /** With `text` the content is still to be read from standard input. */
  scope: { kind: 'staged' | 'changed' } | { kind: 'since'; ref: string } | { kind: 'text'; file: string } | { kind: 'package'; name: string } | undefined;
  baseline: string | false | undefined;
  /** Where what is known is kept between runs: the usual place, a folder, or nowhere. */
  cache: string | boolean;
  watch: boolean;
  /** Findings leave the exit code at 0. */
  exitZero: boolean;
  maxWarnings: number | undefined;
  quiet: boolean;
  severity: Severity | undefined;
  confidence: Confidence | undefined;
  rules: string[];
  stats: boolean;
  types: boolean;
  /** The planner to ask; undefined: none. */
  db: DatabaseRequest | undefined;
  /** The files of evidence to join; undefined: none. */
  evidence: EvidenceRequest | undefined;
  /** The benchmarks to run; undefined: none. */
  confirm: BenchmarkRequest | undefined;
  color: boolean;
}

/** What runtime files are joined, and how. */
export interface EvidenceRequest {
  /** Files, folders and patterns, relative to the working directory. */
  files: readonly string[];
  /** `FROM=TO`: where a folder of the machine that was measured lies below the root. */
  pathMaps: readonly string[];
  /** What evidence alone tells of makes the exit code 1. */
  failOnObserved: boolean;
}

/** What a benchmark may take, and where its statements go. */
export interface BenchmarkRequest {
  /** A server for statements, in schemas that the run makes and drops; undefined: the embedded PostgreSQL. */
  url: string | undefined;
  /** Milliseconds of a round trip, for the estimate that is shown. */
  rtt: number | undefined;
  /** Rows of the largest table on which an index is measured. */
  rows: number | undefined;
  /** Seconds for each benchmark. */
  budget: number | undefined;
}

export interface DatabaseRequest {
  /** Of a server or a file; undefined: the one that the environment or the config names, else an embedded database. */
  url: string | undefined;
  /** A file of statistics, relative to the working directory. */
  statistics: string | undefined;
  /** A planner that cannot be asked is an error. */
  strict: boolean;
}

export interface BenchRequest {
  kind: 'bench';
  ids: string[];
  /** A place, with a rule or a claim. */
  at: { place: string; rule: string } | { place: string; claim: string } | undefined;
  save: string | undefined;
  compare: string | undefined;
  benchmark: BenchmarkRequest;
  config: string | false | undefined;
  cache: string | boolean;
  json: boolean;
  color: boolean;
}

export interface ExplainRequest {
  kind: 'explain';
  /** A rule, or an id. */
  subject: string;
  paths: string[];
  config: string | false | undefined;
  cache: string | boolean;
  json: boolean;
  color: boolean;
}

export interface BaselineRequest {
  kind: 'baseline';
  paths: string[];
  config: string | false | undefined;
  baseline: string | undefined;
  prune: boolean;
  severity: Severity | undefined;
  confidence: Confidence | undefined;
  rules: string[];
  cache: string | boolean;
}

export interface DoctorRequest {
  kind: 'doctor';
  paths: string[];
  config: string | false | undefined;
  json: boolean;
  verbose: boolean;
  color: boolean;
}

export interface SchemaRequest {
  kind: 'schema';
  paths: string[];
  /** A server whose statistics are printed in place of the schema. */
  statsFrom: string | undefined;
  config: string | false | undefined;
  cache: string | boolean;
  json: boolean;
  color: boolean;
}

export interface MergeRequest {
  kind: 'merge';
  files: string[];
  outputs: Output[];
  maxWarnings: number | undefined;
  quiet: boolean;
  color: boolean;
}

/** A scan whose findings are written as a performance report. */
export interface ReportRequest extends Pick<ScanRequest, 'paths' | 'config' | 'baseline' | 'cache' | 'severity' | 'confidence' | 'rules' | 'types' | 'db' | 'evidence' | 'confirm'> {
  kind: 'report';
  format: 'html' | 'markdown';
  /** Path relative to the working directory; undefined: standard output. */
  output: string | undefined;
  performance: { bench: string | undefined; compare: string | undefined; levels: string | undefined };
}

export interface SloRequest {
  kind: 'slo';
  evidence: string[];
  /** Files, relative to the working directory. */
  baseline: string | undefined;
  save: string | undefined;
  config: string | false | undefined;
  json: boolean;
  color: boolean;
}

/** A command that is run under profilers, and the scan that its recording is joined to. */
export interface ProfileRequest extends Pick<ScanRequest, 'outputs' | 'config' | 'baseline' | 'cache' | 'severity' | 'confidence' | 'rules' | 'color'> {
  kind: 'profile';
  command: string[];
  /** Paths relative to the working directory; undefined: one of its own for each run. */
  folder: string | undefined;
  /** Seconds. */
  duration: number | undefined;
  /** What runs beside it: when that ends, so does the command. */
  beside: string | undefined;
  pathMaps: readonly string[];
}

export interface LoadtestRequest {
  kind: 'loadtest';
  /** `GET /orders?shop=1`, `/orders/7`; none: those of the config's service levels, else all. */
  routes: string[];
  tool: 'autocannon' | 'k6' | 'artillery' | 'locust';
  /** Of the server that is running. */
  url: string | undefined;
  /** The server may be another machine's. */
  remote: boolean;
  /** Values of parameters of paths. */
  values: ReadonlyMap<string, string>;
  headers: Readonly<Record<string, string>>;
  body: string | undefined;
  connections: number;
  /** Seconds for each route, and for the server to start. */
  duration: number;
  wait: number;
  /** Path relative to the working directory. */
  output: string | undefined;
  config: string | false | undefined;
  cache: string | boolean;
  color: boolean;
}

export interface InitRequest {
  kind: 'init';
  folder: string | undefined;
  dryRun: boolean;
  color: boolean;
}

export interface PrintConfigRequest {
  kind: 'print-config';
  file: string;
  config: string | false | undefined;
}

export interface FixRequest {
  kind: 'fix';
  ids: string[];
  dryRun: boolean;
  config: string | false | undefined;
}
