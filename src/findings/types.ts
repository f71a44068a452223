/** The values that every later stage reads. Places are lines and columns from 1; files are relative to the root, with `/`. */

export type Severity = 'error' | 'warning' | 'info';
export type Confidence = 'high' | 'medium' | 'low';

export interface Place {
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** A step of the path from the place to the sink. */
export interface RelatedPlace extends Place {
  message: string;
  /** What the place is in the story: the loop around the location, a call on the path, where it happens, an outer loop, another call of the same loop. */
  role: 'loop' | 'step' | 'sink' | 'outer' | 'beside';
}

export interface Impact {
  multiplicity: 'once' | 'constant' | 'limit' | 'per-element';
  /** With `constant` and `limit`: how often at most. */
  bound?: number;
  /** What is iterated, as written. */
  over?: string;
  mode?: 'sequential' | 'concurrent';
  /** The entry it runs from, as a reader knows it: `GET /orders`. */
  entry?: string;
}

/** One thing that a rule rests on, as a sentence without a capital or a full stop. */
export interface Reason {
  /** The question that it answers: what repeats it, how much that is, who reaches it, how sure, how grave, which benign shapes it is not, and where the library's own pages say more. */
  about: 'repetition' | 'size' | 'entry' | 'confidence' | 'severity' | 'benign' | 'documentation';
  text: string;
}

export interface Suggestion {
  title: string;
  safety: 'safe' | 'review';
  edits: { file: string; start: number; end: number; text: string }[];
}

/** Offsets in a file's text, a byte-order mark not counted. */
export type Range = readonly [start: number, end: number];

/**
 * How a finding can be mended, as plain data: what the facts prove of it. `src/fixes` proves the rest on the code and makes
 * the edits. `none` says why there is no rewrite.
 */
export type FixPlan =
  | { kind: 'none'; reason: string }
  /** The synchronous calls of one asynchronous function become their promise forms. */
  | { kind: 'promise-file-call'; file: string; calls: readonly Range[] }
  /** The one row that each turn of a loop reads comes from a Map of all rows, which one query reads before it. */
  | ({ kind: 'read-in-loop'; /** What is iterated is a list. */ isList: boolean } & LoopCall)
  /** The one row that each turn of a loop writes is put into a list, which one statement writes after it. */
  | ({ kind: 'write-in-loop' } & LoopCall)
  | AddIndex
  /** A Map that is a cache becomes one with a limit. */
  | { kind: 'lru-cache'; file: string; /** The declared name. */ name: Range; /** lru-cache is among the package's dependencies. */ installed: boolean };

/** An index is declared where its table is. */
export interface AddIndex {
  kind: 'add-index';
  /** File that declares the table. */
  file: string;
  language: 'prisma' | 'typeorm' | 'mikro-orm' | 'drizzle';
  /** The model, the class or the variable. */
  entity: string;
  /** The index's name, where the language asks for one. */
  name: string;
  /** By the names that the code has for columns. */
  parts: readonly { property: string; direction: 'asc' | 'desc' }[];
}

/** The only call of a for-of loop that reaches a database: it stands in the loop, and nothing that may reach one stands beside it. */
export interface LoopCall {
  file: string;
  /** Id of the library's table. */
  library: string;
  call: Range;
  loop: Range;
}

/**
 * What a type checker can settle: the confidence is less than high only because the receiver of a call was told by its shape.
 * It is high where the member that is called is declared in one of the packages.
 */
export interface ReceiverQuestion {
  file: string;
  call: Range;
  /** Specifiers of the library's table; one may end in `/*`. */
  packages: readonly string[];
}

/**
 * What a query planner can settle: whether the statement is served as it is, and whether the index that the rule would add serves it.
 */
export interface PlanQuestion {
  /** Folder of the package whose schema it is, as `Schema.dir` has it. */
  schema: string;
  /** The statement as each engine writes it, with `$1` or `?` for values; engines that cannot run it are left out. */
  sql: Readonly<Partial<Record<'postgresql' | 'mysql' | 'sqlite', string>>>;
  /** The index to add; undefined where the remedy is another one. */
  candidate?: { table: string; namespace?: string; parts: readonly { column?: string; expression?: string; direction: 'asc' | 'desc' }[] };
}

/**
 * What a benchmark can settle: the rule's model runs that operation beside the form that the rule advises. Which metric is measured,
 * the rule decides.
 */
export interface Claim {
  /** A function as its package names it (`fs.readFileSync`), or what holds, grows or is made: `map`, `listener`, `setInterval`. */
  operation: string;
  /** Its arguments where the code shows their values, else null: a path, a number of iterations. */
  args?: readonly (string | number | boolean | null)[];
}

/** What was measured, or asked of a planner, about a finding. */
export interface Evidence {
  kind: 'plan' | 'benchmark' | 'profile' | 'trace' | 'query-log' | 'load-test' | 'heap';
  /** Who says so, and its version: `PostgreSQL`, `18.6 (PGlite 0.5.14)`. */
  tool: string;
  version: string;
  verdict: 'confirmed' | 'refuted' | 'inconclusive' | 'observed';
  /** In one line, as a reader of the terminal sees it. */
  summary: string;
  joinedBy: 'line' | 'function' | 'route' | 'query';
  /** What was measured, in its unit, beside what it is compared with. A planner's cost has the unit `cost`, which is no time. */
  metric?: string;
  value?: number;
  unit?: string;
  baseline?: number;
  interval?: readonly [low: number, high: number];
  n?: number;
  /** The file that it was read from. */
  source?: { file: string; line?: number };
  /** All of it, as data. */
  detail?: unknown;
}

/** What a rule gives; the host adds id, severity and group. */
export interface RuleFinding {
  /** What happens and its consequence, in one sentence. */
  message: string;
  /** What to do, as a command. */
  help: string;
  location: Place;
  related: RelatedPlace[];
  confidence: Confidence;
  impact: Impact;
  /** `info` for what is true but not worth a warning, `warning` for what is worth no error; never above the rule's level. */
  level?: 'info' | 'warning';
  /** How it can be mended; absent where the rule has no rewrite. */
  fix?: FixPlan;
  /** What types can say of it. */
  receiver?: ReceiverQuestion;
  /** What a query planner can say of it. */
  plan?: PlanQuestion;
  /** What a benchmark can say of it. */
  claim?: Claim;
  /** How it was decided. */
  reasons?: Reason[];
  /** What the id is made of, beside rule and file. */
  key: FindingKey;
  /** Where it happens in the end: findings with one sink form a group. */
  sink: string;
  /** What the further places of its group do, said of one and of several; default: `reaches this call`, `reach this call`. */
  alike?: readonly [one: string, several: string];
}

export interface FindingKey {
  /** Enclosing functions and classes, outermost first: `OrderService.load`. */
  symbol: string;
  /** Normalised callee or query. */
  callee: string;
  /** Normalised argument text. */
  args: string;
  /** Iterated expression, or ''. */
  over: string;
}

export interface Finding {
  id: string;
  rule: string;
  severity: Severity;
  confidence: Confidence;
  group: string;
  message: string;
  help: string;
  location: Place;
  related: RelatedPlace[];
  impact: Impact;
  evidence: readonly Evidence[];
  /** Made from `fix` by the host, where it asks for them. */
  suggestions: Suggestion[];
  fix?: FixPlan;
  receiver?: ReceiverQuestion;
  plan?: PlanQuestion;
  claim?: Claim;
  alike?: RuleFinding['alike'];
  reasons: Reason[];
  /** No rule found it, evidence alone tells of it; with what it is about where no place of the code is known: `location` is then in the file of evidence. */
  observed?: { route?: string; query?: string };
  /** A comment silences it. */
  suppressed: boolean;
  /** The reason that the comment gives, if it gives one. */
  justification?: string;
  /** For baselines: the parts of the id that survive a move to another symbol. */
  key: FindingKey;
}

/** A file that was not analysed, and why, in one clear line. */
export interface Skipped {
  file: string;
  reason: string;
}
