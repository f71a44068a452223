import { describe, expect, it } from 'vitest';
import { importEvidence } from '../../../src/evidence/import.ts';
import { serviceLevels, statusOf } from '../../../src/evidence/slo/levels.ts';
import { percentileOf, slopeOf } from '../../../src/evidence/slo/measured.ts';
import { routeTeller } from '../../../src/evidence/slo/routes.ts';
import { targetsOf } from '../../../src/evidence/slo/targets.ts';
import type { LevelSettings, ServiceLevel } from '../../../src/evidence/slo/types.ts';
import { samples } from '../toy.ts';

async function levels(settings: LevelSettings, ...names: string[]): Promise<ServiceLevel[]> {
  return serviceLevels(targetsOf(settings), (await importEvidence(names, samples)).files);
}

describe('service levels', () => {
  it('p95 of a tool that has none is decided by what lies around it, where that decides', async () => {
    const at = async (p95: number): Promise<ServiceLevel> => (await levels({ routes: { 'GET /n1': { p95 } } }, 'generated/autocannon-n1.json'))[0]!;
    // p90 is 31, p97.5 is 35.
    expect(await at(40)).toMatchObject({ status: 'pass', current: { low: 31, high: 35 }, source: { file: 'generated/autocannon-n1.json', tool: 'autocannon' } });
    expect(await at(33)).toMatchObject({ status: 'not-resolvable' });
    expect(await at(30)).toMatchObject({ status: 'fail' });
  });

  it('of routes, of all requests, and of statements', async () => {
    const found = await levels(
      { routes: { 'GET /n1': { p50: 30, p99: 60, throughput: 15, errorRate: 0 }, '/dedupe': { p95: 15 }, '/absent': { p95: 1 }, '*': { p95: 25 } }, queryTime: 150 },
      'generated/artillery-report.json', 'generated/pg15-stderr.log',
    );
    expect(found.map(({ metric, route, current, status }) => [route, metric, current, status])).toEqual([
      ['GET /n1', 'p50', { value: 22.9 }, 'pass'],
      ['GET /n1', 'p99', { value: 51.9 }, 'pass'],
      ['GET /n1', 'throughput', { value: 120 / 5.986 }, 'pass'],
      ['GET /n1', 'error-rate', { value: 0 }, 'pass'],
      ['/dedupe', 'p95', { value: 10.9 }, 'pass'],
      ['/absent', 'p95', undefined, 'not-measured'],
      [undefined, 'p95', { value: 29.1 }, 'fail'],
      // The slowest of all, on average.
      [undefined, 'query-time', { value: 195.397 }, 'fail'],
    ]);
    expect(found.at(-1)!.source!.subject).toMatch(/^SELECT u\.email, count/);
  });

  it('the worst of several files counts', async () => {
    const [slow] = await levels({ routes: { '/n1': { p95: 50 } } }, 'generated/locust_stats.csv', 'generated/artillery-report.json');
    expect(slow).toMatchObject({ status: 'fail', current: { value: 63 }, source: { file: 'generated/locust_stats.csv' } });
    const [few] = await levels({ routes: { '/n1': { throughput: 100 } } }, 'generated/locust_stats.csv', 'generated/artillery-report.json');
    expect(few).toMatchObject({ status: 'fail', source: { file: 'generated/artillery-report.json' } });
  });

  it('of a page: nothing tells of interactions where nobody interacted', async () => {
    const found = await levels({ page: { lcp: 2500, cls: 0.1, inp: 200, tbt: 50 } }, 'generated/lhr-12.8.2.json');
    expect(found.slice(0, 4).map(({ metric, status }) => [metric, status])).toEqual([['lcp', 'pass'], ['inp', 'not-measured'], ['cls', 'pass'], ['tbt', 'fail']]);
  });

  it('of the process', async () => {
    const { files } = await importEvidence(['generated/clinic-doctor-processstat', 'generated/trace-gc.txt'], samples);
    const growing = { ...files[1]!, series: [{ metric: 'heap-after-gc' as const, unit: 'bytes' as const, title: '', points: Array.from({ length: 9 }, (_, index) => [index * 1000, index * 2048] as const) }] };
    const targets = targetsOf({ loopBlock: 50, memorySlope: 1024 });
    expect(serviceLevels(targets, [files[0]!, growing]).map(({ metric, current, status }) => [metric, current !== undefined, status])).toEqual([['query-time', false, 'not-measured'], ['loop-block', true, expect.stringMatching(/pass|fail/)], ['memory-slope', true, 'fail']]);
    // Two full collections are no trend.
    expect(serviceLevels(targets, files).at(-1)).toMatchObject({ metric: 'memory-slope', status: 'not-measured' });
  });

  it('a statement may take 100 ms unless the config says otherwise', () => {
    expect(targetsOf({})).toEqual([{ metric: 'query-time', target: 100 }]);
    expect(targetsOf({ queryTime: 20 })).toEqual([{ metric: 'query-time', target: 20 }]);
  });

  it('are compared with those of a baseline', async () => {
    const before = await levels({ routes: { '/n1': { p95: 50 } } }, 'generated/locust_stats.csv');
    const { files } = await importEvidence(['generated/artillery-report.json'], samples);
    expect(serviceLevels(targetsOf({ routes: { '/n1': { p95: 40 } } }), files, before)[0]).toMatchObject({ target: 40, baseline: { value: 63 }, current: { value: 37 }, status: 'pass' });
  });
});

