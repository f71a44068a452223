import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { importEvidence } from '../../src/evidence/import.ts';
import { routeOf } from '../../src/evidence/routes.ts';
import type { ImportedFile, Observation } from '../../src/evidence/types.ts';
import { imported, samples } from './toy.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'perf-lint-loads-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(content: string): Promise<ImportedFile> {
  writeFileSync(path.join(folder, 'file'), content);
  return (await importEvidence(['file'], folder)).files[0]!;
}

/** Of a route, or of all requests. */
function of({ observations }: ImportedFile, metric: Observation['metric'], route?: string): Observation | undefined {
  return observations.find((one) => one.metric === metric && one.route?.path === route);
}

function percentile(observation: Observation | undefined, percent: number): number | undefined {
  return observation?.distribution?.percentiles.find(([one]) => one === percent)?.[1];
}

describe('autocannon', () => {
  it('tells percentiles of its URL, and no p95', async () => {
    const file = await imported('generated/autocannon-n1.json');
    expect(file).toMatchObject({ format: 'autocannon', duration: 4020 });
    const times = of(file, 'response-time', '/n1');
    expect([90, 95, 97.5, 99].map((percent) => percentile(times, percent))).toEqual([31, undefined, 35, 41]);
    expect(of(file, 'throughput', '/n1')?.value).toBe(749.75);
    expect(of(file, 'error-rate', '/n1')?.value).toBe(0);
  });

  it('counts timeouts, errors and answers of 400 and above as failed', async () => {
    const run = JSON.parse(readFileSync(path.join(samples, 'generated/autocannon-n1.json'), 'utf8')) as Record<string, unknown>;
    const file = await read(JSON.stringify({ ...run, errors: 1, timeouts: 1, '5xx': 749, '3xx': 100, non2xx: 849 }));
    expect(of(file, 'error-rate', '/n1')?.value).toBeCloseTo(750 / 3000, 6);
  });
});

describe('Artillery', () => {
  it('tells all requests, and endpoints apart', async () => {
    const file = await imported('generated/artillery-report.json');
    expect(file.format).toBe('artillery');
    expect(percentile(of(file, 'response-time'), 95)).toBe(29.1);
    expect(of(file, 'throughput')?.value).toBe(60);
    expect(percentile(of(file, 'response-time', '/n1'), 95)).toBe(37);
    expect(of(file, 'requests', '/n1')?.value).toBe(120);
    expect(of(file, 'throughput', '/n1')?.value).toBeCloseTo(120 / 5.986, 6);
  });

  it('counts what got no answer', async () => {
    const report = readFileSync(path.join(samples, 'generated/artillery-report.json'), 'utf8').replace('"http.codes.200": 360', '"http.codes.200": 300, "http.codes.500": 20, "errors.ETIMEDOUT": 40');
    expect(of(await read(report), 'error-rate')?.value).toBeCloseTo(60 / 360, 6);
  });
});

describe('Locust', () => {
  it('tells each name, and all requests', async () => {
    const file = await imported('generated/locust_stats.csv');
    expect(file.format).toBe('locust-stats');
    expect(of(file, 'response-time', '/n1')).toMatchObject({ route: { method: 'GET', path: '/n1' }, at: 5, samples: 868 });
    expect(percentile(of(file, 'response-time', '/n1'), 95)).toBe(63);
    expect(of(file, 'error-rate', '/down')?.value).toBe(1);
    expect(of(file, 'error-rate')?.value).toBeCloseTo(303 / 2685, 6);
  });

  it('tells what failed, and how the run went', async () => {
    const { notes } = await importEvidence(['generated/locust_failures.csv', 'generated/locust_exceptions.csv'], samples);
    expect(notes).toEqual(['generated/locust_failures.csv: 303 times GET /down: ConnectionRefusedError(111, \'Connection refused\')']);
    const file = await imported('generated/locust_stats_history.csv');
    expect(file.series).toEqual([{ metric: 'throughput', unit: 'per-second', title: 'requests per second', points: [[1795332866000, 0]] }]);
  });

  it('reads columns by their names', async () => {
    const file = await read('Type,Name,Request Count,Failure Count,Requests/s,99%,50%\r\nGET,/a,3,1,1.5,9,N/A\r\n');
    expect(of(file, 'response-time', '/a')).toBeUndefined();
    expect(of(file, 'throughput', '/a')?.value).toBe(1.5);
  });

  it('reads the JSON, whose times are counted, with percentiles as Locust has them', async () => {
    const file = await imported('generated/locust-stats.json');
    expect(file.format).toBe('locust-json');
    // calculate_response_time_percentile of locust.stats, on this file: of /n1 exactly 247 of 260 requests took 68 ms at most, and it takes the next.
    expect([50, 90, 95, 99].map((percent) => percentile(of(file, 'response-time', '/n1'), percent))).toEqual([34, 56, 70, 88]);
    expect([50, 90, 95, 99].map((percent) => percentile(of(file, 'response-time', '/dedupe'), percent))).toEqual([6, 13, 18, 43]);
    expect(of(file, 'response-time', '/n1')?.value).toBeCloseTo(38.264, 3);
    expect(of(file, 'throughput', '/n1')?.value).toBeCloseTo(102.682, 3);
    expect(of(file, 'error-rate', '/n1')?.value).toBe(0);
    expect(of(file, 'error-rate', '/down')?.value).toBe(1);
  });
});

