import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Linter as Linter9 } from 'eslint9';
import { Linter as Linter10 } from 'eslint';
import type { Linter } from 'eslint';
import * as typescriptParser from '@typescript-eslint/parser';
import { describe, expect, expectTypeOf, it, vi } from 'vitest';
import { z } from 'zod';
import { createPlugin } from '../../eslint-plugin/src/create.ts';
import type { Settings } from '../../eslint-plugin/src/settings.ts';
import type published from '../../eslint-plugin/index.d.ts';
import type { Settings as PublishedSettings } from '../../eslint-plugin/index.d.ts';
import { engine } from '../../src/project/engine.ts';
import { LiveProject } from '../../src/project/live.ts';
import { defineRule } from '../../src/rule.ts';
import type { Rule } from '../../src/rule.ts';
import { project } from '../commands/project.ts';
import { espree, lint, typescriptParsers } from './lint.ts';
import type { Plugin } from './lint.ts';

/** Rules that ask about code, not about comments. */
const linting = engine.rules.filter(({ id }) => id !== 'unused-suppression' && id !== 'unindexed-foreign-key');

const PACKAGE = '{ "name": "app", "dependencies": { "@prisma/client": "6", "express": "5" } }';

const LOOP = `import { nameOf } from './names';

export async function list(ids: string[]): Promise<string[]> {
  const names: string[] = [];
  for (const id of ids) names.push(await nameOf(id));
  return names;
}
`;

const NAMES = `import { PrismaClient } from '@prisma/client';

const prisma = new PrismaClient();

export async function nameOf(id: string): Promise<string> {
  return (await prisma.user.findUniqueOrThrow({ where: { id } })).name;
}
`;

/** A loop in one file whose query runs in another. */
const APP = { 'package.json': PACKAGE, 'src/list.ts': LOOP, 'src/names.ts': NAMES };
const FOUND = { rule: 'perf-lint/n-plus-one', line: 5 };

/** Lints a file of a folder as it should lie on the disk. */
function lintFile(plugin: Plugin, root: string, file: string, text: string, more?: Linter.Config): { rule: string | null; line: number }[] {
  return lint(plugin, root, path.join(root, file), text, typescriptParsers, more).map(({ ruleId, line }) => ({ rule: ruleId, line }));
}

function messages(plugin: Plugin, root: string, file: string, text: string, more?: Linter.Config): string[] {
  return lint(plugin, root, path.join(root, file), text, typescriptParsers, more).map(({ message }) => message);
}

const withSettings = (settings: unknown): Linter.Config => ({ settings: { 'perf-lint': settings as object } });
const withRule = (...setting: [Linter.RuleSeverity, ...unknown[]]): Linter.Config => ({ rules: { 'perf-lint/n-plus-one': setting } });

