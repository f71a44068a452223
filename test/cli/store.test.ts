import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { project } from '../commands/project.ts';
import { CLI, perfLint } from './run.ts';

const FILES = 40;

/** A helper that queries or not, and many callers that loop over it. */
function shop(queries: boolean): Record<string, string> {
  return {
    'package.json': '{ "dependencies": { "@prisma/client": "6", "express": "5" } }',
    'db.ts': "import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n",
    'user.ts': `import { prisma } from './db';\nexport async function nameOf(id: number) {\n  return ${queries ? "(await prisma.user.findFirst({ where: { boss: id } }))?.name ?? ''" : 'String(id)'};\n}\n`,
    ...Object.fromEntries(
      Array.from({ length: FILES }, (_, index) => [
        `routes/${index}.ts`,
        `import express from 'express';\nimport { nameOf } from '../user';\nconst app = express();\napp.get('/${index}', async (req, res) => {\n  const names: string[] = [];\n  for (const id of req.body.ids) names.push(await nameOf(id));\n  res.json(names);\n});\n`,
      ]),
    ),
  };
}

/** A run of the command line that others run beside. */
function running(cwd: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(CLI, ['scan', '--format', 'json'], { cwd, env: { PATH: process.env.PATH ?? '', HOME: cwd } });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

it('processes that use one store at once, while files change, say what each would say alone', async () => {
  const root = project(shop(false));
  mkdirSync(path.join(root, 'node_modules'));
  const alone = (): string => perfLint(root, ['scan', '--format', 'json', '--no-cache']).stdout;
  for (const queries of [true, false, true]) {
    for (const [file, text] of Object.entries(shop(queries))) writeFileSync(path.join(root, file), text);
    const runs = await Promise.all([running(root), running(root), running(root)]);
    expect(runs.map(({ stderr }) => stderr)).toEqual(['', '', '']);
    expect(new Set(runs.map(({ stdout }) => stdout))).toEqual(new Set([alone()]));
    expect(JSON.parse(alone()).findings).toHaveLength(queries ? FILES : 0);
  }
  const store = path.join(root, 'node_modules/.cache/perf-lint');
  expect(readdirSync(store).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

it('a process that was ended while it wrote leaves nothing that misleads the next, and what it left goes after a while', () => {
  const root = project(shop(true));
  mkdirSync(path.join(root, 'node_modules'));
  const first = perfLint(root, ['scan', '--format', 'json']);
  const store = path.join(root, 'node_modules/.cache/perf-lint');
  const index = readFileSync(path.join(store, 'index.bin'));
  const half = path.join(store, 'index.bin.4711.abcd.tmp');
  const pack = path.join(store, 'pack-0000000000000000.bin');
  for (const left of [half, pack]) writeFileSync(left, index.subarray(0, index.length / 2));
  expect(perfLint(root, ['scan', '--format', 'json']).stdout).toBe(first.stdout);
  const past = new Date(Date.now() - 2 * 3_600_000);
  for (const left of [half, pack]) utimesSync(left, past, past);
  writeFileSync(path.join(root, 'more.ts'), 'export const more = 1;\n');
  expect(perfLint(root, ['scan', '--format', 'json']).stdout).toBe(first.stdout);
  expect(readdirSync(store)).not.toContain(path.basename(half));
  expect(readdirSync(store)).not.toContain(path.basename(pack));
});

it.runIf(process.platform === 'linux')('a folder for what is kept that cannot be made is said, and waited for by nobody', () => {
  const root = project({ 'package.json': '{}', 'a.ts': 'export const a = 1;\n' });
  const { status, stderr } = spawnSync(CLI, ['scan', '--cache-dir', '/proc/perf-lint'], { cwd: root, encoding: 'utf8', timeout: 20_000, killSignal: 'SIGKILL', env: { PATH: process.env.PATH ?? '', HOME: root } });
  expect([status, stderr]).toEqual([0, expect.stringMatching(/^perf-lint: the store in \/proc\/perf-lint\/\S+ cannot be written: \/proc takes no new folder; nothing is kept \(--no-cache does without it, --cache-dir names another place\)\n$/)]);
});
