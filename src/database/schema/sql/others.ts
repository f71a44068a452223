import { expressionText, otherExpression } from '../../sql/expression.ts';
import { itemStarts } from '../../sql/split.ts';
import type { Dialect } from '../../sql/parse.ts';
import { columnType } from '../code/columns.ts';
import type { TableName } from '../changes.ts';
import type { Column, ForeignKey, Index, IndexPart, Origin } from '../types.ts';
import { predicateOf } from './predicate.ts';
import { ACTIONS, indexOf, named } from './statement.ts';
import type { Change, Read, StatementContext } from './statement.ts';

/** A node of node-sql-parser: https://github.com/taozhi8833998/node-sql-parser/blob/master/types.d.ts */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape of a node hangs on its kind, in some hundred ways
type Node = any;

/** Reads a statement of the DDL of MySQL, MariaDB or SQLite from the tree of node-sql-parser; one that is not about tables comes to nothing. */
export function readOther(tree: Node, context: StatementContext, dialect: Dialect): Read {
  switch (tree.type) {
    case 'create':
      return created(tree, context, dialect);
    case 'alter':
      return (tree.table ?? []).flatMap((table: Node) => (tree.expr ?? []).flatMap((expr: Node) => altered(tableName(table), expr, context)));
    case 'drop':
      return dropped(tree);
    case 'rename':
      return (tree.table ?? []).map(([from, to]: Node[]): Change => ({ kind: 'rename table', table: tableName(from), to: to.table }));
    default:
      return [];
  }
}

const NAME = '(?:`((?:[^`]|``)+)`|"((?:[^"]|"")+)"|\\[([^\\]]+)\\]|([\\w$]+))';
/** Statements that the parser does not know, which change names alone. */
const SIMPLE: readonly { pattern: RegExp; change(names: string[]): Change }[] = [
  // SQLite
  { pattern: new RegExp(`^DROP\\s+INDEX\\s+(?:IF\\s+EXISTS\\s+)?(?:${NAME}\\s*\\.\\s*)?${NAME}\\s*$`, 'i'), change: (names) => ({ kind: 'drop index', name: names.at(-1)! }) },
  // MariaDB
  {
    pattern: new RegExp(`^DROP\\s+INDEX\\s+IF\\s+EXISTS\\s+${NAME}\\s+ON\\s+${NAME}\\s*$`, 'i'),
    change: ([name, table]) => ({ kind: 'drop index', name: name!, table: { name: table! } }),
  },
  {
    pattern: new RegExp(`^ALTER\\s+TABLE\\s+${NAME}\\s+RENAME\\s+(?:INDEX|KEY)\\s+${NAME}\\s+TO\\s+${NAME}\\s*$`, 'i'),
    change: ([table, name, to]) => ({ kind: 'rename index', table: { name: table! }, name: name!, to: to! }),
  },
];

/** Reads the few statements about tables that the parser refuses; undefined for any other. */
export function readRefused(text: string): Read {
  for (const { pattern, change } of SIMPLE) {
    const found = pattern.exec(text);
    if (found) return [change(found.slice(1).filter((name) => name !== undefined).map((name) => name.replaceAll('``', '`').replaceAll('""', '"')))];
  }
  return undefined;
}

function tableName({ table, db }: Node): TableName {
  return { name: table, ...(typeof db === 'string' && db !== '' && db !== 'main' && { namespace: db }) };
}

/** A name, which the parser gives as a text or as a node. */
function nameOf(node: Node): string {
  if (typeof node === 'string') return node;
  return String(node?.expr?.value ?? node?.column?.expr?.value ?? node?.column ?? node?.name ?? node?.value ?? node?.index ?? '');
}

function created(tree: Node, context: StatementContext, dialect: Dialect): Change[] {
  // A temporary table is gone when the migration has run.
  if (tree.keyword === 'table') return tree.temporary ? [] : createTable(tree, context, dialect);
  if (tree.keyword === 'view') {
    const { view, db, schema } = tree.view;
    return [{ kind: 'create table', table: tableName({ table: view, db: db ?? schema }), ifNotExists: Boolean(tree.if_not_exists), columns: selectedColumns(tree, context.origin), indexes: [], foreignKeys: [], as: 'view', replaces: Boolean(tree.replace) }];
  }
  if (tree.keyword !== 'index') return [];
  const word = String(tree.index_type ?? '').toLowerCase();
  const index = indexOf((tree.index_columns ?? []).map(partOf), 'index', context.origin, {
    ...named(nameOf(tree.index)),
    unique: word === 'unique',
    method: methodOf(word, tree.index_using),
    ...(tree.where && { where: predicateOf(otherExpression(tree.where), (/\bwhere\b([\s\S]*)$/i.exec(context.text)?.[1] ?? '').trim()) }),
  });
  return [{ kind: 'add index', table: tableName(tree.table), index }];
}

