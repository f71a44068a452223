import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessesOf, verdictOf } from '../../../src/database/planner/access.ts';
import { openSqliteSchema, type SqlitePlanner } from '../../../src/database/planner/sqlite.ts';
import type { PlanResult } from '../../../src/database/planner/types.ts';
import { QUERIES, shop, verdictFor } from './shop.ts';

const verdict = (result: PlanResult): string => (result.ok ? verdictOf(accessesOf(result.plan)) : result.reason);

describe('SQLite on a schema', () => {
  let planner: SqlitePlanner;
  beforeAll(async () => {
    planner = await openSqliteSchema({ ...shop, engine: 'sqlite' }, new Map());
  });
  afterAll(() => planner.close());

  it('takes the whole schema', () => {
    expect(planner.problems).toEqual([]);
  });

  it.each(QUERIES)('$sql: $verdict', async (query) => {
    expect(verdict(await planner.plan(query.sql))).toBe(verdictFor(query, 'sqlite'));
  });
});
