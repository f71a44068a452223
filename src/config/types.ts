import type { Confidence, Severity } from '../findings/types.ts';
import type { Library } from '../libraries/types.ts';
import type { RuleLevel, RuleMeta } from '../rule.ts';

export const LEVELS: readonly RuleLevel[] = ['off', 'info', 'warning', 'error'];

/** What a config needs to know of a rule. */
export interface RuleInfo {
  id: string;
  meta: RuleMeta<unknown>;
}

/** What a user writes in perf-lint.config.{ts,js,mjs,json}. Every key is optional. */
export interface UserConfig {
  /** Globs below the root; where given, only files that match one are read. */
  include?: string[];
  /** Globs below the root of files that are not read, beside the built-in excludes. */
  exclude?: string[];
  /** Level, or level and options, by rule id. */
  rules?: Record<string, RuleLevel | [RuleLevel, Record<string, unknown>]>;
  /** Tables of packages that perf-lint does not know. */
  libraries?: Library[];
  settings?: Settings;
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

/** A config that was checked, with a setting for every rule. */
export interface Config {
  include: readonly string[] | undefined;
  exclude: readonly string[];
  rules: ReadonlyMap<string, RuleSetting>;
  libraries: readonly Library[];
  settings: Settings;
}

/** Types a config in an editor; gives back what it gets. */
export function defineConfig(config: UserConfig): UserConfig {
  return config;
}
