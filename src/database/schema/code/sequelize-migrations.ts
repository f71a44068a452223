import type { SchemaChange, TableName } from '../changes.ts';
import type { Index, IndexPart, Origin } from '../types.ts';
import { sqlChange, unread, type MigrationLibrary } from './migrations.ts';
import { actionsOf, indexOn, partOn } from './parts.ts';
import { predicateOfObject } from './predicates.ts';
import { attributeOf, isTrue, referenceOf, sequelizeColumn, sequelizeIndexName, sequelizeType, tableRef } from './sequelize-types.ts';
import { entryOf, isOff, isSet, textEntry, textsOf, textValue, type Term } from './terms.ts';

/** Migrations on Sequelize's QueryInterface, by its own command line and by umzug: https://sequelize.org/docs/v6/other-topics/query-interface/ */
export const sequelizeMigrations: MigrationLibrary = {
  reader: 'sequelize-migration',
  packages: ['sequelize', 'sequelize-cli', 'sequelize-typescript', 'umzug', '@sequelize/core'],
  changes({ call }, { isHandle, origin }) {
    const { callee, args } = call;
    if (callee.kind !== 'member' || !isHandle(callee.object)) return undefined;
    const made = Object.hasOwn(METHODS, callee.name) ? METHODS[callee.name]! : undefined;
    const at = origin(call);
    if (callee.name === 'query') return sqlChange(entryOf(args[0], 'query') ?? args[0], at, args[1]);
    return made && (made(args, at) ?? unread(at, callee.name));
  },
};

type Method = (args: readonly Term[], origin: Origin) => SchemaChange[] | undefined;

