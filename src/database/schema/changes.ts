import type { Column, Engine, ForeignKey, Index, Origin, SchemaProblem, Table } from './types.ts';

/**
 * One step of a migration, whatever it is written in. Readers give steps in the order in which they run, and one fold turns them
 * into tables. A step says what is written: what an engine makes beside it (the index of InnoDB under a foreign key, names of
 * constraints that have none) is the fold's to add.
 */
export type SchemaChange = { origin: Origin } & (
  /** Keys and unique constraints stand among `indexes` (`by`: `primary key`, `unique`), also those that a column declares. */
  | {
      kind: 'create table';
      table: TableName;
      ifNotExists: boolean;
      columns: readonly Column[];
      indexes: readonly Index[];
      foreignKeys: readonly ForeignKey[];
      /** Default: a table. */
      as?: Table['kind'];
      /** It takes the place of the one that is there: `CREATE OR REPLACE VIEW`. */
      replaces?: boolean;
      /** Tables whose columns it has; a partition also has the indexes of the first, now and later. */
      inherits?: readonly TableName[];
      isPartition?: boolean;
      /** Table whose columns it copies, with or without the indexes. */
      like?: { table: TableName; indexes: boolean };
    }
  | { kind: 'drop table'; table: TableName }
  | { kind: 'rename table'; table: TableName; to: string }
  /** No namespace: the default one. */
  | { kind: 'move table'; table: TableName; namespace?: string }
  | { kind: 'attach partition' | 'detach partition'; table: TableName; partition: TableName }
  /** With all that lies in it. */
  | { kind: 'drop namespace'; namespace: string }
  /** What the column declares beside itself comes as further changes. */
  | { kind: 'add column'; table: TableName; column: Column }
  /** What stays is left out. */
  | { kind: 'alter column'; table: TableName; column: string; to: Partial<Omit<Column, 'name' | 'property' | 'origin'>> }
  | { kind: 'rename column'; table: TableName; column: string; to: string }
  /** Indexes and constraints on it go with it. */
  | { kind: 'drop column'; table: TableName; column: string }
  /** Indexes, primary keys and unique constraints. */
  | { kind: 'add index'; table: TableName; index: Index }
  /** A key that is made of an index that is there: `ADD PRIMARY KEY USING INDEX`. */
  | { kind: 'use index'; table: TableName; index: string; by: 'primary key' | 'unique'; name?: string }
  /** By name, on its table where the statement names one; or, where it has no name, by what it is and its columns. */
  | { kind: 'drop index'; table?: TableName; namespace?: string; name?: string; by?: Index['by']; columns?: readonly string[] }
  | { kind: 'rename index'; table?: TableName; namespace?: string; name: string; to: string }
  | { kind: 'add foreign key'; table: TableName; foreignKey: ForeignKey }
  /** A constraint by its name, of any kind unless `by` says which; or a foreign key by its columns. */
  | { kind: 'drop constraint'; table: TableName; name?: string; by?: 'foreign key'; columns?: readonly string[] }
  | { kind: 'rename constraint'; table: TableName; name: string; to: string }
  | { kind: 'drop primary key'; table: TableName }
  /** Labels of an enum type; `add`: behind those that it has. */
  | { kind: 'enum'; name: string; values: readonly string[]; add?: boolean }
  | { kind: 'rename enum'; name: string; to: string }
  /** A statement, or several, as text; the reader of SQL turns it into others of these. */
  | { kind: 'sql'; text: string }
  /** The statements of a file, below the root. */
  | { kind: 'sql file'; file: string }
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