describe('the plugin', () => {
  const plugin = createPlugin(engine);

  it('has the rules of perf-lint under their ids, as its types say', () => {
    const typed: typeof published = plugin;
    expect(Object.keys(typed.rules)).toEqual(linting.map(({ id }) => id));
    for (const { id, meta } of linting) {
      expect(plugin.rules[id]!.meta).toMatchObject({ docs: { description: meta.description, url: expect.stringMatching(new RegExp(`/rules/${id}\\.md$`)) as string }, hasSuggestions: true });
    }
  });

  it('has configs that hold the plugin: recommended with the levels of perf-lint, strict and all as errors', () => {
    const { recommended, strict, all } = plugin.configs;
    const optIn = defineRule({ id: 'opt-in', meta: { group: 'hygiene', description: 'A rule that nobody asked for', level: 'off', options: z.strictObject({}) }, check: () => [] }) as Rule;
    const more = createPlugin({ ...engine, rules: [...engine.rules, optIn] });
    for (const config of [recommended, strict, all]) expect(config.plugins!['perf-lint']).toBe(plugin);
    expect(recommended.rules).toMatchObject({ 'perf-lint/n-plus-one': 'error', 'perf-lint/bulk-write-in-loop': 'warn' });
    expect(recommended.settings).toBeUndefined();
    for (const config of [strict, all]) {
      expect(new Set(Object.values(config.rules!))).toEqual(new Set(['error']));
      expect(config.settings).toEqual({ 'perf-lint': { severity: 'info' } });
    }
    const rulesOf = (name: 'recommended' | 'strict' | 'all'): string[] => Object.keys(more.configs[name].rules!);
    expect(rulesOf('recommended')).toEqual(linting.map(({ id }) => `perf-lint/${id}`));
    expect(rulesOf('strict')).toEqual(rulesOf('recommended'));
    expect(rulesOf('all')).toEqual([...rulesOf('recommended'), 'perf-lint/opt-in']);
  });

  it.each([
    ['ESLint 9', Linter9 as unknown as typeof Linter10],
    ['ESLint 10', Linter10],
  ])('reports in %s with its recommended config', (_, Linter) => {
    const root = project(APP);
    const found = new Linter({ cwd: root }).verify(LOOP, [{ files: ['**/*.ts'], languageOptions: { parser: typescriptParser } }, plugin.configs.recommended], { filename: path.join(root, 'src/list.ts') });
    expect(found).toMatchObject([{ ruleId: 'perf-lint/n-plus-one', severity: 2, line: 5, column: 42, endLine: 5, endColumn: 48 }]);
  });
});

describe('a message', () => {
  it('is that of the command line, and below it the way through other files and what to do', () => {
    const root = project(APP);
    const [text] = messages(createPlugin(engine), root, 'src/list.ts', LOOP);
    const [short] = messages(createPlugin(engine), root, 'src/list.ts', LOOP, withSettings({ details: false }));
    expect(short).toMatch(/^One query per id: [^\n]*$/);
    expect(text!.split('\n')).toEqual([short, expect.stringMatching(/^path: .*prisma\.user\.findUniqueOrThrow runs here \(src\/names\.ts:6\)$/), expect.stringMatching(/^help: ./)]);
  });

  it('has its id, and all else, in what the plugin gives for the file', () => {
    const root = project(APP);
    const plugin = createPlugin(engine);
    lintFile(plugin, root, 'src/list.ts', LOOP);
    expect(plugin.findings(path.join(root, 'src/list.ts'))).toMatchObject([{ id: expect.stringMatching(/^[0-9a-f]{16}$/) as string, rule: 'n-plus-one', location: { file: 'src/list.ts', line: 5 } }]);
    lintFile(plugin, root, 'src/list.ts', '');
    expect(plugin.findings(path.join(root, 'src/list.ts'))).toEqual([]);
  });
});

