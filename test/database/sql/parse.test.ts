import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { expressionText, otherExpression, postgresqlExpression } from '../../../src/database/sql/expression.ts';
import { fingerprints, normalized, parseStatements } from '../../../src/database/sql/parse.ts';
import { splitStatements } from '../../../src/database/sql/split.ts';
import type * as thread from '../../../src/database/sql/thread.ts';

const THREAD = '../../../src/database/sql/thread.ts';

/** Each statement as it stands in the text, or with what is wrong with it. */
function statements(text: string, dialect: thread.Dialect): string[] {
  return parseStatements([text], dialect)[0]!.map(({ start, end, problem }) => text.slice(start, end) + (problem === undefined ? '' : ' [refused]'));
}

function split(text: string, dialect: thread.Dialect = 'postgresql'): string[] {
  return splitStatements(text, dialect).map(({ start, end }) => text.slice(start, end));
}

describe('statements of a text', () => {
  it('are told with their places, without the comments before them, in UTF-16 units', () => {
    expect(statements('-- größer 😀\nSELECT 1; /* ö */\n\nCREATE INDEX "é" ON t (a);\n', 'postgresql')).toEqual(['SELECT 1', 'CREATE INDEX "é" ON t (a)']);
    const text = '/* 😀 */ CREATE TABLE t (\n  é int,\n  b int)';
    const [[create]] = parseStatements([text], 'postgresql') as unknown as [[{ tree: { CreateStmt: { tableElts: { ColumnDef: { location: number } }[] } } }]];
    expect(create.tree.CreateStmt.tableElts.map(({ ColumnDef: { location } }) => location)).toEqual([text.indexOf('é int'), text.indexOf('b int')]);
  });

  it('are parsed one by one where one of them is refused', () => {
    expect(statements("SELECT 1; SELEC 2; SELECT ';é' AS x; CREATE INDEX i ON t (a)", 'postgresql')).toEqual(['SELECT 1', 'SELEC 2 [refused]', "SELECT ';é' AS x", 'CREATE INDEX i ON t (a)']);
    expect(statements('CREATE TABLE t (a int); RUBBISH; CREATE INDEX i ON t (a)', 'mysql')).toEqual(['CREATE TABLE t (a int)', 'RUBBISH [refused]', 'CREATE INDEX i ON t (a)']);
    expect(statements('CREATE TABLE t (a int); CREATE INDEX i ON t (a) WHERE a > 1', 'sqlite')).toEqual(['CREATE TABLE t (a int)', 'CREATE INDEX i ON t (a) WHERE a > 1']);
  });

  it('come for many texts at once, in their order', () => {
    const texts = Array.from({ length: 500 }, (_, at) => `CREATE TABLE t${at} (id int); -- ${'x'.repeat(1000)}`);
    expect(parseStatements(texts, 'postgresql').map((one, at) => texts[at]!.slice(one[0]!.start, one[0]!.end))).toEqual(texts.map((_, at) => `CREATE TABLE t${at} (id int)`));
    expect(parseStatements([], 'postgresql')).toEqual([]);
    expect(parseStatements(['', '-- nothing'], 'mysql')).toEqual([[], []]);
  });
});

describe('the thread of the parsers', () => {
  it('ends when nobody asks, and another one answers who asks then', async () => {
    // The thread that other tests started is told of a tick later.
    await new Promise(setImmediate);
    const started: Worker[] = [];
    const note = (worker: Worker): void => void started.push(worker);
    process.on('worker', note);
    onTestFinished(() => void process.off('worker', note));
    // A copy of its own: the thread of the other tests is theirs.
    const { askParsers } = (await import(/* @vite-ignore */ `${THREAD}?alone`)) as typeof thread;
    const ask = async (...texts: string[]): Promise<number> => {
      expect(texts.map((text) => askParsers({ ask: 'parse', dialect: 'postgresql', texts: [text] }))).toEqual(texts.map(() => [{ value: [expect.anything()] }]));
      await new Promise(setImmediate);
      return started.length;
    };
    expect(await ask('SELECT 1', 'SELECT 2')).toBe(1);
    await once(started[0]!, 'exit');
    expect(await ask('SELECT 3')).toBe(2);
  });
});

