import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { init } from '../../src/commands/init.ts';
import { TOOLS } from '../../src/commands/surroundings.ts';
import { engine } from '../../src/project/engine.ts';
import { loadConfig } from '../../src/config/load.ts';
import { initText } from '../../src/report/init.ts';
import type { Initiated } from '../../src/report/init.ts';
import { pageSections } from '../../src/report/markdown.ts';
import { project } from './project.ts';

function run(files: Record<string, string>, folder?: string): Initiated & { root: string } {
  const root = project(files);
  return { ...init({ cwd: root, folder }, engine), root };
}

function manifest(over: object = {}): Record<string, string> {
  return { 'package.json': JSON.stringify({ name: 'p', private: true, ...over }) };
}

describe('init', () => {
  it('writes the smallest config, which can be used', () => {
    const { file, text, written, root } = run(manifest());
    expect(file).toBe(path.join(root, 'perf-lint.config.json'));
    expect(written).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(JSON.parse(text)).toEqual({ $schema: './node_modules/perf-lint/schema/config.schema.json' });
    expect(loadConfig({ root, cwd: root, rules: engine.rules, api: {} })).toMatchObject({ file, notes: [] });
  });

  it('names no schema that is not there', () => {
    expect(run({ ...manifest(), '.pnp.cjs': '', 'yarn.lock': '' }).text).toBe('{}\n');
  });

  it('writes to the root, from wherever it is called', () => {
    const { file, root } = run({ ...manifest(), 'src/deep/a.ts': '' }, 'src/deep');
    expect(file).toBe(path.join(root, 'perf-lint.config.json'));
    expect(existsSync(path.join(root, 'src/deep/perf-lint.config.json'))).toBe(false);
  });

  it('writes nothing in a dry run', () => {
    const root = project(manifest());
    const { written, text } = init({ cwd: root, dryRun: true }, engine);
    expect(written).toBe(false);
    expect(text).toContain('$schema');
    expect(existsSync(path.join(root, 'perf-lint.config.json'))).toBe(false);
  });

  it.each([
    [{ ...manifest(), 'perf-lint.config.ts': 'export default {};' }, /perf-lint\.config\.ts is there already, and nothing is written; perf-lint print-config FILE shows what it says of a file$/],
    [{ ...manifest(), 'perf-lint.config.json': '{}' }, /perf-lint\.config\.json is there already/],
    [manifest({ 'perf-lint': {} }), /^"perf-lint" in .*package\.json is there already/],
  ])('never overwrites: %j', (files, message) => {
    const root = project(files);
    for (const dryRun of [false, true]) expect(() => init({ cwd: root, dryRun }, engine)).toThrow(message);
    for (const [file, text] of Object.entries(files)) expect(readFileSync(path.join(root, file), 'utf8')).toBe(text);
    expect(existsSync(path.join(root, 'perf-lint.config.json'))).toBe('perf-lint.config.json' in files);
  });

  it('says of a folder that is not there, and of one that cannot be written to', () => {
    expect(() => run(manifest(), 'nope')).toThrow(/^no such file or folder: nope$/);
    const root = project(manifest());
    // A folder of that name cannot be written as a file.
    mkdirSync(path.join(root, 'perf-lint.config.json'));
    expect(() => init({ cwd: root }, engine)).toThrow(/perf-lint\.config\.json/);
  });

  it('finds databases and frameworks in all packages of a workspace', () => {
    const { packages, databases, frameworks } = run({
      ...manifest({ workspaces: ['packages/*'] }),
      'packages/api/package.json': '{ "name": "api", "dependencies": { "@prisma/client": "*", "express": "*", "lodash": "*" } }',
      'packages/jobs/package.json': '{ "name": "jobs", "dependencies": { "bullmq": "*", "pg": "*", "oracle-orm": "*", "snowflake-sdk": "*" } }',
      'packages/mobile/package.json': '{ "name": "mobile", "dependencies": { "react": "*", "@nestjs/common": "*", "next": "*" } }',
    });
    expect(packages).toBe(4);
    expect(databases.known).toEqual(['@prisma/client', 'pg']);
    expect(frameworks).toEqual(['@nestjs/common', 'bullmq', 'express', 'next']);
  });

  it.each<[string, Record<string, string>, string, string]>([
    ['npm', { ...manifest(), 'package-lock.json': '{}' }, 'npm', 'npm install --save-dev perf-lint'],
    ['nothing', manifest(), 'npm', 'npm install --save-dev perf-lint'],
    ['yarn', { ...manifest(), 'yarn.lock': '' }, 'yarn', 'yarn add --dev perf-lint'],
    ['bun', { ...manifest(), 'bun.lock': '' }, 'bun', 'bun add --dev perf-lint'],
    ['pnpm', { ...manifest(), 'pnpm-lock.yaml': '' }, 'pnpm', 'pnpm add --save-dev perf-lint'],
    ['pnpm, in a workspace', { ...manifest(), 'pnpm-workspace.yaml': 'packages: [a]', 'a/package.json': '{ "name": "a" }' }, 'pnpm', 'pnpm add --save-dev perf-lint --workspace-root'],
    ['the field of the manifest, over a lockfile', { ...manifest({ packageManager: 'pnpm@10.1.0' }), 'package-lock.json': '{}' }, 'pnpm', 'pnpm add --save-dev perf-lint'],
  ])('installs with what is in use: %s', (_, files, manager, command) => {
    const found = run(files);
    expect(found.manager).toBe(manager);
    expect(found.steps[0]).toEqual({ title: 'Install it', text: `    ${command}` });
  });

  it('installs the ESLint plugin with what is in use, too', () => {
    const { steps } = run({ ...manifest({ devDependencies: { eslint: '*' } }), 'pnpm-workspace.yaml': 'packages: [a]', 'a/package.json': '{ "name": "a" }' });
    expect(steps.find(({ title }) => title.includes('ESLint'))?.text).toMatch(/^ {4}pnpm add --save-dev eslint-plugin-perf-lint --workspace-root$/m);
  });

  it('installs nothing that is installed', () => {
    expect(run(manifest({ devDependencies: { 'perf-lint': '*' } })).steps.map(({ title }) => title)).toEqual(['Look at what it finds, and at what it does not understand', 'Before each commit', 'In CI']);
  });

  it.each<[string, Record<string, string>, string]>([
    ['eslint.config.mjs', { ...manifest(), 'eslint.config.mjs': '' }, 'ESLint'],
    ['eslint', manifest({ devDependencies: { eslint: '*' } }), 'ESLint'],
    ['.husky', { ...manifest(), '.husky/pre-commit': '' }, 'husky'],
    ['lint-staged', manifest({ 'lint-staged': {} }), 'lint-staged'],
    ['lefthook.yml', { ...manifest(), 'lefthook.yml': '' }, 'lefthook'],
    ['.lefthook.json', { ...manifest(), '.lefthook.json': '' }, 'lefthook'],
    ['pre-commit', { ...manifest(), '.pre-commit-config.yaml': '' }, 'pre-commit'],
    ['simple-git-hooks', manifest({ 'simple-git-hooks': {} }), 'simple-git-hooks'],
    ['GitHub', { ...manifest(), '.github/workflows/test.yml': '' }, 'GitHub Actions'],
    ['GitLab', { ...manifest(), '.gitlab-ci.yml': '' }, 'GitLab CI'],
  ])('sees %s', (_, files, tool) => {
    const { tools, steps } = run(files);
    expect(tools).toEqual([tool]);
    expect(steps.filter(({ title }) => title.includes(tool))).toHaveLength(1);
  });

  it('sees what lies at the top of the repository, above the root', () => {
    const top = project({ '.git/HEAD': '', '.github/workflows/a.yml': '', '.husky/pre-commit': '', 'backend/package.json': '{ "name": "b" }', 'backend/src/a.ts': '' });
    const { tools, file } = init({ cwd: path.join(top, 'backend') }, engine);
    expect(tools).toEqual(['husky', 'GitHub Actions']);
    expect(file).toBe(path.join(top, 'backend/perf-lint.config.json'));
  });

  it('says to teach it what reaches a database and has no table', () => {
    const { databases, steps } = run(manifest({ dependencies: { 'snowflake-sdk': '*' } }));
    expect(databases).toEqual({ known: [], unknown: ['snowflake-sdk'] });
    expect(steps.find(({ title }) => title.startsWith('Teach'))).toEqual({ title: 'Teach it snowflake-sdk: it has no table for that', page: 'docs/config.md' });
  });

  const recipes = TOOLS.flatMap((tool) => (tool.recipe ? [{ ...tool, recipe: tool.recipe }] : []));
  it.each(recipes)('says of $name what docs/$page says', ({ files = [], packages = [], page, recipe }) => {
    const named = files[0]?.replace('{.,}', '').replace('{yml,yaml,json,toml}', 'yml').replace(/\*/, 'js');
    const { steps } = run({ ...manifest({ devDependencies: Object.fromEntries(packages.map((name) => [name, '*'])) }), ...(named !== undefined && { [named]: '' }) });
    const step = steps.find((one) => one.page === `docs/${page}` && one.text !== undefined);
    const section = pageSections(readFileSync(path.resolve(import.meta.dirname, '../../docs', page), 'utf8')).find(({ title }) => title === recipe.section)?.text ?? '';
    expect(section.startsWith(step?.text ?? 'no text')).toBe(true);
    const text = step?.text ?? '';
    const around = text.replace(/^```\w+\n[^]*?^```$/gm, '```');
    expect(around).toMatch(/(?:^|\n)(?:```| {4}.+)$/);
    expect(around.match(/^```$|(?<=\n\n|^) {4}\S/gm)).toHaveLength(recipe.blocks);
  });
});

