import type { SchemaChange, TableName } from '../changes.ts';
import type { Column, ForeignKey, Index, Origin } from '../types.ts';
import { columnType } from './columns.ts';
import { sqlChange, type MigrationContext, type MigrationLibrary } from './migrations.ts';
import { actionOf, indexOn } from './parts.ts';
import { chainOf, entryOf, textEntry, textsOf, textValue, type CallTerm, type FunctionTerm, type Term } from './terms.ts';

type Link = ReturnType<typeof chainOf>['links'][number];

/** Migrations on Knex's schema builder: https://knexjs.org/guide/schema-builder.html */
export const knexMigrations: MigrationLibrary = {
  reader: 'knex-migration',
  packages: ['knex'],
  changes({ call }, context) {
    const { callee, args } = call;
    if (callee.kind === 'member' && callee.name === 'raw' && context.isHandle(callee.object)) return sqlChange(args[0], context.origin(call));
    const { root, links } = chainOf(call);
    if (root.kind !== 'member' || root.name !== 'schema' || !context.isHandle(root.object)) return undefined;
    let namespace: string | undefined;
    return links.flatMap((link): SchemaChange[] => {
      if (link.name === 'withSchema') namespace = textValue(link.args[0]);
      return schemaCall(link, namespace, context);
    });
  },
};

const TABLE: Term = { kind: 'symbol', name: 'table' };

/** One call of the chain that begins at `knex.schema`. */
function schemaCall({ name, args, call }: Link, namespace: string | undefined, context: MigrationContext): SchemaChange[] {
  const origin = context.origin(call);
  const [first, second] = args;
  const table = nameOf(first, namespace);
  const callback = args.find((arg): arg is FunctionTerm => arg.kind === 'function');
  switch (name) {
    case 'createTable':
    case 'createTableIfNotExists':
    case 'createTableLike':
    case 'alterTable':
    case 'table': {
      if (!table) return [{ origin, kind: 'unread', reason: `${name} of something that is not written out` }];
      const made = callback ? context.steps(callback, [TABLE]).flatMap(({ call: inner }) => tableCall(inner, table, context)) : [];
      if (name === 'alterTable' || name === 'table') return made;
      if (name === 'createTableLike') return [{ origin, kind: 'create table', table, ifNotExists: false, columns: [], indexes: [], foreignKeys: [], ...(nameOf(second, namespace) && { like: { table: nameOf(second, namespace)!, indexes: true } }) }, ...made];
      return [{ origin, kind: 'create table', table, ifNotExists: name !== 'createTable', columns: [], indexes: [], foreignKeys: [] }, ...made];
    }
    case 'dropTable':
    case 'dropTableIfExists':
      return table ? [{ origin, kind: 'drop table', table }] : [];
    case 'renameTable': {
      const to = textValue(second);
      return table && to !== undefined ? [{ origin, kind: 'rename table', table, to }] : [{ origin, kind: 'unread', reason: 'renameTable of something that is not written out' }];
    }
    case 'raw':
      return sqlChange(first, origin);
    case 'dropSchema':
    case 'dropSchemaIfExists': {
      const dropped = textValue(first);
      return dropped === undefined ? [] : [{ origin, kind: 'drop namespace', namespace: dropped }];
    }
    default:
      return [];
  }
}

/** A name, or `schema.name`. */
function nameOf(term: Term | undefined, namespace: string | undefined): TableName | undefined {
  const written = textValue(term);
  if (written === undefined) return undefined;
  const [first, second] = written.split('.');
  const within = second === undefined ? namespace : first;
  return { name: second ?? first!, ...(within !== undefined && { namespace: within }) };
}

/** Methods of a table that make a column of a kind of its own; others are the type's name. */
const COLUMNS: Readonly<Record<string, string>> = {
  increments: 'integer', bigIncrements: 'bigint', integer: 'integer', tinyint: 'tinyint', smallint: 'smallint', mediumint: 'mediumint', bigInteger: 'bigint', bigint: 'bigint', int: 'integer', text: 'text',
  mediumtext: 'text', longtext: 'text', string: 'varchar', varchar: 'varchar', char: 'char', float: 'float', double: 'double', decimal: 'decimal', numeric: 'decimal', boolean: 'boolean', bool: 'boolean',
  date: 'date', datetime: 'timestamp', dateTime: 'timestamp', timestamp: 'timestamp', time: 'time', binary: 'binary', enum: 'enum', enu: 'enum', json: 'json', jsonb: 'jsonb', uuid: 'uuid', point: 'point', geometry: 'geometry', geography: 'geography',
};