describe('splitting', () => {
  it('passes over strings, names, comments and dollar quotes', () => {
    const odd = `SELECT ';', ";", E'\\';', $$;$$, $a$ ; $$ ; $a$`;
    expect(split(`${odd} /* ; /* ; */ ; */ -- ;\n; SELECT 2`)).toEqual([odd, 'SELECT 2']);
    expect(split("SELECT 'it''s;', 'a\\';b'; SELECT `;` # ;\n; SELECT 3", 'mysql')).toEqual(["SELECT 'it''s;', 'a\\';b'", 'SELECT `;`', 'SELECT 3']);
    expect(split('SELECT [;]; SELECT 2', 'sqlite')).toEqual(['SELECT [;]', 'SELECT 2']);
  });

  it('passes over the bodies of routines, other delimiters, rows of COPY and commands of psql', () => {
    const trigger = 'CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET b = CASE WHEN c THEN 1 ELSE 2 END; DELETE FROM d; END';
    expect(split(`${trigger}; SELECT 1;`, 'sqlite')).toEqual([trigger, 'SELECT 1']);
    expect(split('DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\nDELIMITER ;\nSELECT 2;', 'mysql')).toEqual(['CREATE PROCEDURE p() BEGIN SELECT 1; END', 'SELECT 2']);
    expect(split('\\connect x\nCOPY t (a) FROM stdin;\n1;2\n\\.\nSELECT 1;')).toEqual(['COPY t (a) FROM stdin', 'SELECT 1']);
  });

  it('ends with a text that is cut off', () => {
    for (const text of ["SELECT 'a", 'SELECT "a', 'SELECT /* a', 'SELECT $$a', 'SELECT (']) expect(split(`SELECT 1; ${text}`)[0]).toBe('SELECT 1');
  });
});

it('tells statements that differ in values alone by one fingerprint, and writes them without', () => {
  const [one, other, third, broken] = fingerprints(['SELECT * FROM a WHERE id = 1', 'select *  from a where id = 2', 'SELECT * FROM b WHERE id = 1', 'SELEC']);
  expect(one).toBe(other);
  expect(one).not.toBe(third);
  expect(broken).toBeUndefined();
  expect(normalized(["SELECT * FROM a WHERE id = 1 AND b = 'x'"])).toEqual(['SELECT * FROM a WHERE id = $1 AND b = $2']);
});

it.each([
  ['lower(t.email)', 'lower(email)'],
  ['LOWER("Email"::text)', 'lower(email)'],
  ["((body ->> 'Name'))", "body->>'Name'"],
  ["data #>> '{a,b}'", "data#>>'{a,b}'"],
  ["(data #>> '{a, \"b\"}')::text", "data#>>'{a,b}'"],
  ["(data -> 'a')::text", "(data->'a')::text"],
  ['(a + b) * 2', '(a + b) * 2'],
  ['created_at::date', 'created_at::date'],
  ['CAST(id AS text)', 'id::text'],
  ['coalesce(a, b, -1)', 'coalesce(a, b, -1)'],
  ["date_trunc('day', at)", "date_trunc('day', at)"],
  ["a IS NULL AND (b <> 'x'::state OR NOT c)", "a is null and (b <> 'x' or not c)"],
  ["state = ANY (ARRAY['a'::text, 'b'::text])", "state in ('a', 'b')"],
  ['a COLLATE "C"', undefined],
])('writes %s of PostgreSQL as %s', (sql, text) => {
  const [[statement]] = parseStatements([`SELECT (${sql})`], 'postgresql') as unknown as [[{ tree: { SelectStmt: { targetList: { ResTarget: { val: unknown } }[] } } }]];
  expect(expressionText(postgresqlExpression(statement.tree.SelectStmt.targetList[0]!.ResTarget.val))).toBe(text);
});

it.each<[thread.Dialect, string, string]>([
  ['mysql', 'LOWER(`Email`)', 'lower(email)'],
  ['mysql', 'a + 1', 'a + 1'],
  ['sqlite', 'lower("email")', 'lower(email)'],
  ['sqlite', "state IN ('a') AND gone IS NOT NULL", "state in ('a') and gone is not null"],
])('writes an expression of %s, %s, as %s', (dialect, sql, text) => {
  const [[statement]] = parseStatements([`SELECT ${sql}`], dialect) as unknown as [[{ tree: { columns: { expr: unknown }[] } }]];
  expect(expressionText(otherExpression(statement.tree.columns[0]!.expr))).toBe(text);
});

it('keeps no process alive, and answers in one that waits for nothing', () => {
  const script = [
    "import { createServer } from 'vite';",
    "const server = await createServer({ configFile: false, logLevel: 'silent', appType: 'custom', server: { middlewareMode: true, ws: false, watch: null } });",
    "const { parseStatements } = await server.ssrLoadModule('/src/database/sql/parse.ts');",
    "const [[statement]] = parseStatements(['SELECT 1'], 'postgresql');",
    'process.stdout.write(Object.keys(statement.tree)[0]);',
    'await server.close();',
  ].join('\n');
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', timeout: 40_000 })).toBe('SelectStmt');
}, 50_000);
