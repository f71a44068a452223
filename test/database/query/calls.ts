import { translatedCalls } from '../../../src/database/query/sites.ts';
import type { Query } from '../../../src/database/query/types.ts';
import type { Engine, Schema, Table } from '../../../src/database/schema/types.ts';
import { link } from '../../program/project.ts';
import { printQuery } from './print.ts';
import { shop } from './shop.ts';

/** Variables that stand for the shop's tables in code, and what their properties are called there. */
const ENTITIES: Readonly<Record<string, string>> = { users: 'users', posts: 'posts', comments: 'comments', orgs: 'orgs', Order: 'orders' };

const camel = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

function withEntity(table: Table, file: string): Table {
  return {
    ...table,
    entities: [{ name: ENTITIES[table.name]!, file }],
    columns: table.columns.map((column) => (camel(column.name) === column.name ? column : { ...column, property: camel(column.name) })),
    relations: table.name === 'users' ? [{ name: 'posts', table: 'posts', many: true, columns: ['id'], references: ['user_id'] }] : table.name === 'posts' ? [{ name: 'author', table: 'users', many: false, columns: ['user_id'], references: ['id'] }] : [],
  };
}

export function shopSchema(engine: Engine = 'postgresql', file = 'src/schema.ts'): Schema {
  return { dir: '', engine, tables: shop.map((table) => withEntity(table, file)), complete: true, problems: [] };
}

/** What each call of `src/a.ts` that reaches a database asks; or why that is not known. */
export function translated(files: Readonly<Record<string, string>>, engine: Engine = 'postgresql'): (readonly Query[] | string)[] {
  const program = link(files);
  return translatedCalls(program, [shopSchema(engine)], 'src/a.ts').map(({ sites, reason }) => (sites.length > 0 ? sites.flatMap(({ query, loads }) => [query, ...loads]) : (reason ?? 'nothing')));
}

export function asked(files: Readonly<Record<string, string>>, engine: Engine = 'postgresql'): string[] {
  return translated(files, engine).map((one) => (typeof one === 'string' ? `unknown: ${one}` : one.map(printQuery).join('; ')));
}
