import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import pkg from '../../package.json' with { type: 'json' };
import { project } from '../commands/project.ts';
import { CLI, perfLint } from './run.ts';

const HANDLER = `import { readFileSync } from 'node:fs';
import express from 'express';

const app = express();

app.get('/files/:name', async (req, res) => {
  const text = readFileSync(req.params.name, 'utf8');
  res.send(text);
});
`;

/** A project with one problem, and a folder without any. */
const SERVER = {
  'package.json': '{ "name": "server", "dependencies": { "express": "5" } }',
  'src/app.ts': HANDLER,
  'clean/add.ts': 'export const add = (a: number, b: number) => a + b;\n',
};

describe('perf-lint', () => {
  it('is executable and says its version', () => {
    expect(statSync(CLI).mode & 0o777).toBe(0o755);
    expect(perfLint('/', ['--version'])).toEqual({ code: 0, stdout: `${pkg.version}\n`, stderr: '' });
  });

  it('prints its help to standard output', () => {
    const { code, stdout, stderr } = perfLint('/', ['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: perf-lint scan \[options\] \[paths\.\.\.\]/);
  });

  it('reports a problem and exits with 1, with and without the name of the command', () => {
    const cwd = project(SERVER);
    const { code, stdout, stderr } = perfLint(cwd, []);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/^src\/app\.ts\n {2}7:16 {2}error .*sync-io-in-async\n {8}7 \| +const text = readFileSync\(req/);
    expect(stdout).toMatch(/\n1 problem in 2 files: 1 error\.\n$/);
    expect(perfLint(cwd, ['scan'])).toEqual({ code, stdout, stderr });
    expect(perfLint(cwd, ['scan', '.'])).toEqual({ code, stdout, stderr });
  });

  it('writes a config once, and says what it says of a file', () => {
    const cwd = project({ ...SERVER, 'pnpm-lock.yaml': '' });
    const dry = perfLint(cwd, ['init', '--dry-run']);
    expect(dry).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(path.join(cwd, 'perf-lint.config.json'))).toBe(false);
    const { code, stdout, stderr } = perfLint(path.join(cwd, 'src'), ['init']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^packages {3}1 \(pnpm\)\ndatabases {2}none seen\nserved by {2}express\n/);
    expect(stdout).toContain(`\nwrote ${cwd}/perf-lint.config.json\n\n1. Install it\n       pnpm add --save-dev perf-lint\n`);
    expect(perfLint(cwd, ['init'])).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(/^perf-lint: .*perf-lint\.config\.json is there already, and nothing is written; .*\n$/) });
    const printed = perfLint(cwd, ['print-config', 'src/app.ts']);
    expect(printed).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(printed.stdout)).toMatchObject({ file: 'src/app.ts', root: cwd, config: { file: 'perf-lint.config.json', extends: [] } });
    expect(perfLint(cwd, ['print-config', 'src'])).toEqual({ code: 2, stdout: '', stderr: 'perf-lint: src is a folder: name a file\n' });
  });

  it('reports of the planted problems what README.md shows', () => {
    const root = path.resolve(import.meta.dirname, '../..');
    const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
    const shown = /exits with 1[^\n]*:\n\n((?: {4}.*\n)+)/.exec(readme)?.[1]?.trimEnd().split('\n').map((line) => line.slice(4)) ?? [];
    const { code, stdout, stderr } = perfLint(root, ['scan', 'fixtures/shop']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const printed = stdout.split('\n').map((line) => line.replace(/ +/g, ' '));
    // The page cuts a long line short, and leaves out what pads a column.
    const missing = shown.filter((line) => !printed.some((other) => other.startsWith(line.replace(/ …$/, '').replace(/ +/g, ' '))));
    expect([shown.length, missing]).toEqual([8, []]);
  });

  it('exits with 0 where there is none', () => {
    expect(perfLint(project(SERVER), ['clean'])).toEqual({ code: 0, stdout: 'No problems in 1 file.\n', stderr: '' });
  });

  it('writes nothing to the scanned project', () => {
    const cwd = project(SERVER);
    perfLint(cwd, []);
    expect(readdirSync(cwd).sort()).toEqual(['clean', 'package.json', 'src']);
  });
});

