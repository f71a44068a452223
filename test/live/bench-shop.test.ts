import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { NOISY_WAIT_SHARE } from '../../src/benchmark/harness/statistics/decide.ts';
import { benchmarkAt } from '../../src/commands/bench-at.ts';
import { benchmarks } from '../../src/commands/benchmarks.ts';
import { findAll } from '../../src/commands/find.ts';
import type { BenchmarkDetail } from '../../src/benchmark/evidence.ts';
import type { Evidence } from '../../src/findings/types.ts';
import { Clock } from '../../src/project/clock.ts';
import { engine } from '../../src/project/engine.ts';
import { SERVERS } from './databases.ts';

/** The shop with the picture that it reads, which is large enough to be felt on any machine: where there is none, one of a megabyte is assumed. */
const root = mkdtempSync(path.join(tmpdir(), 'perf-lint-bench-shop-'));
cpSync(path.resolve(import.meta.dirname, '../../fixtures/shop'), root, { recursive: true });
mkdirSync(path.join(root, 'assets'), { recursive: true });
// What a library sends together is counted in that library.
symlinkSync(path.resolve(import.meta.dirname, '../../node_modules'), path.join(root, 'node_modules'));
writeFileSync(path.join(root, 'assets/logo.png'), Buffer.alloc(8 * 2 ** 20));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const shop = findAll({ cwd: root, paths: [root] }, engine, new Clock());

/** What a rule's benchmark says of the line of a file that holds a text, and whether a finding of the rule stands there. */
async function measured(file: string, text: string, rule: string, budget: number): Promise<{ evidence: Evidence; isFinding: boolean }> {
  const lines = readFileSync(path.join(root, file), 'utf8').split('\n');
  expect(lines.filter((line) => line.includes(text))).toHaveLength(1);
  const line = lines.findIndex((one) => one.includes(text)) + 1;
  const at = benchmarkAt(shop.project, shop.findings, { place: `${file}:${line}`, rule }, engine.rules.map(({ id }) => id));
  const run = async (): Promise<Evidence | undefined> => (await benchmarks(shop.project, [at.finding], { url: SERVERS.postgres, rtt: undefined, rows: undefined, budget, folder: undefined })).get(at.finding);
  return { evidence: at.evidence ?? (await run())!, isFinding: shop.findings.includes(at.finding) };
}

/** What is planted, and the metric of its rule. Each takes, holds or keeps ten times as much as its twin, or more. */
const PLANTED: [rule: string, file: string, text: string, metric: string, unit: string, over: string][] = [
  ['n-plus-one', 'src/services/order.service.ts', 'await this.customers.active(order.customerId)', 'time per call', 'ms', 'keys'],
  ['sync-io-in-async', 'src/services/invoice.service.ts', "readFileSync('assets/logo.png')", 'worst event-loop block per concurrent call', 'ms', 'concurrent calls'],
  ['blocking-cpu-in-async', 'src/services/auth.service.ts', 'return scryptSync(', 'worst event-loop block per concurrent call', 'ms', 'concurrent calls'],
  ['unbounded-cache', 'src/services/search.service.ts', 'const answers = new Map', 'bytes kept per call', 'B', 'calls'],
  ['missing-index', 'src/routes/search.ts', 'prisma.shipment.findFirst', 'time per call', 'ms', 'rows'],
];

