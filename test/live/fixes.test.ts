import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fix } from '../../src/commands/fix.ts';
import { scan } from '../../src/commands/scan.ts';
import { engine } from '../../src/project/engine.ts';
import { installedProject, loadModule, typeErrors } from '../fixes/installed.ts';
import { openDatabase } from './databases.ts';
import { type Orm, orms } from './orms.ts';

interface Module {
  open(url: string, onQuery: (sql: string) => void): Promise<unknown>;
  read(db: unknown, orders: { id: number; userId: number }[]): Promise<string[]>;
  write(db: unknown, names: string[]): Promise<void>;
  close(db: unknown): Promise<void>;
}

/** No package of its types is installed. */
const PG = "declare module 'pg' {\n  const pg: any;\n  export default pg;\n}\n";

const typeErrorsOf = (cwd: string) => typeErrors(cwd, ['src/app.ts', 'src/pg.d.ts']);

/** What the module reads and writes in a database of its own, and the statements that each takes. */
async function run({ dialect }: Orm, cwd: string, name: string): Promise<{ names: string[]; written: string[]; none: string[]; reads: number; writes: number }> {
  const app = await loadModule<Module>(cwd, 'src/app.ts', name);
  const database = await openDatabase(dialect);
  try {
    // The driver of PostgreSQL gives 64-bit integers as strings.
    await database.run(`CREATE TABLE users (id ${dialect === 'postgres' ? 'bigserial' : 'int auto_increment'} PRIMARY KEY, name varchar(50) NOT NULL)`);
    await database.run("INSERT INTO users (name) VALUES ('Ada'), ('Bob'), ('Cem')");
    const statements: string[] = [];
    const db = await app.open(database.url, (sql) => statements.push(sql));
    const counted = async <T>(pattern: RegExp, work: Promise<T>): Promise<[T, number]> => {
      const before = statements.length;
      const result = await work;
      return [result, statements.slice(before).filter((sql) => pattern.test(sql)).length];
    };
    const all = [1, 2, 3, 4, 5, 6, 7, 8].map((userId) => ({ id: 1, userId }));
    const [names, reads] = await counted(/select/i, app.read(db, [3, 1, 2, 3, 99, 1].map((userId, id) => ({ id, userId }))));
    const [, writes] = await counted(/insert/i, app.write(db, [' Dan', '', 'Eve ', 'Fay', 'Dan']));
    const written = await app.read(db, all);
    await app.write(db, []);
    const none = await app.read(db, []);
    await app.close(db);
    return { names, written, none, reads, writes };
  } finally {
    await database.drop();
  }
}

describe.each(orms)('queries in a loop with $name', (orm) => {
  it('become one read and one write, with the same results', async () => {
    const cwd = installedProject(orm.dependencies, { 'src/app.ts': orm.code, 'src/pg.d.ts': PG });
    expect(typeErrorsOf(cwd)).toEqual([]);
    const { findings } = await scan({ cwd }, engine);
    expect(findings.map(({ rule }) => rule)).toEqual(['n-plus-one', 'bulk-write-in-loop']);
    const before = await run(orm, cwd, 'before');
    expect(before).toMatchObject({ names: ['Cem', 'Ada', 'Bob', 'Cem', 'nobody', 'Ada'], written: ['Ada', 'Bob', 'Cem', 'Dan', 'Eve', 'Fay', 'Dan', 'nobody'], none: [], reads: 6, writes: 4 });

    await fix(findings.map(({ id }) => id), { cwd }, engine);
    expect(typeErrorsOf(cwd)).toEqual([]);
    expect(await run(orm, cwd, 'after')).toEqual({ ...before, reads: 1, writes: 1 });
    expect((await scan({ cwd, severity: 'info', confidence: 'low' }, engine)).findings).toEqual([]);
    await expect(readFileSync(path.join(cwd, 'src/app.ts'), 'utf8')).toMatchFileSnapshot(`fixed/${orm.name}.txt`);
  });
});
