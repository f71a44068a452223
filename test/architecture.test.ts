import { readFileSync } from 'node:fs';
import path from 'node:path';
import glob from 'fast-glob';
import { parseSync, Visitor } from 'oxc-parser';
import type { CallExpression, Program } from 'oxc-parser';
import { describe, expect, it } from 'vitest';

/**
 * Who may import whom (docs/DESIGN.md §1). A room is a folder of src/, or a file of it that stands alone. `types` are rooms
 * whose types alone may be named: the values that stages hand on are described where they are made.
 */
const MAY_IMPORT: Readonly<Record<string, { values: readonly string[]; types?: readonly string[] }>> = {
  facts: { values: [] },
  libraries: { values: [] },
  findings: { values: [] },
  statistics: { values: [] },
  source: { values: ['facts'], types: ['findings'] },
  git: { values: ['source'] },
  program: { values: ['facts', 'libraries', 'source'], types: ['findings'] },
  rule: { values: [], types: ['program', 'findings', 'database/schema'] },
  'database/sql': { values: [] },
  'database/schema': { values: ['facts', 'program', 'libraries', 'database/sql'], types: ['findings', 'source'] },
  'database/query': { values: ['facts', 'program', 'libraries', 'database/sql', 'database/schema'], types: ['findings'] },
  'database/planner': { values: ['database/sql', 'database/schema', 'database/query', 'findings'] },
  rules: { values: ['rule', 'facts', 'program', 'libraries', 'findings', 'database/schema', 'database/query'] },
  // Whether a function can be run by itself is told by its facts.
  benchmark: { values: ['statistics', 'facts', 'findings', 'database/schema', 'database/query', 'database/planner', 'program'] },
  // Where functions and calls stand in a file is told by its facts.
  evidence: { values: ['statistics', 'facts', 'findings', 'source', 'database/sql', 'database/schema', 'database/query', 'database/planner', 'program'] },
  // What it records is read by the importers: a file is all that they share.
  recording: { values: ['source', 'evidence'] },
  report: { values: ['findings'], types: ['database/schema', 'benchmark', 'evidence', 'recording'] },
  // A plan is data of a finding; what the code must show beside is read from its tree.
  fixes: { values: ['facts', 'findings', 'source'], types: ['facts'] },
  types: { values: ['source'] },
  // Levels and the shape of a table are part of a config; it checks them against a rule's metadata.
  config: { values: ['findings'], types: ['rule', 'libraries', 'program', 'findings', 'evidence'] },
  project: { values: ['source', 'fixes', 'types', 'facts', 'libraries', 'program', 'rule', 'rules', 'findings', 'config', 'database/sql', 'database/schema', 'database/query'], types: ['report'] },
  commands: {
    values: ['project', 'source', 'git', 'facts', 'libraries', 'program', 'rule', 'rules', 'findings', 'report', 'config', 'fixes', 'types', 'benchmark', 'evidence', 'recording', 'database/sql', 'database/schema', 'database/query', 'database/planner'],
  },
  cli: { values: ['commands', 'project', 'report'], types: ['source'] },
  'eslint-plugin': { values: ['project', 'source', 'rule', 'findings', 'config', 'report'] },
  index: { values: ['commands', 'project', 'config', 'findings', 'libraries', 'report', 'rule', 'source'] },
};

/** Packages that are slow to load: only behind `import()`, or `createRequire(…)(…)` in a function where nothing may wait. */
const LATE = ['jiti', 'cli-progress', 'ts-morph', '@electric-sql/pglite', 'pg', 'mysql2', 'sql.js', 'libpg-query', 'node-sql-parser', 'autocannon'];
/** The one module through which a late package comes, itself loaded late. */
const LATE_MODULES: Readonly<Record<string, string>> = { 'cli-progress': 'src/commands/progress.ts', 'ts-morph': 'src/types/ts-morph.ts' };

/** What a benchmark's worker runs: modules that it is given, and packages of the scanned project. */
const LOADS_WHAT_IS_GIVEN: ReadonlySet<string> = new Set(['src/benchmark/worker.ts', 'src/benchmark/replay/subject.ts', 'src/benchmark/models/blocking/passwords.ts', 'src/benchmark/models/queries/connection.ts', 'src/benchmark/models/queries/loader.ts']);

interface Import {
  from: string;
  /** A file of the project, or a package. */
  to: string;
  typeOnly: boolean;
  late: boolean;
}

const root = path.resolve(import.meta.dirname, '..');
const files = glob.sync('{src,rules,eslint-plugin/src}/**/*.ts', { cwd: root }).sort();
const imports = files.flatMap(importsOf);

function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  const { module, program } = parseSync(file, text);
  const target = (specifier: string): string => (specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : specifier);
  return [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({
      from: file,
      to: target(moduleRequest.value),
      typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
      late: false,
    })),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) => (moduleRequest === null ? [] : [{ from: file, to: target(moduleRequest.value), typeOnly: isType, late: false }])),
    ),
    ...module.dynamicImports.map(({ moduleRequest }) => ({
      from: file,
      to: target(text.slice(moduleRequest.start + 1, moduleRequest.end - 1)),
      typeOnly: false,
      late: true,
    })),
    ...requiresOf(program).map(({ specifier, late }) => ({ from: file, to: target(specifier), typeOnly: false, late })),
  ];
}