const METHODS: Readonly<Record<string, Method>> = {
  createTable([name, attributes, options], origin) {
    const table = withSchema(tableRef(name), options);
    if (!table || attributes?.kind !== 'object') return undefined;
    const made = [...attributes.entries].map(([key, { value }]) => parts(table, textEntry(value, 'field') ?? key, value, origin));
    const primary = made.flatMap(({ isKey, column }) => (isKey ? [column.name] : []));
    const uniqueKeys = entryOf(options, 'uniqueKeys');
    const unique = uniqueKeys?.kind === 'object' ? [...uniqueKeys.entries].flatMap(([key, { value }]) => uniqueKey(key, value, origin)) : [];
    const change: SchemaChange = {
      origin,
      kind: 'create table',
      table,
      // `CREATE TABLE IF NOT EXISTS` is what it sends.
      ifNotExists: true,
      columns: made.map(({ column }) => column),
      indexes: [...(primary.length > 0 ? [indexOn(primary, 'primary key', origin)] : []), ...composites(made, origin), ...unique],
      foreignKeys: made.flatMap(({ reference }) => (reference ? [{ ...reference, origin }] : [])),
    };
    return attributes.whole ? [change] : [change, { origin, kind: 'unread', reason: 'a table with columns that are made elsewhere', table }];
  },
  dropTable: ([name, options], origin) => withTable(withSchema(tableRef(name), options), (table) => [{ origin, kind: 'drop table', table }]),
  renameTable: ([name, to], origin) => withTable(tableRef(name), (table) => withName(tableRef(to)?.name, (other) => [{ origin, kind: 'rename table', table, to: other }])),
  addColumn([name, key, attribute], origin) {
    const table = tableRef(name);
    const column = textValue(key);
    if (!table || column === undefined || !attribute) return undefined;
    const { column: made, isKey, unique, reference } = parts(table, column, attribute, origin);
    return [
      { origin, kind: 'add column', table, column: made },
      ...(isKey ? [{ origin, kind: 'add index' as const, table, index: indexOn([column], 'primary key', origin) }] : []),
      ...(unique ? [{ origin, kind: 'add index' as const, table, index: indexOn([column], 'unique', origin) }] : []),
      ...(reference ? [{ origin, kind: 'add foreign key' as const, table, foreignKey: { ...reference, origin } }] : []),
    ];
  },
  removeColumn: ([name, key], origin) => withTable(tableRef(name), (table) => withName(textValue(key), (column) => [{ origin, kind: 'drop column', table, column }])),
  renameColumn: ([name, key, to], origin) =>
    withTable(tableRef(name), (table) => withName(textValue(key), (column) => withName(textValue(to), (other) => [{ origin, kind: 'rename column', table, column, to: other }]))),
  changeColumn([name, key, attribute], origin) {
    const table = tableRef(name);
    const column = textValue(key);
    if (!table || column === undefined || !attribute) return undefined;
    const { options, type } = attributeOf(attribute);
    const allowNull = entryOf(options, 'allowNull');
    const reference = referenceOf(column, attribute);
    return [
      { origin, kind: 'alter column', table, column, to: { ...(type && sequelizeType(type)), ...(allowNull?.kind === 'literal' && { nullable: allowNull.value === true }) } },
      ...(isTrue(entryOf(options, 'unique')) ? [{ origin, kind: 'add index' as const, table, index: indexOn([column], 'unique', origin) }] : []),
      ...(reference ? [{ origin, kind: 'add foreign key' as const, table, foreignKey: { ...reference, origin } }] : []),
    ];
  },
  addIndex([name, second, third], origin) {
    const table = tableRef(name);
    if (!table) return undefined;
    // `addIndex(table, fields, options)` and `addIndex(table, { fields, … })`.
    const options = second?.kind === 'list' ? third : second;
    const fields = second?.kind === 'list' ? second : entryOf(second, 'fields');
    const index = sequelizeIndex(table.name, fields, options, origin);
    return index ? [{ origin, kind: 'add index', table, index }] : [{ origin, kind: 'unread', reason: 'an index on what is not written out', table }];
  },
  removeIndex([name, which], origin) {
    const table = tableRef(name);
    if (!table) return undefined;
    const columns = which?.kind === 'list' ? textsOf(which) : (textsOf(entryOf(which, 'fields')) ?? undefined);
    const named = textValue(which) ?? textEntry(which, 'name') ?? (columns && sequelizeIndexName(table.name, columns));
    return named === undefined ? [] : [{ origin, kind: 'drop index', table, name: named }];
  },
  addConstraint([name, second, third], origin) {
    const table = tableRef(name);
    const options = second?.kind === 'list' ? third : second;
    const columns = textsOf(second?.kind === 'list' ? second : entryOf(second, 'fields'));
    const type = textEntry(options, 'type')?.toLowerCase();
    if (!table || type === undefined) return undefined;
    if (type === 'check' || type === 'default') return [];
    if (!columns) return [{ origin, kind: 'unread', reason: 'a constraint on what is not written out', table }];
    const given = textEntry(options, 'name');
    if (type === 'foreign key') {
      const references = entryOf(options, 'references');
      const other = tableRef(entryOf(references, 'table') ?? entryOf(references, 'model'));
      if (!other) return [];
      const key = textsOf(entryOf(references, 'field') ?? entryOf(references, 'fields') ?? entryOf(references, 'key')) ?? [];
      return [{ origin, kind: 'add foreign key', table, foreignKey: { name: given ?? `${table.name}_${columns.join('_')}_${other.name}_fk`, columns, table: other.name, references: key, ...actionsOf(options), enforced: true, origin } }];
    }
    const by: Index['by'] = type === 'primary key' ? 'primary key' : 'unique';
    return [{ origin, kind: 'add index', table, index: indexOn(columns, by, origin, { name: given ?? `${table.name}_${columns.join('_')}_${by === 'unique' ? 'uk' : 'pk'}` }) }];
  },
  removeConstraint: ([name, which], origin) => withTable(tableRef(name), (table) => withName(textValue(which), (constraint) => [{ origin, kind: 'drop constraint', table, name: constraint }])),
};

function withTable(table: TableName | undefined, make: (table: TableName) => SchemaChange[] | undefined): SchemaChange[] | undefined {
  return table && make(table);
}

function withName(name: string | undefined, make: (name: string) => SchemaChange[] | undefined): SchemaChange[] | undefined {
  return name === undefined ? undefined : make(name);
}

function withSchema(table: TableName | undefined, options: Term | undefined): TableName | undefined {
  const namespace = table?.namespace ?? textEntry(options, 'schema');
  return table && { name: table.name, ...(namespace !== undefined && { namespace }) };
}

/** A column with what its attribute says of keys. */
function parts(table: TableName, name: string, attribute: Term, origin: Origin) {
  const { options } = attributeOf(attribute);
  const unique = entryOf(options, 'unique');
  const group = textValue(unique) ?? textEntry(unique, 'name');
  return { column: { ...sequelizeColumn(name, attribute), origin }, isKey: isSet(options, 'primaryKey'), unique: unique !== undefined && !isOff(options, 'unique'), group, reference: referenceOf(name, attribute), table };
}

