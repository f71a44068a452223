import type { ColumnType, Index, Table } from '../../../src/database/schema/types.ts';

/** Tables that the tests of statements read: a small shop. */
const SHOP: Readonly<Record<string, Readonly<Record<string, ColumnType>>>> = {
  users: { id: 'bigint', org_id: 'bigint', email: 'text', name: 'text', status: 'text', active: 'boolean', visits: 'integer', created_at: 'timestamp', deleted_at: 'timestamp', profile: 'json', tags: 'array', key: 'uuid' },
  posts: { id: 'bigint', user_id: 'bigint', title: 'text', body: 'text', views: 'integer', likes: 'integer', published_at: 'timestamp', created_at: 'timestamp' },
  comments: { id: 'bigint', post_id: 'bigint', author_id: 'bigint', text: 'text', created_at: 'timestamp' },
  orgs: { id: 'bigint', slug: 'text', plan: 'text' },
  Order: { id: 'bigint', userId: 'bigint', placedAt: 'timestamp', total: 'decimal' },
};

const origin: Table['origin'] = { place: { file: 'schema.sql', line: 1, column: 1, endLine: 1, endColumn: 1 }, reader: 'sql' };

function table(name: string, columns: Readonly<Record<string, ColumnType>>): Table {
  const key: Index = { parts: [{ column: 'id', direction: 'asc' }], unique: true, method: 'btree', include: [], by: 'primary key', origin };
  return { name, kind: 'table', entities: [], columns: Object.entries(columns).map(([column, type]) => ({ name: column, type, nullable: column !== 'id' })), indexes: [key], foreignKeys: [], relations: [], origin };
}

export const shop: readonly Table[] = Object.entries(SHOP).map(([name, columns]) => table(name, columns));

export function shopTable(name: string): Table | undefined {
  return shop.find((one) => one.name.toLowerCase() === name.toLowerCase());
}
