import mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertRows, valueOf } from '../../src/benchmark/models/rows.ts';
import { ddlOf } from '../../src/database/planner/ddl.ts';
import { identifier } from '../../src/database/schema/identifiers.ts';
import { column, KINDS, table } from '../benchmark/models/tables.ts';
import { openDatabase } from './databases.ts';
import type { Database } from './databases.ts';
import type { ColumnType } from '../../src/database/schema/types.ts';

const NATIVE: Readonly<Record<string, ColumnType>> = {
  'tinyint(1)': 'boolean', tinyint: 'integer', smallint: 'integer', mediumint: 'integer', 'int(11)': 'integer', 'int unsigned': 'integer', 'bigint(20) unsigned': 'bigint',
  'decimal(5,2)': 'decimal', 'decimal(10,8)': 'decimal', 'decimal(3)': 'decimal', float: 'float', double: 'float', 'bit(1)': 'other', year: 'other',
  date: 'date', 'datetime(3)': 'timestamp', timestamp: 'timestamp', time: 'time', char: 'text', 'char(2)': 'text', 'char(36)': 'uuid', 'varchar(3)': 'text', 'varchar(191)': 'text',
  text: 'text', longtext: 'text', 'binary(16)': 'uuid', 'binary(4)': 'bytes', 'varbinary(64)': 'bytes', blob: 'bytes', json: 'json', uuid: 'uuid',
};
const ROWS = 40_000;
const all = table('every `type`', [...KINDS.map((type) => column(`kind ${type}`, type)), column('state', 'enum', undefined, ["won't", 'will\\bend', 'did']), ...Object.entries(NATIVE).map(([native, type]) => column(native, type, native)), column('place', 'other', 'point')]);
const person = table('person', [column('id', 'uuid'), column('bossId', 'uuid')], { key: ['id'], foreign: [['bossId', 'person']] });
const team = table('team', [column('id', 'integer'), column('slug', 'text')], { key: ['id'], unique: ['slug'] });
const member = table('member', [column('personId', 'uuid'), column('teamId', 'integer')], { key: ['personId', 'teamId'], foreign: [['personId', 'person'], ['teamId', 'team']] });
const many = table('many', [column('id', 'integer')], { key: ['id'] });
const tables = [all, person, team, member, many];
const sizes = new Map([[all, ROWS], [person, 100], [team, 50], [member, 5000], [many, 123_457]]);

describe('rows of a schema of MariaDB', () => {
  let database: Database;
  let client: mysql.Connection;
  const count = async (sql: string): Promise<number> => Number((await client.query<(mysql.RowDataPacket & { count: number })[]>(`SELECT count(*) AS count FROM ${sql}`))[0][0]!.count);
  beforeAll(async () => {
    database = await openDatabase('mysql');
    client = await mysql.createConnection(database.url);
    for (const { sql } of ddlOf({ tables }, 'mysql')) await client.query(sql);
    for (const one of tables) for (const sql of insertRows(one, { tables }, sizes, 'mysql')) await client.query(sql);
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('are as many as are asked for, in tables of every type', async () => {
    for (const one of tables) expect(await count(identifier(one.name, 'mysql'))).toBe(sizes.get(one));
    expect(await count('many WHERE id BETWEEN 1 AND 123457')).toBe(123_457);
  });

  // A float is not what it is written as, and shapes are not compared with text.
  it.each(all.columns.filter(({ name }) => name !== 'place').map((one) => [one.name, one] as const))('a value of %s is found by what a statement is given', async (name, one) => {
    for (const k of [1, 2, 33_000]) expect(await count(`\`every \`\`type\`\`\` WHERE ${identifier(name, 'mysql')} = ${client.escape(valueOf(one, k, 'mysql'))}`)).toBeGreaterThan(0);
  });

  it('lead to rows of other tables, of the same one, and to each pair of a join table once', async () => {
    expect(await count('person AS a WHERE NOT EXISTS (SELECT 1 FROM person AS b WHERE b.id = a.bossId)')).toBe(0);
    expect(await count('member LEFT JOIN person ON person.id = personId LEFT JOIN team ON team.id = teamId WHERE person.id IS NULL OR team.id IS NULL')).toBe(0);
    expect(await count('(SELECT DISTINCT personId, teamId FROM member) AS pairs')).toBe(5000);
  });
});