describe('the text that ESLint has', () => {
  it('counts, not what lies on the disk', () => {
    const root = project(APP);
    const plugin = createPlugin(engine);
    expect(lintFile(plugin, root, 'src/list.ts', `\n\n${LOOP}`)).toEqual([{ ...FOUND, line: 7 }]);
    expect(lintFile(plugin, root, 'src/list.ts', LOOP.replace('nameOf(id)', 'id'))).toEqual([]);
    expect(lintFile(plugin, root, 'src/list.ts', LOOP)).toEqual([FOUND]);
  });

  it('is looked at once, however many rules are on', () => {
    const root = project(APP);
    const check = vi.spyOn(LiveProject.prototype, 'check');
    try {
      lintFile(createPlugin(engine), root, 'src/list.ts', LOOP);
      expect(check).toHaveBeenCalledTimes(1);
    } finally {
      check.mockRestore();
    }
  });

  it('may have a byte-order mark or a hashbang', () => {
    const root = project({ ...APP, 'src/bom.ts': `\uFEFF${LOOP}`, 'src/bang.ts': `#!/usr/bin/env node\n${LOOP}` });
    const plugin = createPlugin(engine);
    const place = { column: 42, endColumn: 48 };
    expect(lint(plugin, root, path.join(root, 'src/bom.ts'), `\uFEFF${LOOP}`, typescriptParsers)).toMatchObject([{ line: 5, ...place }]);
    expect(lint(plugin, root, path.join(root, 'src/bom.ts'), `\uFEFF// one more\n${LOOP}`, typescriptParsers)).toMatchObject([{ line: 6, ...place }]);
    expect(lint(plugin, root, path.join(root, 'src/bang.ts'), `#!/usr/bin/env node\n\n${LOOP}`, typescriptParsers)).toMatchObject([{ line: 7, ...place }]);
  });

  it('may be of a file that is not saved yet', () => {
    const root = project(APP);
    const plugin = createPlugin(engine);
    expect(lintFile(plugin, root, 'src/new.ts', LOOP)).toEqual([FOUND]);
    expect(lintFile(plugin, root, 'src/new.ts', `\n${LOOP}`)).toEqual([{ ...FOUND, line: 6 }]);
    expect(lintFile(plugin, root, 'src/deep/er/new.ts', LOOP.replace('./', '../../'))).toEqual([FOUND]);
  });

  it('may come from espree, and have types', () => {
    const source = LOOP.replace('ids: string[]): Promise<string[]>', 'ids)').replace(': string[]', '');
    const root = project({ ...APP, 'src/loop.js': source, 'tsconfig.json': '{ "include": ["src"] }' });
    const plugin = createPlugin(engine);
    expect(lint(plugin, root, path.join(root, 'src/loop.js'), `\n${source}`, espree)).toMatchObject([{ line: 6 }]);
    const typed = lint(plugin, root, path.join(root, 'src/list.ts'), LOOP, [
      { files: ['**/*.ts'], languageOptions: { parser: typescriptParser, parserOptions: { projectService: true, tsconfigRootDir: root } } },
    ]);
    expect(typed).toMatchObject([{ ruleId: 'perf-lint/n-plus-one', line: 5 }]);
  });
});

describe('components', () => {
  const VUE = `<template><p v-for="name in names" :key="name">{{ name }}</p></template>

<script setup lang="ts">
import { list } from './list';
const names = await list(await (await fetch('/ids')).json());
</script>
`;
  const SVELTE = `<script lang="ts">
  import { list } from './list';
  export let ids: string[];
  const names = list(ids);
</script>

{#await names then all}{#each all as name}<p>{name}</p>{/each}{/await}
`;

  it('are linted with their own parsers, without findings, and count for other files', () => {
    const root = project({ ...APP, 'src/Names.vue': VUE, 'src/Names.svelte': SVELTE });
    const plugin = createPlugin(engine);
    expect(lintFile(plugin, root, 'src/Names.vue', VUE)).toEqual([]);
    expect(lintFile(plugin, root, 'src/Names.svelte', SVELTE)).toEqual([]);
    // The only callers run in a browser.
    expect(lintFile(plugin, root, 'src/list.ts', LOOP)).toEqual([]);
    writeFileSync(path.join(root, 'src/server.ts'), "import express from 'express';\nimport { list } from './list';\nexpress().get('/', async (req, res) => res.json(await list(req.body.ids)));\n");
    const later = createPlugin(engine);
    expect(lintFile(later, root, 'src/list.ts', LOOP)).toEqual([FOUND]);
  });
});

describe('other files', () => {
  it('count as they lie on the disk, also when they change', async () => {
    const root = project({ ...APP, 'src/names.ts': NAMES.replace(/await prisma.*\)\)/, '{ name: id })') });
    const plugin = createPlugin(engine);
    expect(lintFile(plugin, root, 'src/list.ts', LOOP)).toEqual([]);
    writeFileSync(path.join(root, 'src/names.ts'), NAMES);
    await expect.poll(() => lintFile(plugin, root, 'src/list.ts', LOOP)).toEqual([FOUND]);
    renameSync(path.join(root, 'src/names.ts'), path.join(root, 'src/gone.ts'));
    await expect.poll(() => lintFile(plugin, root, 'src/list.ts', LOOP)).toEqual([]);
  });
});