/** One statement about a table: `table.string('name').notNullable().index()`. */
function tableCall(call: CallTerm, table: TableName, context: MigrationContext): SchemaChange[] {
  const { root, links } = chainOf(call);
  const [head, ...rest] = links;
  if (root.kind !== 'symbol' || root.name !== 'table' || !head) return [];
  const origin = context.origin(call);
  const { name, args } = head;
  if (Object.hasOwn(COLUMNS, name)) return columnCall(textValue(args[0]) ?? (args.length === 0 && /increments/i.test(name) ? 'id' : undefined), COLUMNS[name]!, head, rest, table, origin);
  if (name === 'specificType') return columnCall(textValue(args[0]), textValue(args[1]) ?? 'other', head, rest, table, origin);
  switch (name) {
    case 'timestamps': {
      const isCamel = args.some((arg) => entryOf(arg, 'useCamelCase')?.kind === 'literal') || (args[2]?.kind === 'literal' && args[2].value === true);
      return (isCamel ? ['createdAt', 'updatedAt'] : ['created_at', 'updated_at']).map((column) => ({ origin, kind: 'add column', table, column: { name: column, type: 'timestamp', nullable: true, origin } }));
    }
    case 'index':
    case 'unique':
    case 'primary':
      return keyCall(name, args, table, origin);
    case 'foreign':
      return foreignCall(args, rest, table, origin);
    case 'dropIndex':
    case 'dropUnique':
    case 'dropForeign': {
      const columns = textsOf(args[0]);
      const given = textValue(args[1]);
      const suffix = { dropIndex: 'index', dropUnique: 'unique', dropForeign: 'foreign' }[name];
      const named = given ?? (columns && defaultName(table, columns, suffix));
      if (named === undefined) return [];
      return name === 'dropIndex' ? [{ origin, kind: 'drop index', table, name: named }] : [{ origin, kind: 'drop constraint', table, name: named }];
    }
    case 'dropPrimary':
      return [{ origin, kind: 'drop primary key', table }];
    case 'dropColumn':
    case 'dropColumns':
      return args.flatMap((arg) => textsOf(arg) ?? []).map((column) => ({ origin, kind: 'drop column', table, column }));
    case 'dropTimestamps':
      return ['created_at', 'updated_at'].map((column) => ({ origin, kind: 'drop column', table, column }));
    case 'renameColumn': {
      const [from, to] = [textValue(args[0]), textValue(args[1])];
      return from === undefined || to === undefined ? [] : [{ origin, kind: 'rename column', table, column: from, to }];
    }
    case 'setNullable':
    case 'dropNullable': {
      const column = textValue(args[0]);
      return column === undefined ? [] : [{ origin, kind: 'alter column', table, column, to: { nullable: name === 'setNullable' } }];
    }
    case 'inherits': {
      const parent = nameOf(args[0], table.namespace);
      return parent ? [{ origin, kind: 'unread', reason: `it inherits from ${parent.name}`, table }] : [];
    }
    default:
      return [];
  }
}

/** Names of indexes and keys that have none: https://github.com/knex/knex/blob/3.1.0/lib/schema/tablecompiler.js `_indexCommand` */
function defaultName({ name }: TableName, columns: readonly string[], suffix: string): string {
  return `${name.replace(/[.-]/g, '_')}_${columns.join('_')}_${suffix}`.toLowerCase();
}

