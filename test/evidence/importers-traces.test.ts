import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { importEvidence } from '../../src/evidence/import.ts';
import type { ImportedFile } from '../../src/evidence/types.ts';
import { imported, ranked, samples } from './toy.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'perf-lint-traces-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(content: string): Promise<ImportedFile> {
  writeFileSync(path.join(folder, 'file'), content);
  return (await importEvidence(['file'], folder)).files[0]!;
}

interface SpanSpec {
  id: string;
  parent?: string;
  kind?: number | string;
  start: number;
  ms: number;
  attributes?: Record<string, string | number>;
  trace?: string;
}

/** One export. Old names of attributes, unless others are given. */
function traces(...specs: SpanSpec[]): string {
  const spans = specs.map(({ id, parent, kind = 3, start, ms, attributes = {}, trace = 't1' }) => ({
    traceId: trace, spanId: id, ...(parent && { parentSpanId: parent }), kind, name: id, startTimeUnixNano: String(start * 1e6), endTimeUnixNano: String((start + ms) * 1e6),
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value } })),
  }));
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
}

const server: SpanSpec = { id: 's', kind: 2, start: 1000, ms: 100, attributes: { 'http.method': 'get', 'http.route': '/orders', 'http.status_code': 500 } };
const query = (index: number, more: Partial<SpanSpec> = {}): SpanSpec => ({ id: `q${index}`, parent: 's', start: 1001 + index * 2, ms: 1.5, attributes: { 'db.system': 'postgresql', 'db.statement': `SELECT * FROM users WHERE id = ${index}`, 'code.filepath': '/app/src/a.ts', 'code.lineno': 7 }, ...more });
const queries = (count: number, more: (index: number) => Partial<SpanSpec> = () => ({})): SpanSpec[] => Array.from({ length: count }, (_, index) => query(index, more(index)));

describe('OpenTelemetry traces', () => {
  it('tell queries that repeat under one request, with line and route', async () => {
    const file = await imported('generated/n-plus-one.otlp.json');
    expect(file.format).toBe('otlp');
    expect(ranked(file, 'repeated-queries')).toMatchObject([{
      value: 12, per: 'request', samples: 1, sql: 'SELECT * FROM users WHERE id = $1', route: { method: 'GET', path: '/orders' },
      place: { file: '/app/src/orders.ts', line: 42, function: 'listOrders', marks: 'line' },
    }]);
    // What one query in place of twelve would save: their sum without the longest.
    expect(ranked(file, 'query-time').find(({ per }) => per === 'request')!.value).toBeCloseTo(24.79, 1);
    expect(ranked(file, 'response-time')).toMatchObject([{ samples: 1 }, { route: { method: 'GET', path: '/orders' }, samples: 1 }]);
  });

  it('with old names of attributes, one export a line, spans of a trace in several of them', async () => {
    const [first, ...rest] = [server, ...queries(6)];
    const file = await read([traces(first!, ...rest.slice(0, 3)), traces(...rest.slice(3)), ''].join('\n'));
    expect(ranked(file, 'repeated-queries')).toMatchObject([{ value: 6, sql: 'SELECT * FROM users WHERE id = $1', route: { method: 'GET', path: '/orders' }, place: { file: '/app/src/a.ts', line: 7 } }]);
    expect(ranked(file, 'error-rate')).toMatchObject([{ value: 1 }, { value: 1, route: { path: '/orders' } }]);
  });

  it('an ORM’s span around each query hides nothing, and counts no query twice', async () => {
    const wrapped = queries(6, (index) => ({ parent: `o${index}` }));
    const around = wrapped.map((span, index): SpanSpec => ({ ...span, id: `o${index}`, parent: 's', start: span.start - 0.1, ms: span.ms + 0.2 }));
    expect(ranked(await read(traces(server, ...around, ...wrapped)), 'repeated-queries')).toMatchObject([{ value: 6 }]);
  });

  it.each([
    ['four of them', [server, ...queries(4)]],
    ['that run together', [server, ...queries(6, () => ({ start: 1001 }))]],
    ['that run together, each within a tick of the clock', [server, ...queries(6, () => ({ start: 1001, ms: 0.8 }))]],
    ['that ask different things', [server, ...queries(6, (index) => ({ attributes: { 'db.statement': `SELECT * FROM t${index}` } }))]],
    ['of different requests', queries(6, (index) => ({ trace: `t${index}`, parent: `s${index}` }))],
  ])('are silent on queries %s', async (_, spans) => {
    const file = await read(traces(...spans));
    expect(ranked(file, 'query-time').length).toBeGreaterThan(0);
    expect(ranked(file, 'repeated-queries')).toEqual([]);
  });

  it('of the specification are read', async () => {
    expect((await imported('opentelemetry-proto/examples__trace.json')).observations).toEqual([]);
  });

  it.each([
    ['cut off', readFileSync(path.join(samples, 'generated/n-plus-one.otlp.json'), 'utf8').slice(0, 3000), /ends in the middle of its JSON/],
    ['without spans', '{"resourceSpans": [{"scopeSpans": [{"spans": {"length": 3}}, 7]}]}', /it holds no span/],
    ['with spans that are their own parents', traces({ ...query(1), id: 'a', parent: 'b' }, { ...query(2), id: 'b', parent: 'a' }), undefined],
  ])('%s', async (_, content, message) => {
    if (message) await expect(read(content)).rejects.toThrow(message);
    else expect(ranked(await read(content), 'query-time')).toHaveLength(0);
  });
});
