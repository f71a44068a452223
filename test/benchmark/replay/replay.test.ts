import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BenchmarkDetail } from '../../../src/benchmark/evidence.ts';
import { isolation } from '../../../src/benchmark/replay/isolation.ts';
import { replay, replayFunction } from '../../../src/benchmark/replay/replay.ts';
import { foldersOfBenchmarks } from '../folders.ts';
import { childrenOf } from '../processes/children.ts';
import { named, project } from './project.ts';

const plan = { budget: 120_000 };
const timeout = 300_000;

const folders = foldersOfBenchmarks();

describe('a replay', { timeout }, () => {
  const source = project({
    'src/a.ts': `import { has } from './has';
export function unique(ids: string[]): string[] {
  const seen: string[] = [];
  for (const id of ids) if (!has(seen, id)) seen.push(id);
  return seen;
}
export const once = (ids: readonly string[]): string[] => [...new Set(ids)];
export function save(ids: string[]): void { process.stdout.write(ids.join()); }`,
    'src/has.ts': 'export const has = (list: readonly string[], id: string): boolean => list.includes(id);',
  });

  it('measures how the time of the user\'s own function grows', async () => {
    const evidence = await replay(source, named(source, 'src/a.ts', 'unique'), { plan });
    expect(evidence).toMatchObject({ verdict: 'confirmed', metric: 'growth exponent' });
    expect(evidence.summary).toMatch(/^the time of unique grows with the power .* \(in your code; assumed: generated inputs of 64 to 4096 elements; network off by .*; \d+ processes\)$/);
    expect((evidence.detail as BenchmarkDetail).source).toBe('replay');
  });

  it('refutes what grows as its input does', async () => {
    expect(await replay(source, named(source, 'src/a.ts', 'once'), { plan })).toMatchObject({ verdict: 'refuted' });
  });

  it('says why it runs nothing', async () => {
    expect(await replay(source, named(source, 'src/a.ts', 'save'))).toMatchObject({ verdict: 'inconclusive', summary: 'no benchmark: save is not run: it uses process (src/a.ts)' });
  });
});

/**
 * What gets past the facts is still kept from everything: each of these is run, and tries. Where this Node has no permissions, or the system
 * no namespaces, the other walls must hold.
 */
