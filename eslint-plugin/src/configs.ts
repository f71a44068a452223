import type { ESLint, Linter } from 'eslint';
import type { Rule, RuleLevel } from '../../src/rule.ts';
import type { Settings } from './settings.ts';

export type ConfigName = 'recommended' | 'strict' | 'all';

/** ESLint has no level for what is merely worth knowing. */
const SEVERITY: Readonly<Record<Exclude<RuleLevel, 'off'>, Linter.RuleSeverity>> = { error: 'error', warning: 'warn', info: 'warn' };

/** Findings that are true but minor are shown too. */
const MINOR_TOO: Settings = { severity: 'info' };

/** The flat configs, each an object that holds the plugin. */
export function configsOf(plugin: ESLint.Plugin, rules: readonly Rule[]): Record<ConfigName, Linter.Config> {
  const config = (name: ConfigName, severityOf: (level: RuleLevel) => Linter.RuleSeverity, settings?: Settings): Linter.Config => ({
    name: `perf-lint/${name}`,
    plugins: { 'perf-lint': plugin },
    rules: Object.fromEntries(rules.flatMap(({ id, meta }) => (severityOf(meta.level) === 'off' ? [] : [[`perf-lint/${id}`, severityOf(meta.level)]]))),
    ...(settings && { settings: { 'perf-lint': settings } }),
  });
  return {
    recommended: config('recommended', (level) => (level === 'off' ? 'off' : SEVERITY[level])),
    strict: config('strict', (level) => (level === 'off' ? 'off' : 'error'), MINOR_TOO),
    all: config('all', () => 'error', MINOR_TOO),
  };
}
