import type { Schema, Table } from '../../../database/schema/types.ts';
import type { Sizes } from '../rows.ts';

/** Rows that lead to one row of another table, unless a key says that there is one. */
const PER_PARENT = 10;

/** Rows of the tables of a statement, and of those that their keys refer to: as many as there are, where each has one row; else a tenth. */
export function sizesFor(tables: readonly Table[], schema: Pick<Schema, 'tables'>, rows: number): Sizes {
  const sizes = new Map<Table, number>(tables.map((table) => [table, rows]));
  for (const table of tables) {
    for (const { table: name, columns } of table.foreignKeys) {
      const parent = schema.tables.find((other) => other.name === name);
      if (!parent || sizes.has(parent)) continue;
      const isOne = table.indexes.some(({ unique, parts }) => unique && parts.length > 0 && parts.every(({ column }) => column !== undefined && columns.includes(column)));
      sizes.set(parent, isOne ? rows : Math.max(1, Math.ceil(rows / PER_PARENT)));
    }
  }
  return sizes;
}

/** A table, or an index on one, as the run makes it: in a namespace of the run's own. */
export function apart<Named extends { namespace?: string }>(named: Named): Omit<Named, 'namespace'> {
  const plain = { ...named };
  delete plain.namespace;
  return plain;
}
