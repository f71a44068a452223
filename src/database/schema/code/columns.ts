import type { TypeRef } from '../../../facts/types.ts';
import type { ColumnType } from '../types.ts';

/** Types by their name in lower case, without length and array signs, as engines and ORMs write them. */
const TYPES: Readonly<Record<ColumnType, readonly string[]>> = {
  integer: ['int', 'integer', 'int2', 'int4', 'smallint', 'mediumint', 'tinyint', 'tinyinteger', 'smallinteger', 'serial', 'smallserial', 'serial4', 'year', 'increments', 'singlestoreint', 'mysqlint'],
  bigint: ['bigint', 'int8', 'bigserial', 'serial8', 'biginteger', 'bigincrements', 'unsigned bigint'],
  decimal: ['decimal', 'numeric', 'dec', 'money', 'number'],
  float: ['float', 'double', 'real', 'double precision', 'float4', 'float8', 'doubleprecision'],
  text: ['text', 'varchar', 'char', 'character varying', 'character', 'string', 'citext', 'tinytext', 'mediumtext', 'longtext', 'nvarchar', 'nchar', 'bpchar', 'varchar2', 'simple-array', 'simple-json', 'inet', 'cidr', 'macaddr'],
  boolean: ['bool', 'boolean', 'bit'],
  timestamp: ['timestamp', 'timestamptz', 'datetime', 'timestamp without time zone', 'timestamp with time zone', 'timestamp with local time zone', 'timestamps'],
  date: ['date', 'dateonly'],
  time: ['time', 'timetz', 'time with time zone', 'time without time zone'],
  uuid: ['uuid', 'guid', 'uuidv1', 'uuidv4', 'uniqueidentifier'],
  json: ['json', 'jsonb'],
  bytes: ['bytea', 'blob', 'binary', 'varbinary', 'tinyblob', 'mediumblob', 'longblob', 'buffer', 'bytes'],
  enum: ['enum', 'enu', 'simple-enum', 'set'],
  array: ['array'],
  other: [],
};

const BY_NAME: ReadonlyMap<string, ColumnType> = new Map(Object.entries(TYPES).flatMap(([type, names]) => names.map((name): [string, ColumnType] => [name, type as ColumnType])));

/** The kind of a type as an engine or an ORM writes it: `varchar(255)`, `timestamptz`, `DOUBLE PRECISION`, `int[]`. */
export function columnType(written: string): ColumnType {
  const name = written.trim().toLowerCase();
  if (name.endsWith('[]')) return 'array';
  if (name === 'tinyint(1)') return 'boolean';
  const bare = name.replace(/\s*\([^)]*\)/, '').replace(/\s+(?:unsigned|zerofill)\b/g, '').trim();
  return BY_NAME.get(bare) ?? 'other';
}

/** Constructors that stand for types: `String` of `{ type: String }`. */
const BY_CONSTRUCTOR: Readonly<Record<string, ColumnType>> = { String: 'text', Number: 'integer', Boolean: 'boolean', Date: 'timestamp', Buffer: 'bytes', Uint8Array: 'bytes', BigInt: 'bigint', Array: 'array', Map: 'json', Object: 'json', Mixed: 'json' };

/** The kind of what a constructor makes. */
export function typeOfConstructor(name: string): ColumnType {
  return BY_CONSTRUCTOR[name] ?? 'other';
}

/** What mappers make of a type that nothing but the annotation says: `number` is a whole one. */
const BY_KEYWORD = { string: 'text', number: 'integer', bigint: 'bigint', boolean: 'boolean' } as const;

/** The kind of a column by its annotation, as far as that is written out or names a class: `string`, `Date | null`, `'a' | 'b'`. */
export function typeOfAnnotation(type: TypeRef | null): ColumnType {
  switch (type?.kind) {
    case 'union':
      return type.members.map(typeOfAnnotation).find((found) => found !== 'other') ?? 'other';
    case 'ref':
      return type.path.length === 1 ? typeOfConstructor(type.path[0]!) : 'other';
    case 'literal': {
      const written = typeof type.value;
      return written === 'string' || written === 'number' || written === 'boolean' ? BY_KEYWORD[written] : 'other';
    }
    case 'other':
      return type.keyword === undefined ? 'other' : BY_KEYWORD[type.keyword];
    default:
      return 'other';
  }
}