describe('initText', () => {
  const seen: Initiated = {
    file: '/project/perf-lint.config.json',
    text: '{\n  "$schema": "x"\n}\n',
    written: true,
    packages: 3,
    databases: { known: ['pg'], unknown: ['snowflake-sdk'] },
    frameworks: [],
    manager: 'pnpm',
    tools: ['husky'],
    steps: [{ title: 'Install it', text: '    pnpm add --save-dev perf-lint' }, { title: 'In CI', page: 'docs/ci.md' }, { title: 'Before each commit, with husky', text: 'In `.husky/pre-commit`:\n\n```sh\nx\n```', page: 'docs/pre-commit.md' }],
  };

  it('says what was seen, what was written, and what comes next', () => {
    expect(initText(seen, { colors: false })).toBe(
      [
        'packages   3 (pnpm)',
        'databases  pg, snowflake-sdk (unknown)',
        'served by  none seen',
        'tools      husky',
        '',
        'wrote /project/perf-lint.config.json',
        '',
        '1. Install it',
        '       pnpm add --save-dev perf-lint',
        '',
        '2. In CI',
        '   node_modules/perf-lint/docs/ci.md says how',
        '',
        '3. Before each commit, with husky',
        '   In `.husky/pre-commit`:',
        '',
        '   ```sh',
        '   x',
        '   ```',
        '   node_modules/perf-lint/docs/pre-commit.md says more',
        '',
      ].join('\n'),
    );
  });

  it('shows what a dry run would write', () => {
    expect(initText({ ...seen, written: false }, { colors: false })).toContain('would write /project/perf-lint.config.json:\n   {\n     "$schema": "x"\n   }\n');
  });
});
