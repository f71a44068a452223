import type { z } from 'zod';
import type { Schema } from './database/schema/types.ts';
import type { JudgedComment } from './findings/suppress.ts';
import type { RuleFinding } from './findings/types.ts';
import type { Program } from './program/types.ts';

export type RuleGroup = 'database' | 'event loop' | 'memory' | 'concurrency' | 'complexity' | 'delivery' | 'hygiene';
export type RuleLevel = 'off' | 'info' | 'warning' | 'error';

export interface RuleMeta<Options> {
  group: RuleGroup;
  /** What it finds, in one sentence, as the rule list and the page's head say it. */
  description: string;
  /** Level where the user sets none. */
  level: RuleLevel;
  /** Options with their defaults; `z.object({})` for none. Strict: unknown keys are errors. */
  options: z.ZodType<Options>;
}

/** What is known of the sizes of tables, by their names in the database. */
export type TableSizes = ReadonlyMap<string, { rows: number | undefined; lookup: boolean }>;

export interface RuleContext<Options> {
  program: Program;
  /** What the project declares of its databases; read when a rule first asks. */
  schemas(): readonly Schema[];
  /** As the config has it. */
  tables: TableSizes;
  /** The file to report on, below the root. */
  file: string;
  options: Options;
}

/** A question to the program. Synchronous; reads no files, prints nothing; every finding's location is in `file`. */
export interface Rule<Options = unknown, Gathered = unknown> {
  id: string;
  meta: RuleMeta<Options>;
  check(context: RuleContext<Options>): RuleFinding[];
  /** A question about the project as a whole, asked once, by the command line alone; a finding may lie in any file of it. */
  checkProject?(context: ProjectContext<Options, Gathered>): RuleFinding[];
  /** What one file adds to that question, as plain data: it is kept from run to run while nothing changes that it rests on. */
  gather?(context: Omit<RuleContext<Options>, 'options'>): Gathered;
  /** A question about what the comments of a file silence, asked when all rules have run: by the command line alone. */
  checkComments?(context: CommentContext<Options>): RuleFinding[];
}

export interface ProjectContext<Options, Gathered = unknown> extends Omit<RuleContext<Options>, 'file'> {
  /** What `gather` says of a file of the program. */
  gathered(file: string): Gathered;
  /** Whether findings in a file, below the root, are asked for; others need not be looked for. */
  isAsked(file: string): boolean;
}

export interface CommentContext<Options> {
  /** Those of perf-lint's own, of one file. */
  comments: readonly JudgedComment[];
  options: Options;
}

/** Types a rule's options from its schema. */
export function defineRule<Options, Gathered = unknown>(rule: Rule<Options, Gathered>): Rule<Options, Gathered> {
  return rule;
}