describe('files that are no part of a project', () => {
  it('have no findings: text without a file, parts of a file, what is ignored, dependencies', () => {
    const root = project({ ...APP, '.gitignore': 'generated/', 'generated/list.ts': LOOP.replace('./', '../src/'), 'node_modules/dep/package.json': '{}', 'node_modules/dep/list.ts': LOOP, 'node_modules/dep/names.ts': NAMES });
    const plugin = createPlugin(engine);
    expect(lint(plugin, root, '<input>', LOOP, typescriptParsers).filter(({ ruleId }) => ruleId !== null)).toEqual([]);
    expect(lintFile(plugin, root, 'generated/list.ts', LOOP.replace('./', '../src/'))).toEqual([]);
    expect(lintFile(plugin, root, 'node_modules/dep/list.ts', LOOP).filter(({ rule }) => rule !== null)).toEqual([]);

    const parts = { preprocess: (text: string) => [{ text, filename: '0.ts' }], postprocess: (lists: Linter.LintMessage[][]) => lists.flat() };
    const config: Linter.Config[] = [
      { files: ['**/*.md'], plugins: { parts: { processors: { parts } } }, processor: 'parts/parts' },
      { files: ['**/*.ts'], languageOptions: { parser: typescriptParser } },
      plugin.configs.all,
    ];
    expect(new Linter10({ cwd: root }).verify(LOOP, config, { filename: path.join(root, 'src/README.md') })).toEqual([]);
  });

  it('have no findings outside the root that the settings name', () => {
    const root = project({ ...APP, 'other/package.json': '{ "name": "other" }' });
    expect(lintFile(createPlugin(engine), root, 'src/list.ts', LOOP, withSettings({ root: 'other' }))).toEqual([]);
    expect(lintFile(createPlugin(engine), root, 'src/list.ts', LOOP, withSettings({ root: '.' }))).toEqual([FOUND]);
  });

  it('are of the folder that ESLint runs in where nothing marks a project', () => {
    const text = LOOP.replace('./names', '../lib/names');
    const root = project({ 'lib/names.ts': NAMES, 'src/list.ts': text });
    expect(lintFile(createPlugin(engine), root, 'src/list.ts', text)).toEqual([FOUND]);
  });
});

describe('several projects in one run', () => {
  it('are told apart as the command line tells them', () => {
    const root = project({
      'package.json': '{ "name": "mono", "workspaces": ["packages/*"] }',
      'packages/a/package.json': PACKAGE,
      'packages/a/src/list.ts': LOOP.replace('./names', '../../b/src/names'),
      'packages/b/package.json': PACKAGE,
      'packages/b/src/names.ts': NAMES,
      'example/package.json': PACKAGE,
      'example/src/list.ts': LOOP,
      'example/src/names.ts': NAMES,
    });
    const plugin = createPlugin(engine);
    const place = (file: string): string[] => plugin.findings(path.join(root, file)).map(({ location }) => location.file);
    lintFile(plugin, root, 'packages/a/src/list.ts', LOOP.replace('./names', '../../b/src/names'));
    lintFile(plugin, root, 'example/src/list.ts', LOOP);
    expect(place('packages/a/src/list.ts')).toEqual(['packages/a/src/list.ts']);
    expect(place('example/src/list.ts')).toEqual(['src/list.ts']);
  });
});