describe('output', () => {
  it('is JSON and nothing else on standard output, notes on standard error', () => {
    const cwd = project({ ...SERVER, 'src/noted.ts': '// perf-lint-disable-file nope\n' });
    const { code, stdout, stderr } = perfLint(cwd, ['--format', 'json']);
    const report = JSON.parse(stdout) as { version: number; findings: { rule: string; location: { file: string } }[] };
    expect(report.version).toBe(1);
    expect(report.findings.map(({ rule, location }) => `${location.file} ${rule}`)).toEqual(['src/app.ts sync-io-in-async']);
    expect(code).toBe(1);
    expect(stderr).toBe('perf-lint: src/noted.ts:1: the comment names "nope", which is no rule, and silences nothing by it\n');
  });

  it('is the same whatever the working directory', () => {
    const cwd = project(SERVER);
    const there = perfLint(cwd, ['--format=json', '.']).stdout;
    expect(perfLint(path.join(cwd, 'src'), ['--format=json', '..']).stdout).toBe(there);
    expect(perfLint('/', ['--format=json', cwd]).stdout).toBe(there);
  });

  it('is SARIF for code scanning, with the pages of the rules', () => {
    const { code, stdout } = perfLint(project(SERVER), ['--format', 'sarif']);
    const { runs: [run] } = JSON.parse(stdout) as { runs: [{ tool: { driver: { version: string; rules: { help: { markdown: string } }[] } }; results: { ruleId: string }[] }] };
    expect(code).toBe(1);
    expect(run.tool.driver.version).toBe(pkg.version);
    for (const { help } of run.tool.driver.rules) expect(help.markdown).toContain('## How it decides');
    expect(run.results.map(({ ruleId }) => ruleId)).toEqual(['sync-io-in-async']);
  });

  it('goes to files, several formats at once, and makes their folders', () => {
    const cwd = project(SERVER);
    const { code, stdout } = perfLint(cwd, ['--format', 'stylish', '--format', 'json=reports/a.json', 'src']);
    expect(code).toBe(1);
    expect(stdout).toContain('src/app.ts');
    expect(JSON.parse(readFileSync(path.join(cwd, 'reports/a.json'), 'utf8'))).toMatchObject({ version: 1 });
    expect(perfLint(cwd, ['--output', 'b.txt', 'src'], { FORCE_COLOR: '1' })).toEqual({ code: 1, stdout: '', stderr: '' });
    expect(readFileSync(path.join(cwd, 'b.txt'), 'utf8')).toBe(perfLint(cwd, ['src']).stdout);
  });

  it('is one scan in every format at once, with the paths that a forge knows', () => {
    const top = project({ '.git/HEAD': 'ref: refs/heads/main\n', ...Object.fromEntries(Object.entries(SERVER).map(([file, text]) => [`packages/api/${file}`, text])) });
    const files = { json: 'a.json', sarif: 'a.sarif', gitlab: 'a.gitlab.json', junit: 'a.junit.xml', checkstyle: 'a.checkstyle.xml', markdown: 'a.md', agent: 'a.txt', stylish: 'b.txt' };
    const env = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'a/b', GITHUB_SHA: '0a1b2c' };
    const { code, stdout, stderr } = perfLint(path.join(top, 'packages/api'), ['--format', 'github', ...Object.entries(files).map(([format, file]) => `--format=${format}=${file}`)], env);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/^::error file=packages\/api\/src\/app\.ts,line=7,.*\n1 problem in 2 files: 1 error\.\n$/);
    const read = (format: keyof typeof files): string => readFileSync(path.join(top, 'packages/api', files[format]), 'utf8');
    expect(JSON.parse(read('gitlab'))).toMatchObject([{ location: { path: 'packages/api/src/app.ts', lines: { begin: 7 } } }]);
    expect(JSON.parse(read('sarif'))).toMatchObject({ runs: [{ artifacts: [{ location: { uri: 'packages/api/src/app.ts' } }], originalUriBaseIds: { '%SRCROOT%': { uri: `${pathToFileURL(top).href}/` } } }] });
    expect(read('junit')).toContain('<testsuite name="packages/api/clean/add.ts" tests="1" failures="0"');
    expect(read('checkstyle')).toContain('<file name="packages/api/src/app.ts">');
    expect(read('markdown')).toContain('](https://github.com/a/b/blob/0a1b2c/packages/api/src/app.ts#L7)');
    expect(read('agent')).toMatch(/^src\/app\.ts:7:16 error sync-io-in-async\n/);
    expect(JSON.parse(read('json'))).toMatchObject({ findings: [{ location: { file: 'src/app.ts' } }] });
  });

  it('that cannot be written is one clear line', () => {
    const cwd = project(SERVER);
    expect(perfLint(cwd, ['--output', 'src'])).toEqual({ code: 2, stdout: '', stderr: 'perf-lint: the report cannot be written to src: it is a folder\n' });
  });

  it.each<[string, Record<string, string>, string[], boolean]>([
    ['a pipe', {}, [], false],
    ['FORCE_COLOR', { FORCE_COLOR: '1' }, [], true],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, [], false],
    ['NO_COLOR over FORCE_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, [], false],
    ['--no-color over FORCE_COLOR', { FORCE_COLOR: '1' }, ['--no-color'], false],
    ['an empty NO_COLOR', { FORCE_COLOR: '1', NO_COLOR: '' }, [], true],
  ])('respects %s', (_, env, args, colored) => {
    expect(perfLint(project(SERVER), args, env).stdout.includes('\u001b[')).toBe(colored);
  });

  it('may be cut off by its reader', () => {
    const many = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`src/${index}.ts`, HANDLER]));
    const script = `"${CLI}" --format json | head -c 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: project({ ...SERVER, ...many }), encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: '{1\n', stderr: '' });
  });

  it('has figures only with --stats', () => {
    const cwd = project(SERVER);
    expect(JSON.parse(perfLint(cwd, ['--format=json', '--stats']).stdout)).toHaveProperty('stats.files', 2);
    expect(JSON.parse(perfLint(cwd, ['--format=json']).stdout)).not.toHaveProperty('stats');
  });
});

describe('perf-lint explain', () => {
  it('explains the rules without reading a project', () => {
    const { code, stdout, stderr } = perfLint('/', ['explain', 'n-plus-one']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect([...stdout.matchAll(/^(Why|How it decides|Options|How to fix it|When not to use it)$/gm)].map(([title]) => title)).toEqual(['Why', 'How it decides', 'Options', 'How to fix it', 'When not to use it']);
  });

  it('explains a finding by its id, from another folder too', () => {
    const cwd = project(SERVER);
    const { findings: [found] } = JSON.parse(perfLint(cwd, ['--format=json']).stdout) as { findings: { id: string }[] };
    const { code, stdout, stderr } = perfLint(cwd, ['explain', found!.id]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^sync-io-in-async {2}error, high confidence {2}src\/app\.ts:7:16 {2}/);
    expect(stdout).toMatch(/7 \| +const text = readFileSync\(req/);
    for (const title of ['How it gets there', 'How it decided', 'How to fix it', 'When not to', 'How to silence it']) expect(stdout).toMatch(new RegExp(`^${title}$`, 'm'));
    expect(perfLint('/', ['explain', found!.id.slice(0, 8), cwd]).stdout).toBe(stdout);
    expect(JSON.parse(perfLint(cwd, ['explain', found!.id, '--format', 'json']).stdout)).toMatchObject({ version: 1, kind: 'finding', finding: { id: found!.id } });
  });

  it('has one line for what it does not know', () => {
    const cwd = project(SERVER);
    expect(perfLint(cwd, ['explain', 'n-plus-on'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^perf-lint: "n-plus-on" is no rule \(did you mean "n-plus-one"\?\).*\n$/) as string });
    expect(perfLint(cwd, ['explain', '0123456789abcdef'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^perf-lint: no finding .* is gone.*\n$/) as string });
    expect(perfLint(cwd, ['explain']).stderr).toBe("perf-lint: missing required argument 'subject' (perf-lint explain --help lists the options)\n");
  });
});

describe('perf-lint doctor', () => {
  it('says what it understands, and exits with 0', () => {
    const cwd = project({ ...SERVER, 'src/late.ts': 'export const f = async (db) => db.user.findMany();\n' });
    const { code, stdout, stderr } = perfLint(cwd, ['doctor']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const title of ['Versions', 'Root', 'Config', 'Databases', 'Files', 'Schemas', 'Entries', 'Queries']) expect(stdout).toMatch(new RegExp(`^${title}$`, 'm'));
    expect(stdout).toContain(cwd);
    expect(perfLint(cwd, ['--no-color', 'doctor', '.'], { FORCE_COLOR: '1' }).stdout).toBe(stdout);
  });

  it('is JSON for machines', () => {
    const { stdout } = perfLint(project(SERVER), ['doctor', '--format', 'json', 'src']);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, files: { targets: 1 }, entries: { request: 1 } });
  });

  it('has one line for what it cannot do', () => {
    expect(perfLint(project(SERVER), ['doctor', 'nope'])).toMatchObject({ code: 2, stdout: '', stderr: 'perf-lint: no such file or folder: nope\n' });
    expect(perfLint(project(SERVER), ['doctor', '--quiet'])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('bad input', () => {
  it.each<[string, string[], RegExp]>([
    ['a missing path', ['nope'], /^perf-lint: .*nope.*\n$/],
    ['an unknown option', ['--fix'], /^perf-lint: unknown option '--fix'.*\n$/],
    ['an unknown format', ['--format', 'xml'], /^perf-lint: --format xml: no such format "xml"; it must be stylish, .* or agent .*\n$/],
    ['an unknown rule', ['--rule', 'n-plus-on=off'], /^perf-lint: --rule n-plus-on=off: no such rule \(did you mean "n-plus-one"\?\); rules: .*n-plus-one.*\n$/],
    ['a config that is not there', ['--config', 'nope.json'], /^perf-lint: .*nope\.json: there is no such file\n$/],
  ])('%s is one clear line, and exits with 2', (_, args, line) => {
    const { code, stdout, stderr } = perfLint(project(SERVER), args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(line);
  });

  it('in a config is one line for each error, with the file', () => {
    const cwd = project({ ...SERVER, 'perf-lint.config.json': '{ "exlude": [], "settings": { "severity": "warn" } }' });
    const { code, stderr } = perfLint(cwd, []);
    expect(code).toBe(2);
    expect(stderr.split('\n').sort()).toEqual([
      '',
      'perf-lint: perf-lint.config.json:1:31: settings.severity: must be "error", "warning" or "info", not "warn"',
      'perf-lint: perf-lint.config.json:1:3: exlude: unknown key (did you mean "exclude"?); allowed: $schema, extends, include, exclude, rules, overrides, entries, libraries, tables, database, owners, slo, settings',
    ]);
  });

  it('in a folder is named, and the rest is scanned', () => {
    const cwd = project({
      ...SERVER,
      'src/syntax.ts': 'export const = 1;\n',
      'src/latin1.ts': Buffer.from('// caf\xe9\n', 'latin1'),
      'src/huge.ts': `export const data = [\n${'  "0123456789",\n'.repeat(1_400_000)}];\n`,
      'src/secret.ts': 'export {};\n',
      'tsconfig.json': '{ "compilerOptions": ',
      'lib/package.json': '{ "name": ',
    });
    symlinkSync('..', path.join(cwd, 'src/loop'));
    symlinkSync('dangling', path.join(cwd, 'src/link.ts'));
    chmodSync(path.join(cwd, 'src/secret.ts'), 0);
    const { code, stdout, stderr } = perfLint(cwd, ['--format=json']);
    const report = JSON.parse(stdout) as { findings: unknown[]; skipped: { file: string; reason: string }[] };
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(report.findings).toHaveLength(1);
    const unreadable = process.getuid?.() === 0 ? [] : ['src/secret.ts'];
    expect(report.skipped.map(({ file }) => file)).toEqual(
      expect.arrayContaining(['lib/package.json', 'src/huge.ts', 'src/latin1.ts', 'src/syntax.ts', 'tsconfig.json', ...unreadable]),
    );
    for (const { reason } of report.skipped) expect(reason).toMatch(/^[^\n]{10,}$/);
  });

  it('of an empty folder is said', () => {
    const cwd = project({ ...SERVER, 'docs/a.md': '' });
    expect(perfLint(cwd, ['docs'])).toEqual({ code: 0, stdout: 'No problems in 0 files.\n', stderr: 'perf-lint: docs: no TypeScript or JavaScript files here\n' });
  });
});

describe('a config with code', () => {
  const config = { 'perf-lint.config.ts': `import { defineConfig } from 'perf-lint';\nexport default defineConfig({ rules: { 'sync-io-in-async': 'off' } });\n` };

  it('runs in the project that the user stands in', () => {
    expect(perfLint(project({ ...SERVER, ...config }), []).code).toBe(0);
  });

  it('does not run in the project of somebody else, unless it is named', () => {
    const cwd = project({ ...SERVER, 'perf-lint.config.mjs': `import { writeFileSync } from 'node:fs';\nwriteFileSync(new URL('ran', import.meta.url), '');\nexport default {};\n` });
    const { code, stderr } = perfLint('/', [cwd]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^perf-lint: perf-lint\.config\.mjs is not run: .*\n$/);
    expect(existsSync(path.join(cwd, 'ran'))).toBe(false);
    perfLint('/', [cwd, '--config', path.join(cwd, 'perf-lint.config.mjs')]);
    expect(existsSync(path.join(cwd, 'ran'))).toBe(true);
  });
});
