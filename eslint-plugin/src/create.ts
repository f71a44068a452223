import path from 'node:path';
import type { ESLint } from 'eslint';
import pkg from '../package.json' with { type: 'json' };
import type { Finding } from '../../src/findings/types.ts';
import type { Engine } from '../../src/project/engine.ts';
import { configsOf } from './configs.ts';
import type { ConfigName } from './configs.ts';
import { Linter } from './lint.ts';
import { Projects } from './projects.ts';
import { eslintRule } from './rules.ts';

/** A plugin over an engine: a test can add a rule. */
export function createPlugin(engine: Engine) {
  const found = new Map<string, readonly Finding[]>();
  const heard = (file: string, findings: readonly Finding[]): void => {
    if (findings.length > 0) found.set(file, findings);
    else found.delete(file);
  };
  const linter = new Linter(engine, new Projects(engine, (note) => process.emitWarning(note, 'PerfLintWarning')), heard);
  // What comments silence, and what a project is as a whole, can only be judged when all of it was looked at.
  const rules = engine.rules.filter(({ checkComments, checkProject }) => checkComments === undefined && checkProject === undefined);
  const plugin = {
    meta: { name: pkg.name, version: pkg.version, namespace: 'perf-lint' },
    rules: Object.fromEntries(rules.map((rule) => [rule.id, eslintRule(rule, linter)])),
    configs: {} as ReturnType<typeof configsOf>,
    /** What the last lint of a file gave to ESLint, in full: ids, paths, reasons. */
    findings: (filename: string): readonly Finding[] => found.get(path.resolve(filename)) ?? [],
  } satisfies ESLint.Plugin & Record<string, unknown>;
  // The configs hold the plugin that holds them.
  Object.assign(plugin.configs, configsOf(plugin, rules));
  return plugin;
}

export type { ConfigName };
