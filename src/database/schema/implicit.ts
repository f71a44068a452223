import type { Engine, ForeignKey, Index, Reader, Table } from './types.ts';

/** Whether somebody makes an index for a foreign key that no other index serves: never, always, or where none leads with its columns. */
type ForForeignKeys = 'never' | 'unless led';

/** What an engine makes by itself; a primary key and a unique constraint are indexes on all of them. */
const BY_ENGINE: Readonly<Record<Engine, ForForeignKeys>> = {
  // https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
  postgresql: 'never',
  // https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html
  mysql: 'unless led',
  // https://mariadb.com/kb/en/foreign-keys/
  mariadb: 'unless led',
  // https://www.sqlite.org/foreignkeys.html#fk_indexes
  sqlite: 'never',
  mongodb: 'never',
};

/**
 * What a mapper declares for the foreign keys of its models beside what the engine makes, where that differs.
 * MikroORM: `indexForeignKeys()` of the platform, false on PostgreSQL alone (https://mikro-orm.io/docs/schema-generator).
 */
const BY_READER: Partial<Record<Reader, Partial<Record<Engine, ForForeignKeys>>>> = {
  'mikro-orm': { mysql: 'unless led', mariadb: 'unless led', sqlite: 'unless led' },
};

/** The indexes that the engine or the mapper makes for the foreign keys of a table without a declaration. */
export function implicitIndexes(table: Pick<Table, 'foreignKeys' | 'indexes'>, engine: Engine | undefined): Index[] {
  if (engine === undefined) return [];
  const made: Index[] = [];
  for (const key of table.foreignKeys) {
    const byEngine = key.enforced ? BY_ENGINE[engine] : 'never';
    const byReader = BY_READER[key.origin.reader]?.[engine] ?? 'never';
    if (byEngine === 'never' && byReader === 'never') continue;
    if (![...table.indexes, ...made].some((index) => leadsWith(index, key.columns))) made.push(indexFor(key));
  }
  return made;
}

/** The table with what the engine or the mapper makes by itself. */
export function withImplicit(table: Table, engine: Engine | undefined): Table {
  const made = implicitIndexes(table, engine);
  return made.length === 0 ? table : { ...table, indexes: [...table.indexes, ...made] };
}

/** Whether a foreign key is served: the first columns of the index are those of the key, in the key's order, as InnoDB asks for it. */
function leadsWith({ parts, where, method }: Index, columns: readonly string[]): boolean {
  return where === undefined && method === 'btree' && columns.every((column, at) => parts[at]?.column === column);
}

function indexFor({ columns, origin }: ForeignKey): Index {
  return { parts: columns.map((column) => ({ column, direction: 'asc' })), unique: false, method: 'btree', include: [], by: 'foreign key', origin };
}