/** `fulltext`, `spatial`; else what USING says. */
function methodOf(keyword: string, using: Node): string {
  const special = /fulltext|spatial/i.exec(keyword)?.[0].toLowerCase();
  return special ?? (/hash/i.test(String(using?.type ?? '')) ? 'hash' : 'btree');
}

function createTable(tree: Node, context: StatementContext, dialect: Dialect): Change[] {
  const table = tableName(tree.table[0]);
  const columns: Column[] = [];
  const indexes: Index[] = [];
  const foreignKeys: ForeignKey[] = [];
  const open = context.text.indexOf('(');
  const starts = open < 0 ? [] : itemStarts(context.text, open + 1, dialect);
  for (const [at, definition] of (tree.create_definitions ?? []).entries()) {
    const origin = starts[at] === undefined ? context.origin : context.originAt(context.start + starts[at]);
    if (definition.resource === 'column') {
      const made = columnOf(definition, origin);
      columns.push(made.column);
      indexes.push(...made.indexes);
      foreignKeys.push(...made.foreignKeys);
    } else {
      const made = keyOf(definition, origin);
      if (made?.index) indexes.push(made.index);
      if (made?.foreignKey) foreignKeys.push(made.foreignKey);
    }
  }
  const selected = tree.query_expr && columns.length === 0 ? selectedColumns({ select: tree.query_expr }, context.origin) : [];
  const like = tree.like?.table?.[0];
  return [
    {
      kind: 'create table',
      table,
      ifNotExists: Boolean(tree.if_not_exists),
      columns: [...columns, ...selected],
      indexes,
      foreignKeys,
      ...(like && { like: { table: tableName(like), indexes: true } }),
    },
  ];
}

function columnOf(node: Node, origin: Origin): { column: Column; indexes: Index[]; foreignKeys: ForeignKey[] } {
  const name = nameOf(node.column);
  const isKey = Boolean(node.primary_key) || /primary|^key$/i.test(String(node.unique_or_primary ?? ''));
  const isUnique = !isKey && Boolean(node.unique ?? node.unique_or_primary);
  const foreignKey = node.reference_definition && foreignKeyOf(undefined, [name], node.reference_definition, origin);
  return {
    column: { name, ...typeOf(node.definition), nullable: node.nullable?.type !== 'not null' && !isKey, origin },
    indexes: [...(isKey ? [indexOf([name], 'primary key', origin)] : []), ...(isUnique ? [indexOf([name], 'unique', origin)] : [])],
    foreignKeys: foreignKey ? [foreignKey] : [],
  };
}

function typeOf(definition: Node): Pick<Column, 'type' | 'nativeType' | 'values'> {
  if (!definition) return { type: 'other' };
  const name = String(definition.dataType ?? '').toLowerCase();
  const length = definition.length === undefined ? '' : `(${[definition.length, definition.scale].filter((one) => one !== undefined && one !== null).join(',')})`;
  const suffix = (definition.suffix ?? []).filter(Boolean).map((word: Node) => ` ${String(word.value ?? word).toLowerCase()}`).join('');
  const nativeType = `${name}${length}${suffix}`;
  const values: string[] = (name === 'enum' ? (definition.expr?.value ?? []) : []).map((item: Node) => String(item.value));
  return { type: columnType(nativeType), nativeType, ...(values.length > 0 && { values }) };
}

/** A key, an index or a foreign key among the definitions of a table. */
function keyOf(node: Node, origin: Origin): { index?: Index; foreignKey?: ForeignKey } | undefined {
  const kind = String(node.constraint_type ?? node.keyword ?? '').toLowerCase();
  const parts: IndexPart[] = (node.definition ?? []).map(partOf);
  const name = named(nameOf(node.index ?? '') || nameOf(node.constraint ?? ''));
  if (kind === 'foreign key') {
    const foreignKey = foreignKeyOf(nameOf(node.constraint ?? '') || undefined, parts.map(({ column }) => column ?? ''), node.reference_definition, origin);
    return foreignKey && { foreignKey };
  }
  if (kind === 'primary key') return { index: indexOf(parts, 'primary key', origin) };
  if (kind.startsWith('unique')) return { index: indexOf(parts, 'unique', origin, name) };
  if (/^(?:fulltext|spatial)?\s*(?:index|key)$/.test(kind) || /^(?:fulltext|spatial)$/.test(kind)) return { index: indexOf(parts, 'index', origin, { ...name, method: methodOf(kind, node.index_type) }) };
  return undefined;
}

