import { expressionText, postgresqlExpression, typeName } from '../../sql/expression.ts';
import { columnType } from '../code/columns.ts';
import type { TableName } from '../changes.ts';
import type { Column, ForeignKey, Index, IndexPart, Origin, Predicate } from '../types.ts';
import { predicateOf } from './predicate.ts';
import { indexOf, named } from './statement.ts';
import type { Change, Read, StatementContext } from './statement.ts';

/** A node of libpg-query: https://github.com/pganalyze/libpg_query/blob/18-latest/protobuf/pg_query.proto */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape of a node hangs on its kind, in some hundred ways
type Node = any;

/** Reads a statement of PostgreSQL's DDL from the tree of libpg-query; one that is not about tables comes to nothing. */
export function readPostgresql(tree: Node, context: StatementContext): Read {
  const [kind] = Object.keys(tree);
  return READERS[kind!]?.(tree[kind!], context) ?? [];
}

const READERS: Readonly<Record<string, (node: Node, context: StatementContext) => Change[]>> = {
  CreateStmt: (node, context) => (isTemporary(node.relation) ? [] : createTable(node, context)),
  CreateTableAsStmt: ({ into, objtype, query, if_not_exists: ifNotExists }, context) => (isTemporary(into.rel) ? [] : [
    {
      kind: 'create table',
      table: tableName(into.rel),
      ifNotExists: ifNotExists === true,
      columns: selectedColumns(query?.SelectStmt, context.origin),
      indexes: [],
      foreignKeys: [],
      as: objtype === 'OBJECT_MATVIEW' ? 'materialized view' : 'table',
    },
  ]),
  ViewStmt: ({ view, query, aliases, replace }, context) => {
    const columns = selectedColumns(query?.SelectStmt, context.origin);
    const names: string[] = (aliases ?? []).map(stringOf);
    return [
      {
        kind: 'create table',
        table: tableName(view),
        ifNotExists: false,
        columns: names.length > 0 ? names.map((name, at) => ({ ...(columns[at] ?? unknownColumn(name, context.origin)), name })) : columns,
        indexes: [],
        foreignKeys: [],
        as: 'view',
        replaces: replace === true,
      },
    ];
  },
  IndexStmt: (node, context) => [{ kind: 'add index', table: tableName(node.relation), index: createdIndex(node, context) }],
  AlterTableStmt: ({ relation, cmds, objtype }, context) => {
    if (objtype === 'OBJECT_INDEX') return [];
    return (cmds ?? []).flatMap(({ AlterTableCmd: command }: Node) => altered(tableName(relation), command, context));
  },
  RenameStmt: renamed,
  AlterObjectSchemaStmt: ({ objectType, relation, newschema }) => (objectType === 'OBJECT_TABLE' ? [{ kind: 'move table', table: tableName(relation), ...namespaceOf(newschema) }] : []),
  DropStmt: ({ removeType, objects }) => (objects ?? []).flatMap((object: Node) => dropped(removeType, object)),
  CreateEnumStmt: ({ typeName: name, vals }) => [{ kind: 'enum', name: stringOf(name.at(-1)), values: (vals ?? []).map(stringOf) }],
  AlterEnumStmt: ({ typeName: name, newVal, oldVal }) => (newVal === undefined || oldVal !== undefined ? [] : [{ kind: 'enum', name: stringOf(name.at(-1)), values: [newVal], add: true }]),
};

/** Gone when the migration has run. */
function isTemporary({ relpersistence }: Node): boolean {
  return relpersistence === 't';
}

function stringOf(node: Node): string {
  return node?.String?.sval ?? '';
}

function tableName({ relname, schemaname }: Node): TableName {
  return { name: relname, ...namespaceOf(schemaname) };
}

/** `public` is where names without a namespace lie. */
function namespaceOf(schema: string | undefined): { namespace?: string } {
  return schema === undefined || schema === 'public' ? {} : { namespace: schema };
}

function qualified(names: Node[]): TableName {
  const [name, namespace] = names.map(stringOf).reverse();
  return { name: name ?? '', ...namespaceOf(namespace) };
}

