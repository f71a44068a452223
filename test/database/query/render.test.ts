import { describe, expect, it } from 'vitest';
import { render } from '../../../src/database/query/render.ts';
import type { Condition, Query } from '../../../src/database/query/types.ts';
import { ALWAYS } from '../../../src/database/query/types.ts';
import type { Engine } from '../../../src/database/schema/types.ts';
import { printQuery } from './print.ts';
import { read } from './read.ts';
import { shopTable } from './shop.ts';
import { MYSQL, POSTGRESQL, SQLITE } from './statements.ts';

/** What is written for a value, a pattern or a part that is only sometimes there is one of those that it stands for. */
const SAMPLES: readonly [RegExp, string][] = [[/\$date/g, '$'], [/ \$\?/g, ' $'], [/\/sample%\//g, '/x%/'], [/\/%sample%\//g, '/%x/']];
const printed = (query: Query): string => SAMPLES.reduce((text, [pattern, by]) => text.replace(pattern, by), printQuery(query));

const written = (query: Query, engine: Engine = 'postgresql') => render(query, ({ name }) => shopTable(name), engine);

const CASES: readonly (readonly [Engine, readonly string[]])[] = [['postgresql', POSTGRESQL], ['mysql', MYSQL], ['mariadb', MYSQL], ['sqlite', SQLITE]];

describe.each(CASES)('a statement of %s', (engine, statements) => {
  it.each(statements)('is written as one that reads like it: %s', (sql) => {
    const reading = read(sql, engine);
    if ('unknown' in reading) throw new Error(reading.unknown);
    const [query] = reading.queries;
    const made = written(query, engine);
    expect(made, printQuery(query)).toBeDefined();
    const again = read(made!.sql, engine, engine === 'sqlite' ? ['dollar'] : undefined);
    if ('unknown' in again) throw new Error(again.unknown);
    expect(printed(again.queries[0])).toBe(printed(query));
    const places = engine === 'mysql' || engine === 'mariadb' ? made!.sql.split('?').length - 1 : new Set(made!.sql.match(/\$\d+/g)).size;
    expect(made!.values).toBe(places);
  });
});

const users: Query = { operation: 'select', from: { name: 'users', alias: 'users' }, joins: [], where: ALWAYS, order: [], limit: 'none', offset: 'none', group: [], distinct: false, columns: 'all', unknown: [] };
const email = { table: 'users', column: 'email' };
const where = (condition: Condition): Query => ({ ...users, where: condition });

describe('what has no statement', () => {
  it.each<[string, Query]>([
    ['an unknown condition', where({ kind: 'or', of: [{ kind: 'compare', column: email, operator: '=', value: { kind: 'value' } }, { kind: 'unknown', why: 'a helper' }] })],
    ['an unknown order', { ...users, order: 'unknown' }],
    ['an unknown limit', { ...users, limit: 'unknown' }],
    ['an unknown offset', { ...users, offset: 'unknown' }],
    ['a reason that something is not seen', { ...users, unknown: ['a helper'] }],
    ['a pattern of which nothing is seen', where({ kind: 'compare', column: email, operator: 'like', value: { kind: 'pattern', anchored: 'unknown' } })],
    ['an operator that is none of those known', where({ kind: 'compare', column: email, operator: 'other', value: { kind: 'value' } })],
    ['an expression in which the column stands twice', where({ kind: 'compare', column: email, operator: '=', value: { kind: 'value' }, wrapped: { by: 'function', expression: 'coalesce(email, email)' } })],
    ['an empty list', where({ kind: 'compare', column: email, operator: 'in', value: { kind: 'list', values: [] } })],
    ['an insert', { ...users, operation: 'insert' }],
    ['an update of a table that no schema has', { ...users, operation: 'update', from: { name: 'nowhere', alias: 'nowhere' } }],
    ['a left join of a delete', { ...users, operation: 'delete', joins: [{ table: { name: 'posts', alias: 'posts' }, kind: 'left', on: ALWAYS }] }],
    ['a delete with a limit', { ...users, operation: 'delete', limit: 1 }],
  ])('%s', (_, query) => {
    expect(written(query)).toBeUndefined();
  });

  it('is anything for MongoDB', () => {
    expect(written(users, 'mongodb')).toBeUndefined();
  });
});

describe('values', () => {
  it('are one for a list on PostgreSQL, and three elsewhere', () => {
    const query = where({ kind: 'compare', column: email, operator: 'in', value: { kind: 'value', type: 'list' } });
    expect(written(query)).toEqual({ sql: 'SELECT * FROM "users" WHERE "users"."email" = ANY ($1)', values: 1 });
    expect(written(query, 'mysql')).toEqual({ sql: 'SELECT * FROM `users` WHERE `users`.`email` IN (?, ?, ?)', values: 3 });
    expect(written(query, 'sqlite')).toEqual({ sql: 'SELECT * FROM "users" WHERE "users"."email" IN ($1, $2, $3)', values: 3 });
  });

  it('that are literals are quoted', () => {
    const query = where({ kind: 'compare', column: email, operator: '=', value: { kind: 'literal', value: "o'\\x" } });
    expect(written(query)?.sql).toBe(`SELECT * FROM "users" WHERE "users"."email" = 'o''\\x'`);
    expect(written(query, 'mariadb')?.sql).toBe("SELECT * FROM `users` WHERE `users`.`email` = 'o''\\\\x'");
  });

  it('names are quoted', () => {
    expect(written({ ...users, from: { name: 'a"b', namespace: 'x', alias: 'c`d' } })?.sql).toBe('SELECT * FROM "x"."a""b" AS "c`d"');
    expect(written({ ...users, from: { name: 'a"b', alias: 'c`d' } }, 'mysql')?.sql).toBe('SELECT * FROM `a"b` AS `c``d`');
  });
});
