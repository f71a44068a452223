import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessesOf, verdictOf } from '../../../src/database/planner/access.ts';
import type { EmbeddedPlanner } from '../../../src/database/planner/embedded/embedded.ts';
import { openEmbedded } from '../../../src/database/planner/embedded/embedded.ts';
import { assumedStatistics } from '../../../src/database/planner/statistics.ts';
import type { PlanResult } from '../../../src/database/planner/types.ts';
import { templateFolder } from './folder.ts';
import { forPostgres, QUERIES, shop, verdictFor } from './shop.ts';

const verdict = (result: PlanResult): string => (result.ok ? verdictOf(accessesOf(result.plan)) : result.reason);

describe('the embedded PostgreSQL', () => {
  let planner: EmbeddedPlanner;
  beforeAll(async () => {
    planner = await openEmbedded({ schema: shop, statistics: assumedStatistics(shop), source: 'assumed', folder: templateFolder });
  }, 120_000);
  afterAll(() => planner.close());

  it('takes the whole schema', () => {
    expect(planner.problems).toEqual([]);
    expect(planner.version).toMatch(/^PostgreSQL 18\.\d+ \(PGlite 0\.5\.\d+\)$/);
  });

  it.each(QUERIES)('$sql: $verdict', async (query) => {
    expect(verdict(await planner.plan(forPostgres(query.sql)))).toBe(verdictFor(query, 'embedded'));
  });
});
