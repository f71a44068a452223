import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import pkg from '../../package.json' with { type: 'json' };
import own from '../../eslint-plugin/package.json' with { type: 'json' };
import { rules as allRules } from '../../rules/index.ts';
import { project } from '../commands/project.ts';
import { fixturesDir } from '../fixtures/expectations.ts';
import { install, installPacked } from './linted.ts';
import { perfLint } from './run.ts';

const DIST = path.resolve(import.meta.dirname, '../../eslint-plugin/dist/index.js');

/** Rules that ask about a file's code, not about comments or the project as a whole. */
const rules = allRules.filter(({ checkComments, checkProject }) => checkComments === undefined && checkProject === undefined);

const ESLINT_CONFIG = `import parser from '@typescript-eslint/parser';
import perfLint from 'eslint-plugin-perf-lint';

export default [{ files: ['**/*.ts'], languageOptions: { parser } }, perfLint.configs.recommended];
`;

/** A copy of a fixture, with what lints it. */
function linted(fixture: string): string {
  const folder = project({ 'eslint.config.mjs': ESLINT_CONFIG });
  cpSync(path.join(fixturesDir, fixture), folder, { recursive: true });
  installPacked(folder);
  return folder;
}

function run(cwd: string, program: string, args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [path.join(cwd, 'node_modules', program), ...args], { cwd, encoding: 'utf8', env: { PATH: process.env.PATH } });
}

interface Said {
  file: string;
  rule: string;
  line: number;
  column: number;
  message: string;
}

const byPlace = (a: Said, b: Said): number => `${a.file} ${a.line} ${a.column} ${a.rule}`.localeCompare(`${b.file} ${b.line} ${b.column} ${b.rule}`);

/** What the command line shows. */
function ofCommandLine(cwd: string): Said[] {
  const { findings } = JSON.parse(perfLint(cwd, ['--format', 'json']).stdout) as { findings: { rule: string; message: string; suppressed: boolean; location: { file: string; line: number; column: number } }[] };
  return findings.filter(({ suppressed, rule }) => !suppressed && rules.some(({ id }) => id === rule)).map(({ rule, message, location: { file, line, column } }) => ({ file, rule, line, column, message })).sort(byPlace);
}

const firstLine = (text: string): string => text.split('\n', 1)[0] as string;

describe('the built plugin', () => {
  it('can be required and imported, and is one thing', () => {
    const script = `const required = require(${JSON.stringify(DIST)});
import(${JSON.stringify(pathToFileURL(DIST).href)}).then((imported) => console.log(JSON.stringify([imported.default === required, Object.entries(required.rules).map(([id, { meta }]) => [id, meta.docs.url])])));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    expect(stderr).not.toMatch(/Error/);
    const [isOne, pages] = JSON.parse(stdout) as [boolean, [string, string][]];
    expect(isOne).toBe(true);
    expect(pages.map(([id]) => id)).toEqual(rules.map(({ id }) => id));
    for (const [id, url] of pages) expect(readFileSync(fileURLToPath(url), 'utf8')).toMatch(new RegExp(`^# ${id}\n`));
  });

  it('has the version, the engines and the parser of perf-lint', () => {
    expect(own).toMatchObject({ version: pkg.version, engines: pkg.engines, dependencies: { 'oxc-parser': pkg.dependencies['oxc-parser'] } });
    for (const file of [...own.files, own.exports['.'].default, own.exports['.'].types]) expect(existsSync(path.resolve(import.meta.dirname, '../../eslint-plugin', file))).toBe(true);
  });
});

describe.each(['eslint9', 'eslint'])('%s with the package alone', (eslint) => {
  it('says what the command line says', () => {
    const cwd = linted('shop');
    install(cwd, { eslint: `node_modules/${eslint}`, '@typescript-eslint/parser': 'node_modules/@typescript-eslint/parser' });
    const { stdout, stderr } = run(cwd, 'eslint/bin/eslint.js', ['.', '--format', 'json']);
    expect(stderr).toBe('');
    const said = (JSON.parse(stdout) as ESLint.LintResult[]).flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId, line, column, message }) => ({ file: path.relative(cwd, filePath), rule: String(ruleId).replace('perf-lint/', ''), line, column, message: firstLine(message) })),
    );
    expect(said.sort(byPlace)).toEqual(ofCommandLine(cwd));
    expect(said.length).toBeGreaterThan(10);
  });

  it('reads a config that is code, where perf-lint is not installed', () => {
    const cwd = linted('shop');
    install(cwd, { eslint: `node_modules/${eslint}`, '@typescript-eslint/parser': 'node_modules/@typescript-eslint/parser' });
    writeFileSync(path.join(cwd, 'perf-lint.config.ts'), "import { defineConfig } from 'perf-lint';\nconst exclude: string[] = ['src'];\nexport default defineConfig({ exclude });\n");
    const { status, stdout, stderr } = run(cwd, 'eslint/bin/eslint.js', ['.']);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});

describe('oxlint with the package alone', () => {
  it.each(['shop', 'mongoose', 'suppressions'])('says what the command line says of %s', (fixture) => {
    const cwd = linted(fixture);
    install(cwd, { oxlint: 'node_modules/oxlint' });
    const config = { jsPlugins: ['eslint-plugin-perf-lint'], categories: { correctness: 'off' }, rules: Object.fromEntries(rules.map(({ id }) => [`perf-lint/${id}`, 'error'])) };
    writeFileSync(path.join(cwd, '.oxlintrc.json'), JSON.stringify(config));
    const { stdout } = run(cwd, 'oxlint/bin/oxlint', ['src', '--format', 'json']);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; filename: string; message: string; labels: { span: { line: number; column: number } }[] }[] };
    const said = diagnostics.map(({ code, filename, message, labels }) => ({ file: filename, rule: /\(([^)]+)\)/.exec(code)?.[1] ?? code, line: labels[0]!.span.line, column: labels[0]!.span.column, message: firstLine(message) }));
    expect(said.sort(byPlace)).toEqual(ofCommandLine(cwd));
  });

  it('takes settings and options', () => {
    const cwd = linted('shop');
    install(cwd, { oxlint: 'node_modules/oxlint' });
    const rulesOf = (settings: object): void => writeFileSync(path.join(cwd, '.oxlintrc.json'), JSON.stringify({ jsPlugins: ['eslint-plugin-perf-lint'], categories: { correctness: 'off' }, rules: { 'perf-lint/n-plus-one': 'error' }, settings: { 'perf-lint': settings } }));
    rulesOf({ confidence: 'sure' });
    expect(run(cwd, 'oxlint/bin/oxlint', ['src/services/order.service.ts']).stdout).toContain('confidence: must be "high", "medium" or "low", not "sure"');
    rulesOf({ root: 'lib' });
    expect(run(cwd, 'oxlint/bin/oxlint', ['src/services/order.service.ts']).stdout).toContain('is no folder');
  });
});
