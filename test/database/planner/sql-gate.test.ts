import { describe, expect, it } from 'vitest';
import { mysqlGate } from '../../../src/database/planner/mysql.ts';
import { postgresGate } from '../../../src/database/planner/sql-gate.ts';
import { HOSTILE } from './hostile.ts';

describe('the gate of PostgreSQL', () => {
  it.each([
    ['SELECT * FROM a WHERE b = $1 AND c = ANY ($2) ORDER BY d LIMIT $3', 'select'],
    ["SELECT count(*), lower(a), extract(year FROM at), coalesce(x, 'y'), now() FROM a GROUP BY 2, 3, 4", 'select'],
    ['WITH x AS (SELECT 1) SELECT * FROM x', 'select'],
    ["SELECT a ->> 'k', b::\"Role\" FROM a WHERE a @> $1 AND b LIKE 'x%' AND c IS NOT DISTINCT FROM $2 AND d BETWEEN 1 AND 2 AND e NOT IN (1)", 'select'],
    ['INSERT INTO a (b) VALUES ($1) ON CONFLICT (b) DO UPDATE SET b = excluded.b RETURNING *', 'insert'],
    ['UPDATE a SET b = b + 1 WHERE c = $1;', 'update'],
    ['DELETE FROM a WHERE b < now() - $1::interval', 'delete'],
  ])('lets through: %s', (sql, kind) => {
    expect(postgresGate(sql)).toMatchObject({ ok: true, kind });
  });

  it.each(HOSTILE.postgres)('holds back: %s', (sql) => {
    expect(postgresGate(sql)).toMatchObject({ ok: false });
  });

  it('says why', () => {
    const reason = (sql: string) => (postgresGate(sql) as { reason?: string }).reason;
    expect(reason('SELECT 1; DELETE FROM a')).toBe('2 statements in one text');
    expect(reason('DROP TABLE a')).toBe('only SELECT, INSERT, UPDATE and DELETE are planned, not Drop');
    expect(reason('SELECT pg_sleep(1)')).toBe('it calls pg_sleep(), and a planner may run a function that it is asked about');
    expect(reason('SELECT * FROM a WHERE a === b')).toBe("it uses the operator ===, which is none of PostgreSQL's own");
    expect(reason('SELEC')).toMatch(/^not read as SQL of PostgreSQL: /);
    expect(reason('-- nothing')).toBe('no statement');
  });
});

describe('the gate of MySQL', () => {
  it.each([
    'SELECT * FROM a WHERE b = ? AND c IN (?, ?) ORDER BY d LIMIT ?, ?',
    "SELECT count(*), lower(a), date_format(at, '%Y') FROM a AS x JOIN (SELECT 1) AS y USING (id) WHERE EXISTS (SELECT 1) AND x.b IN (SELECT 2)",
    'WITH x AS (SELECT 1) SELECT * FROM x',
    'WITH x (a) AS (SELECT 1) SELECT * FROM x',
    "INSERT INTO a (b, c) VALUES (?, 'x') ON DUPLICATE KEY UPDATE c = VALUES(c)",
    'UPDATE `a` SET b = ? WHERE c = ?;',
    'DELETE FROM a WHERE b < now() - INTERVAL 1 DAY -- old ones',
  ])('lets through: %s', (sql) => {
    expect(mysqlGate(sql)).toBeUndefined();
  });

  it.each(HOSTILE.mysql)('holds back: %s', (sql) => {
    expect(mysqlGate(sql)).toEqual(expect.any(String));
  });
});
