import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import type { LoadOptions } from '../../src/config/load.ts';
import { defineConfig } from '../../src/config/types.ts';
import { rules } from './rules.ts';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'perf-lint-config-')));
});
afterEach(() => rmSync(root, { recursive: true }));

function load(over: Partial<LoadOptions> = {}): ReturnType<typeof loadConfig> {
  return loadConfig({ root, cwd: root, rules, api: { defineConfig }, ...over });
}

function write(name: string, text: string): void {
  writeFileSync(path.join(root, name), text);
}

/** The message of the error that the config gives. */
function thrown(): string {
  try {
    load();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing';
}

const EXCLUDE_GEN = `{ exclude: ['gen/**'] }`;

describe('loadConfig', () => {
  it('needs no file', () => {
    const { config, file, notes } = load();
    expect(config.exclude).toEqual([]);
    expect(file).toBeUndefined();
    expect(notes).toEqual([]);
  });

  it.each([
    ['perf-lint.config.json', `{ "exclude": ["gen/**"] }`],
    ['perf-lint.config.json', `\uFEFF{ // generated\n "exclude": ["gen/**", /* more */ ], }`],
    ['perf-lint.config.jsonc', `{ "$schema": "x", "exclude": ["gen/**"] }`],
    ['package.json', `{ "name": "x", "perf-lint": { "exclude": ["gen/**"] } }`],
    ['perf-lint.config.cjs', `module.exports = ${EXCLUDE_GEN};`],
    ['perf-lint.config.mts', `const globs: string[] = ['gen/**'];\nexport default { exclude: globs };`],
    ['perf-lint.config.mjs', `export default ${EXCLUDE_GEN};`],
    ['perf-lint.config.js', `module.exports = ${EXCLUDE_GEN};`],
    ['perf-lint.config.js', `export default ${EXCLUDE_GEN};`],
    ['perf-lint.config.ts', `import { defineConfig } from 'perf-lint';\nconst globs: string[] = ['gen/**'];\nexport default defineConfig({ exclude: globs });`],
  ])('reads %s', (name, text) => {
    write(name, text);
    const { config, file } = load();
    expect(config.exclude).toEqual(['gen/**']);
    expect(file).toBe(path.join(root, name));
  });

  it('reads a table with a regular expression', () => {
    write(
      'perf-lint.config.ts',
      `export default { libraries: [{ id: 'x', docs: 'x', packages: ['x'], exports: {}, handles: { h: { title: 'X', members: {}, patterns: [{ match: /^find/, entry: { docs: 'x' } }] } } }] };`,
    );
    const { config } = load();
    expect(config.libraries[0]?.handles.h?.patterns?.[0]?.match).toEqual(/^find/);
  });

  it('writes nothing beside a config with code', () => {
    write('perf-lint.config.ts', `export default ${EXCLUDE_GEN};`);
    mkdirSync(path.join(root, 'node_modules'));
    load();
    expect(readdirSync(root).sort()).toEqual(['node_modules', 'perf-lint.config.ts']);
    expect(readdirSync(path.join(root, 'node_modules'))).toEqual([]);
  });

  it('looks in the root and never in the working directory', () => {
    const inner = path.join(root, 'inner');
    mkdirSync(inner);
    writeFileSync(path.join(inner, 'perf-lint.config.json'), '{ "exclude": ["inner"] }');
    expect(load({ cwd: inner }).config.exclude).toEqual([]);
    write('perf-lint.config.json', '{ "exclude": ["outer"] }');
    expect(load({ cwd: inner }).config.exclude).toEqual(['outer']);
  });

  it('does not run the code of a project that the working directory is not in, but reads its JSON', () => {
    const elsewhere = path.dirname(root);
    write('perf-lint.config.js', `throw new Error('it ran');`);
    const { config, notes } = load({ cwd: elsewhere });
    expect(config.exclude).toEqual([]);
    expect(notes).toEqual([`perf-lint.config.js is not run: it is code, and the working directory is not in ${root}; to use it, pass --config ${root}/perf-lint.config.js`]);
    rmSync(path.join(root, 'perf-lint.config.js'));
    write('perf-lint.config.json', '{ "exclude": ["gen"] }');
    expect(load({ cwd: elsewhere }).config.exclude).toEqual(['gen']);
  });

  it('runs code that is named, wherever it lies', () => {
    write('perf-lint.config.js', `export default ${EXCLUDE_GEN};`);
    const file = path.join(path.basename(root), 'perf-lint.config.js');
    expect(load({ cwd: path.dirname(root), given: file }).config.exclude).toEqual(['gen/**']);
  });

  it('reads none when told so', () => {
    write('perf-lint.config.json', '{ broken');
    expect(load({ given: false }).file).toBeUndefined();
  });

  it('says which of several it does not read', () => {
    write('perf-lint.config.js', `export default ${EXCLUDE_GEN};`);
    write('perf-lint.config.json', '{}');
    const { config, notes } = load();
    expect(config.exclude).toEqual(['gen/**']);
    expect(notes).toEqual(['perf-lint.config.json is not read: perf-lint.config.js lies beside it']);
    write('package.json', '{ "perf-lint": {} }');
    expect(load().notes[1]).toBe('"perf-lint" in package.json is not read: perf-lint.config.js lies beside it');
  });

  it('finds none in a manifest without the key, or one that cannot be read', () => {
    write('package.json', '{ "devDependencies": { "perf-lint": "*" } }');
    expect(load().file).toBeUndefined();
    write('package.json', '{ "perf-lint": ');
    expect(load().file).toBeUndefined();
    expect(() => load({ given: 'package.json' })).toThrow(/package\.json:1:16: is not valid JSON/);
    write('package.json', '{}');
    expect(() => load({ given: 'package.json' })).toThrow(/package\.json: holds no config: it has no key "perf-lint"/);
  });

  it.each([
    ['perf-lint.config.json', '{ "exclude": [', /perf-lint\.config\.json:1:15: is not valid JSON: a closing bracket is missing$/],
    ['perf-lint.config.jsonc', '{\n  "exclude": ["a"]\n  "rules": {}\n}', /perf-lint\.config\.jsonc:3:3: is not valid JSON: a comma is missing$/],
    ['perf-lint.config.json', '', /perf-lint\.config\.json:1:1: is not valid JSON: a value is missing$/],
    ['perf-lint.config.json', '[]', /^perf-lint\.config\.json:1:1: config: must be an object, not an empty list$/],
    ['perf-lint.config.json', '{\n  // off\n  "rules": { "n-plus-on": "off" }\n}', /^perf-lint\.config\.json:3:14: rules\.n-plus-on: no such rule \(did you mean "n-plus-one"\?\)/],
    ['package.json', '{\n  "name": "x",\n  "perf-lint": { "exlude": [] }\n}', /^package\.json:3:18: exlude: unknown key \(did you mean "exclude"\?\)/],
    ['perf-lint.config.js', 'throw new Error("no database here");', /perf-lint\.config\.js: cannot be loaded: no database here$/],
    ['perf-lint.config.mjs', 'export default await Promise.resolve({});', /perf-lint\.config\.mjs: cannot be loaded: it, or a module that it imports, awaits at its top level; a config is read synchronously, so it must export the value itself$/],
    ['perf-lint.config.ts', 'export default Promise.resolve({});', /perf-lint\.config\.ts: cannot be loaded: it exports a promise; a config is read synchronously/],
    ['perf-lint.config.ts', 'export default {\n  exclude: [ };', /perf-lint\.config\.ts: cannot be loaded: line 2: /],
  ])('%s with %j is one clear line', (name, text, line) => {
    write(name, text);
    const message = thrown();
    expect(message).toMatch(line);
    expect(message).not.toContain('\n');
  });

  it('names a config file that is not there', () => {
    expect(() => load({ given: 'nope.json' })).toThrow(/nope\.json: there is no such file$/);
    expect(() => load({ given: 'nope.ts' })).toThrow(/nope\.ts: there is no such file$/);
  });
});