/** Unique columns; those that name the same group are one. */
function composites(columns: readonly ReturnType<typeof parts>[], origin: Origin): Index[] {
  const groups = new Map<string, string[]>();
  for (const { column, unique, group } of columns) {
    if (!unique) continue;
    const key = group ?? `\0${column.name}`;
    groups.set(key, [...(groups.get(key) ?? []), column.name]);
  }
  return [...groups].map(([key, names]) => indexOn(names, 'unique', origin, key.startsWith('\0') ? {} : { name: key }));
}

function uniqueKey(key: string, value: Term, origin: Origin): Index[] {
  const fields = textsOf(entryOf(value, 'fields'));
  return fields ? [indexOn(fields, 'unique', origin, { name: textEntry(value, 'customIndex') ?? key })] : [];
}

/** An index as models and migrations write it; undefined where its columns are not known. */
export function sequelizeIndex(table: string, fields: Term | undefined, options: Term | undefined, origin: Origin, columnOf: (attribute: string) => string = (name) => name): Index | undefined {
  if (fields?.kind !== 'list' || !fields.whole || fields.items.length === 0) return undefined;
  const found = fields.items.map((field) => fieldPart(field, columnOf));
  if (!found.every((part) => part !== undefined)) return undefined;
  const where = entryOf(options, 'where');
  const predicate = where?.kind === 'object' ? predicateOfObject(where, columnOf) : where ? { text: literalText(where) ?? 'not understood' } : undefined;
  const type = textEntry(options, 'type', 'indicesType')?.toUpperCase();
  const unique = isSet(options, 'unique') || type === 'UNIQUE';
  const name = textEntry(options, 'name', 'indexName') ?? sequelizeIndexName(table, found.map(({ column, expression }) => column ?? expression ?? ''));
  const method = (type === 'FULLTEXT' || type === 'SPATIAL' ? type : (textEntry(options, 'using', 'method') ?? 'btree')).toLowerCase();
  return indexOn(found, 'index', origin, { name, unique, method, ...(predicate && { where: predicate }), include: textsOf(entryOf(options, 'include')) ?? [] });
}

/** `'email'`, `{ name | attribute, order, operator }`, `sequelize.fn('lower', sequelize.col('email'))`. */
function fieldPart(field: Term, columnOf: (attribute: string) => string): IndexPart | undefined {
  const column = textValue(field);
  if (column !== undefined) return partOn(columnOf(column));
  if (field.kind === 'object') {
    const name = entryOf(field, 'name') ?? entryOf(field, 'attribute');
    const part = name && fieldPart(name, columnOf);
    const operators = textEntry(field, 'operator');
    return part && { ...part, direction: textEntry(field, 'order')?.toUpperCase() === 'DESC' ? 'desc' : 'asc', ...(operators !== undefined && { operators }) };
  }
  const expression = expressionText(field, columnOf);
  return expression === undefined ? undefined : { expression, direction: 'asc' };
}

function expressionText(term: Term, columnOf: (attribute: string) => string): string | undefined {
  const literal = literalText(term);
  if (literal !== undefined) return literal.toLowerCase().replace(/^\((.*)\)$/, '$1').replaceAll('"', '');
  if (term.kind !== 'call') return textValue(term);
  const called = term.callee.kind === 'member' || term.callee.kind === 'export' ? term.callee.name : '';
  const [first, ...rest] = term.args;
  if (called === 'col') return textValue(first) === undefined ? undefined : columnOf(textValue(first)!).toLowerCase();
  if (called !== 'fn') return undefined;
  const inner = rest.map((arg) => expressionText(arg, columnOf));
  const name = textValue(first)?.toLowerCase();
  return name === undefined || inner.some((part) => part === undefined) ? undefined : `${name}(${inner.join(', ')})`;
}

/** The SQL of `sequelize.literal('…')`. */
function literalText(term: Term): string | undefined {
  if (term.kind !== 'call') return undefined;
  const called = term.callee.kind === 'member' || term.callee.kind === 'export' ? term.callee.name : '';
  return called === 'literal' ? textValue(term.args[0]) : undefined;
}
