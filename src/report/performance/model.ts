/** The performance report as a plain value: all that a page says, and nothing of how it looks. Every renderer is a function of it alone. */

import type { LevelStatus, ServiceLevel } from '../../evidence/slo/types.ts';
import type { Confidence, Evidence, Severity, Skipped } from '../../findings/types.ts';

export interface PerformanceReport {
  /** What it is about: the project's name. */
  title: string;
  /** `perf-lint 1.2.3` */
  tool: string;
  /** What a reader should know first, in one sentence. */
  headline: string;
  /** Whether something fails: a service level, or an error of a rule. */
  state: 'fail' | 'warn' | 'pass';
  counts: Counts;
  /** Those that fail first. */
  levels: readonly ServiceLevel[];
  /** Response times before and now, where the levels have both or one. */
  latencies: readonly LatencyGroup[];
  /** What a reader should look at first. */
  costliest: readonly RankedFinding[];
  /** By endpoint, else by folder; the costliest first. Each finding is in one of them. */
  sections: readonly Section[];
  recommendations: readonly Recommendation[];
  benchmarks: Benchmarks | undefined;
  caching: readonly CachingAdvice[];
  decisions: readonly Decision[];
  /** Where the processor's time went, from the stacks of profiles. */
  flame: Flame | undefined;
  /** What was measured over time: blocks of the event loop, memory. */
  courses: readonly Course[];
  sources: readonly Source[];
  /** What the report leaves out, one sentence each. */
  leftOut: readonly string[];
  skipped: readonly Skipped[];
}

export interface Counts {
  /** Shown findings of each severity, places of one cause apart. */
  severities: Readonly<Record<Severity, number>>;
  /** Causes: what is to be mended. */
  causes: number;
  /** Causes that something was measured of. */
  measured: number;
  files: number;
  levels: Readonly<Record<LevelStatus, number>>;
  /** Levels of any status. */
  allLevels: number;
}

/** Response times of one route in milliseconds, the lowest percentile first. What lies between two figures is drawn as its upper one. */
export interface LatencyGroup {
  route: string;
  bars: readonly { metric: string; baseline: number | undefined; current: number | undefined; target: number; status: LevelStatus }[];
}

/** Findings of one endpoint or one part of the code. */
export interface Section {
  /** `GET /orders`, or `src/services`. */
  title: string;
  kind: 'endpoint' | 'component';
  levels: readonly ServiceLevel[];
  findings: readonly RankedFinding[];
}

export interface RankedFinding {
  /** From 1, over the whole report. */
  rank: number;
  id: string;
  rule: string;
  severity: Severity;
  confidence: Confidence;
  message: string;
  help: string;
  place: Spot;
  /** The way to it, in the order in which it runs. */
  path: readonly (Spot & { message: string })[];
  /** Lines around the place; empty where the file cannot be read, and where the place is in a file of evidence. */
  code: readonly CodeLine[];
  entry: string | undefined;
  evidence: readonly EvidenceRow[];
  impact: ImpactFigure;
  effort: Effort;
  /** A command that makes the change; undefined where it is made by hand. */
  fixCommand: string | undefined;
  /** Of the file. */
  owners: readonly string[];
  /** Further places of the same cause, and how many of them are left out. */
  others: readonly Spot[];
  othersLeftOut: number;
  plans: Plans | undefined;
  curve: Curve | undefined;
  /** As it is beside the form that is advised, of a benchmark. */
  comparison: Bars | undefined;
}

/** A place, as a reader names it. */
export interface Spot {
  file: string;
  line: number;
  /** Where a forge shows it. */
  url: string | undefined;
}

export interface CodeLine {
  line: number;
  text: string;
  /** Columns from 1 that are marked, the end not among them. */
  mark: readonly [start: number, end: number] | undefined;
}