describe('k6', () => {
  const data = JSON.parse(readFileSync(path.join(samples, 'k6-reporter/tests__data__simple.json'), 'utf8')) as { metrics: Record<string, { type: string; values: Record<string, number>; thresholds?: Record<string, { ok: boolean }> }>; root_group: unknown };

  it('reads what handleSummary is given', async () => {
    const file = await imported('k6-reporter/tests__data__simple.json');
    expect(file.format).toBe('k6-summary');
    expect(percentile(of(file, 'response-time'), 95)).toBeCloseTo(30.0256841, 6);
    expect(percentile(of(file, 'response-time'), 99)).toBeCloseTo(39.577, 3);
    expect(of(file, 'throughput')?.value).toBeCloseTo(35.946, 3);
    expect(of(file, 'error-rate')?.value).toBeCloseTo(0.3975, 4);
  });

  it('has no requests over HTTP where gRPC was tested', async () => {
    expect((await imported('k6-reporter/tests__data__grpc.json')).observations.filter(({ metric }) => metric === 'response-time')).toEqual([]);
  });

  // No k6 can be had here: the shapes other than the sample's are derived from it.
  // --summary-export, derived from the sample: values beside the type, a rate called `value`, and a threshold that is true where it failed.
  it('reads --summary-export', async () => {
    const metrics = Object.fromEntries(Object.entries(data.metrics).map(([name, { values: { rate, ...values }, thresholds }]) => [name, {
      ...values, ...(rate !== undefined && (name === 'http_reqs' ? { rate } : { value: rate })),
      ...(thresholds && { thresholds: Object.fromEntries(Object.entries(thresholds).map(([expression, { ok }]) => [expression, !ok])) }),
    }]));
    const named = { 'http_req_duration{name:GET /orders/:id,method:GET}': { avg: 40, med: 30, 'p(95)': 80 }, 'http_req_duration{scenario:a}': { avg: 1, 'p(95)': 1 } };
    const file = await read(JSON.stringify({ root_group: data.root_group, metrics: { ...metrics, ...named } }));
    expect(file.format).toBe('k6-summary');
    expect(file.notes).toBeUndefined();
    expect(percentile(of(file, 'response-time'), 95)).toBeCloseTo(30.0256841, 6);
    expect(of(file, 'error-rate')?.value).toBeCloseTo(0.3975, 4);
    expect(of(file, 'response-time', '/orders/:id')).toMatchObject({ route: { method: 'GET', path: '/orders/:id' }, value: 40 });
    expect(file.observations.filter(({ metric }) => metric === 'response-time')).toHaveLength(2);
    const missed = await read(JSON.stringify({ root_group: {}, metrics: { ...metrics, http_req_duration: { ...metrics.http_req_duration, thresholds: { 'p(95)<10': true } } } }));
    expect(missed.notes).toEqual(['its own thresholds were missed: http_req_duration p(95)<10']);
  });

  // Schema 1.0.0, derived from the sample.
  it('reads the machine-readable summary', async () => {
    const metrics = Object.entries(data.metrics).map(([name, { type, values }]) => ({ name, type, values: name === 'http_reqs' ? { count: values.count } : values }));
    const file = await read(JSON.stringify({ version: '1.0.0', config: { duration: 24.425289882, execution: 'local' }, metadata: { generatedAt: '2026-01-01T00:00:00Z', k6Version: '2.0.0' }, results: { metrics } }));
    expect(file).toMatchObject({ format: 'k6-machine-readable', version: '2.0.0' });
    expect(of(file, 'throughput')?.value).toBeCloseTo(35.946, 3);
    expect(percentile(of(file, 'response-time'), 95)).toBeCloseTo(30.0256841, 6);
  });

  // --out json, by its documentation: one value a line. https://grafana.com/docs/k6/latest/results-output/real-time/json/
  it('reads single values, and takes percentiles among them', async () => {
    const point = (metric: string, index: number, value: number): string => JSON.stringify({ metric, type: 'Point', data: { time: new Date(1_700_000_000_000 + index * 100).toISOString(), value, tags: { name: 'http://localhost:3000/orders/${}', method: 'GET', status: '200' } } });
    const lines = Array.from({ length: 101 }, (_, index) => [point('http_reqs', index, 1), point('http_req_duration', index, index), point('http_req_failed', index, index % 10 === 0 ? 1 : 0)]).flat();
    const file = await read([JSON.stringify({ type: 'Metric', data: { name: 'http_reqs', type: 'counter' }, metric: 'http_reqs' }), ...lines, ''].join('\n'));
    expect(file).toMatchObject({ format: 'k6-points', duration: 10_000 });
    const times = of(file, 'response-time', '/orders/:value');
    expect([50, 95, 99].map((percent) => percentile(times, percent))).toEqual([50, 95, 99]);
    expect(of(file, 'throughput', '/orders/:value')?.value).toBeCloseTo(10.1, 6);
    expect(of(file, 'error-rate')?.value).toBeCloseTo(11 / 101, 6);
  });
});

describe('a name in a load test', () => {
  it.each([
    ['GET /orders', undefined, { method: 'GET', path: '/orders' }],
    ['http://127.0.0.1:3000/orders?page=2', 'post', { method: 'POST', path: '/orders' }],
    ['https://example.org', 'GET', { method: 'GET', path: '/' }],
    ['/orders/:id', undefined, { path: '/orders/:id' }],
    ['list orders', 'GET', undefined],
    ['', 'GET', undefined],
  ])('%j with %j', (name, method, route) => {
    expect(routeOf(name, method)).toEqual(route);
  });
});