function createTable(node: Node, context: StatementContext): Change[] {
  const columns: Column[] = [];
  const indexes: Index[] = [];
  const foreignKeys: ForeignKey[] = [];
  let like: { table: TableName; indexes: boolean } | undefined;
  for (const element of node.tableElts ?? []) {
    if (element.ColumnDef) {
      const made = column(element.ColumnDef, context);
      columns.push(made.column);
      indexes.push(...made.indexes);
      foreignKeys.push(...made.foreignKeys);
    } else if (element.Constraint) {
      const made = constraint(element.Constraint, context, undefined);
      if (made?.index) indexes.push(made.index);
      if (made?.foreignKey) foreignKeys.push(made.foreignKey);
    } else if (element.TableLikeClause) {
      // CREATE_TABLE_LIKE_INDEXES of parsenodes.h.
      like = { table: tableName(element.TableLikeClause.relation), indexes: (element.TableLikeClause.options & 64) !== 0 };
    }
  }
  const parents: TableName[] = (node.inhRelations ?? []).map(({ RangeVar }: Node) => tableName(RangeVar));
  return [
    {
      kind: 'create table',
      table: tableName(node.relation),
      ifNotExists: node.if_not_exists === true,
      columns,
      indexes,
      foreignKeys,
      ...(parents.length > 0 && { inherits: parents, isPartition: node.partbound !== undefined }),
      ...(like && { like }),
    },
  ];
}

interface MadeColumn {
  column: Column;
  indexes: Index[];
  foreignKeys: ForeignKey[];
}

function column(node: Node, context: StatementContext): MadeColumn {
  const constraints: Node[] = (node.constraints ?? []).map((one: Node) => one.Constraint);
  const made = constraints.map((one) => constraint(one, context, node.colname));
  const isSerial = /serial/.test(typeName(node.typeName));
  return {
    column: {
      name: node.colname,
      ...typeOf(node.typeName),
      nullable: !isSerial && !constraints.some(({ contype }) => ['CONSTR_NOTNULL', 'CONSTR_PRIMARY', 'CONSTR_IDENTITY'].includes(contype)),
      origin: context.originAt(node.location),
    },
    indexes: made.flatMap((one) => one?.index ?? []),
    foreignKeys: made.flatMap((one) => one?.foreignKey ?? []),
  };
}

function typeOf(type: Node): Pick<Column, 'type' | 'nativeType'> {
  const name: string = type.names.at(-1).String.sval;
  const modifiers: string[] = (type.typmods ?? []).map((one: Node) => one.A_Const?.ival?.ival ?? (one.A_Const?.ival ? 0 : undefined)).filter((one: unknown) => one !== undefined);
  const bare = typeName(type).replace(/\[\]$/, '');
  const nativeType = `${/[A-Z]/.test(bare) ? `"${bare}"` : bare}${modifiers.length > 0 && name !== 'interval' ? `(${modifiers.join(',')})` : ''}${type.arrayBounds ? '[]' : ''}`;
  return { type: columnType(nativeType), nativeType };
}

/** A constraint as the index or the foreign key that it is. @param own the column that it stands at */
function constraint(node: Node, context: StatementContext, own: string | undefined): { index?: Index; foreignKey?: ForeignKey } | undefined {
  const origin = node.location === undefined || node.location < 0 ? context.origin : context.originAt(node.location);
  const columns: string[] = own === undefined ? (node.keys ?? []).map(stringOf) : [own];
  const include: string[] = (node.including ?? []).map(stringOf);
  switch (node.contype) {
    case 'CONSTR_PRIMARY':
      return { index: indexOf(columns, 'primary key', origin, { ...named(node.conname), include }) };
    case 'CONSTR_UNIQUE':
      return { index: indexOf(columns, 'unique', origin, { ...named(node.conname), include }) };
    case 'CONSTR_EXCLUSION': {
      const parts = (node.exclusions ?? []).map(({ List: { items } }: Node) => indexPart(items[0].IndexElem, context));
      return { index: indexOf(parts, 'index', origin, { ...named(node.conname), include, method: node.access_method ?? 'btree', ...where(node.where_clause, context) }) };
    }
    case 'CONSTR_FOREIGN': {
      const onDelete = ACTION_OF[node.fk_del_action];
      const onUpdate = ACTION_OF[node.fk_upd_action];
      return {
        foreignKey: {
          ...named(node.conname),
          columns: own === undefined ? (node.fk_attrs ?? []).map(stringOf) : [own],
          table: node.pktable.relname,
          references: (node.pk_attrs ?? []).map(stringOf),
          ...(onDelete && { onDelete }),
          ...(onUpdate && { onUpdate }),
          enforced: true,
          origin,
        },
      };
    }
    default:
      return undefined;
  }
}

/** https://github.com/postgres/postgres/blob/master/src/include/nodes/parsenodes.h: FKCONSTR_ACTION_… */
const ACTION_OF: Readonly<Record<string, ForeignKey['onDelete']>> = { c: 'cascade', n: 'set null', d: 'set default', r: 'restrict', a: 'no action' };

function createdIndex(node: Node, context: StatementContext): Index {
  return indexOf((node.indexParams ?? []).map(({ IndexElem }: Node) => indexPart(IndexElem, context)), 'index', context.origin, {
    ...named(node.idxname),
    unique: node.unique === true,
    method: node.accessMethod ?? 'btree',
    include: (node.indexIncludingParams ?? []).map(({ IndexElem }: Node) => IndexElem.name),
    ...where(node.whereClause, context),
  });
}

