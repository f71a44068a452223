/** The public API. */

import { engine } from './project/engine.ts';
import { describeRules } from './commands/rule-pages.ts';
import { scan as runScan } from './commands/scan.ts';
import type { ScanOptions, ScanResult } from './commands/scan.ts';
import type { RuleDescription } from './report/index.ts';

/**
 * Scans files and folders with the rules and libraries that perf-lint ships. Prints nothing; writes nothing but what `cache` asks for.
 * @throws UsageError for paths that cannot be scanned, ConfigError for a config that cannot be used
 */
export function scan(options: ScanOptions = {}): Promise<ScanResult> {
  return runScan(options, engine);
}

/** The rules that perf-lint ships, with their pages, as a format needs them beside the report. */
export function ruleDescriptions(): RuleDescription[] {
  return describeRules(engine.rules);
}

export { formats } from './report/index.ts';
export { repositoryOf } from './commands/repository.ts';
export { ConfigError } from './config/errors.ts';
export { UsageError } from './source/errors.ts';
export { defineConfig } from './config/types.ts';
export { defineLibrary, entries } from './libraries/types.ts';

export type { Progress, ScanOptions, ScanResult } from './commands/scan.ts';
export type { ScopeOptions } from './commands/scope.ts';
export type { Settings, UserConfig } from './config/types.ts';
export type { Confidence, Finding, Impact, Place, RelatedPlace, Severity, Skipped, Suggestion } from './findings/types.ts';
export type { Library } from './libraries/types.ts';
export type { InternalError } from './project/check.ts';
export type { Format, FormatName, Report, ReportContext, RuleDescription, Stats } from './report/index.ts';
export type { RuleLevel } from './rule.ts';
