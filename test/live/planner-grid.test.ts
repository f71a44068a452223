import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbedded } from '../../src/database/planner/embedded/embedded.ts';
import { openUrl } from '../../src/database/planner/open.ts';
import { accessesOf } from '../../src/database/planner/access.ts';
import type { PlanResult } from '../../src/database/planner/types.ts';
import { templateFolder } from '../database/planner/folder.ts';
import { type Database, openDatabase } from './databases.ts';

/**
 * A million real rows in PostgreSQL against the embedded engine that is told what ANALYZE found of them: does it reach rows in the
 * same way? One kind of index after the other is made on all columns that predicates are about.
 */

const ROWS = 1_000_000;

/** Columns of each table; `text` is wide enough that a scan costs what it does in practice. */
const COLUMNS = 'id bigint NOT NULL, region integer NOT NULL, owner_id integer NOT NULL, code text NOT NULL, state text NOT NULL, active boolean NOT NULL, at timestamp NOT NULL, amount integer NOT NULL, done_at timestamp, body jsonb NOT NULL, filler text NOT NULL';
const VALUES = `SELECT n, (n * 613::bigint) % 1000, (n * 7919::bigint) % 50000, 'c' || ((n * 104729::bigint) % 200000), 's' || (n * 31::bigint) % 8, n % 100 <> 0, timestamp '2024-01-01' + (n % 500000) * interval '1 minute', (n * 15485863::bigint) % 10000,
  CASE WHEN n % 50 = 0 THEN NULL ELSE timestamp '2025-01-01' + n * interval '1 second' END, jsonb_build_object('k', 'v' || n % 1000), repeat('x', 40) FROM generate_series(1, ${ROWS}) AS n`;

/** Kinds of indexes, each with the column or expression that a predicate is about. */
const INDEXES: Readonly<Record<string, ((on: string) => string) | undefined>> = {
  none: undefined,
  leading: (on) => `CREATE INDEX big_${on} ON big (${on}, filler)`,
  second: (on) => `CREATE INDEX big_${on} ON big (region, ${on})`,
  partial: (on) => `CREATE INDEX big_${on} ON big (${on}) WHERE NOT active`,
  expression: (on) => `CREATE INDEX big_${on} ON big ((${EXPRESSIONS[on]!}))`,
  unique: (on) => `CREATE UNIQUE INDEX big_${on} ON big (${on}, id)`,
};

const EXPRESSIONS: Readonly<Record<string, string>> = { owner_id: 'owner_id % 1000', code: 'lower(code)', amount: 'amount / 10', at: 'date_trunc(\'day\', at)', done_at: 'date_trunc(\'day\', done_at)', active: 'NOT active', body: "body ->> 'k'" };

/** Predicates, and the column whose index they are about. */
const PREDICATES: Readonly<Record<string, { on: string; sql: string }>> = {
  equal: { on: 'owner_id', sql: 'owner_id = $1' },
  any: { on: 'owner_id', sql: 'owner_id = ANY ($1)' },
  in: { on: 'code', sql: 'code IN ($1, $2, $3)' },
  range: { on: 'at', sql: 'at > $1' },
  between: { on: 'amount', sql: 'amount BETWEEN $1 AND $2' },
  like: { on: 'code', sql: "code LIKE 'c12%'" },
  null: { on: 'done_at', sql: 'done_at IS NULL' },
  'or same': { on: 'owner_id', sql: '(owner_id = $1 OR owner_id = $2)' },
  'or different': { on: 'code', sql: '(code = $1 OR amount = $2)' },
  function: { on: 'code', sql: 'lower(code) = $1' },
  cast: { on: 'owner_id', sql: 'owner_id::text = $1' },
  json: { on: 'body', sql: "body ->> 'k' = $1" },
  boolean: { on: 'active', sql: 'NOT active' },
};

