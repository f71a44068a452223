import type { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { distinctOf, insertRows, valueOf } from '../../../src/benchmark/models/rows.ts';
import { ddlOf, typeOf } from '../../../src/database/planner/ddl.ts';
import { loadExtensions, startEngine } from '../../../src/database/planner/embedded/engine.ts';
import { identifier } from '../../../src/database/schema/identifiers.ts';
import type { ColumnType } from '../../../src/database/schema/types.ts';
import { templateFolder } from '../../database/planner/folder.ts';
import { column, KINDS, table } from './tables.ts';

const NATIVE = [
  ...['smallint', 'bigserial', 'numeric(5,2)', 'numeric(20, 6)', 'numeric(10,8)', 'real', 'money', 'varchar(3)', 'varchar(255)', 'char(2)', 'char', 'text', 'name', 'citext', 'timestamp(3)', 'timestamptz', 'timetz', 'interval', 'uuid'],
  ...['json', 'jsonb', 'xml', 'inet', 'cidr', 'macaddr', 'macaddr8', 'point', 'line', 'lseg', 'box', 'path', 'polygon', 'circle', 'tsvector', 'tsquery', 'bit(4)', 'varbit', 'oid', 'int4range', 'numrange', 'tstzrange', 'daterange'],
  ...['hstore', 'ltree', 'cube', 'text[]', 'integer[]', 'bytea'],
];
const KIND_OF: Readonly<Record<string, ColumnType>> = { smallint: 'integer', bigserial: 'bigint', real: 'float', 'numeric(5,2)': 'decimal', 'numeric(20, 6)': 'decimal', 'numeric(10,8)': 'decimal', 'timestamp(3)': 'timestamp', timestamptz: 'timestamp', timetz: 'time', uuid: 'uuid', json: 'json', jsonb: 'json', 'text[]': 'array', 'integer[]': 'array', bytea: 'bytes' };

const ROWS = 40_000;
const all = table('every "type"', [...KINDS.map((type) => column(`kind ${type}`, type)), column('state', 'enum', 'State', ["won't", 'will', 'did']), ...NATIVE.map((native) => column(native, KIND_OF[native] ?? 'other', native))]);
const person = table('person', [column('id', 'uuid'), column('bossId', 'uuid')], { key: ['id'], foreign: [['bossId', 'person']] });
const team = table('team', [column('id', 'integer'), column('slug', 'text')], { key: ['id'], unique: ['slug'] });
const member = table('member', [column('personId', 'uuid'), column('teamId', 'integer'), column('role', 'text')], { key: ['personId', 'teamId'], foreign: [['personId', 'person'], ['teamId', 'team']] });
const tables = [all, person, team, member];
const sizes = new Map([[all, ROWS], [person, 100], [team, 50], [member, 5000]]);

describe('rows of a schema', () => {
  let pg: PGlite;
  const count = async (sql: string, values: unknown[] = []): Promise<number> => Number((await pg.query<{ count: number }>(`SELECT count(*)::integer AS count FROM ${sql}`, values)).rows[0]!.count);
  beforeAll(async () => {
    const extensions = ['citext', 'hstore', 'ltree', 'cube'];
    pg = await startEngine(templateFolder, await loadExtensions(extensions));
    for (const name of extensions) await pg.exec(`CREATE EXTENSION ${name}`);
    for (const { sql } of ddlOf({ tables }, 'postgresql')) await pg.exec(sql);
    for (const one of tables) for (const sql of insertRows(one, { tables }, sizes, 'postgresql')) await pg.exec(sql);
  }, 120_000);
  afterAll(() => pg.close());

  it('are as many as are asked for, in tables of every type', async () => {
    for (const one of tables) expect(await count(identifier(one.name, 'postgresql'))).toBe(sizes.get(one));
  });

  // JSON, XML and some shapes cannot be compared; what is the same in all rows is found in all.
  const comparable = all.columns.filter((one) => !['json', 'xml', 'point', 'line', 'path', 'polygon', 'kind array'].includes(one.name));
  it.each(comparable.map((one) => [one.name, one] as const))('a value of %s is found by what a driver is given', async (name, one) => {
    const type = typeOf(one, 'postgresql');
    for (const k of [1, 2, 33_000]) expect(await count(`"every ""type""" WHERE ${identifier(name, 'postgresql')} = '${String(valueOf(one, k, 'postgresql')).replaceAll("'", "''")}'::${type}`)).toBeGreaterThan(0);
  });

  it('lead to rows of other tables, of the same one, and to each pair of a join table once', async () => {
    expect(await count('person AS a WHERE NOT EXISTS (SELECT FROM person AS b WHERE b.id = a."bossId")')).toBe(0);
    expect(await count('member LEFT JOIN person ON person.id = "personId" LEFT JOIN team ON team.id = "teamId" WHERE person.id IS NULL OR team.id IS NULL')).toBe(0);
    expect(await count('(SELECT DISTINCT "personId", "teamId" FROM member) AS pairs')).toBe(5000);
  });

  it('have as many different values as is told', async () => {
    const told = (name: string): number => distinctOf(member, member.columns.find((one) => one.name === name)!, { tables }, sizes);
    for (const name of ['personId', 'teamId', 'role']) expect(await count(`(SELECT DISTINCT "${name}" FROM member) AS one`)).toBe(told(name));
    expect(distinctOf(all, all.columns.find((one) => one.name === 'state')!, { tables }, sizes)).toBe(3);
  });
});
