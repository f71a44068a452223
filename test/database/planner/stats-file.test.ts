import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import pkg from '../../../package.json' with { type: 'json' };
import type { DatabaseStatistics, TableStatistics } from '../../../src/database/planner/statistics.ts';
import { readStatisticsFile, StatisticsFileError, writeStatisticsFile } from '../../../src/database/planner/stats-file.ts';
import { column, schema, table } from './schemas.ts';

const known: DatabaseStatistics = new Map<string, TableStatistics>([
  ['orders', { rows: 5_000_000, pages: 90_000, columns: { status: { distinct: 4, nulls: 0, width: 5, correlation: 0.3 }, id: { distinct: -1 } }, indexes: { orders_pkey: { rows: 5_000_000, pages: 13_000 } } }],
  ['auth.users', { rows: 10, columns: {} }],
]);
const text = writeStatisticsFile({ version: 'PostgreSQL 15.20', known, schema: schema([table('orders', [column('id', 'bigint')], []), table('users', [column('id', 'bigint')], [], [], { namespace: 'auth' }), table('new', [column('id', 'bigint')], [])]) });

describe('a statistics file', () => {
  it('gives back what it was written from', () => {
    expect(readStatisticsFile(text, 'stats.json')).toEqual(known);
  });

  it('is as its JSON Schema describes', () => {
    const file = path.resolve(import.meta.dirname, '../../..', pkg.exports['./schema/statistics.json']);
    const validate = new Ajv({ allErrors: true }).compile(JSON.parse(readFileSync(file, 'utf8')) as object);
    expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ version: 1, server: 'x', tables: [{ name: 'a', rows: -1, columns: {} }] })).toBe(false);
  });

  it.each([
    ['{', /^stats\.json is no JSON: /],
    ['{"version":2,"server":"x","tables":[]}', /^stats\.json is no statistics file of version 1: version: /],
    ['{"version":1,"server":"x","tables":[{"name":"a","rows":"many","columns":{}}]}', /^stats\.json is no statistics file of version 1: tables\.0\.rows: /],
    ['[]', /^stats\.json is no statistics file of version 1: /],
  ])('that is damaged is said in one line: %s', (damaged, message) => {
    expect(() => readStatisticsFile(damaged, 'stats.json')).toThrow(StatisticsFileError);
    expect(() => readStatisticsFile(damaged, 'stats.json')).toThrow(message);
  });
});