describe('settings', () => {
  const CONSTANT = LOOP.replace('for (const id of ids)', "for (const id of ['a', 'b'])");

  it('set the thresholds', () => {
    const root = project({ ...APP, 'src/few.ts': CONSTANT });
    const plugin = createPlugin(engine);
    expect(lintFile(plugin, root, 'src/few.ts', CONSTANT)).toEqual([]);
    expect(lintFile(plugin, root, 'src/few.ts', CONSTANT, withSettings({ severity: 'info' }))).toEqual([FOUND]);
    expect(lintFile(plugin, root, 'src/list.ts', LOOP, withSettings({ severity: 'error' }))).toEqual([FOUND]);
    expect(lintFile(plugin, root, 'src/list.ts', LOOP, withSettings({ confidence: 'high' }))).toEqual([]);
  });

  it('are those of the published types', () => {
    expectTypeOf<keyof PublishedSettings>().toEqualTypeOf<keyof Settings>();
    // Either may be given where the other is asked for.
    expectTypeOf<Settings>().toExtend<{ [Key in keyof PublishedSettings]: PublishedSettings[Key] | undefined }>();
    expectTypeOf<PublishedSettings>().toExtend<Settings>();
  });

  it('that are wrong are reported once for each file, with what is right', () => {
    const root = project(APP);
    expect(messages(createPlugin(engine), root, 'src/list.ts', LOOP, withSettings({ severty: 'info' }))).toEqual([
      `perf-lint: settings['perf-lint']: severty: unknown key (did you mean "severity"?); allowed: root, config, severity, confidence, details, cache`,
    ]);
    expect(messages(createPlugin(engine), root, 'src/list.ts', LOOP, withSettings({ confidence: 1 }))).toEqual([
      `perf-lint: settings['perf-lint']: confidence: must be "high", "medium" or "low", not 1`,
    ]);
    expect(messages(createPlugin(engine), root, 'src/list.ts', LOOP, withSettings('strict'))).toEqual([`perf-lint: settings['perf-lint']: must be an object, not "strict"`]);
    expect(messages(createPlugin(engine), root, 'src/list.ts', LOOP, withSettings({ root: 'nowhere' }))).toEqual([`perf-lint: settings['perf-lint']: root: ${root}/nowhere is no folder`]);
  });
});

describe('options of rules', () => {
  const FIVE = LOOP.replace('for (const id of ids)', "for (const id of ['a', 'b', 'c', 'd', 'e'])");

  it('come from ESLint, then from the config of perf-lint', () => {
    const root = project({ ...APP, 'src/list.ts': FIVE, 'perf-lint.config.json': '{ "rules": { "n-plus-one": ["error", { "maxConstant": 4 }] } }' });
    const plugin = createPlugin(engine);
    expect(lintFile(plugin, root, 'src/list.ts', FIVE)).toEqual([FOUND]);
    expect(lintFile(plugin, root, 'src/list.ts', FIVE, withRule('error', {}))).toEqual([FOUND]);
    expect(lintFile(plugin, root, 'src/list.ts', FIVE, withRule('error', { maxConstant: 5 }))).toEqual([]);
    expect(lintFile(plugin, root, 'src/list.ts', FIVE, withSettings({ config: false }))).toEqual([]);
  });

  it('that are unknown are refused by ESLint', () => {
    const root = project(APP);
    expect(() => lintFile(createPlugin(engine), root, 'src/list.ts', LOOP, withRule('error', { maxConstants: 5 }))).toThrow(/maxConstants/);
    expect(() => lintFile(createPlugin(engine), root, 'src/list.ts', LOOP, withRule('error', { maxConstant: -1 }))).toThrow(/should be >= 0/);
  });

  it('do not turn rules on or off: that is for ESLint to say', () => {
    const root = project({ ...APP, 'perf-lint.config.json': '{ "rules": { "n-plus-one": "off" } }' });
    expect(lintFile(createPlugin(engine), root, 'src/list.ts', LOOP)).toEqual([FOUND]);
    expect(lintFile(createPlugin(engine), root, 'src/list.ts', LOOP, withRule('off'))).toEqual([]);
  });
});

