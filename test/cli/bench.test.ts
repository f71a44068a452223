import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { childrenOf, isAlive } from '../benchmark/processes/children.ts';
import { SERVERS } from '../live/databases.ts';
import { schemasNamed } from '../live/schemas-named.ts';
import { CLI } from './run.ts';

const SHOP = path.resolve(import.meta.dirname, '../../fixtures/shop');

/** Asks again until something is there. */
async function eventually<T>(ask: () => T | undefined | false): Promise<T> {
  for (let turn = 0; turn < 1200; turn++) {
    const found = ask();
    if (found !== undefined && found !== false) return found;
    await delay(50);
  }
  throw new Error('nothing came');
}

it.each(['the embedded engine', 'postgres', 'mysql'] as const)('Ctrl-C in the middle of a benchmark on %s leaves no process, no folder and no schema', { timeout: 180_000 }, async (on) => {
  const servers = on === 'the embedded engine' ? [] : [on];
  const temporary = mkdtempSync(path.join(tmpdir(), 'perf-lint-ctrl-c-'));
  onTestFinished(() => rmSync(temporary, { recursive: true, force: true }));
  const run = spawn(CLI, ['bench', 'src/services/order.service.ts:17', '--no-cache', ...servers.flatMap((server) => ['--bench-db', SERVERS[server]])], { cwd: SHOP, env: { PATH: process.env.PATH, TMPDIR: temporary }, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Buffer[] = [];
  run.stderr.on('data', (data: Buffer) => said.push(data));
  const ended = new Promise<number | null>((resolve) => void run.once('close', resolve));

  const workers = await eventually(() => childrenOf(run.pid!).length > 0 && childrenOf(run.pid!));
  expect(readdirSync(temporary)).toEqual([expect.stringMatching(/^perf-lint-bench-/)]);
  const schemas = `perf_lint_bench_${run.pid}_`;
  for (const server of servers) expect(await schemasNamed(schemas, server)).not.toEqual([]);

  run.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(Buffer.concat(said).toString()).toBe('perf-lint: interrupted: nothing was kept\n');
  // A process that lost its parent is somebody else's child.
  const ids = workers.map((line) => Number(line.trim().split(/\s+/)[1]));
  expect(ids.filter((id) => isAlive(id))).toEqual([]);
  expect(readdirSync(temporary)).toEqual([]);
  for (const server of servers) expect(await schemasNamed(schemas, server)).toEqual([]);
});
