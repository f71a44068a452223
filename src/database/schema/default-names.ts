import type { Engine, ForeignKey, Index } from './types.ts';

/** Bytes of an identifier in PostgreSQL. */
const MAX_NAME = 63;

/**
 * The name that an engine gives an index or a key that has none: migrations drop them by it. Undefined where the engine names it
 * in a way that no statement can use.
 *
 * @param taken names that are in use: of the namespace in PostgreSQL, of the table in MySQL and MongoDB
 */
export function indexName(table: string, index: Pick<Index, 'by' | 'parts' | 'include' | 'method'>, engine: Engine | undefined, taken: ReadonlySet<string>): string | undefined {
  const parts = index.parts.map(({ column }) => column);
  if (engine === 'mysql' || engine === 'mariadb') {
    if (index.by === 'primary key') return 'PRIMARY';
    // https://dev.mysql.com/doc/refman/8.4/en/create-table.html: that of the first column, with a number from 2 on.
    return numbered(parts[0] ?? 'functional_index', taken, (name, number) => `${name}_${number + 1}`);
  }
  // https://www.mongodb.com/docs/manual/reference/method/db.collection.createIndex/: each field with its direction.
  if (engine === 'mongodb') return index.method === 'btree' ? index.parts.map(({ column, direction }) => `${column}_${direction === 'desc' ? -1 : 1}`).join('_') : undefined;
  if (engine !== 'postgresql') return undefined;
  const label = { 'primary key': 'pkey', unique: 'key', index: 'idx', 'foreign key': 'idx' }[index.by];
  const columns = index.by === 'primary key' ? '' : [...parts.map((column) => column ?? 'expr'), ...index.include].join('_');
  return numbered(label, taken, (name, number) => objectName(table, columns, number === 0 ? name : `${name}${number}`), 0);
}

/** The name that an engine gives a foreign key without one. */
export function foreignKeyName(table: string, { columns }: Pick<ForeignKey, 'columns'>, engine: Engine | undefined, taken: ReadonlySet<string>): string | undefined {
  if (engine === 'mysql' || engine === 'mariadb') return numbered('ibfk', taken, (label, number) => `${table}_${label}_${number}`, 1);
  if (engine !== 'postgresql') return undefined;
  return numbered('fkey', taken, (label, number) => objectName(table, columns.join('_'), number === 0 ? label : `${label}${number}`), 0);
}

function numbered(base: string, taken: ReadonlySet<string>, name: (base: string, number: number) => string, first?: number): string {
  if (first === undefined && !taken.has(base)) return base;
  for (let number = first ?? 1; ; number++) {
    const candidate = name(base, number);
    if (!taken.has(candidate)) return candidate;
  }
}

/** As `makeObjectName` of PostgreSQL does it: what is too long is cut off the longer of the two. */
function objectName(table: string, columns: string, label: string): string {
  let [first, second] = [table, columns];
  const room = MAX_NAME - label.length - 1 - (second === '' ? 0 : 1);
  while (Buffer.byteLength(first) + Buffer.byteLength(second) > room) {
    if (Buffer.byteLength(first) > Buffer.byteLength(second)) first = first.slice(0, -1);
    else second = second.slice(0, -1);
  }
  return [first, ...(second === '' ? [] : [second]), label].join('_');
}
