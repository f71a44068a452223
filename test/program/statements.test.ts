import { describe, expect, it } from 'vitest';
import { places, type Project } from './project.ts';

const withPg: Project = {
  'package.json': '{ "name": "app", "dependencies": { "pg": "8", "express": "5", "knex": "3", "postgres": "3" } }',
  'src/pool.ts': "import { Pool } from 'pg';\nexport const pool = new Pool();\n",
  'src/db.ts': "import knex from 'knex';\nexport const db = knex({ client: 'pg' });\n",
  'src/sql.ts': "import postgres from 'postgres';\nexport const sql = postgres();\n",
};

/** Rules that speak of `src/a.ts`, whose last line is a loop with `body` in it. */
function inLoop(body: string, before = ''): string[] {
  const head = `import { pool } from './pool';\nimport { db } from './db';\nimport { sql } from './sql';\n${before}`;
  const code = `${head}\nexport async function run(rows: any[], names: string[]) {\n  for (const row of rows) { ${body} }\n}`;
  return places({ ...withPg, 'src/a.ts': code }).map((place) => place.split(' ')[1]!);
}

const READ = ['n-plus-one'];
const WRITE = ['bulk-write-in-loop'];

describe('the text of a statement', () => {
  it.each([
    ['a read', '"SELECT * FROM t WHERE id = $1"', READ],
    ['a read behind white space and a comment', '`\n  -- by key\n  /* once */ select * from t where id = $1`', READ],
    ['a read with a common table expression', '"WITH x AS (SELECT 1) SELECT * FROM t, x WHERE id = $1"', READ],
    ['an insert', '"INSERT INTO t VALUES ($1)"', WRITE],
    ['an upsert', '"INSERT INTO t VALUES ($1) ON CONFLICT (id) DO UPDATE SET n = 1"', WRITE],
    ['a write with a common table expression', '"WITH x AS (SELECT 1) UPDATE t SET n = 1 WHERE id = $1"', WRITE],
    ['a write of AQL behind the collections that it names', '"WITH t INSERT { a: 1 } INTO t"', WRITE],
    ['a removal of AQL', '"REMOVE @key IN t"', WRITE],
    ['a read of AQL', '"FOR a IN t FILTER a.id == @id RETURN a"', READ],
    ['a text in parts', '"DELETE FROM t " + "WHERE id = $1"', WRITE],
    ['a text that nobody sees', 'texts.one', READ],
    ['a statement of the transaction', '"SAVEPOINT a"', []],
    ['a statement of the session', '"SET LOCAL a = 1"', []],
    ['a statement of the schema', '"ALTER TABLE t ADD COLUMN b int"', []],
    ['a statement that makes a table', '"CREATE TABLE t (a int) CHARACTER SET utf8"', []],
    ['a record that is made', '"CREATE t CONTENT $row"', WRITE],
    ['a record that is made by a function', '"CREATE type::thing($table, $id) SET name = $name"', WRITE],
    ['a row lock', '"SELECT * FROM t WHERE id = $1 FOR UPDATE"', []],
    ['an advisory lock', '"SELECT pg_advisory_xact_lock($1)"', []],
    ['the element itself', 'row', []],
    ['a part of the element', 'row.sql', []],
    ['what is made of the element', 'make(row)', []],
    ['what is made of a part of the element, by way of names', 'text(make(row.part))', []],
    ['a builder that is sent by its text', 'db("t").where({ id: row.id }).del().toString()', WRITE],
    ['a table that is the element', '`DELETE FROM ${row.table} WHERE old`', []],
    ['a value that is the element, in a template', '`DELETE FROM t WHERE id = ${row.id}`', WRITE],
  ])('of %s', (_name, text, expected) => {
    expect(inLoop(`await pool.query(${text}, [row.id]);`, 'declare const texts: any, make: any, text: any;')).toEqual(expected);
  });

  it.each([
    ['a parameter', 'const send = (text: string, values: any[]) => pool.query(text, values);', 'await send("INSERT INTO t VALUES ($1)", [row.id]);'],
    ['an option', 'const send = (text: string, values: any[]) => pool.query({ text, values });', 'await send("INSERT INTO t VALUES ($1)", [row.id]);'],
    ['an object that is passed in', 'const send = (query: any) => pool.query(query.text, query.values);\nconst prepared = "INSERT INTO t VALUES ($1)";', 'await send(prepared);'],
    ['what is made of a parameter', 'const send = (text: string, values: any[]) => { const made = name(text, values); return pool.query(made.text, made.values); };', 'await send("INSERT INTO t VALUES ($1)", [row.id]);'],
    ['two wrappers', 'const inner = (text: string) => pool.query(text);\nasync function send(text: string) { return (await inner(text)).rows; }', 'await send("INSERT INTO t VALUES (1)");'],
    ['a constant', 'const INSERT = "INSERT INTO t VALUES ($1)";', 'await pool.query(INSERT, [row.id]);'],
  ])('is found through %s', (_name, before, body) => {
    expect(inLoop(body, before)).toEqual(WRITE);
  });

  it.each([
    ['ANY', '"SELECT * FROM t WHERE id = ANY($1)", [row]', []],
    ['ANY of another value', '"SELECT * FROM t WHERE kind = ANY($2) AND id = $1", [row, names]', READ],
    ['ANY of a part', '"SELECT * FROM t WHERE id = ANY($1)", [row.id]', READ],
    ['IN', '"SELECT * FROM t WHERE id IN (?)", [row]', []],
    ['IN of another value', '"SELECT * FROM t WHERE id = ? AND kind IN (?)", [row, names]', READ],
    ['unnest', '"INSERT INTO t SELECT * FROM unnest($1)", [row]', []],
    ['VALUES', '"INSERT INTO t VALUES ?", [row]', []],
  ])('takes the element for a list: %s', (_name, args, expected) => {
    expect(inLoop(`await pool.query(${args});`)).toEqual(expected);
  });
});

