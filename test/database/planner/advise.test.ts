import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { advise } from '../../../src/database/planner/advise.ts';
import { openOffline, type OfflinePlanner } from '../../../src/database/planner/open.ts';
import type { Candidate } from '../../../src/database/planner/types.ts';
import type { PlanQuestion } from '../../../src/findings/types.ts';
import { templateFolder } from './folder.ts';
import { column, foreignKey, index, schema, table } from './schemas.ts';

const store = schema([
  table('customers', [column('id', 'bigint'), column('email', 'text'), column('active', 'boolean')], [index(['email'], { unique: true })]),
  table(
    'orders',
    [column('id', 'bigint'), column('customer_id', 'bigint'), column('status', 'enum', { values: ['new', 'paid', 'sent'] }), column('code', 'text'), column('created_at', 'timestamp')],
    [index(['code'])],
    [foreignKey(['customer_id'], 'customers')],
  ),
  table('countries', [column('id', 'integer'), column('name', 'text')], []),
]);

const on = (name: string, ...columns: string[]): Candidate => ({ table: name, parts: columns.map((part) => ({ column: part.replace(' desc', ''), direction: part.endsWith(' desc') ? 'desc' : 'asc' })) });

const question = (sql: string, candidate?: Candidate): PlanQuestion => ({ schema: '', sql: { postgresql: sql, sqlite: sql.replace(/\$\d/g, '?') }, ...(candidate === undefined ? {} : { candidate }) });

const BY_CUSTOMER = 'SELECT * FROM orders WHERE customer_id = $1';

describe.each(['postgresql', 'sqlite'] as const)('advice of %s', (engine) => {
  let planner: OfflinePlanner;
  beforeAll(async () => {
    planner = await openOffline({ ...store, engine }, { folder: templateFolder });
  }, 120_000);
  afterAll(() => planner.close());

  const one = async (...questions: PlanQuestion[]) => (await advise(planner, questions))[0]!;

  it('stands where the planner takes the index', async () => {
    const { evidence, candidate } = await one(question(BY_CUSTOMER, on('orders', 'customer_id')));
    expect(candidate).toEqual(on('orders', 'customer_id'));
    expect(evidence).toMatchObject({ kind: 'plan', verdict: 'confirmed', joinedBy: 'query' });
    expect(evidence.summary).toMatch(
      engine === 'postgresql'
        ? /^Seq Scan on orders, cost \d{5} -> Index Scan using \(customer_id\), cost \d+(?:\.\d)? \(PostgreSQL 18\.\d+, 1,000,000 rows assumed\)$/
        : /^SCAN on orders -> SEARCH using \(customer_id\) \(SQLite 3\.\d+\.\d+, 1,000,000 rows assumed\)$/,
    );
    expect(evidence.tool).toBe(engine === 'postgresql' ? 'PostgreSQL' : 'SQLite');
  });

  it('stands where one of several alternatives takes the index', async () => {
    const { evidence, candidate } = await one(question('SELECT * FROM orders WHERE code = $1 OR customer_id = $2', on('orders', 'customer_id')));
    expect(evidence.verdict).toBe('confirmed');
    expect(candidate).toEqual(on('orders', 'customer_id'));
  });

  it('is refuted where an index serves already', async () => {
    const { evidence, candidate } = await one(question('SELECT * FROM orders WHERE code = $1 AND id = $2', on('orders', 'code', 'id')));
    expect(candidate).toBeUndefined();
    expect(evidence).toMatchObject({ verdict: 'refuted' });
    expect(evidence.summary).toContain('an index serves it');
  });

  it('is refuted on a table that is small', async () => {
    const { evidence, candidate, rows } = await one(question('SELECT * FROM countries WHERE name = $1', on('countries', 'name')));
    expect(candidate).toBeUndefined();
    expect(evidence.verdict).toBe('refuted');
    expect(rows).toEqual({ countries: 200 });
  });

  it('takes a longer index for a query that its beginning serves', async () => {
    const page = question('SELECT * FROM orders WHERE customer_id = $1 AND created_at > $2', on('orders', 'customer_id', 'created_at'));
    const advice = await advise(planner, [question(BY_CUSTOMER, on('orders', 'customer_id')), page]);
    expect(advice.map(({ candidate }) => candidate)).toEqual([on('orders', 'customer_id', 'created_at'), on('orders', 'customer_id', 'created_at')]);
  });

  it('keeps two that do not begin alike apart', async () => {
    const advice = await advise(planner, [question(BY_CUSTOMER, on('orders', 'customer_id')), question('SELECT * FROM orders WHERE created_at = $1', on('orders', 'created_at'))]);
    expect(advice.map(({ candidate }) => candidate?.parts.length)).toEqual([1, 1]);
  });

  it('has three columns at most', async () => {
    const { candidate } = await one(question('SELECT * FROM orders WHERE customer_id = $1 AND created_at = $2', on('orders', 'customer_id', 'created_at', 'status', 'id')));
    expect(candidate).toEqual(on('orders', 'customer_id', 'created_at', 'status'));
  });

  it('is inconclusive where a statement cannot be planned, or is not written for the engine', async () => {
    expect((await one(question('SELECT * FROM nowhere', on('orders', 'id')))).evidence).toMatchObject({ verdict: 'inconclusive' });
    expect((await one({ schema: '', sql: { mysql: 'SELECT 1' } })).evidence.summary).toMatch(/^the statement is not written for /);
  });

  it('without an index to try says how it is', async () => {
    expect((await one(question("SELECT * FROM customers WHERE email LIKE '%x'"))).evidence.verdict).toBe('confirmed');
    expect((await one(question('SELECT * FROM customers WHERE email = $1'))).evidence.verdict).toBe('refuted');
    expect((await one(question('SELECT * FROM customers'))).evidence.verdict).toBe('observed');
  });
});

describe('advice of the embedded PostgreSQL', () => {
  let planner: OfflinePlanner;
  beforeAll(async () => {
    planner = await openOffline(store, { folder: templateFolder });
  }, 120_000);
  afterAll(() => planner.close());

  it('falls where values are too few for an index to pay', async () => {
    const [flag, label] = await advise(planner, [question('SELECT * FROM customers WHERE active = $1', on('customers', 'active')), question('SELECT * FROM orders WHERE status = $1', on('orders', 'status'))]);
    expect([flag!.candidate, label!.candidate]).toEqual([undefined, undefined]);
    expect(flag!.evidence).toMatchObject({ verdict: 'inconclusive' });
  });

  it('gives both plans whole, and costs in no unit of time', async () => {
    const [{ evidence } = { evidence: undefined }] = await advise(planner, [question(BY_CUSTOMER, on('orders', 'customer_id'))]);
    expect(evidence).toMatchObject({ metric: 'cost', unit: 'cost', detail: { statistics: 'assumed', before: { plan: { name: 'Seq Scan' } }, after: { plan: { name: 'Index Scan' } } } });
    expect(evidence!.value).toBeGreaterThan(evidence!.baseline! * 2);
    expect(JSON.stringify(evidence)).not.toMatch(/\bms\b/);
  });
});
