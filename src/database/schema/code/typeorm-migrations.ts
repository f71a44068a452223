import type { SchemaChange, TableName } from '../changes.ts';
import type { Column, ForeignKey, Index, Origin } from '../types.ts';
import { columnType } from './columns.ts';
import { sqlChange, unread, type MigrationLibrary } from './migrations.ts';
import { actionsOf, indexOn, predicateOf } from './parts.ts';
import { entryOf, exportPath, isSet, textEntry, textsOf, textValue, type Term } from './terms.ts';

/** Migrations on TypeORM's QueryRunner, most of which are statements in SQL: https://typeorm.io/docs/migrations/api */
export const typeormMigrations: MigrationLibrary = {
  reader: 'typeorm-migration',
  packages: ['typeorm'],
  bases: ['MigrationInterface'],
  // They run by the time at the end of the class's name: https://github.com/typeorm/typeorm/blob/0.3.20/src/migration/MigrationExecutor.ts
  order: ({ path }, className) => `${(/\d{13}$/.exec(className)?.[0] ?? '').padStart(16, '0')}\0${path}`,
  changes({ call }, { isHandle, origin }) {
    const { callee, args } = call;
    if (callee.kind !== 'member' || !isHandle(callee.object)) return undefined;
    const at = origin(call);
    if (callee.name === 'query') return sqlChange(args[0], at, args[1]);
    const made = Object.hasOwn(METHODS, callee.name) ? METHODS[callee.name]! : undefined;
    return made && (made(args, at) ?? unread(at, callee.name));
  },
};

type Method = (args: readonly Term[], origin: Origin) => SchemaChange[] | undefined;

const METHODS: Readonly<Record<string, Method>> = {
  createTable([given, ifNotExists], origin) {
    const options = optionsOf(given);
    const table = tableOf(given);
    if (!options || !table) return undefined;
    const columns = itemsOf(entryOf(options, 'columns')).map((item) => columnOf(item, origin));
    if (!columns.every((item) => item !== undefined)) return undefined;
    const primary = columns.flatMap(({ column, isKey }) => (isKey ? [column.name] : []));
    const indexes = itemsOf(entryOf(options, 'indices')).map((item) => indexOf(item, 'index', origin));
    const uniques = itemsOf(entryOf(options, 'uniques')).map((item) => indexOf(item, 'unique', origin));
    const keys = itemsOf(entryOf(options, 'foreignKeys')).map((item) => foreignKeyOf(item, origin));
    const all = [...indexes, ...uniques].flatMap((index) => index ?? []);
    const change: SchemaChange = {
      origin,
      kind: 'create table',
      table,
      ifNotExists: ifNotExists?.kind === 'literal' && ifNotExists.value === true,
      columns: columns.map(({ column }) => column),
      indexes: [...(primary.length > 0 ? [indexOn(primary, 'primary key', origin)] : []), ...columns.flatMap(({ column, isUnique }) => (isUnique ? [indexOn([column.name], 'unique', origin)] : [])), ...all],
      foreignKeys: keys.flatMap((key) => key ?? []),
    };
    return all.length === indexes.length + uniques.length ? [change] : [change, { origin, kind: 'unread', reason: 'an index on what is not written out', table }];
  },
  dropTable: ([given], origin) => onTable(given, (table) => [{ origin, kind: 'drop table', table }]),
  renameTable: ([given, to], origin) => onTable(given, (table) => named(textValue(to), (name) => [{ origin, kind: 'rename table', table, to: name }])),
  addColumn: ([given, column], origin) => onTable(given, (table) => added(table, [column], origin)),
  addColumns: ([given, columns], origin) => onTable(given, (table) => (columns?.kind === 'list' ? added(table, columns.items, origin) : undefined)),
  changeColumn: ([given, which, column], origin) =>
    onTable(given, (table) => {
      const from = textValue(which) ?? textEntry(optionsOf(which), 'name');
      const made = column && columnOf(column, origin);
      if (from === undefined || !made) return undefined;
      const { name, type, nativeType, nullable } = made.column;
      return [...(name === from ? [] : [{ origin, kind: 'rename column' as const, table, column: from, to: name }]), { origin, kind: 'alter column', table, column: name, to: { type, nullable, ...(nativeType !== undefined && { nativeType }) } }];
    }),
  renameColumn: ([given, which, to], origin) =>
    onTable(given, (table) => named(textValue(which) ?? textEntry(optionsOf(which), 'name'), (column) => named(textValue(to) ?? textEntry(optionsOf(to), 'name'), (name) => [{ origin, kind: 'rename column', table, column, to: name }]))),
  dropColumn: ([given, which], origin) => onTable(given, (table) => named(textValue(which) ?? textEntry(optionsOf(which), 'name'), (column) => [{ origin, kind: 'drop column', table, column }])),
  dropColumns: ([given, which], origin) => onTable(given, (table) => textsOf(which)?.map((column) => ({ origin, kind: 'drop column', table, column }))),
  createIndex: ([given, index], origin) => onTable(given, (table) => addedIndexes(table, [index], 'index', origin)),
  createIndices: ([given, indexes], origin) => onTable(given, (table) => addedIndexes(table, itemsOf(indexes), 'index', origin)),
  createUniqueConstraint: ([given, unique], origin) => onTable(given, (table) => addedIndexes(table, [unique], 'unique', origin)),
  createUniqueConstraints: ([given, uniques], origin) => onTable(given, (table) => addedIndexes(table, itemsOf(uniques), 'unique', origin)),
  createPrimaryKey: ([given, columns], origin) => onTable(given, (table) => {
    const names = textsOf(columns);
    return names && [{ origin, kind: 'add index', table, index: indexOn(names, 'primary key', origin) }];
  }),
  dropPrimaryKey: ([given], origin) => onTable(given, (table) => [{ origin, kind: 'drop primary key', table }]),
  createForeignKey: ([given, key], origin) => onTable(given, (table) => addedKeys(table, [key], origin)),
  createForeignKeys: ([given, keys], origin) => onTable(given, (table) => addedKeys(table, itemsOf(keys), origin)),
  dropIndex: ([given, which], origin) => onTable(given, (table) => dropped(table, which, 'drop index', origin)),
  dropUniqueConstraint: ([given, which], origin) => onTable(given, (table) => dropped(table, which, 'drop constraint', origin)),
  dropForeignKey: ([given, which], origin) => onTable(given, (table) => dropped(table, which, 'drop constraint', origin)),
};

