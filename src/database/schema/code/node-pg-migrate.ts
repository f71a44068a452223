import type { SchemaChange, TableName } from '../changes.ts';
import type { Column, ForeignKey, Index, IndexPart, Origin } from '../types.ts';
import { columnType } from './columns.ts';
import { sqlChange, unread, type MigrationLibrary } from './migrations.ts';
import { actionsOf, indexOn, partOn, predicateOf } from './parts.ts';
import { entryOf, isSet, textEntry, textsOf, textValue, type ObjectTerm, type Term } from './terms.ts';

/** Migrations of node-pg-migrate: https://salsita.github.io/node-pg-migrate/migrations/ */
export const nodePgMigrate: MigrationLibrary = {
  reader: 'node-pg-migrate',
  packages: ['node-pg-migrate'],
  changes({ call }, { isHandle, origin }) {
    const { callee, args } = call;
    if (callee.kind !== 'member' || !isHandle(callee.object)) return undefined;
    const at = origin(call);
    if (callee.name === 'sql') return sqlChange(args[0], at);
    const made = Object.hasOwn(METHODS, callee.name) ? METHODS[callee.name]! : undefined;
    return made && (made(args, at) ?? unread(at, callee.name));
  },
};

type Method = (args: readonly Term[], origin: Origin) => SchemaChange[] | undefined;

const addColumns: Method = ([name, columns], origin) => {
  const table = nameOf(name);
  return table && columns?.kind === 'object' ? columnsOf(table, columns, origin) : undefined;
};
const dropColumns: Method = ([name, columns], origin) => {
  const table = nameOf(name);
  const names = columns?.kind === 'object' ? [...columns.entries.keys()] : textsOf(columns);
  return table && names?.map((column) => ({ origin, kind: 'drop column', table, column }));
};
const addConstraint: Method = ([name, given, options], origin) => {
  const table = nameOf(name);
  if (!table) return undefined;
  // A constraint may be a text.
  if (options?.kind !== 'object') return sqlChange({ kind: 'literal', value: `ALTER TABLE "${table.name}" ADD ${textValue(given) === undefined ? '' : `CONSTRAINT "${textValue(given)!}" `}${textValue(options) ?? ''}` }, origin);
  const named = textValue(given);
  return constraintsOf(table, options, named, origin);
};

const METHODS: Readonly<Record<string, Method>> = {
  createTable([name, columns, options], origin) {
    const table = nameOf(name);
    if (!table || columns?.kind !== 'object') return undefined;
    const constraints = entryOf(options, 'constraints');
    return [
      { origin, kind: 'create table', table, ifNotExists: isSet(options, 'ifNotExists'), columns: [], indexes: [], foreignKeys: [] },
      ...columnsOf(table, columns, origin),
      ...(constraints?.kind === 'object' ? constraintsOf(table, constraints, undefined, origin) : []),
    ];
  },
  dropTable: ([name], origin) => onTable(name, (table) => [{ origin, kind: 'drop table', table }]),
  renameTable: ([name, to], origin) => onTable(name, (table) => {
    const other = nameOf(to);
    return other && [{ origin, kind: 'rename table', table, to: other.name }];
  }),
  addColumn: addColumns,
  addColumns,
  dropColumn: dropColumns,
  dropColumns,
  renameColumn: ([name, from, to], origin) => onTable(name, (table) => {
    const [column, other] = [textValue(from), textValue(to)];
    return column === undefined || other === undefined ? undefined : [{ origin, kind: 'rename column', table, column, to: other }];
  }),
  alterColumn: ([name, which, options], origin) => onTable(name, (table) => {
    const column = textValue(which);
    const written = textEntry(options, 'type');
    const notNull = entryOf(options, 'notNull');
    return column === undefined ? undefined : [{ origin, kind: 'alter column', table, column, to: { ...(written !== undefined && { type: columnType(written), nativeType: written }), ...(notNull?.kind === 'literal' && { nullable: notNull.value !== true }) } }];
  }),
  addConstraint,
  createConstraint: addConstraint,
  dropConstraint: ([name, which], origin) => onTable(name, (table) => {
    const constraint = textValue(which);
    return constraint === undefined ? undefined : [{ origin, kind: 'drop constraint', table, name: constraint }];
  }),
  createIndex: addIndex,
  addIndex,
  dropIndex: ([name, columns, options], origin) => onTable(name, (table) => {
    const names = textsOf(columns);
    const named = textEntry(options, 'name') ?? (names && indexName(table, names, isSet(options, 'unique')));
    return named === undefined ? [] : [{ origin, kind: 'drop index', table, name: named }];
  }),
};

function addIndex([name, columns, options]: readonly Term[], origin: Origin): SchemaChange[] | undefined {
  const table = nameOf(name);
  if (!table) return undefined;
  const items = columns?.kind === 'list' ? (columns.whole ? columns.items : undefined) : columns ? [columns] : undefined;
  const parts = items?.map(partOf);
  if (!parts?.every((part) => part !== undefined)) return [{ origin, kind: 'unread', reason: 'an index on what is not written out', table }];
  const unique = isSet(options, 'unique');
  return [{ origin, kind: 'add index', table, index: indexOn(parts, 'index', origin, { name: textEntry(options, 'name') ?? indexName(table, parts.map(({ column, expression }) => column ?? expression!), unique), unique, method: (textEntry(options, 'method') ?? 'btree').toLowerCase(), ...predicateOf(textEntry(options, 'where')), include: textsOf(entryOf(options, 'include')) ?? [] }) }];
}

