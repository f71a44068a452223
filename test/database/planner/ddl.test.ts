import { describe, expect, it } from 'vitest';
import { ddlOf } from '../../../src/database/planner/ddl.ts';
import { column, index, schema, table } from './schemas.ts';

const owners = [column('id', 'integer'), column('name', 'text')];
const twice = schema(['shop', 'archive'].map((namespace) => table('owners', owners, [index(['name'], { name: 'owners_name' })], [], { namespace })));
const indexesOf = (engine: 'postgresql' | 'sqlite'): string[] => ddlOf(twice, engine).map(({ sql }) => sql).filter((sql) => / INDEX /.test(sql));

describe('the names of indexes', () => {
  it('stay as they are in each schema of PostgreSQL', () => {
    expect(indexesOf('postgresql')).toEqual(['CREATE INDEX "owners_name" ON "shop"."owners" ("name")', 'CREATE INDEX "owners_name" ON "archive"."owners" ("name")']);
  });

  it('are told apart where a database has each once', () => {
    expect(new Set(indexesOf('sqlite').map((sql) => sql.split(' ')[2])).size).toBe(2);
  });
});