/** The options of `new Table({ … })` and its kin, and of an object in its place. */
function optionsOf(term: Term | undefined): Term | undefined {
  return term?.kind === 'call' && term.form === 'new' ? term.args[0] : term?.kind === 'object' ? term : undefined;
}

function itemsOf(term: Term | undefined): readonly Term[] {
  return term?.kind === 'list' ? term.items : [];
}

/** A name, `schema.name`, or a table. */
function tableOf(term: Term | undefined): TableName | undefined {
  const options = optionsOf(term);
  const written = textValue(term) ?? textEntry(options, 'name');
  if (written === undefined) return undefined;
  const [first, second] = written.split('.');
  const namespace = second === undefined ? textEntry(options, 'schema') : first;
  return { name: second ?? first!, ...(namespace !== undefined && { namespace }) };
}

function onTable(given: Term | undefined, make: (table: TableName) => SchemaChange[] | undefined): SchemaChange[] | undefined {
  const table = tableOf(given);
  return table && make(table);
}

function named(name: string | undefined, make: (name: string) => SchemaChange[] | undefined): SchemaChange[] | undefined {
  return name === undefined ? undefined : make(name);
}

function columnOf(term: Term, origin: Origin): { column: Column; isKey: boolean; isUnique: boolean } | undefined {
  const options = optionsOf(term);
  const name = textEntry(options, 'name');
  if (name === undefined) return undefined;
  const written = textEntry(options, 'type');
  const isArray = isSet(options, 'isArray');
  const values = textsOf(entryOf(options, 'enum'));
  const length = textEntry(options, 'length');
  const native = written === undefined || values ? undefined : `${written}${length === undefined ? '' : `(${length})`}${isArray ? '[]' : ''}`;
  const isKey = isSet(options, 'isPrimary');
  return {
    column: { name, type: isArray ? 'array' : values ? 'enum' : written === undefined ? 'other' : columnType(written), ...(native !== undefined && { nativeType: native }), nullable: isSet(options, 'isNullable') && !isKey, ...(values && { values }), origin },
    isKey,
    isUnique: isSet(options, 'isUnique'),
  };
}

function indexOf(term: Term | undefined, by: Index['by'], origin: Origin): Index | undefined {
  const options = optionsOf(term);
  const columns = textsOf(entryOf(options, 'columnNames'));
  if (!columns) return undefined;
  const name = textEntry(options, 'name');
  const method = isSet(options, 'isFulltext') ? 'fulltext' : isSet(options, 'isSpatial') ? 'spatial' : 'btree';
  return indexOn(columns, by, origin, { ...(name !== undefined && { name }), unique: by === 'unique' || isSet(options, 'isUnique'), method, ...predicateOf(textEntry(options, 'where')) });
}

function foreignKeyOf(term: Term | undefined, origin: Origin): ForeignKey | undefined {
  const options = optionsOf(term);
  const columns = textsOf(entryOf(options, 'columnNames'));
  const table = textEntry(options, 'referencedTableName');
  const name = textEntry(options, 'name');
  return columns && table !== undefined ? { ...(name !== undefined && { name }), columns, table: table.split('.').at(-1)!, references: textsOf(entryOf(options, 'referencedColumnNames')) ?? [], ...actionsOf(options), enforced: true, origin } : undefined;
}

function added(table: TableName, columns: readonly (Term | undefined)[], origin: Origin): SchemaChange[] | undefined {
  const made = columns.map((column) => column && columnOf(column, origin));
  if (!made.every((item) => item !== undefined)) return undefined;
  return made.flatMap(({ column, isUnique }): SchemaChange[] => [
    { origin, kind: 'add column', table, column },
    ...(isUnique ? [{ origin, kind: 'add index' as const, table, index: indexOn([column.name], 'unique', origin) }] : []),
  ]);
}

function addedIndexes(table: TableName, indexes: readonly (Term | undefined)[], by: Index['by'], origin: Origin): SchemaChange[] {
  return indexes.map((item): SchemaChange => {
    const index = indexOf(item, by, origin);
    return index ? { origin, kind: 'add index', table, index } : { origin, kind: 'unread', reason: 'an index on what is not written out', table };
  });
}

function addedKeys(table: TableName, keys: readonly (Term | undefined)[], origin: Origin): SchemaChange[] {
  return keys.flatMap((item): SchemaChange[] => {
    const foreignKey = foreignKeyOf(item, origin);
    return foreignKey ? [{ origin, kind: 'add foreign key', table, foreignKey }] : [];
  });
}

function dropped(table: TableName, which: Term | undefined, kind: 'drop index' | 'drop constraint', origin: Origin): SchemaChange[] {
  const name = textValue(which) ?? textEntry(optionsOf(which), 'name');
  // One that is looked up on the table (`table.indices.find(…)`) may be any: it stays, as nothing is lost by that.
  return name === undefined || (which && exportPath(which)) ? [] : [{ origin, kind, table, name }];
}