/** What looks like it and is fine, and why nothing is confirmed there. */
const LOOK_ALIKES: [rule: string, file: string, text: string, said: RegExp][] = [
  ['n-plus-one', 'src/services/order.service.ts', 'await this.customers.byId(order.customerId)', /calls of one tick are sent together by @prisma\/client/],
  ['n-plus-one', 'src/services/order.service.ts', 'await this.customers.byIds(', /nothing is seen to run it once per element$/],
  ['n-plus-one', 'src/services/export.service.ts', 'orderId: { in: page.map', /nothing is seen to run it once per element$/],
  ['bulk-write-in-loop', 'src/services/export.service.ts', 'id: { in: part }', /nothing is seen to run it once per element$/],
  ['n-plus-one', 'src/services/payment.service.ts', 'prisma.payment.create(', /nothing is seen to run it once per element$/],
  ['n-plus-one', 'src/services/payment.service.ts', 'findUniqueOrThrow({ where: { id: paymentId } })', /nothing is seen to run it once per element$/],
  ['n-plus-one', 'src/services/catalog.service.ts', 'query.take(50).getMany()', /nothing is seen to run it once per element$/],
  ['n-plus-one', 'src/services/catalog.service.ts', 'this.products.existsBy', /nothing is seen to run it once per element$/],
  ['n-plus-one', 'src/services/catalog.service.ts', 'suppliers.find((supplier)', /no statement is seen there$/],
  ['lazy-relation-in-loop', 'src/services/catalog.service.ts', 'product.supplier.name', /no statement is seen there$/],
  ['n-plus-one', 'src/graphql/resolvers.ts', 'ids.map((id) => loaders.customer.load(id))', /^100 loads of one tick are 1 call of the batch function/],
  ['n-plus-one', 'src/graphql/resolvers.ts', 'loaders.customer.load(order.customerId)', /^100 loads of one tick are 1 call of the batch function/],
  ['n-plus-one', 'src/graphql/resolvers.ts', 'loaders.lines.load(order.id)', /^100 loads of one tick are 1 call of the batch function/],
  ['n-plus-one', 'src/graphql/resolvers.ts', 'prisma.shipment.findUnique', /calls of one tick are sent together by @prisma\/client/],
  ['n-plus-one', 'src/routes/customers.ts', 'customers.find((customer)', /no statement is seen there$/],
  ['n-plus-one', 'src/jobs/nightly.ts', 'prisma.auditEntry.findMany', /nothing is seen to run it once per element$/],
  ['bulk-write-in-loop', 'src/jobs/nightly.ts', 'prisma.auditEntry.deleteMany', /nothing is seen to run it once per element$/],
  ['sync-io-in-async', 'src/routes/files.ts', 'accessSync(uploadDir)', /nobody waits for it$/],
  ['sync-io-in-async', 'src/routes/files.ts', 'await stat(', /no call that blocks is seen there$/],
  ['sync-io-in-async', 'src/services/invoice.service.ts', 'assets/terms.txt', /nobody waits for it$/],
  ['sync-io-in-async', 'src/services/invoice.service.ts', 'await readFile(path)', /no call that blocks is seen there$/],
  ['sync-io-in-async', 'src/config.ts', "readFileSync(path, 'utf8')", /nobody waits for it$/],
  ['sync-io-in-async', 'src/server.ts', 'mkdirSync(config', /nobody waits for it$/],
  ['blocking-cpu-in-async', 'src/routes/reports.ts', 'await compress(', /the function is not run: it is no function of a module with a name of its own$/],
  ['blocking-cpu-in-async', 'src/services/auth.service.ts', "createHash('sha256')", /newSession is not run: /],
  ['unbounded-cache', 'src/services/search.service.ts', 'const recent = ', /nothing of that kind is seen to begin there/],
  ['unbounded-cache', 'src/services/search.service.ts', 'const rates = ', /nothing of that kind is seen to begin there/],
  // This one runs: with an index that is there already, one more changes nothing.
  ['missing-index', 'src/routes/search.ts', 'prisma.order.findFirst', /^(?:no effect|cannot tell)/],
];

describe('what is planted in the shop', { timeout: 240_000 }, () => {
  it.each(PLANTED)('%s is confirmed with its own metric', async (rule, file, text, metric, unit, over) => {
    const { evidence, isFinding } = await measured(file, text, rule, 15);
    expect(isFinding).toBe(true);
    expect(evidence).toMatchObject({ kind: 'benchmark', metric, unit, n: expect.any(Number), interval: [expect.any(Number), expect.any(Number)] });
    const { curve, effect, processes, waitShare } = evidence.detail as BenchmarkDetail;
    expect(processes).toHaveLength(evidence.n!);
    expect(curve).toMatchObject({ over, unit });
    expect(curve!.points.length).toBeGreaterThan(1);
    // A machine that has much else to do may leave it open; none refutes it.
    expect(waitShare > NOISY_WAIT_SHARE ? ['confirmed', 'inconclusive'] : ['confirmed']).toContain(evidence.verdict);
    if (evidence.verdict === 'confirmed') expect(effect!.low).toBeGreaterThan(effect!.minimum);
  });

  it('a line that sends its statement through a function of another file is measured by that statement', () => {
    const line = readFileSync(path.join(root, 'src/services/order.service.ts'), 'utf8').split('\n').findIndex((one) => one.includes('await this.customers.active(order.customerId)')) + 1;
    const { finding, evidence } = benchmarkAt(shop.project, shop.findings, { place: `src/services/order.service.ts:${line}`, rule: 'missing-index' }, engine.rules.map(({ id }) => id));
    expect(evidence).toBeUndefined();
    expect(finding).toMatchObject({ related: [{ file: 'src/repositories/customer.repository.ts', role: 'sink' }], plan: { candidate: { table: 'Customer', parts: [{ column: 'id' }] } } });
  });

  it.each(LOOK_ALIKES)('%s: a look-alike in %s (%s) is not confirmed', async (rule, file, text, said) => {
    const { evidence, isFinding } = await measured(file, text, rule, 8);
    expect(isFinding).toBe(false);
    expect(['refuted', 'inconclusive']).toContain(evidence.verdict);
    expect(evidence.summary.replace('no benchmark: ', '')).toMatch(said);
  });
});