export interface EvidenceRow {
  kind: Evidence['kind'];
  verdict: Evidence['verdict'];
  text: string;
  /** Who measured, how it was found to belong here, and the file that it was read from. */
  tool: string;
  joinedBy: Evidence['joinedBy'];
  source: string | undefined;
}

/** What it costs, and what that rests on. */
export interface ImpactFigure {
  level: Level;
  basis: 'measured' | 'benchmark' | 'planner' | 'estimate';
  text: string;
}

export type Level = 'high' | 'medium' | 'low';

export interface Effort {
  level: Level;
  why: string;
}

export interface FindingRef {
  rank: number;
  id: string;
  place: Spot;
}

export interface Recommendation {
  action: string;
  rule: string;
  /** Findings that it mends, the costliest first; `more` are not named. */
  findings: readonly FindingRef[];
  more: number;
  impact: ImpactFigure;
  effort: Effort;
  fixCommand: string | undefined;
}

export interface Benchmarks {
  /** The commands that made the runs, and where. */
  runs: readonly BenchmarkRun[];
  rows: readonly BenchmarkRow[];
  /** What the two values of all rows are called. */
  columns: readonly [before: string, after: string];
  /** Findings of one run that the other lacks, by place. */
  unmatched: readonly string[];
  /** What the table does not show, one sentence each. */
  notes: readonly string[];
}

export interface BenchmarkRun {
  role: 'before' | 'after' | 'run';
  file: string;
  /** As far as the file tells. */
  command: string | undefined;
  /** Machine, Node and load. */
  environment: string;
}

export interface BenchmarkRow {
  id: string;
  rule: string;
  place: string;
  what: string;
  unit: string;
  before: number;
  after: number;
  /** What the two are called: of two runs, or of the two forms in one run. */
  labels: readonly [before: string, after: string];
  /** What the second is, where the column does not say. */
  form: string | undefined;
  /** `-62 %`, with its interval where there is one. */
  difference: string;
  /** Of two runs; undefined for two forms in one run. */
  verdict: 'less' | 'more' | 'same' | 'inconclusive' | undefined;
}

export interface CachingAdvice {
  what: string;
  technique: string;
  place: Spot;
  why: string;
  key: string;
  lifetime: string;
  invalidation: readonly Spot[];
  invalidationNote: string;
  staleness: string;
}

export interface Decision {
  question: string;
  kind: DecisionKind;
  findings: readonly FindingRef[];
  more: number;
  /** Names from the config for the kind, else the owners of the files; empty where neither tells. */
  owners: readonly string[];
  /** Where the names come from. */
  from: 'config' | 'CODEOWNERS' | undefined;
}

export type DecisionKind = 'schema' | 'architecture' | 'trade-off';

/** A tree of a planner's answer, with the index that it takes. */
export interface Plans {
  sql: string | undefined;
  before: PlanTree;
  after: PlanTree | undefined;
}

export interface PlanTree {
  label: string;
  detail: string;
  /** In the engine's unit, with all below. */
  cost: number | undefined;
  rows: number | undefined;
  /** It reads all rows of a table, or all of an index. */
  unserved: boolean;
  children: readonly PlanTree[];
}

/** Times by size: as it is, and as advised. */
export interface Curve {
  title: string;
  over: string;
  unit: string;
  labels: readonly [suspect: string, twin: string];
  points: readonly { n: number; suspect: number; twin: number | undefined }[];
}

export interface Bars {
  title: string;
  unit: string;
  bars: readonly { label: string; value: number }[];
}

export interface Flame {
  title: string;
  unit: string;
  root: FlameFrame;
}

export interface FlameFrame {
  name: string;
  place: string | undefined;
  value: number;
  /** It is the place of a shown finding. */
  finding: number | undefined;
  children: readonly FlameFrame[];
}

export interface Course {
  title: string;
  unit: string;
  source: string;
  /** Milliseconds since the first, and value. */
  points: readonly (readonly [time: number, value: number])[];
}

export interface Source {
  file: string;
  tool: string;
  text: string;
  notes: readonly string[];
}