describe('a config of perf-lint', () => {
  it('that cannot be used is reported once for each file, until it is mended', async () => {
    const root = project({ ...APP, 'perf-lint.config.json': '{ "rules": { "n-plus-on": "off" } }' });
    const config = path.join(root, 'perf-lint.config.json');
    const plugin = createPlugin(engine);
    for (const file of ['src/list.ts', 'src/names.ts']) {
      expect(lint(plugin, root, path.join(root, file), LOOP, typescriptParsers)).toMatchObject([{ line: 1, column: 1, message: expect.stringMatching(/^perf-lint: perf-lint\.config\.json.*no such rule \(did you mean "n-plus-one"\?\)/) as string }]);
    }
    writeFileSync(config, '{ "rules": {} }');
    await expect.poll(() => lintFile(plugin, root, 'src/list.ts', LOOP), { timeout: 5000 }).toEqual([FOUND]);
    writeFileSync(config, '{ "exclude": ["src/list.ts"] }');
    await expect.poll(() => lintFile(plugin, root, 'src/list.ts', LOOP), { timeout: 5000 }).toEqual([]);
    rmSync(config);
    await expect.poll(() => lintFile(plugin, root, 'src/list.ts', LOOP), { timeout: 5000 }).toEqual([FOUND]);
  });

  it('may be named by the settings', () => {
    const root = project({ ...APP, 'tools/perf.json': '{ "exclude": ["src/list.ts"] }' });
    expect(lintFile(createPlugin(engine), root, 'src/list.ts', LOOP, withSettings({ config: 'tools/perf.json' }))).toEqual([]);
  });
});

describe('a defect of perf-lint', () => {
  it('is one message, and other rules go on', () => {
    const root = project(APP);
    const broken: Rule = {
      ...engine.rules[0]!,
      check() {
        throw new Error('boom');
      },
    };
    const plugin = createPlugin({ ...engine, rules: engine.rules.map((rule) => (rule.id === broken.id ? broken : rule)) });
    expect(lint(plugin, root, path.join(root, 'src/list.ts'), LOOP, typescriptParsers)).toMatchObject([
      { line: 1, ruleId: `perf-lint/${broken.id}`, message: expect.stringMatching(new RegExp(`^perf-lint: internal error: rule ${broken.id} failed on src/list\\.ts: boom \\(at `)) as string },
      { line: 5, ruleId: 'perf-lint/n-plus-one' },
    ]);
    const unlinked = createPlugin({
      ...engine,
      get libraries(): never {
        throw new Error('bang');
      },
    });
    expect(lint(unlinked, root, path.join(root, 'src/list.ts'), LOOP, typescriptParsers)).toMatchObject([{ line: 1, message: expect.stringMatching(/^perf-lint: internal error: bang/) as string }]);
  });
});

describe('comments', () => {
  const unused: Linter.Config = { linterOptions: { reportUnusedDisableDirectives: 'error' } };
  const lines = (root: string, more: Linter.Config = unused): (string | null)[] =>
    lint(createPlugin(engine), root, path.join(root, 'src/list.ts'), texts.get(root) as string, typescriptParsers, more).map(({ ruleId, message }) => ruleId ?? message);
  const texts = new Map<string, string>();

  function app(list: string, names = NAMES): string {
    const root = project({ ...APP, 'src/list.ts': list, 'src/names.ts': names });
    texts.set(root, list);
    return root;
  }

  it('of perf-lint silence what they cover, also where the query is, in another file', () => {
    expect(lines(app(LOOP.replace('  for', '  // perf-lint-disable-next-line n-plus-one -- few\n  for')))).toEqual([]);
    expect(lines(app(LOOP, NAMES.replace('  return', '  // perf-lint-disable-next-line n-plus-one -- cached\n  return')))).toEqual([]);
  });

  it('of ESLint are applied by ESLint where the finding is, which knows that they are used', () => {
    expect(lines(app(LOOP.replace('  for', '  // eslint-disable-next-line perf-lint/n-plus-one -- few\n  for')))).toEqual([]);
    expect(lines(app(LOOP.replace('  return', '  // eslint-disable-next-line perf-lint/n-plus-one\n  return')))).toEqual([
      'perf-lint/n-plus-one',
      "Unused eslint-disable directive (no problems were reported from 'perf-lint/n-plus-one').",
    ]);
  });

  it('of ESLint are its own too where the query stands in the loop itself', () => {
    const text = "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nexport async function list(ids: string[]) {\n  // eslint-disable-next-line perf-lint/n-plus-one\n  for (const id of ids) await prisma.user.findUnique({ where: { id } });\n}\n";
    expect(lines(app(text.replace(/ +\/\/.*\n/, '')))).toEqual(['perf-lint/n-plus-one']);
    expect(lines(app(text))).toEqual([]);
  });

  it('of ESLint where the query is silence it here', () => {
    expect(lines(app(LOOP, NAMES.replace('  return', '  // eslint-disable-next-line perf-lint/n-plus-one\n  return')))).toEqual([]);
  });
});

