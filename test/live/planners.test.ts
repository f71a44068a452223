import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessesOf, verdictOf } from '../../src/database/planner/access.ts';
import { ddlOf } from '../../src/database/planner/ddl.ts';
import { openUrl } from '../../src/database/planner/open.ts';
import type { LivePlanner } from '../../src/database/planner/postgres.ts';
import type { PlanResult } from '../../src/database/planner/types.ts';
import { type EngineName, forPostgres, QUERIES, shop, verdictFor } from '../database/planner/shop.ts';
import { templateFolder } from '../database/planner/folder.ts';
import { type Database, openDatabase } from './databases.ts';

const verdict = (result: PlanResult): string => (result.ok ? verdictOf(accessesOf(result.plan)) : result.reason);

const SERVERS = [
  { name: 'postgresql', dialect: 'postgres', numbers: 'generate_series(1, 300) AS n(seq)', text: "'x' || seq", version: /^PostgreSQL \d+/ },
  { name: 'mariadb', dialect: 'mysql', numbers: 'seq_1_to_300', text: "concat('x', seq)", version: /^(?:MariaDB|MySQL) \d+\.\d+/ },
] as const;

describe.each(SERVERS)('$name', ({ name, dialect, numbers, text, version }) => {
  let database: Database;
  let planner: LivePlanner;
  beforeAll(async () => {
    database = await openDatabase(dialect);
    const engine = name as EngineName & ('postgresql' | 'mariadb');
    for (const { sql } of ddlOf(shop, engine)) await database.run(sql);
    // What the engine does for foreign keys is part of what is compared.
    await database.run('ALTER TABLE users ADD CONSTRAINT users_org FOREIGN KEY (org_id) REFERENCES orgs (id)');
    await database.run(`INSERT INTO orgs SELECT seq, ${text}, ${text} FROM ${numbers}`);
    await database.run(`INSERT INTO users SELECT seq, seq, ${text}, ${text}, seq, now(), NULL FROM ${numbers}`);
    await database.run(`INSERT INTO orders SELECT seq, seq, ${text}, seq % 5, seq, now(), ${text} FROM ${numbers}`);
    await database.run(`INSERT INTO items SELECT seq, seq, ${text}, seq, seq, NULL FROM ${numbers}`);
    for (const table of shop.tables) await database.run(`${dialect === 'mysql' ? 'ANALYZE TABLE' : 'ANALYZE'} ${table.name}`);
    planner = await openUrl(database.url, { folder: templateFolder });
  }, 120_000);
  afterAll(async () => {
    await planner?.close();
    await database?.drop();
  });

  it('says its version', () => {
    expect(planner.version).toMatch(version);
  });

  it.each(QUERIES)('$sql', async (query) => {
    expect(verdict(await planner.plan(dialect === 'postgres' ? forPostgres(query.sql) : query.sql))).toBe(verdictFor(query, name));
  });
});