/** What `createRequire(…)(…)` loads: late where a function does it. A require that is kept, to be called elsewhere, loads ''. */
function requiresOf(program: Program): { specifier: string; late: boolean }[] {
  const found: { specifier: string; late: boolean }[] = [];
  const called = new Set<unknown>();
  let depth = 0;
  const enter = (): void => void depth++;
  const leave = (): void => void depth--;
  new Visitor({
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
    CallExpression(call) {
      const { callee, arguments: [specifier] } = call;
      // To resolve a name loads nothing.
      if (callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && callee.property.name === 'resolve') called.add(callee.object);
      if (callee.type === 'CallExpression' && isCreateRequire(callee)) {
        called.add(callee);
        found.push({ specifier: specifier?.type === 'Literal' ? String(specifier.value) : '', late: depth > 0 });
      } else if (isCreateRequire(call) && !called.has(call)) found.push({ specifier: '', late: false });
    },
  }).visit(program);
  return found;
}

function isCreateRequire({ callee }: CallExpression): boolean {
  return callee.type === 'Identifier' && callee.name === 'createRequire';
}

/** `src/database/schema/x.ts` is in room database/schema, `src/facts/x.ts` in facts, `src/cli.ts` in cli, `rules/x.ts` in rules, `eslint-plugin/src/x.ts` in eslint-plugin. */
function roomOf(file: string): string {
  const [top, ...parts] = file.replace(/\.ts$/, '').split('/');
  if (top === 'rules' || top === 'eslint-plugin') return top;
  return parts[0] === 'database' ? parts.slice(0, 2).join('/') : (parts[0] as string);
}

function isManifest(file: string): boolean {
  return path.basename(file) === 'package.json';
}

describe('who may import whom', () => {
  it('reads imports of every kind', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(imports.some(({ typeOnly }) => typeOnly)).toBe(true);
    expect(imports.some(({ late }) => late)).toBe(true);
    expect(imports).toContainEqual({ from: 'src/cli.ts', to: 'src/commands/scan.ts', typeOnly: false, late: true });
    expect(imports).toContainEqual({ from: 'src/config/read.ts', to: 'jiti', typeOnly: false, late: true });
    expect(imports.filter(({ from, to }) => to === '' && !LOADS_WHAT_IS_GIVEN.has(from))).toEqual([]);
  });

  it('gives every file a room', () => {
    expect(files.filter((file) => MAY_IMPORT[roomOf(file)] === undefined)).toEqual([]);
  });

  it('has no import that goes back or across', () => {
    const wrong = imports.filter(({ from, to, typeOnly }) => {
      if (!/^(?:src|rules|eslint-plugin)\//.test(to) || isManifest(to)) return false;
      const [room, other] = [roomOf(from), roomOf(to)];
      const allowed = MAY_IMPORT[room];
      return room !== other && !allowed?.values.includes(other) && !(typeOnly && allowed?.types?.includes(other));
    });
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it('reads the rules from config as metadata, and never runs one there', () => {
    expect(imports.filter(({ from, to }) => roomOf(from) === 'config' && to.startsWith('rules/'))).toEqual([]);
  });

  it('has no import from outside the rooms, but for the manifests', () => {
    const outside = imports.filter(({ to }) => to.startsWith('..') || /^(test|fixtures|bench|scripts)\//.test(to));
    expect(outside).toEqual([]);
  });
});

describe('what is loaded at the start', () => {
  it('is not what is slow to load', () => {
    const early = imports.filter(({ from, to, typeOnly, late }) => LATE.includes(to) && !typeOnly && !late && LATE_MODULES[to] !== from);
    expect(early.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
    const modules = Object.values(LATE_MODULES);
    expect(imports.filter(({ to, typeOnly, late }) => modules.includes(to) && !typeOnly && !late)).toEqual([]);
  });

  it('is no importer and no report of what a scan was not asked for', () => {
    const loaded = new Set(['src/commands/scan.ts']);
    // A set is walked in the order in which it grows.
    for (const file of loaded) for (const { from, to, typeOnly, late } of imports) if (from === file && !typeOnly && !late) loaded.add(to);
    expect(loaded).toContain('src/commands/find.ts');
    expect([...loaded].filter((file) => /^src\/(?:evidence\/(?:importers|join)|report\/performance\/html)\//.test(file))).toEqual([]);
  });

  it('is nothing of ours before the command line knows what to do', () => {
    expect(imports.filter(({ from, to, typeOnly, late }) => from === 'src/cli.ts' && to.startsWith('src/') && !typeOnly && !late)).toEqual([]);
  });
});

describe('the command line', () => {
  it('alone prints and ends the process', () => {
    const prints = files.filter((file) => file !== 'src/cli.ts' && /\bconsole\.|process\.(?:exit\b|exitCode|stdout|stderr|argv)/.test(readFileSync(path.join(root, file), 'utf8')));
    // A library table may name what it describes, in a string or a comment; the code of a stage may not.
    // What a profiled program loads first is no part of ours.
    expect(prints.filter((file) => !file.startsWith('src/libraries/') && file !== 'src/recording/profile/preload.ts')).toEqual([]);
  });

  it('stands above rules, which read no files', () => {
    expect(imports.filter(({ from, to, typeOnly }) => roomOf(from) === 'rules' && /^node:(?:fs|child_process|net|http)/.test(to) && !typeOnly)).toEqual([]);
  });
});
