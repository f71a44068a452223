// How long the embedded PostgreSQL takes: to start from its template, to plan, and to try an index.
//
//   node bench/planner.mjs [--queries 300]
//
// Prints medians in milliseconds. The first start makes the template in a folder of its own, which is removed.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createJiti } from 'jiti';

const { values } = parseArgs({ options: { queries: { type: 'string', default: '300' } } });
const jiti = createJiti(import.meta.url);
const { openOffline } = await jiti.import('../src/database/planner/open.ts');
const { forPostgres, QUERIES, shop } = await jiti.import('../test/database/planner/shop.ts');

const folder = mkdtempSync(path.join(tmpdir(), 'perf-lint-bench-planner-'));
const median = (times) => times.sort((a, b) => a - b)[times.length >> 1].toFixed(2);

async function timed(work) {
  const start = performance.now();
  const result = await work();
  return [performance.now() - start, result];
}

try {
  for (const what of ['first start', 'second start']) {
    const [time, planner] = await timed(() => openOffline(shop, { folder }));
    console.log(`${what}: ${time.toFixed(0)} ms`);
    if (what === 'second start') await measure(planner);
    await planner.close();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(planner) {
  const statements = Array.from({ length: Number(values.queries) }, (_, at) => forPostgres(QUERIES[at % QUERIES.length].sql));
  const plans = [];
  for (const sql of statements) plans.push((await timed(() => planner.plan(sql)))[0]);
  const tries = [];
  for (let at = 0; at < 50; at++) tries.push((await timed(() => planner.planWith('SELECT * FROM orders WHERE note = $1', { table: 'orders', parts: [{ column: 'note', direction: 'asc' }] })))[0]);
  console.log(`${plans.length} plans: median ${median(plans)} ms, slowest ${Math.max(...plans).toFixed(1)} ms`);
  console.log(`${tries.length} plans with an index that is tried: median ${median(tries)} ms`);
}
