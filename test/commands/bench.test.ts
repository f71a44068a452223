import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BenchmarkDetail } from '../../src/benchmark/evidence.ts';
import { replay } from '../../src/benchmark/replay/replay.ts';
import { runBenchmark } from '../../src/benchmark/run.ts';
import { bench } from '../../src/commands/bench.ts';
import type { BenchOptions } from '../../src/commands/bench.ts';
import { withBenchmark } from '../../src/commands/benchmarks.ts';
import { scan } from '../../src/commands/scan.ts';
import type { Evidence, Finding } from '../../src/findings/types.ts';
import { engine } from '../../src/project/engine.ts';
import { foldersOfBenchmarks } from '../benchmark/folders.ts';
import { named, project as inMemory } from '../benchmark/replay/project.ts';
import { project } from './project.ts';

const NOTHING = { url: undefined, rtt: undefined, budget: 60 };
const CACHE = {
  'package.json': '{ "dependencies": { "express": "5.0.0" } }',
  'src/app.ts': `import express from 'express';
const seen = new Map<string, object>();
const app = express();
app.get('/:id', (req, res) => {
  seen.set(req.params.id, { at: 1 });
  res.json(seen.get(req.params.id));
});
`,
};

async function measure(root: string, options: Partial<BenchOptions> = {}): Promise<Awaited<ReturnType<typeof bench>>> {
  return bench({ cwd: root, ...NOTHING, ...options }, engine);
}

const folders = foldersOfBenchmarks();

describe('bench', { timeout: 240_000 }, () => {
  it('measures what a scan shows, writes it, and compares a later run with it', async () => {
    const root = project(CACHE);
    const first = await measure(root, { save: 'before.json' });
    expect(first.findings).toMatchObject([{ rule: 'unbounded-cache', location: { file: 'src/app.ts', line: 2 }, confidence: 'high', evidence: { kind: 'benchmark', verdict: 'confirmed', unit: 'B', n: 3 } }]);
    const saved = JSON.parse(readFileSync(path.join(root, 'before.json'), 'utf8')) as { environment: { machine: string }; benchmarks: { medians: { suspect: number[] } }[] };
    expect(saved.benchmarks[0]!.medians.suspect).toHaveLength(3);
    const second = await measure(root, { compare: 'before.json' });
    expect(second.comparisons).toMatchObject([{ id: first.findings[0]!.id, scale: 'difference', unit: 'B' }]);
    expect(second.comparisons![0]!.verdict).not.toMatch(/more|less/);

    saved.environment.machine = 'another';
    writeFileSync(path.join(root, 'elsewhere.json'), JSON.stringify(saved));
    await expect(measure(root, { compare: 'elsewhere.json' })).rejects.toThrow(/^--compare elsewhere\.json: it was measured on another machine/);
  });

  it('says what cannot be measured, and why', async () => {
    const root = project({ ...CACHE, 'src/start.ts': `import { readFileSync } from 'node:fs';\nexport const text = readFileSync('a.txt', 'utf8');\n` });
    const at = async (place: string, rule: string): Promise<Evidence> => (await measure(root, { at: { place, rule } })).findings[0]!.evidence;
    expect(await at('src/start.ts:1', 'sync-io-in-async')).toMatchObject({ verdict: 'inconclusive', summary: 'no benchmark: no call that blocks is seen there' });
    expect((await at('src/start.ts:2', 'sync-io-in-async')).summary).toMatch(/^no benchmark: no request or job is seen to lead there/);
    expect(await at('src/app.ts:3', 'n-plus-one')).toMatchObject({ summary: 'no benchmark: no statement is seen there' });
    await expect(at('src/app.ts:99', 'n-plus-one')).rejects.toThrow('--at src/app.ts:99: src/app.ts has no line 99');
    await expect(at('src/none.ts:1', 'n-plus-one')).rejects.toThrow('is no file of the project');
    await expect(at('src/app.ts:1', 'unused-suppression')).rejects.toThrow('--rule unused-suppression: this rule has no benchmark');
    await expect(at('src/app.ts:1', 'n-plus-on')).rejects.toThrow('--rule n-plus-on: no such rule (did you mean "n-plus-one"?)');
    await expect(measure(root, { compare: 'package.json' })).rejects.toThrow('--compare package.json: it is not what perf-lint bench --save writes');
  });

  it('leaves nothing when it is ended', async () => {
    const root = project(CACHE);
    const stop = new AbortController();
    const running = measure(root, { signal: stop.signal, onProgress: ({ stage, done }) => stage === 'bench' && done > 0 && stop.abort(new Error('interrupted')) });
    await expect(running).rejects.toThrow('interrupted');
    expect(folders()).toEqual([]);
  });
});

describe('scan --confirm', { timeout: 240_000 }, () => {
  it('adds what was measured to the findings that it shows', async () => {
    const result = await scan({ cwd: project(CACHE), confirm: NOTHING }, engine);
    expect(result.findings).toMatchObject([{ rule: 'unbounded-cache', confidence: 'high', evidence: [{ kind: 'benchmark', verdict: 'confirmed' }] }]);
  });
});

describe('evidence that refutes', { timeout: 240_000 }, () => {
  const finding = { confidence: 'high', evidence: [] } as unknown as Finding;

  it('lowers the confidence where it is a replay of the code itself', async () => {
    const source = inMemory({ 'a.ts': 'export function total(list: number[]): number { let sum = 0; for (const one of list) sum += one; return sum; }' });
    const evidence = await replay(source, named(source, 'a.ts', 'total'), { plan: { budget: 60_000 } });
    // A machine that is busy with others may leave it open; what it never says is that the sum grows with the square.
    expect(evidence.verdict).not.toBe('confirmed');
    expect((evidence.detail as BenchmarkDetail).source).toBe('replay');
    const refuted: Evidence = { ...evidence, verdict: 'refuted' };
    expect(withBenchmark(finding, refuted)).toMatchObject({ confidence: 'low', evidence: [{ verdict: 'refuted' }] });
  });

  it('lowers nothing where it is a model', async () => {
    const evidence = await runBenchmark({ rule: 'sync-io-in-async', operation: 'fs.existsSync' }, { plan: { budget: 60_000 } });
    expect(evidence.verdict).not.toBe('confirmed');
    expect((evidence.detail as BenchmarkDetail).source).toBe('model');
    expect(withBenchmark(finding, { ...evidence, verdict: 'refuted' })).toMatchObject({ confidence: 'high', evidence: [{ verdict: 'refuted' }] });
  });
});