function where(clause: Node, { text }: StatementContext): { where?: Predicate } {
  if (clause === undefined) return {};
  return { where: predicateOf(postgresqlExpression(clause), (/\bwhere\b([\s\S]*)$/i.exec(text)?.[1] ?? text).trim()) };
}

function indexPart(node: Node, { text }: StatementContext): IndexPart {
  const operators: string | undefined = node.opclass === undefined ? undefined : stringOf(node.opclass.at(-1));
  const rest = { direction: node.ordering === 'SORTBY_DESC' ? 'desc' : 'asc', ...(operators !== undefined && { operators }) } as const;
  if (node.name !== undefined) return { column: node.name, ...rest };
  // One that is not understood serves no query that is: its text tells people which it is.
  return { expression: expressionText(postgresqlExpression(node.expr)) ?? text.replace(/\s+/g, ' ').toLowerCase(), ...rest };
}

function altered(table: TableName, { subtype, name, def }: Node, context: StatementContext): Change[] {
  switch (subtype) {
    case 'AT_AddColumn': {
      const made = column(def.ColumnDef, context);
      return [
        { kind: 'add column', table, column: made.column },
        ...made.indexes.map((index): Change => ({ kind: 'add index', table, index })),
        ...made.foreignKeys.map((foreignKey): Change => ({ kind: 'add foreign key', table, foreignKey })),
      ];
    }
    case 'AT_DropColumn':
      return [{ kind: 'drop column', table, column: name }];
    case 'AT_AlterColumnType':
      return [{ kind: 'alter column', table, column: name, to: typeOf(def.ColumnDef.typeName) }];
    case 'AT_SetNotNull':
    case 'AT_DropNotNull':
      return [{ kind: 'alter column', table, column: name, to: { nullable: subtype === 'AT_DropNotNull' } }];
    case 'AT_AddConstraint': {
      const { Constraint: node } = def;
      if (node.indexname !== undefined) return [{ kind: 'use index', table, index: node.indexname, by: node.contype === 'CONSTR_PRIMARY' ? 'primary key' : 'unique', ...named(node.conname) }];
      const made = constraint(node, context, undefined);
      if (made?.index) return [{ kind: 'add index', table, index: made.index }];
      return made?.foreignKey ? [{ kind: 'add foreign key', table, foreignKey: made.foreignKey }] : [];
    }
    case 'AT_DropConstraint':
      return [{ kind: 'drop constraint', table, name }];
    case 'AT_AttachPartition':
      // Of an index it says that it is a part of another, which the tables say already.
      return [{ kind: 'attach partition', table, partition: tableName(def.PartitionCmd.name) }];
    case 'AT_DetachPartition':
      return [{ kind: 'detach partition', table, partition: tableName(def.PartitionCmd.name) }];
    default:
      return [];
  }
}

function renamed({ renameType, relation, object, subname, newname: to }: Node): Change[] {
  switch (renameType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return [{ kind: 'rename table', table: tableName(relation), to }];
    case 'OBJECT_COLUMN':
      return [{ kind: 'rename column', table: tableName(relation), column: subname, to }];
    case 'OBJECT_TABCONSTRAINT':
      return [{ kind: 'rename constraint', table: tableName(relation), name: subname, to }];
    case 'OBJECT_INDEX':
      return [{ kind: 'rename index', name: relation.relname, ...namespaceOf(relation.schemaname), to }];
    case 'OBJECT_TYPE':
      return [{ kind: 'rename enum', name: stringOf(object?.List?.items?.at(-1)), to }];
    default:
      return [];
  }
}

function dropped(type: string, object: Node): Change[] {
  const { name, ...namespace } = qualified(object.List?.items ?? [object]);
  switch (type) {
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return [{ kind: 'drop table', table: { name, ...namespace } }];
    case 'OBJECT_INDEX':
      return [{ kind: 'drop index', name, ...namespace }];
    case 'OBJECT_SCHEMA':
      return [{ kind: 'drop namespace', namespace: name }];
    default:
      return [];
  }
}

/** The columns of a view, as far as their names are written. */
function selectedColumns(select: Node, origin: Origin): Column[] {
  return (select?.targetList ?? []).flatMap(({ ResTarget: target }: Node) => {
    const name: string | undefined = target?.name ?? target?.val?.ColumnRef?.fields?.at(-1)?.String?.sval;
    return name === undefined ? [] : [unknownColumn(name, origin)];
  });
}

function unknownColumn(name: string, origin: Origin): Column {
  return { name, type: 'other', nullable: true, origin };
}