describe('a builder runs where somebody waits for it', () => {
  it.each([
    ['awaited', 'await db("t").where({ id: row.id });', READ],
    ['dropped', 'db("t").where({ id: row.id });', []],
    ['kept and awaited', 'const query = db("t").where({ id: row.id }); await query;', READ],
    ['kept and dropped', 'const query = db("t").where({ id: row.id }); show(query.toString());', []],
    ['kept and gathered', 'const query = db("t").where({ id: row.id }); await Promise.all([query]);', READ],
    ['given to a builder', 'await db("u").whereIn("id", names); db("u").whereIn("id", db("t").where({ id: row.id }));', READ],
    ['collected', 'pending.push(db("t").where({ id: row.id }));', READ],
    ['returned by an arrow that a mapper calls, and gathered', 'await Promise.all(row.ids.map((id) => db("t").where({ id })));', READ],
    ['returned by an arrow that a mapper calls, and joined', 'show(row.ids.map((id) => db("t").where({ id }).toString()));', []],
    ['folded', 'show(row.ids.reduce((query, id) => query.orWhere({ id }), db("t")).toString());', []],
    ['returned by a function that is awaited', 'await find(row.id);', READ],
    ['returned by a function whose value is completed', 'show(find(row.id).limit(1).toString());', []],
    ['returned by a function whose value is completed and awaited', 'await find(row.id).limit(1);', READ],
    ['kept and returned by an async function', 'await kept(row.id);', READ],
    ['returned through two functions', 'await twice(row.id);', READ],
    ['returned through two functions, and dropped', 'show(twice(row.id).toString());', []],
    ['handed to a function that completes it', 'show(complete(db("t"), row.id).toString());', []],
    ['handed to a function that awaits it', 'await run1(db("t").where({ id: row.id }));', READ],
    ['in a template', 'show(sql`SELECT ${sql`row ${row.id}`}`);', []],
    ['a template that is awaited', 'await sql`SELECT ${sql`row ${row.id}`}`;', READ],
  ])('%s', (_name, body, expected) => {
    const before = [
      'const pending: any[] = [];',
      'const find = (id: string) => db("t").where({ id });',
      'async function kept(id: string) { const query = db("t").where({ id }); if (id) query.limit(1); return query; }',
      'const twice = (id: string) => find(id);',
      'const complete = (query: any, id: string) => query.where({ id });',
      'const run1 = async (query: any) => { const rows = await query; return rows[0]; };',
    ].join('\n');
    const rules = inLoop(body, before);
    expect([...new Set(rules)]).toEqual(expected);
  });

  it('is known by what it does where another call sends it', () => {
    const before = 'const send = async (query: any) => { const { sql, bindings } = query.toSQL(); return (await pool.query(sql, bindings)).rows; };';
    expect(inLoop('await send(db("t").where({ id: row.id }).update({ a: 1 }));', before)).toEqual(WRITE);
    expect(inLoop('await send(db("t").where({ id: row.id }));', before)).toEqual(READ);
  });

  it('keeps what a kept query gave in view: the first hit ends the loop', () => {
    expect(inLoop('const query = db("t").where({ id: row.id }).first(); const hit = await query; if (hit) return hit;')).toEqual([]);
  });
});
