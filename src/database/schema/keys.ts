import type { ForeignKey, Table } from './types.ts';

/** A key that says who wrote a row, and not what it belongs to: `createdByUserId`, `updated_by`. */
const AUTHOR = /(?:^|_)by(?:_(?:user|member|admin|account))?(?:_id)?$/;

/** The keys of a table to others with which it grows: what is set to null with the other row is no row of it, and stays. */
export function growingKeys({ name, foreignKeys }: Pick<Table, 'name' | 'foreignKeys'>): readonly ForeignKey[] {
  return foreignKeys.filter((key) => key.table !== name && key.onDelete !== 'set null' && !key.columns.every((column) => AUTHOR.test(column.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase())));
}

/** Whether each row of a table needs a row of another one. */
export function isOwned(table: Pick<Table, 'name' | 'columns' | 'foreignKeys'>): boolean {
  return growingKeys(table).some((key) => key.columns.every((column) => table.columns.find(({ name }) => name === column)?.nullable === false));
}
