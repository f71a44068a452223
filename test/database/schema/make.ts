import type { SchemaChange } from '../../../src/database/schema/changes.ts';
import type { Declared } from '../../../src/database/schema/merge.ts';
import type { Column, ForeignKey, Index, IndexPart, Origin, Reader, Table } from '../../../src/database/schema/types.ts';

/** Short ways to say what a schema holds. */

export function origin(line = 1, file = 'a.sql', reader: Reader = 'sql'): Origin {
  return { place: { file, line, column: 1, endLine: line, endColumn: 1 }, reader };
}

export function column(name: string, type: Column['type'] = 'integer'): Column {
  return { name, type, nullable: true };
}

/** `index('a', 'b desc')`: columns in order. */
export function index(parts: readonly string[], extra: Partial<Index> = {}): Index {
  return {
    parts: parts.map((part): IndexPart => {
      const [name, direction] = part.split(' ');
      return { column: name!, direction: direction === 'desc' ? 'desc' : 'asc' };
    }),
    unique: false,
    method: 'btree',
    include: [],
    by: 'index',
    origin: origin(),
    ...extra,
  };
}

export function foreignKey(columns: readonly string[], table: string, extra: Partial<ForeignKey> = {}): ForeignKey {
  return { columns, table, references: ['id'], enforced: true, origin: origin(), ...extra };
}

export function table(name: string, columns: readonly string[], extra: Partial<Table> = {}): Table {
  return { name, kind: 'table', entities: [], columns: columns.map((one) => column(one)), indexes: [], foreignKeys: [], relations: [], origin: origin(), ...extra };
}

export type Step<Kind extends SchemaChange['kind'] = SchemaChange['kind']> = SchemaChange extends infer Change ? (Change extends { kind: Kind } ? Omit<Change, 'origin'> : never) : never;

/** Changes of one file, in order. */
export function changes(steps: readonly Step[]): SchemaChange[] {
  return steps.map((step, at) => ({ ...step, origin: origin(at + 1) }) as SchemaChange);
}

export function create(name: string, columns: readonly string[], extra: Partial<Step<'create table'>> = {}): Step<'create table'> {
  return { kind: 'create table', table: { name }, ifNotExists: false, columns: columns.map((one) => column(one)), indexes: [], foreignKeys: [], ...extra };
}

export function declared(extra: Partial<Declared>): Declared {
  return { dir: '', at: '', reader: 'sql', kind: 'migrations', engine: 'postgresql', tables: [], complete: true, problems: [], ...extra };
}

/** An index in one line: `unique (a, b desc) where c is null`. */
export function line({ name, parts, unique, method, where, include, by, invalid }: Index): string {
  const list = parts.map((part) => [part.column ?? `(${part.expression})`, part.operators, part.direction === 'desc' ? 'desc' : ''].filter(Boolean).join(' ')).join(', ');
  return [by === 'index' ? (unique ? 'unique index' : 'index') : by, name, method === 'btree' ? '' : method, `(${list})`, include.length > 0 ? `include (${include.join(', ')})` : '', where && `where ${where.text}`, invalid && 'invalid']
    .filter(Boolean)
    .join(' ');
}

export function lines(tables: readonly Table[]): Record<string, string[]> {
  return Object.fromEntries(tables.map(({ namespace, name, indexes }) => [namespace === undefined ? name : `${namespace}.${name}`, indexes.map(line)]));
}