describe('code that is hostile', { timeout }, () => {
  let home: string;
  let server: Server;
  let port: number;
  let connections = 0;
  beforeAll(async () => {
    home = mkdtempSync(path.join(tmpdir(), 'perf-lint-home-'));
    mkdirSync(path.join(home, '.ssh'));
    writeFileSync(path.join(home, '.ssh/id_ed25519'), 'a secret');
    server = net.createServer(() => connections++);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => {
    server.close();
    rmSync(home, { recursive: true });
  });

  /** Runs the body of a function with `ids`, and gives what is said of it. */
  async function run(body: string, ended: { timeout?: number } = {}): Promise<string> {
    const text = `exports.run = async function (ids) {\n${body}\n};`;
    const evidence = await replayFunction({ title: 'run', name: 'run', inputs: [{ kind: 'list', element: { kind: 'string' } }], bundle: { text, files: [] } }, { plan, ...ended });
    expect(evidence.verdict).toBe('inconclusive');
    expect(childrenOf(process.pid)).toEqual([]);
    expect(folders()).toEqual([]);
    return evidence.summary;
  }

  it.each([
    ['net', () => `require('node:net').connect(${port}, '127.0.0.1');`],
    ['net, by a socket', () => `new (require('node:net').Socket)().connect(${port}, '127.0.0.1');`],
    ['http', () => `require('node:http').get('http://127.0.0.1:${port}');`],
    ['fetch', () => `await fetch('http://127.0.0.1:${port}');`],
    ['tls', () => `require('node:tls').connect(${port});`],
    ['dgram', () => `require('node:dgram').createSocket('udp4').send('x', ${port});`],
    ['dns', () => "await require('node:dns').promises.lookup('localhost');"],
  ])('that opens a socket is stopped: %s', async (_, body) => {
    expect(await run(body())).toMatch(/its processes did not come through: .* is off in a replay/);
    expect(connections).toBe(0);
  });

  it('that opens a socket by an import of its own is stopped', async () => {
    expect(await run(`const net = await import('node:net'); net.connect(${port}, '127.0.0.1');`)).toContain('is off in a replay');
    expect(connections).toBe(0);
  });

  it.each([
    ['a key', () => `require('node:fs').readFileSync(${JSON.stringify(path.join(home, '.ssh/id_ed25519'))});`],
    ['a folder', () => `require('node:fs').readdirSync(${JSON.stringify(home)});`],
    ['a key, in its own time', () => `await require('node:fs').promises.readFile(${JSON.stringify(path.join(home, '.ssh/id_ed25519'))});`],
  ])('that reads %s is stopped', async (_, body) => {
    expect(await run(body())).toMatch(/did not come through: ERR_ACCESS_DENIED.*FileSystemRead/);
  });

  it('that writes outside its folder is stopped', async () => {
    const file = path.join(home, 'written');
    expect(await run(`require('node:fs').writeFileSync(${JSON.stringify(file)}, 'x');`)).toMatch(/did not come through: ERR_ACCESS_DENIED.*FileSystemWrite/);
    expect(await run(`require('node:fs').rmSync(${JSON.stringify(path.join(home, '.ssh/id_ed25519'))});`)).toMatch(/did not come through: ERR_ACCESS_DENIED/);
    expect(existsSync(file)).toBe(false);
    expect(existsSync(path.join(home, '.ssh/id_ed25519'))).toBe(true);
  });

  it.each([
    ['a process', "require('node:child_process').spawn('sleep', ['1000']);"],
    ['itself', "require('node:child_process').fork(__filename);"],
    ['a thread', "new (require('node:worker_threads').Worker)('for (;;);', { eval: true });"],
    ['a cluster', "require('node:cluster').fork();"],
  ])('that starts %s is stopped', async (_, body) => {
    expect(await run(body)).toContain('is off in a replay');
    expect(execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' })).not.toContain('sleep 1000');
  });

  it('that ends its starter is stopped', async () => {
    expect(await run('process.kill(process.ppid);')).toContain('process.kill is off in a replay');
  });

  it('that never ends is ended', async () => {
    expect(await run('for (;;);', { timeout: 3000 })).toContain('it took longer than 3 s');
  });

  it('that waits for ever is ended', async () => {
    expect(await run('await new Promise(() => setInterval(() => {}, 1000));', { timeout: 3000 })).toContain('it took longer than 3 s');
  });

  it.each([
    ['objects', 'const kept = []; for (;;) kept.push(new Array(1000).fill(kept.length));'],
    ['buffers', 'const kept = []; for (;;) kept.push(Buffer.alloc(2 ** 22, 1));'],
  ])('that takes memory without end is ended: %s', async (_, body) => {
    // A busy machine takes its time to have so much.
    expect(await run(body, { timeout: 120_000 })).toMatch(/did not come through: (?:it took more than 512 MB of memory|.*heap out of memory)/);
  });

  it('says how the network is off', () => {
    expect(isolation(['/a'], '/b').text).toMatch(/^network off by (?:a namespace|a preload)/);
  });

  it.skipIf(isolation([], '').launcher.length === 0)('has no network in a namespace, also without the preload', () => {
    const [launcher, ...args] = isolation([], '').launcher;
    const code = `require('node:net').connect(${port}, '127.0.0.1').on('error', ({ code }) => console.log(code))`;
    expect(execFileSync(launcher!, [...args, process.execPath, '-e', code], { encoding: 'utf8' }).trim()).toBe('ENETUNREACH');
    expect(connections).toBe(0);
  });
});
