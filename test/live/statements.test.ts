import initSqlJs from 'sql.js';
import { describe, expect, it } from 'vitest';
import { render } from '../../src/database/query/render.ts';
import type { ColumnType, Engine } from '../../src/database/schema/types.ts';
import { read } from '../database/query/read.ts';
import { shop, shopTable } from '../database/query/shop.ts';
import { MYSQL, POSTGRESQL, SQLITE } from '../database/query/statements.ts';
import { openDatabase } from './databases.ts';

const TYPES: Readonly<Record<'postgresql' | 'mysql', Partial<Record<ColumnType, string>>>> = {
  postgresql: { array: 'text[]', json: 'jsonb', timestamp: 'timestamptz' },
  mysql: { text: 'varchar(100)', array: 'json', uuid: 'char(36)', timestamp: 'datetime' },
};

/** The statements that create the shop. */
function tablesOf(family: 'postgresql' | 'mysql'): string[] {
  const quote = family === 'mysql' ? '`' : '"';
  return shop.map(({ name, columns }) => `CREATE TABLE ${quote}${name}${quote} (${columns.map((column) => `${quote}${column.name}${quote} ${TYPES[family][column.type] ?? column.type}`).join(', ')}, PRIMARY KEY (id))`);
}

/** What is written for statements, over tables without a namespace: the test's tables lie in one of its own. */
function writtenFor(engine: Engine, statements: readonly string[]): string[] {
  return statements.flatMap((sql) => {
    const reading = read(sql, engine);
    if ('unknown' in reading || reading.queries[0].from.namespace !== undefined) return [];
    return render(reading.queries[0], ({ name }) => shopTable(name), engine)?.sql ?? [];
  });
}

/** Each statement that the engine refuses, with what it says. */
async function refused(statements: readonly string[], prepare: (sql: string, index: number) => Promise<void> | void): Promise<string[]> {
  const problems: string[] = [];
  for (const [index, sql] of statements.entries()) {
    try {
      await prepare(sql, index);
    } catch (error) {
      problems.push(`${sql}: ${String(error)}`);
    }
  }
  return problems;
}

describe('statements that are written for a planner', () => {
  it('are taken by PostgreSQL, which infers the type of each value', async () => {
    const database = await openDatabase('postgres');
    try {
      for (const sql of tablesOf('postgresql')) await database.run(sql);
      const statements = writtenFor('postgresql', POSTGRESQL);
      expect(statements.length).toBeGreaterThan(60);
      expect(await refused(statements, (sql, index) => database.run(`PREPARE s${index} AS ${sql}`))).toEqual([]);
    } finally {
      await database.drop();
    }
  });

  it('are taken by MariaDB', async () => {
    const database = await openDatabase('mysql');
    try {
      for (const sql of tablesOf('mysql')) await database.run(sql);
      const statements = writtenFor('mariadb', MYSQL);
      expect(statements.length).toBeGreaterThan(25);
      expect(await refused(statements, (sql) => database.run(`PREPARE s FROM '${sql.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`))).toEqual([]);
    } finally {
      await database.drop();
    }
  });

  it('are taken by SQLite', async () => {
    const { Database } = await initSqlJs();
    const database = new Database();
    for (const sql of tablesOf('postgresql')) database.run(sql.replaceAll('[]', ''));
    const statements = writtenFor('sqlite', SQLITE);
    expect(statements.length).toBeGreaterThan(15);
    expect(await refused(statements, (sql) => void database.prepare(sql).free())).toEqual([]);
    database.close();
  });
});
