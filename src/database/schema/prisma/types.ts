import type { ColumnType, Engine } from '../types.ts';

/** Columns by Prisma's scalar types: https://www.prisma.io/docs/orm/reference/prisma-schema-reference#model-field-scalar-types */
export const SCALARS: Readonly<Record<string, ColumnType>> = {
  String: 'text',
  Boolean: 'boolean',
  Int: 'integer',
  BigInt: 'bigint',
  Float: 'float',
  Decimal: 'decimal',
  DateTime: 'timestamp',
  Json: 'json',
  Bytes: 'bytes',
};

/** What an engine stores a scalar as where the schema does not say it. */
const NATIVE: Readonly<Record<Engine, Readonly<Record<string, string>>>> = {
  postgresql: { String: 'text', Boolean: 'boolean', Int: 'integer', BigInt: 'bigint', Float: 'double precision', Decimal: 'decimal(65,30)', DateTime: 'timestamp(3)', Json: 'jsonb', Bytes: 'bytea' },
  mysql: { String: 'varchar(191)', Boolean: 'tinyint(1)', Int: 'int', BigInt: 'bigint', Float: 'double', Decimal: 'decimal(65,30)', DateTime: 'datetime(3)', Json: 'json', Bytes: 'longblob' },
  mariadb: { String: 'varchar(191)', Boolean: 'tinyint(1)', Int: 'int', BigInt: 'bigint', Float: 'double', Decimal: 'decimal(65,30)', DateTime: 'datetime(3)', Json: 'json', Bytes: 'longblob' },
  sqlite: { String: 'text', Boolean: 'boolean', Int: 'integer', BigInt: 'bigint', Float: 'real', Decimal: 'decimal', DateTime: 'datetime', Json: 'jsonb', Bytes: 'blob' },
  mongodb: {},
};

export function nativeType(scalar: string, engine: Engine | undefined): string | undefined {
  return engine && NATIVE[engine][scalar];
}

/** Names of `@db.…` that engines write otherwise than in small letters. */
const WRITTEN: Readonly<Record<string, string>> = {
  DoublePrecision: 'double precision',
  UnsignedInt: 'int unsigned',
  UnsignedBigInt: 'bigint unsigned',
  UnsignedSmallInt: 'smallint unsigned',
  UnsignedMediumInt: 'mediumint unsigned',
  UnsignedTinyInt: 'tinyint unsigned',
  JsonB: 'jsonb',
};

/** `@db.VarChar(255)` as the engine writes it. @param name without `db.` */
export function writtenType(name: string, args: readonly (string | number)[]): string {
  return `${WRITTEN[name] ?? name.toLowerCase()}${args.length > 0 ? `(${args.join(',')})` : ''}`;
}

/** Engines by the provider of a datasource. CockroachDB and SQL Server plan in ways of their own. */
export const PROVIDERS: Readonly<Record<string, Engine>> = { postgresql: 'postgresql', postgres: 'postgresql', mysql: 'mysql', sqlite: 'sqlite', mongodb: 'mongodb' };
