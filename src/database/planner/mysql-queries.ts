/**
 * All that a MySQL or MariaDB server is asked of its catalogs, of the database that the URL names alone.
 * https://dev.mysql.com/doc/refman/8.4/en/information-schema.html, https://mariadb.com/kb/en/information-schema-tables/
 */
export const SERVER = 'SELECT VERSION() AS version, DATABASE() AS name';

export const TABLES = `
SELECT table_name AS name, table_type AS type, table_rows AS \`rows\`
FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name`;

export interface TableRow {
  name: string;
  type: string;
  rows: number | null;
}

export const COLUMNS = `
SELECT table_name AS \`table\`, column_name AS name, data_type AS kind, column_type AS type, is_nullable AS nullable
FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position`;

export interface ColumnRow {
  table: string;
  name: string;
  kind: string;
  type: string;
  nullable: 'YES' | 'NO';
}

/** All columns of the view: what an index cannot be used for has another name in each of the two, and expressions are MySQL's alone. */
export const INDEXES = 'SELECT * FROM information_schema.statistics WHERE table_schema = DATABASE() ORDER BY table_name, index_name, seq_in_index';

export interface IndexRow {
  TABLE_NAME: string;
  INDEX_NAME: string;
  NON_UNIQUE: number;
  COLUMN_NAME: string | null;
  COLLATION: 'A' | 'D' | null;
  CARDINALITY: number | null;
  INDEX_TYPE: string;
  /** MySQL. */
  EXPRESSION?: string | null;
  IS_VISIBLE?: 'YES' | 'NO';
  /** MariaDB. */
  IGNORED?: 'YES' | 'NO';
}

export const FOREIGN_KEYS = `
SELECT k.table_name AS \`table\`, k.constraint_name AS name, k.column_name AS \`column\`, k.referenced_table_name AS parent, k.referenced_column_name AS reference,
       r.delete_rule AS onDelete, r.update_rule AS onUpdate
FROM information_schema.key_column_usage k JOIN information_schema.referential_constraints r
     ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name
WHERE k.table_schema = DATABASE() AND k.referenced_table_name IS NOT NULL ORDER BY k.table_name, k.constraint_name, k.ordinal_position`;

export interface ForeignKeyRow {
  table: string;
  name: string;
  column: string;
  parent: string;
  reference: string;
  onDelete: string;
  onUpdate: string;
}