const SHAPES: Readonly<Record<string, (predicate: string) => string>> = {
  none: (predicate) => `SELECT * FROM big WHERE ${predicate}`,
  'order and limit': (predicate) => `SELECT * FROM big WHERE ${predicate} ORDER BY id DESC LIMIT 20`,
  join: (predicate) => `SELECT * FROM big JOIN owners ON owners.id = big.owner_id WHERE ${predicate}`,
  offset: (predicate) => `SELECT * FROM big WHERE ${predicate} ORDER BY id LIMIT 20 OFFSET 1000`,
};

interface Cell {
  predicate: string;
  index: string;
  shape: string;
}

/** Small linear generator: the grid is the same in every run. https://en.wikipedia.org/wiki/Linear_congruential_generator */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296;
}

/** Each predicate with each shape once, with an index that goes round; then further cells by chance. */
function grid(): Cell[] {
  const next = random(20_261_128);
  const [predicates, indexes, shapes] = [PREDICATES, INDEXES, SHAPES].map((kinds) => Object.keys(kinds)) as [string[], string[], string[]];
  const cells = new Map<string, Cell>();
  const add = (predicate: string, index: string, shape: string): void => void cells.set([predicate, index, shape].join(), { predicate, index, shape });
  for (const predicate of predicates) for (const shape of shapes) add(predicate, indexes[cells.size % indexes.length]!, shape);
  const pick = (list: readonly string[]): string => list[Math.floor(next() * list.length)]!;
  while (cells.size < 150) add(pick(predicates), pick(indexes), pick(shapes));
  return [...cells.values()];
}

const CELLS = grid();

/** The way to the rows of the large table, and by which index. */
function path(result: PlanResult): string {
  if (!result.ok) return result.reason;
  const access = accessesOf(result.plan).find(({ table }) => table === 'big');
  return access === undefined ? 'not read' : [access.access, access.index].filter((part) => part !== undefined).join(' ');
}

describe('a million rows and the embedded engine', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase('postgres');
    await database.run('CREATE TABLE owners (id integer PRIMARY KEY, name text NOT NULL)');
    await database.run("INSERT INTO owners SELECT n, 'o' || n FROM generate_series(0, 49999) AS n");
    await database.run(`CREATE UNLOGGED TABLE big (${COLUMNS})`);
    await database.run(`INSERT INTO big ${VALUES}`);
    await database.run('ALTER TABLE big ADD PRIMARY KEY (id)');
  }, 300_000);
  afterAll(() => database?.drop());

  it('meet in each predicate, each index and each shape', () => {
    expect(CELLS.length).toBeGreaterThanOrEqual(40);
    for (const [key, kinds] of [['predicate', PREDICATES], ['index', INDEXES], ['shape', SHAPES]] as const) expect(new Set(CELLS.map((cell) => cell[key]))).toEqual(new Set(Object.keys(kinds)));
  });

  it('reach rows in the same way in at least 95 of 100 cells', async () => {
    const differences: string[] = [];
    for (const [index, create] of Object.entries(INDEXES)) {
      const columns = create === undefined ? [] : new Set(Object.values(PREDICATES).map(({ on }) => on));
      for (const on of columns) await database.run(create!(on));
      await database.run('ANALYZE big, owners');
      const live = await openUrl(database.url, { folder: templateFolder });
      const embedded = await openEmbedded({ schema: live.schema, statistics: live.known, source: 'server', folder: templateFolder });
      try {
        expect(embedded.problems).toEqual([]);
        for (const { predicate, shape } of CELLS.filter((cell) => cell.index === index)) {
          const sql = SHAPES[shape]!(PREDICATES[predicate]!.sql);
          const [real, told] = [path(await live.plan(sql)), path(await embedded.plan(sql))];
          if (real !== told) differences.push(`${predicate} × ${index} × ${shape}: ${real} | ${told}`);
        }
      } finally {
        await embedded.close();
        await live.close();
      }
      for (const on of columns) await database.run(`DROP INDEX big_${on}`);
    }
    const agreement = 1 - differences.length / CELLS.length;
    console.log(`${CELLS.length} cells, agreement ${(agreement * 100).toFixed(1)} %\n${differences.join('\n')}`);
    expect(agreement, differences.join('\n')).toBeGreaterThanOrEqual(0.95);
  }, 600_000);
});