describe('suggestions', () => {
  const HANDLER = `import { readFileSync } from 'node:fs';
import express from 'express';

express().get('/files/:name', async (req, res) => {
  const text = readFileSync(req.params.name, 'utf8');
  res.send(text);
});
`;

  it('are those of the command line, over the text that is shown', () => {
    const root = project({ 'package.json': PACKAGE, 'src/app.ts': HANDLER });
    const shown = `// One line more.\n${HANDLER}`;
    const [message] = lint(createPlugin(engine), root, path.join(root, 'src/app.ts'), shown, typescriptParsers);
    const [{ desc, fix } = { desc: '', fix: { range: [0, 0], text: '' } }] = message?.suggestions ?? [];
    expect(desc).not.toBe('');
    const changed = shown.slice(0, fix.range[0]) + fix.text + shown.slice(fix.range[1]);
    expect(changed).toContain("await readFile(req.params.name, 'utf8')");
    expect(changed).toContain('// One line more.');
  });

  it('are left out when they change other files too', () => {
    const root = project(APP);
    const plugin = createPlugin(engine);
    const file = path.join(root, 'src/list.ts');
    lintFile(plugin, root, 'src/list.ts', LOOP);
    const [finding] = plugin.findings(file);
    const edit = (of: string) => ({ file: `src/${of}`, start: 0, end: 6, text: 'IMPORT' });
    const suggestions = [
      { title: 'Here', safety: 'safe' as const, edits: [edit('list.ts'), { ...edit('list.ts'), start: 7, end: 8, text: '<' }] },
      { title: 'There', safety: 'safe' as const, edits: [edit('list.ts'), edit('names.ts')] },
    ];
    const check = vi.spyOn(LiveProject.prototype, 'check').mockReturnValue({ findings: [{ ...finding!, suggestions }], internalErrors: [] });
    try {
      expect(lint(plugin, root, file, LOOP, typescriptParsers)[0]!.suggestions).toEqual([{ desc: 'Here', fix: { range: [0, 8], text: 'IMPORT <' } }]);
    } finally {
      check.mockRestore();
    }
  });
});

describe('docs/eslint.md', () => {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/eslint.md'), 'utf8');
  const rows = (heading: string): (string | undefined)[] => [...page.slice(page.indexOf(`\n## ${heading}`)).split('\n## ')[1]!.matchAll(/^\| `(\w+)` \|/gm)].map(([, key]) => key);

  it('has a row for each setting and for each config', () => {
    const root = project(APP);
    const [wrong] = messages(createPlugin(engine), root, 'src/list.ts', LOOP, withSettings({ nothing: 1 }));
    expect(rows('Settings')).toEqual(/allowed: (.*)$/.exec(wrong!)![1]!.split(', '));
    expect(rows('Configs')).toEqual(Object.keys(createPlugin(engine).configs));
  });
});
