import type { Place } from '../../findings/types.ts';

/** The database engines whose rules are known. */
export type Engine = 'postgresql' | 'mysql' | 'mariadb' | 'sqlite' | 'mongodb';

/**
 * What a project declares of one database: tables, keys and indexes, folded from all that was read of it. A project with several
 * databases has one schema for each.
 */
export interface Schema {
  /** Folder, below the root, of the package that declares it: what stands nearest to a query is the query's schema. */
  dir: string;
  /** Undefined where nothing says which engine runs it: then no rule of one engine may decide. */
  engine: Engine | undefined;
  tables: readonly Table[];
  /**
   * Whether all indexes can be expected to be declared in what was read. False where tables are known from models alone in a project
   * that also has migrations which could not be read: then the lack of an index proves nothing.
   */
  complete: boolean;
  problems: readonly SchemaProblem[];
}

/** Something that was left out, in one clear line. */
export interface SchemaProblem {
  file: string;
  reason: string;
}

/** Where a part of a schema is declared, and by what. */
export interface Origin {
  place: Place;
  reader: Reader;
}

export type Reader = 'prisma' | 'sql' | 'typeorm' | 'typeorm-migration' | 'drizzle' | 'sequelize' | 'sequelize-migration' | 'mikro-orm' | 'mikro-orm-migration' | 'mongoose' | 'mongodb' | 'knex-migration' | 'kysely-migration' | 'node-pg-migrate' | 'live';

export interface Table {
  /** Name in the database. */
  name: string;
  /** Namespace in the database: `public`, `auth`; undefined for the default one. */
  namespace?: string;
  kind: 'table' | 'view' | 'materialized view';
  /** What stands for it in code: a model of schema.prisma, a class, a variable. */
  entities: readonly Entity[];
  columns: readonly Column[];
  /** All indexes, those of primary keys, of unique constraints, and those that the engine or the ORM makes by itself among them. */
  indexes: readonly Index[];
  foreignKeys: readonly ForeignKey[];
  /** How code goes from a row to others, by the name of the property. */
  relations: readonly Relation[];
  /** Something that was done to it could not be read: the lack of an index on it proves nothing. */
  incomplete?: true;
  /** Rows: as a live catalog counts them. */
  rows?: number;
  origin: Origin;
}

export interface Entity {
  /** `User` of a model or a class, the variable's name of a table that is a value. */
  name: string;
  /** File that declares it. */
  file: string;
}

export type ColumnType =
  | 'integer' | 'bigint' | 'decimal' | 'float' | 'text' | 'boolean' | 'timestamp' | 'date' | 'time' | 'uuid' | 'json' | 'bytes' | 'enum' | 'array' | 'other';

export interface Column {
  /** Name in the database. */
  name: string;
  /** Name in the code, where it is another one. */
  property?: string;
  type: ColumnType;
  /** Type as the engine writes it, for DDL: `varchar(255)`; undefined where only the kind is known. */
  nativeType?: string;
  nullable: boolean;
  /** Labels of an enum. */
  values?: readonly string[];
  origin?: Origin;
}

export interface Index {
  /** Undefined where the engine or the ORM names it. */
  name?: string;
  /** In order. */
  parts: readonly IndexPart[];
  unique: boolean;
  /** `btree`, `hash`, `gin`, `gist`, `brin`, `fulltext`, `spatial`, `text`, `2dsphere`, … */
  method: string;
  /** Predicate of a partial index. */
  where?: Predicate;
  /** Columns that are stored in it beside its parts. */
  include: readonly string[];
  /** What makes it: a declaration of its own, a key, or the engine or ORM by itself for a foreign key. */
  by: 'index' | 'primary key' | 'unique' | 'foreign key';
  /** It is in the catalog and cannot be used. */
  invalid?: true;
  origin: Origin;
}

export interface IndexPart {
  /** Name in the database; undefined for an expression. */
  column?: string;
  /** An expression, as SQL in lower case without superfluous parentheses and quotes: `lower(email)`. */
  expression?: string;
  direction: 'asc' | 'desc';
  /** Operator class where it is not the default one: `gin_trgm_ops`, `text_pattern_ops`. */
  operators?: string;
}

/** The predicate of a partial index: a conjunction of simple terms where it is one, and its text. */
export interface Predicate {
  text: string;
  /** Undefined where it is none that is understood. */
  terms?: readonly PredicateTerm[];
}

export interface PredicateTerm {
  column: string;
  operator: '=' | '<>' | '<' | '<=' | '>' | '>=' | 'in' | 'is null' | 'is not null';
  /** None for the null tests. */
  values: readonly (string | number | boolean)[];
}

export interface ForeignKey {
  name?: string;
  columns: readonly string[];
  /** The table that it refers to, and its columns; none: its primary key. */
  table: string;
  references: readonly string[];
  onDelete?: 'cascade' | 'set null' | 'set default' | 'restrict' | 'no action';
  onUpdate?: 'cascade' | 'set null' | 'set default' | 'restrict' | 'no action';
  /** False where the ORM alone keeps it: `relationMode = "prisma"`, `constraints: false`. No engine makes an index then. */
  enforced: boolean;
  origin: Origin;
}

export interface Relation {
  /** Property in the code: `author`, `posts`. */
  name: string;
  /** Table that it leads to. */
  table: string;
  many: boolean;
  /** Columns of this table, and of the one that it leads to, that are equal. */
  columns: readonly string[];
  references: readonly string[];
  /** With a table between: its name, its columns that equal `columns`, and those that equal `references`. */
  through?: { table: string; columns: readonly string[]; references: readonly string[] };
}