function foreignKeyOf(name: string | undefined, columns: string[], reference: Node, origin: Origin): ForeignKey | undefined {
  const table: Node = reference?.table?.[0];
  if (!table) return undefined;
  const action = (type: string): ForeignKey['onDelete'] => {
    const word = String((reference.on_action ?? []).find((one: Node) => one.type === type)?.value?.value ?? '').toLowerCase();
    return ACTIONS.find((one) => one === word);
  };
  const [onDelete, onUpdate] = [action('on delete'), action('on update')];
  const references: string[] = (reference.definition ?? []).map((part: Node) => nameOf(part));
  return { ...named(name), columns, table: table.table, references, ...(onDelete && { onDelete }), ...(onUpdate && { onUpdate }), enforced: true, origin };
}

function partOf(node: Node): IndexPart {
  const direction = String(node.order_by ?? '').toLowerCase() === 'desc' ? 'desc' : 'asc';
  if (node.type === 'column_ref') return { column: nameOf(node), direction };
  if (node.type === 'double_quote_string' || node.type === 'string') return { column: String(node.value), direction };
  // `email(10)`: of a text, its first characters, which looks like a call.
  const [argument]: Node[] = node.args?.value ?? [];
  if (node.type === 'function' && !node.parentheses && node.args?.value?.length === 1 && argument?.type === 'number') return { column: nameOf(node.name?.name?.at(-1)), direction };
  return { expression: expressionText(otherExpression(node)) ?? 'an expression', direction };
}

function altered(table: TableName, node: Node, context: StatementContext): Change[] {
  switch (node.action) {
    case 'add':
      return added(table, node, context);
    case 'drop':
      return droppedFrom(table, node);
    case 'modify':
    case 'change': {
      const { column } = columnOf(node, context.origin);
      const from = node.old_column ? nameOf(node.old_column) : column.name;
      const { type, nativeType, values, nullable } = column;
      return [
        ...(from === column.name ? [] : [{ kind: 'rename column' as const, table, column: from, to: column.name }]),
        { kind: 'alter column', table, column: column.name, to: { type, nullable, ...(nativeType !== undefined && { nativeType }), ...(values && { values }) } },
      ];
    }
    case 'rename':
      if (node.resource === 'column') return [{ kind: 'rename column', table, column: nameOf(node.old_column), to: nameOf(node.column) }];
      return node.resource === 'table' ? [{ kind: 'rename table', table, to: nameOf(node.table) }] : [];
    default:
      return [];
  }
}

function added(table: TableName, node: Node, context: StatementContext): Change[] {
  if (node.resource === 'column') {
    const made = columnOf(node, context.origin);
    return [
      { kind: 'add column', table, column: made.column },
      ...made.indexes.map((index): Change => ({ kind: 'add index', table, index })),
      ...made.foreignKeys.map((foreignKey): Change => ({ kind: 'add foreign key', table, foreignKey })),
    ];
  }
  const made = keyOf(node.create_definitions ?? node, context.origin);
  if (made?.index) return [{ kind: 'add index', table, index: made.index }];
  return made?.foreignKey ? [{ kind: 'add foreign key', table, foreignKey: made.foreignKey }] : [];
}

function droppedFrom(table: TableName, node: Node): Change[] {
  switch (node.resource) {
    case 'column':
      return [{ kind: 'drop column', table, column: nameOf(node.column) }];
    case 'index':
      return [{ kind: 'drop index', table, name: nameOf(node.index) }];
    case 'constraint':
      return [{ kind: 'drop constraint', table, name: nameOf(node.constraint) }];
    case 'key':
      return node.keyword === 'primary key' ? [{ kind: 'drop primary key', table }] : [{ kind: 'drop constraint', table, name: nameOf(node.key), by: 'foreign key' }];
    default:
      return [];
  }
}

function dropped({ keyword, name, table }: Node): Change[] {
  if (keyword === 'table' || keyword === 'view') return (Array.isArray(name) ? name : [name]).map((one: Node): Change => ({ kind: 'drop table', table: tableName(one) }));
  if (keyword === 'index') return [{ kind: 'drop index', name: nameOf(name), ...(table && { table: tableName(table) }) }];
  return [];
}

function selectedColumns({ select, columns }: Node, origin: Origin): Column[] {
  const names: string[] = Array.isArray(columns) && columns.length > 0 ? columns.map(nameOf) : (Array.isArray(select?.columns) ? select.columns : []).map((one: Node) => one.as ?? (one.expr?.type === 'column_ref' ? nameOf(one.expr) : ''));
  return names.filter((name) => name !== '' && name !== '*').map((name) => ({ name, type: 'other', nullable: true, origin }));
}