describe('a percentile', () => {
  it.each([
    [{ percentiles: [[90, 5], [95, 6]] }, { value: 6 }],
    [{ percentiles: [[90, 5]] }, { low: 5 }],
    [{ percentiles: [[90, 5]], max: 9 }, { low: 5, high: 9 }],
    [{ percentiles: [], mean: 3 }, { low: 0 }],
    [{ percentiles: [[99, 8]], min: 2 }, { low: 2, high: 8 }],
  ] as const)('%j', (distribution, measured) => {
    expect(percentileOf(distribution, 95)).toEqual(measured);
  });
});

describe('a level', () => {
  it.each([
    [{ value: 10 }, 10, 'at-most', 'pass'],
    [{ value: 10.1 }, 10, 'at-most', 'fail'],
    [{ low: 5, high: 10 }, 10, 'at-most', 'pass'],
    [{ low: 11 }, 10, 'at-most', 'fail'],
    [{ low: 5 }, 10, 'at-most', 'not-resolvable'],
    [{ value: 10 }, 10, 'at-least', 'pass'],
    [{ value: 9 }, 10, 'at-least', 'fail'],
    [{ low: 5, high: 9 }, 10, 'at-least', 'fail'],
    [{ low: 5 }, 10, 'at-least', 'not-resolvable'],
  ] as const)('%j, %d %s: %s', (measured, target, bound, status) => {
    expect(statusOf(measured, target, bound)).toBe(status);
  });
});

describe('memory', () => {
  const series = (points: [number, number][]): Parameters<typeof slopeOf>[0] => ({ metric: 'heap-after-gc', unit: 'bytes', title: '', points });

  it('grows by the median of all slopes, which one outlier does not move', () => {
    expect(slopeOf(series(Array.from({ length: 20 }, (_, index) => [index * 1000, index === 7 ? 1e9 : 5000 + index * 300])))).toBeCloseTo(300, 6);
    expect(slopeOf(series(Array.from({ length: 20 }, (_, index) => [index * 1000, 7000])))).toBe(0);
    expect(slopeOf(series([[0, 1], [1000, 2]]))).toBeUndefined();
  });
});

describe('a measured route', () => {
  const tell = routeTeller(['GET /orders/:id', 'GET /orders/new', '/users/{id}', 'POST /users/:id', 'GET /a/:b', 'GET /a/:c', 'GET /p/:q/r', 'GET /p/:s/r', 'GET /p/:t/:u']);

  it.each([
    [{ method: 'GET', path: '/orders/7' }, 'GET /orders/:id'],
    [{ method: 'GET', path: '/orders/new/' }, 'GET /orders/new'],
    [{ path: '/orders/:id' }, 'GET /orders/:id'],
    [{ method: 'POST', path: '/users/3' }, 'POST /users/:id'],
    [{ method: 'PUT', path: '/users/3' }, '/users/{id}'],
    [{ method: 'POST', path: '/orders/7' }, undefined],
    [{ method: 'GET', path: '/orders/7/items' }, undefined],
    // Two are as near.
    [{ method: 'GET', path: '/a/1' }, undefined],
    // Also where a third is less near.
    [{ method: 'GET', path: '/p/1/r' }, undefined],
  ])('%j', (route, name) => {
    expect(tell(route)).toBe(name);
  });
});
