import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import type { LoadOptions, LoadedConfig } from '../../src/config/load.ts';
import { project } from '../commands/project.ts';
import { rules } from './rules.ts';

function load(files: Record<string, string>, over: Partial<LoadOptions> = {}): LoadedConfig & { root: string } {
  const root = project(files);
  return { ...loadConfig({ root, cwd: root, rules, api: {}, ...over }), root };
}

/** The message of the error that the files give; the root in it is left out. */
function thrown(files: Record<string, string>): string {
  const root = project(files);
  try {
    loadConfig({ root, cwd: root, rules, api: {} });
  } catch (error) {
    return (error as Error).message.replaceAll(`${root}/`, '');
  }
  return 'nothing';
}

const OFF = '{ "rules": { "n-plus-one": "off" } }';

describe('extends', () => {
  it('reads what it names, data and code, in the order in which it wins', () => {
    const { config, extended, root } = load({
      'perf-lint.config.json': '{ "extends": ["./configs/base.jsonc", "./configs/more.ts"], "exclude": ["own"] }',
      'configs/base.jsonc': '{ "extends": "./deep.json", "exclude": ["base"], /* all */ "rules": { "n-plus-one": "info" } }',
      'configs/deep.json': '{ "exclude": ["deep"], "rules": { "n-plus-one": "off", "sync-io-in-async": "off" } }',
      'configs/more.ts': `const rules: Record<string, string> = { 'sync-io-in-async': 'error' };\nexport default { exclude: ['more'], rules };`,
    });
    expect(config.exclude).toEqual(['deep', 'base', 'more', 'own']);
    expect([...config.rules].map(([id, { level }]) => `${id} ${level}`)).toEqual(['n-plus-one info', 'sync-io-in-async error']);
    expect(extended.map((file) => path.relative(root, file))).toEqual(['configs/deep.json', 'configs/base.jsonc', 'configs/more.ts']);
  });

  it('takes the same file twice, and a manifest', () => {
    const { config } = load({
      'package.json': '{ "perf-lint": { "extends": ["./a.json", "./b.json", "./other/package.json"] } }',
      'a.json': '{ "extends": "./c.json" }',
      'b.json': '{ "extends": "./c.json" }',
      'c.json': '{ "exclude": ["c"] }',
      'other/package.json': '{ "perf-lint": { "exclude": ["other"] } }',
    });
    expect(config.exclude).toEqual(['c', 'c', 'other']);
  });

  it('finds packages from the file that names them, also those for imports alone', () => {
    const { config } = load({
      'perf-lint.config.json': '{ "extends": ["@acme/perf-lint-config", "strict/rules.json", "modern"] }',
      'node_modules/@acme/perf-lint-config/package.json': '{ "name": "@acme/perf-lint-config", "main": "config.json" }',
      'node_modules/@acme/perf-lint-config/config.json': '{ "extends": "inner", "exclude": ["acme"] }',
      'node_modules/@acme/perf-lint-config/node_modules/inner/package.json': '{ "name": "inner" }',
      'node_modules/@acme/perf-lint-config/node_modules/inner/index.js': `module.exports = { exclude: ['inner'] };`,
      'node_modules/strict/package.json': '{ "name": "strict" }',
      'node_modules/strict/rules.json': OFF,
      'node_modules/modern/package.json': '{ "name": "modern", "type": "module", "exports": { "import": "./config.js" } }',
      'node_modules/modern/config.js': `export default { exclude: ['modern'] };`,
    });
    expect(config.exclude).toEqual(['inner', 'acme', 'modern']);
    expect(config.rules.get('n-plus-one')?.level).toBe('off');
  });

  it('is followed from a config that is a value', () => {
    expect(load({ 'base.json': OFF }, { given: { extends: './base.json' } }).config.rules.get('n-plus-one')?.level).toBe('off');
  });

  it('runs no code for somebody who works elsewhere, unless the config is named', () => {
    const files = { 'perf-lint.config.json': '{ "extends": "./base.js", "exclude": ["own"] }', 'base.js': `module.exports = { exclude: ['base'] };` };
    const { config, notes, root } = load(files, { cwd: path.parse(process.cwd()).root });
    expect(config.exclude).toEqual(['own']);
    expect(notes).toEqual([`base.js, which perf-lint.config.json extends, is not run: it is code, and the working directory is not in ${root}; to use it, pass --config ${root}/perf-lint.config.json`]);
    expect(loadConfig({ root, cwd: path.dirname(root), given: path.join(root, 'perf-lint.config.json'), rules, api: {} }).config.exclude).toEqual(['base', 'own']);
  });

  it.each<[string, Record<string, string>, string]>([
    ['a missing file', { 'perf-lint.config.json': '{\n  "extends": "./nope.json"\n}' }, 'perf-lint.config.json:2:3: extends: no such file: ./nope.json (nope.json)'],
    ['a missing package', { 'perf-lint.config.json': '{ "extends": "nope" }' }, 'perf-lint.config.json:1:3: extends: no such package: nope; install it, or begin a path with ./'],
    ['a path without ./', { 'perf-lint.config.json': '{ "extends": "base.json" }', 'base.json': '{}' }, 'perf-lint.config.json:1:3: extends: no such package: base.json; for the file beside it write ./base.json'],
    [
      'a circle',
      { 'perf-lint.config.json': '{ "extends": "./a.json" }', 'a.json': '{ "extends": "./b/b.json" }', 'b/b.json': '{ "extends": "../a.json" }' },
      'b/b.json:1:3 (extended by a.json, extended by perf-lint.config.json): extends: goes in a circle: a.json > b/b.json > a.json',
    ],
    ['itself', { 'perf-lint.config.json': '{ "extends": "./perf-lint.config.json" }' }, 'perf-lint.config.json:1:3: extends: goes in a circle: perf-lint.config.json > perf-lint.config.json'],
    [
      'an error further down',
      { 'perf-lint.config.json': '{ "extends": "./a.json" }', 'a.json': '{ "extends": ["./b.json"] }', 'b.json': '{\n "exlude": []\n}' },
      'b.json:2:2 (extended by a.json, extended by perf-lint.config.json): exlude: unknown key (did you mean "exclude"?); allowed: $schema, extends, include, exclude, rules, overrides, entries, libraries, tables, database, owners, slo, settings',
    ],
    ['what is no JSON', { 'perf-lint.config.json': '{ "extends": "./a.json" }', 'a.json': '{ exclude: [] }' }, 'a.json:1:3: is not valid JSON: a word or a character stands here that JSON does not know'],
  ])('%s is one clear line', (_, files, message) => {
    expect(thrown(files)).toBe(message);
  });
});
