import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/commands/arguments.ts';
import { slo } from '../../src/commands/slo.ts';
import { sloText } from '../../src/report/slo.ts';
import { engine } from './engine.ts';
import { project } from './project.ts';

const run = readFileSync(path.resolve(import.meta.dirname, '../../fixtures/evidence/generated/autocannon-n1.json'));

describe('perf-lint slo', () => {
  it('says what holds, compares with what was saved, and saves', async () => {
    const cwd = project({ 'package.json': '{}', 'perf-lint.config.json': JSON.stringify({ slo: { routes: { '/n1': { p50: 20, p95: 33, throughput: 500 } } } }), 'run.json': run });
    const { levels } = await slo({ evidence: ['run.json'], save: 'before.json', cwd }, engine);
    expect(levels.map(({ metric, status }) => [metric, status])).toEqual([['p50', 'fail'], ['p95', 'not-resolvable'], ['throughput', 'pass'], ['query-time', 'not-measured']]);
    expect(sloText(levels, { colors: false })).toBe([
      'level                    target    current      status          from',
      '/n1, response time, p50  ≤ 20 ms   25 ms        fail            run.json (autocannon): /n1',
      '/n1, response time, p95  ≤ 33 ms   31 to 35 ms  not resolvable  run.json (autocannon): /n1',
      '/n1, throughput          ≥ 500 /s  750 /s       pass            run.json (autocannon): /n1',
      'query time               ≤ 100 ms               not measured',
      '', '4 service levels: 1 pass, 1 fail, 1 not measured, 1 not resolvable', '',
    ].join('\n'));
    const again = await slo({ evidence: ['run.json'], baseline: 'before.json', cwd }, engine);
    expect(again.levels[0]).toMatchObject({ baseline: { value: 25 }, current: { value: 25 } });
    expect(sloText(again.levels, { colors: false })).toMatch(/^level +target +baseline +current +status +from\n.*≤ 20 ms +25 ms +25 ms +fail/);
  });

  it('takes folders and patterns', async () => {
    const cwd = project({ 'package.json': '{}', 'perf-lint.config.json': JSON.stringify({ slo: { routes: { '/n1': { p50: 30 } } } }), 'load/run.json': run, 'run[1].json': run });
    expect((await slo({ evidence: ['run[1].json'], cwd }, engine)).levels[0]).toMatchObject({ status: 'pass', source: { file: 'run[1].json' } });
    for (const name of ['load', 'load/*.json']) expect((await slo({ evidence: [name], cwd }, engine)).levels[0]).toMatchObject({ status: 'pass', source: { file: 'load/run.json' } });
    await expect(slo({ evidence: ['*.har'], cwd }, engine)).rejects.toThrow('*.har: no file fits the pattern');
  });

  it('names a file that cannot be used', async () => {
    const cwd = project({ 'package.json': '{}', 'run.json': run, 'other.json': '{"version": 1, "levels": [{"metric": "p51"}]}', 'bad.json': '{' });
    await expect(slo({ evidence: ['absent.json'], cwd }, engine)).rejects.toThrow('absent.json: there is no such file');
    await expect(slo({ evidence: ['run.json'], baseline: 'absent.json', cwd }, engine)).rejects.toThrow('--baseline absent.json: ');
    await expect(slo({ evidence: ['run.json'], baseline: 'other.json', cwd }, engine)).rejects.toThrow('--baseline other.json: it is not what perf-lint slo --save writes');
    await expect(slo({ evidence: ['run.json'], baseline: 'bad.json', cwd }, engine)).rejects.toThrow('--baseline bad.json: it is no JSON');
  });

  it('needs evidence', async () => {
    await expect(slo({ evidence: [] }, engine)).rejects.toThrow('--evidence is missing');
    expect(parseArguments(['slo', 'a'], [])).toMatchObject({ kind: 'usage' });
    expect(parseArguments(['slo', '--evidence', 'a', '--evidence', 'b', '--save', 'c', '--format', 'json'], [])).toMatchObject({ kind: 'slo', evidence: ['a', 'b'], save: 'c', json: true, baseline: undefined });
  });
});
