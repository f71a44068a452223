import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { BenchmarkDetail } from '../../src/benchmark/evidence.ts';
import { Workspace } from '../../src/benchmark/harness/processes/workspace.ts';
import { runBenchmark, runJob } from '../../src/benchmark/run.ts';
import { foldersOfBenchmarks } from './folders.ts';
import { childrenOf } from './processes/children.ts';
import { job } from './processes/subjects.ts';

/** Time enough for a machine that has much else to do. */
const plan = { budget: 90_000 };
const timeout = 240_000;

const folders = foldersOfBenchmarks();

describe('a benchmark', { timeout }, () => {
  it('confirms what takes many times as long, and records what it rests on', async () => {
    const workspace = new Workspace();
    const evidence = await runJob(job('includes', workspace.folder).what, { kind: 'time', source: 'model', suspect: 'a list', twin: 'a set' }, { plan }, { memory: 2 ** 30 }, workspace);
    expect(evidence).toMatchObject({ kind: 'benchmark', tool: 'perf-lint', verdict: 'confirmed', metric: 'time per call', unit: 'ms' });
    expect(evidence.summary).toMatch(/^a list takes .* ms per call, a set .* ms: .* to .* times as long \(in a model; \d+ processes\)$/);
    expect(evidence.interval![0]).toBeGreaterThan(evidence.baseline! * 1.1);
    const detail = evidence.detail as BenchmarkDetail;
    expect(detail.environment).toMatchObject({ node: process.version, cores: expect.any(Number), machine: expect.stringMatching(/^[0-9a-f]{16}$/) });
    expect(detail.processes).toHaveLength(evidence.n!);
    expect(JSON.parse(JSON.stringify(detail))).toEqual(detail);
  });

  it('never confirms that code differs from itself', async () => {
    const workspace = new Workspace();
    const evidence = await runJob(job('same', workspace.folder).what, { kind: 'time', source: 'model', suspect: 'a list', twin: 'a list' }, { plan: { ...plan, looks: [6] } }, { memory: 2 ** 30 }, workspace);
    expect(evidence.verdict).not.toBe('confirmed');
  });

  it('that crashes is inconclusive', async () => {
    const workspace = new Workspace();
    const evidence = await runJob(job('throws', workspace.folder).what, { kind: 'time', source: 'model', suspect: 'a list', twin: 'a set' }, { plan }, { memory: 2 ** 30 }, workspace);
    expect(evidence).toMatchObject({ verdict: 'inconclusive', summary: 'cannot tell: its processes did not come through: this model is broken (in a model; 0 processes)' });
  });

  it('leaves no process and no file when it is ended', async () => {
    const controller = new AbortController();
    const running = runBenchmark({ rule: 'unbounded-cache', operation: 'map' }, { plan, signal: controller.signal, onProcess: () => controller.abort(new Error('interrupted')) });
    await expect(running).rejects.toThrow('interrupted');
    expect(childrenOf(process.pid)).toEqual([]);
    expect(folders()).toEqual([]);
  });

  it('says when there is no model', async () => {
    expect(await runBenchmark({ rule: 'repeated-query', operation: 'x' })).toMatchObject({ verdict: 'inconclusive', summary: 'no benchmark: repeated-query has no model' });
    expect(await runBenchmark({ rule: 'sync-io-in-async', operation: 'fs.openSync' })).toMatchObject({ verdict: 'inconclusive', summary: 'no benchmark: there is no model of fs.openSync' });
    expect(await runBenchmark({ rule: 'blocking-cpu-in-async', operation: 'bcryptjs.hashSync', packages: tmpdir() })).toMatchObject({ summary: 'no benchmark: bcryptjs is not installed' });
  });
});
