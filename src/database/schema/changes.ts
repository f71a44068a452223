import type { Column, Engine, ForeignKey, Index, Origin, SchemaProblem, Table } from './types.ts';

/**
 * One step of a migration, whatever it is written in. Readers give steps in the order in which they run, and one fold turns them
 * into tables. A step says what is written: what an engine makes beside it (the index of InnoDB under a foreign key, names of
 * constraints that have none) is the fold's to add.
 */
export type SchemaChange = { origin: Origin } & (
  /** Keys and unique constraints stand among `indexes` (`by`: `primary key`, `unique`), also those that a column declares. */
  | { kind: 'create table'; table: TableName; ifNotExists: boolean; columns: readonly Column[]; indexes: readonly Index[]; foreignKeys: readonly ForeignKey[] }
  | { kind: 'drop table'; table: TableName }
  | { kind: 'rename table'; table: TableName; to: string }
  /** What the column declares beside itself comes as further changes. */
  | { kind: 'add column'; table: TableName; column: Column }
  /** What stays is left out. */
  | { kind: 'alter column'; table: TableName; column: string; to: Partial<Omit<Column, 'name' | 'property' | 'origin'>> }
  | { kind: 'rename column'; table: TableName; column: string; to: string }
  /** Indexes and constraints on it go with it. */
  | { kind: 'drop column'; table: TableName; column: string }
  /** Indexes, primary keys and unique constraints. */
  | { kind: 'add index'; table: TableName; index: Index }
  /** By name, on its table where the statement names one; or, where it has no name, by what it is and its columns. */
  | { kind: 'drop index'; table?: TableName; name?: string; by?: Index['by']; columns?: readonly string[] }
  | { kind: 'rename index'; table?: TableName; name: string; to: string }
  | { kind: 'add foreign key'; table: TableName; foreignKey: ForeignKey }
  /** A constraint of any kind by its name; or a foreign key by its columns. */
  | { kind: 'drop constraint'; table: TableName; name?: string; columns?: readonly string[] }
  | { kind: 'drop primary key'; table: TableName }
  /** A statement, or several, as text; the reader of SQL turns it into others of these. */
  | { kind: 'sql'; text: string }
  /** A statement that could not be read: what is known of the schema afterwards may lack something. `table`: of it alone. */
  | { kind: 'unread'; reason: string; table?: TableName }
);

export interface TableName {
  name: string;
  namespace?: string;
}

/** What code declares of one package's database: tables by models, and the steps of migrations. */
export interface CodeReading {
  /** Folder of the package, below the root. */
  dir: string;
  /** As options and drivers tell; undefined where they do not, or disagree. */
  engine: Engine | undefined;
  /** By models. Of each reader its own: the same table may come from several. Indexes that the ORM makes by itself are there. */
  tables: readonly Table[];
  /** Of migrations, in order. */
  changes: readonly SchemaChange[];
  problems: readonly SchemaProblem[];
}
