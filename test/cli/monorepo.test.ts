import { cpSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import pkg from '../../package.json' with { type: 'json' };
import { project } from '../commands/project.ts';
import { repository, write } from '../git/repository.ts';
import { recipe } from './recipes.ts';
import { CLI, perfLint } from './run.ts';
import { install, run } from './user.ts';

const PACKAGES = ['packages/api', 'packages/db', 'packages/tools'];
const [SCRIPTS] = Object.values(recipe('package.json', '--workspace', 'monorepos.md')).map((text) => JSON.parse(text) as object);

const manifest = (value: object): string => JSON.stringify({ ...value, version: '1.0.0', ...SCRIPTS });

/** `api` queries through `db`, once for each id; `tools` stands alone. The runner's settings are those of the page. */
function shop(settings: string): Record<string, string> {
  return {
    'package.json': JSON.stringify({ name: 'shop', private: true, packageManager: 'npm@10.8.2', workspaces: ['packages/*'], devDependencies: { 'perf-lint': pkg.version } }),
    'package-lock.json': JSON.stringify({
      name: 'shop',
      lockfileVersion: 3,
      packages: {
        '': { name: 'shop', workspaces: ['packages/*'], devDependencies: { 'perf-lint': pkg.version } },
        'packages/api': { name: '@shop/api', version: '1.0.0', dependencies: { '@shop/db': '1.0.0' } },
        'packages/db': { name: '@shop/db', version: '1.0.0' },
        'packages/tools': { name: '@shop/tools', version: '1.0.0' },
        ...Object.fromEntries(PACKAGES.map((folder) => [`node_modules/@shop/${path.basename(folder)}`, { resolved: folder, link: true }])),
        'node_modules/perf-lint': { version: pkg.version, dev: true },
      },
    }),
    '.gitignore': 'node_modules\n.perf-lint\n.turbo\n.nx\n',
    'packages/db/package.json': manifest({ name: '@shop/db', main: 'src/index.ts' }),
    'packages/db/src/index.ts': `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export async function nameOf(id: number) {
  return (await prisma.user.findFirst({ where: { boss: id } }))?.name ?? '';
}
`,
    'packages/api/package.json': manifest({ name: '@shop/api', dependencies: { '@shop/db': '1.0.0' } }),
    'packages/api/src/index.ts': `import express from 'express';
import { nameOf } from '@shop/db';
const app = express();
app.get('/names', async (req, res) => {
  const names: string[] = [];
  for (const id of req.body.ids) names.push(await nameOf(id));
  res.json(names);
});
`,
    'packages/tools/package.json': manifest({ name: '@shop/tools' }),
    'packages/tools/src/index.ts': 'export const add = (one: number, other: number) => one + other;\n',
    ...recipe(settings, '', 'monorepos.md'),
  };
}

interface Runner {
  name: string;
  settings: string;
  args: readonly string[];
  env: Record<string, string>;
  /** Packages whose tasks it ran, as it says: all others came from its cache. */
  ran(text: string): string[];
}

const RUNNERS: readonly Runner[] = [
  {
    name: 'turbo',
    settings: 'turbo.json',
    args: ['run', 'perf-lint', '--no-color', '--cache-dir=.turbo/cache'],
    env: { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
    ran: (text) => [...text.matchAll(/^(\S+):perf-lint: cache miss, executing/gm)].map(([, name]) => name!).sort(),
  },
  {
    name: 'nx',
    settings: 'nx.json',
    args: ['run-many', '-t', 'perf-lint', '--outputStyle=static'],
    env: { NX_DAEMON: 'false', NX_NO_CLOUD: 'true', CI: '1', DO_NOT_TRACK: '1' },
    ran: (text) => [...text.matchAll(/nx run (\S+):perf-lint(.*)$/gm)].filter(([, , note]) => !note!.includes('cache')).map(([, name]) => name!).sort(),
  },
];

const reportsIn = (root: string): string[] => PACKAGES.map((folder) => readFileSync(path.join(root, folder, '.perf-lint/report.json'), 'utf8'));
const merged = (root: string) => perfLint(root, ['merge', '--format', 'json', ...PACKAGES.map((folder) => `${folder}/.perf-lint/report.json`)]);

describe.each(RUNNERS)('one task for each package, with $name', ({ name, settings, args, env, ran }) => {
  /** The workspace in a repository, with perf-lint and the runner among its commands. */
  function workspace(): { root: string; go(): string[] } {
    const files = Object.entries(shop(settings)).map(([file, text]) => [`project/${file}`, text]);
    const root = path.join(project({ 'home/.keep': '', ...Object.fromEntries(files) }), 'project');
    install(root, 'perf-lint', CLI);
    const installedRunner = path.resolve(import.meta.dirname, '../../node_modules', name);
    symlinkSync(installedRunner, path.join(root, 'node_modules', name));
    repository(root);
    return {
      root,
      go: () => {
        const { code, text } = run(root, path.resolve(installedRunner, '../.bin', name), args, { ...env, PATH: process.env.PATH ?? '' });
        if (code !== 0) throw new Error(text);
        return ran(text);
      },
    };
  }

  it('runs again just what depends on a change, and finds the query per row that crosses packages', () => {
    const { root, go } = workspace();
    expect(go()).toEqual(['@shop/api', '@shop/db', '@shop/tools']);
    expect(go()).toEqual([]);
    const { code, stdout } = merged(root);
    expect(code).toBe(1);
    const { findings } = JSON.parse(stdout) as { findings: { rule: string; location: { file: string; line: number }; path: { file: string }[] }[] };
    expect(findings).toMatchObject([{ rule: 'n-plus-one', location: { file: 'packages/api/src/index.ts', line: 6 } }]);
    expect(findings).toEqual((JSON.parse(perfLint(root, ['scan', '--format', 'json', '--no-cache']).stdout) as { findings: unknown }).findings);

    // Nothing depends on it.
    write(root, { 'packages/tools/src/index.ts': 'export const add = (one: number, other: number) => other + one;\n' });
    expect(go()).toEqual(['@shop/tools']);
    expect(merged(root).stdout).toBe(stdout);

    // The leaf, under the package that calls it.
    write(root, { 'packages/db/src/index.ts': 'export async function nameOf(id: number) {\n  return String(id);\n}\n' });
    expect(go()).toEqual(['@shop/api', '@shop/db']);
    expect(merged(root)).toMatchObject({ code: 0 });

    // What the cache brings back is as good as what a task wrote.
    const reports = reportsIn(root);
    for (const folder of PACKAGES) rmSync(path.join(root, folder, '.perf-lint'), { recursive: true });
    expect(go()).toEqual([]);
    expect(reportsIn(root)).toEqual(reports);
  });
});

describe('the facts of a dependency', () => {
  const task = ['scan', '--workspace', '.', '--cache-dir', '.perf-lint', '--format', 'json', '--stats'];
  const parsed = (root: string, folder: string): string => perfLint(path.join(root, folder), task).stdout;
  const findingsOf = (stdout: string): unknown => (JSON.parse(stdout) as { findings: unknown }).findings;

  it('serve a checkout that lies elsewhere and has other times, as on another machine', () => {
    const root = project(shop('turbo.json'));
    parsed(root, 'packages/db');
    const before = findingsOf(parsed(root, 'packages/api'));
    const elsewhere = path.join(project({ '.keep': '' }), 'checkout');
    cpSync(root, elsewhere, { recursive: true });
    expect(findingsOf(parsed(elsewhere, 'packages/api'))).toEqual(before);
    expect(before).toHaveLength(1);
  });

  it('are read anew where its output is missing or damaged, which is said', () => {
    const root = project(shop('turbo.json'));
    const without = findingsOf(parsed(root, 'packages/api'));
    expect(without).toHaveLength(1);
    rmSync(path.join(root, 'packages/api/.perf-lint'), { recursive: true });
    parsed(root, 'packages/db');
    write(root, { 'packages/db/.perf-lint/index.bin': 'damaged' });
    const { stdout, stderr } = perfLint(path.join(root, 'packages/api'), task);
    expect(findingsOf(stdout)).toEqual(without);
    expect(stderr).toContain('packages/db/.perf-lint is damaged');
  });

  it('are those of the content that is there now, though it was changed within one moment of the clock', () => {
    const root = project(shop('turbo.json'));
    parsed(root, 'packages/db');
    renameSync(path.join(root, 'packages/db/src/index.ts'), path.join(root, 'packages/db/src/old.ts'));
    write(root, { 'packages/db/src/index.ts': 'export async function nameOf(id: number) {\n  return String(id);\n}\n' });
    expect(findingsOf(parsed(root, 'packages/api'))).toEqual([]);
  });
});
