import type { LevelSettings } from '../evidence/slo/types.ts';
import type { Confidence, Severity } from '../findings/types.ts';
import type { EntryKind, Library } from '../libraries/types.ts';
import type { DeclaredEntry } from '../program/types.ts';
import type { RuleLevel, RuleMeta } from '../rule.ts';

export const LEVELS: readonly RuleLevel[] = ['off', 'info', 'warning', 'error'];

/** What a config needs to know of a rule. */
export interface RuleInfo {
  id: string;
  meta: RuleMeta<unknown>;
}

/** What a user writes in perf-lint.config.{ts,js,json,…} or under `perf-lint` in package.json. Every key is optional. */
export interface UserConfig {
  /** The JSON Schema, for an editor. */
  $schema?: string;
  /** Configs that this one stands on: files relative to it, or packages. Later ones win, and this one over all. */
  extends?: string | string[];
  /** Globs below the root; where given, only files that match one are read. */
  include?: string[];
  /** Globs below the root of files that are not read, beside the built-in excludes. */
  exclude?: string[];
  /** Level, or level and options, by rule id. */
  rules?: UserRules;
  /** Rules for some files; the last one that matches a file wins. */
  overrides?: UserOverride[];
  /** What runs files, or functions that they export, where perf-lint cannot see it; the last one that matches wins. */
  entries?: UserEntry[];
  /** Tables of packages that perf-lint does not know. */
  libraries?: Library[];
  /** How large database tables are: a number of rows, or what else is known, by the table's name in the database. */
  tables?: Record<string, number | { rows?: number; lookup?: boolean }>;
  /** What `--db` asks where it names nothing. */
  database?: DatabaseSettings;
  /** Who decides what is no question of code alone: names for reports. */
  owners?: OwnerSettings;
  /** Service levels that `perf-lint slo` and the performance report judge measurements by. */
  slo?: LevelSettings;
  settings?: Settings;
}

export type UserRules = Record<string, RuleLevel | [RuleLevel, Record<string, unknown>]>;

export interface UserOverride {
  /** Globs below the root. */
  files: string | string[];
  /** Globs of files that it is not for, though `files` matches them. */
  excludedFiles?: string | string[];
  rules: UserRules;
}

export interface UserEntry {
  /** Globs below the root. */
  files: string | string[];
  /** Names of exports, with `*` for any part of one, and `Class.method`; default: the files as a whole. */
  exports?: string | string[];
  kind: EntryKind;
}

/** The planner that `--db` asks. */
export interface DatabaseSettings {
  /** Of a server or a file: postgres://, mysql://, sqlite:FILE. Default: PERF_LINT_DATABASE_URL, else an embedded database. */
  url?: string;
  /** A file of table sizes and distinct values for the embedded database, relative to the root. */
  statistics?: string;
}

/** Names by the kind of the question: people, teams, addresses. Of files, CODEOWNERS says it. */
export interface OwnerSettings {
  schema?: string | string[];
  architecture?: string | string[];
  'trade-off'?: string | string[];
}

/** What flags of the command line set for one run; a flag wins. */
export interface Settings {
  /** Lightest severity that is shown. */
  severity?: Severity;
  /** Lowest confidence that is shown. */
  confidence?: Confidence;
  /** More warnings than this fail a scan. */
  maxWarnings?: number;
}

export interface RuleSetting {
  level: RuleLevel;
  /** As the rule's own schema gave them back, defaults filled in. */
  options: unknown;
}

/** Settings of rules for the files that a pattern matches. */
export interface Override {
  /** As written. */
  globs: readonly string[];
  files: RegExp;
  excluded: RegExp | undefined;
  /** Without options: those that hold without it stay. */
  rules: ReadonlyMap<string, { level: RuleLevel; options?: unknown }>;
}

/** What the config says of who runs files, beside the patterns as they are written. */
export interface ConfigEntry extends DeclaredEntry {
  globs: readonly string[];
  /** Of exports; undefined: the files as a whole. */
  names: readonly string[] | undefined;
}

/** What is known of a database table. */
export interface TableSize {
  rows: number | undefined;
  /** It holds few rows that hardly change: countries, roles. */
  lookup: boolean;
}

/** A config that was checked, with a setting for every rule. */
export interface Config {
  include: readonly string[] | undefined;
  exclude: readonly string[];
  rules: ReadonlyMap<string, RuleSetting>;
  overrides: readonly Override[];
  entries: readonly ConfigEntry[];
  libraries: readonly Library[];
  tables: ReadonlyMap<string, TableSize>;
  database: DatabaseSettings;
  owners: Readonly<Partial<Record<keyof OwnerSettings, readonly string[]>>>;
  slo: LevelSettings;
  settings: Settings;
}

/** Types a config in an editor; gives back what it gets. */
export function defineConfig(config: UserConfig): UserConfig {
  return config;
}