/** https://github.com/salsita/node-pg-migrate/blob/v7.6.1/src/operations/indexes/shared.ts */
function indexName({ name }: TableName, columns: readonly string[], unique: boolean): string {
  return `${name}_${columns.join('_')}${unique ? '_unique' : ''}_index`;
}

/** A name, or `{ schema, name }`. */
function nameOf(term: Term | undefined): TableName | undefined {
  const name = textValue(term) ?? textEntry(term, 'name');
  const namespace = textEntry(term, 'schema');
  return name === undefined ? undefined : { name, ...(namespace !== undefined && { namespace }) };
}

function onTable(term: Term | undefined, make: (table: TableName) => SchemaChange[] | undefined): SchemaChange[] | undefined {
  const table = nameOf(term);
  return table && make(table);
}

/** `'email'`, `'lower(email)'`, `{ name, sort, opclass }` */
function partOf(term: Term): IndexPart | undefined {
  const name = textValue(term) ?? textEntry(term, 'name');
  if (name === undefined) return undefined;
  const operators = textEntry(term, 'opclass');
  const direction = textEntry(term, 'sort')?.toUpperCase() === 'DESC' ? 'desc' : 'asc';
  const part: IndexPart = /\W/.test(name) ? { expression: name.toLowerCase().replaceAll('"', ''), direction } : partOn(name, direction);
  return { ...part, ...(operators !== undefined && { operators }) };
}

/** Short forms of types: https://salsita.github.io/node-pg-migrate/migrations/columns#shorthand-types */
const SHORT: Readonly<Record<string, string>> = { id: 'serial', string: 'text', float: 'real', double: 'double precision', int: 'integer', datetime: 'timestamp', bool: 'boolean' };

function columnsOf(table: TableName, columns: ObjectTerm, origin: Origin): SchemaChange[] {
  const changes = [...columns.entries].flatMap(([name, { value }]): SchemaChange[] => {
    const written = textValue(value) ?? textEntry(value, 'type');
    const isKey = isSet(value, 'primaryKey') || textValue(value) === 'id';
    const native = written === undefined ? undefined : (SHORT[written] ?? written);
    const column: Column = { name, type: native === undefined ? 'other' : columnType(native), ...(native !== undefined && { nativeType: native }), nullable: !isKey && !isSet(value, 'notNull'), origin };
    const reference = referenceOf([name], value, undefined, origin);
    return [
      { origin, kind: 'add column', table, column },
      ...(isKey ? [{ origin, kind: 'add index' as const, table, index: indexOn([name], 'primary key', origin) }] : []),
      ...(isSet(value, 'unique') ? [{ origin, kind: 'add index' as const, table, index: indexOn([name], 'unique', origin) }] : []),
      ...(reference ? [{ origin, kind: 'add foreign key' as const, table, foreignKey: reference }] : []),
    ];
  });
  return columns.whole ? changes : [...changes, { origin, kind: 'unread', reason: 'columns that are made elsewhere', table }];
}

/** `{ references: 'users' }`, `'users(id)'`, `'"users"'`, `{ schema, name }` */
function referenceOf(columns: readonly string[], options: Term, name: string | undefined, origin: Origin): ForeignKey | undefined {
  const given = entryOf(options, 'references');
  const written = textValue(given) ?? textEntry(given, 'name');
  const [, table, key] = /^"?([\w.]+)"?(?:\s*\(\s*"?(\w+)"?\s*\))?/.exec(written ?? '') ?? [];
  return table === undefined ? undefined : { ...(name !== undefined && { name }), columns, table: table.split('.').at(-1)!, references: key === undefined ? [] : [key], ...actionsOf(options), enforced: true, origin };
}

function constraintsOf(table: TableName, options: ObjectTerm, name: string | undefined, origin: Origin): SchemaChange[] {
  const keyed = (option: string, by: Index['by']): SchemaChange[] => {
    const given = entryOf(options, option);
    if (!given) return [];
    // Several unique constraints may be a list of lists.
    const groups = given.kind === 'list' && given.items.every(({ kind }) => kind === 'list') ? given.items : [given];
    return groups.map((group): SchemaChange => {
      const columns = textsOf(group);
      return columns ? { origin, kind: 'add index', table, index: indexOn(columns, by, origin, name === undefined ? {} : { name }) } : { origin, kind: 'unread', reason: 'a constraint on what is not written out', table };
    });
  };
  const keys = entryOf(options, 'foreignKeys');
  const foreign = (keys?.kind === 'list' ? keys.items : keys ? [keys] : []).flatMap((key): SchemaChange[] => {
    const columns = textsOf(entryOf(key, 'columns'));
    const foreignKey = columns && referenceOf(columns, key, name, origin);
    return foreignKey ? [{ origin, kind: 'add foreign key', table, foreignKey }] : [];
  });
  return [...keyed('primaryKey', 'primary key'), ...keyed('unique', 'unique'), ...foreign];
}