function columnCall(name: string | undefined, written: string, head: Link, rest: readonly Link[], table: TableName, origin: Origin): SchemaChange[] {
  if (name === undefined) return [{ origin, kind: 'unread', reason: 'a column whose name is not written out', table }];
  const by = (method: string): Link | undefined => rest.find((link) => link.name === method);
  const values = written === 'enum' ? textsOf(head.args[1]) : undefined;
  const isIncrement = /increments/i.test(head.name);
  const length = head.args[1]?.kind === 'literal' && typeof head.args[1].value === 'number' && written === 'varchar' ? `(${head.args[1].value})` : '';
  const isKey = (isIncrement && !isNotKey(head.args[1])) || by('primary') !== undefined;
  const nullable = !isKey && by('notNullable') === undefined && by('notNull') === undefined;
  const column: Column = { name, type: columnType(written), ...(values === undefined && written !== 'other' && { nativeType: `${written}${length}` }), nullable, ...(values && { values }), origin };
  const changes: SchemaChange[] = [by('alter') ? { origin, kind: 'alter column', table, column: name, to: { type: column.type, ...(column.nativeType !== undefined && { nativeType: column.nativeType }), ...(rest.some(({ name: method }) => /null/i.test(method)) && { nullable }) } } : { origin, kind: 'add column', table, column }];
  if (isKey) changes.push({ origin, kind: 'add index', table, index: indexOn([name], 'primary key', origin, { name: `${table.name}_pkey` }) });
  const unique = by('unique');
  if (unique) changes.push({ origin, kind: 'add index', table, index: indexOn([name], 'unique', origin, { name: textEntry(unique.args[0], 'indexName') ?? textValue(unique.args[0]) ?? defaultName(table, [name], 'unique') }) });
  const index = by('index');
  if (index) changes.push({ origin, kind: 'add index', table, index: indexOn([name], 'index', origin, { name: textValue(index.args[0]) ?? defaultName(table, [name], 'index'), method: methodOf(index.args[1]) }) });
  const references = by('references');
  if (references) changes.push(...referring([name], references, rest, table, origin, undefined));
  return changes;
}

/** `increments('id', { primaryKey: false })` */
function isNotKey(options: Term | undefined): boolean {
  const value = entryOf(options, 'primaryKey');
  return value?.kind === 'literal' && value.value === false;
}

/** `'gin'`, `{ indexType: 'gin' }` */
function methodOf(term: Term | undefined): string {
  return (textValue(term) ?? textEntry(term, 'indexType', 'storageEngineIndexType') ?? 'btree').toLowerCase();
}

const KEYS = { index: 'index', unique: 'unique', primary: 'primary key' } as const satisfies Record<string, Index['by']>;

function keyCall(name: keyof typeof KEYS, args: readonly Term[], table: TableName, origin: Origin): SchemaChange[] {
  const columns = textsOf(args[0]);
  if (!columns) return [{ origin, kind: 'unread', reason: 'an index on what is not written out', table }];
  const [, second, third] = args;
  const options = second?.kind === 'object' ? second : third?.kind === 'object' ? third : undefined;
  const named = textValue(second) ?? textEntry(options, 'indexName', 'constraintName') ?? (name === 'primary' ? `${table.name}_pkey` : defaultName(table, columns, name));
  const predicate = entryOf(options, 'predicate');
  const isUnique = name !== 'index' || textEntry(options, 'indexType')?.toLowerCase() === 'unique';
  return [{ origin, kind: 'add index', table, index: indexOn(columns, KEYS[name], origin, { name: named, unique: isUnique, method: name === 'index' && !isUnique ? methodOf(third) : 'btree', ...(predicate && { where: { text: 'not understood' } }) }) }];
}

function foreignCall(args: readonly Term[], rest: readonly Link[], table: TableName, origin: Origin): SchemaChange[] {
  const columns = textsOf(args[0]);
  const references = rest.find(({ name }) => name === 'references');
  return columns && references ? referring(columns, references, rest, table, origin, textValue(args[1])) : [];
}

/** `.references('id').inTable('users').onDelete('CASCADE')`, `.references('users.id')` */
function referring(columns: readonly string[], references: Link, rest: readonly Link[], table: TableName, origin: Origin, name: string | undefined): SchemaChange[] {
  const arg = (method: string): Term | undefined => rest.find((link) => link.name === method)?.args[0];
  const written = textsOf(references.args[0]) ?? [];
  const within = textValue(arg('inTable') ?? arg('on'));
  const [first = ''] = written;
  const dot = first.lastIndexOf('.');
  const other = within ?? (dot > 0 ? first.slice(0, dot) : undefined);
  if (other === undefined) return [];
  const keys = within === undefined ? [first.slice(dot + 1)] : written;
  const [onDelete, onUpdate] = [actionOf(arg('onDelete')), actionOf(arg('onUpdate'))];
  const foreignKey: ForeignKey = { name: name ?? textValue(arg('withKeyName')) ?? defaultName(table, columns, 'foreign'), columns, table: other.split('.').at(-1)!, references: keys, ...(onDelete && { onDelete }), ...(onUpdate && { onUpdate }), enforced: true, origin };
  return [{ origin, kind: 'add foreign key', table, foreignKey }];
}
