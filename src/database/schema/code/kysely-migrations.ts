import type { SchemaChange, TableName } from '../changes.ts';
import type { Column, ForeignKey, Index, IndexPart, Origin } from '../types.ts';
import { columnType } from './columns.ts';
import { sqlChange, type MigrationContext, type MigrationLibrary } from './migrations.ts';
import { actionOf, indexOn, partOn } from './parts.ts';
import { chainOf, exportPath, textsOf, textValue, type FunctionTerm, type Term } from './terms.ts';

type Link = ReturnType<typeof chainOf>['links'][number];

/** Migrations on Kysely's schema builder: https://kysely.dev/docs/migrations */
export const kyselyMigrations: MigrationLibrary = {
  reader: 'kysely-migration',
  packages: ['kysely'],
  changes({ call }, context) {
    const origin = context.origin(call);
    const { root, links } = chainOf(call);
    // sql`create index …`.execute(db)
    const tagged = rawText(root);
    if (tagged && links.at(-1)?.name === 'execute') return sqlChange(tagged, origin);
    if (root.kind !== 'member' || root.name !== 'schema' || !context.isHandle(root.object)) return undefined;
    // A builder that is not run is part of one that is.
    if (links.at(-1)?.name !== 'execute') return [];
    const scoped = links.find(({ name }) => name === 'withSchema');
    const [head, ...rest] = links.filter((link) => link !== scoped && link.name !== 'execute');
    const namespace = textValue(scoped?.args[0]);
    const made = head && Object.hasOwn(HEADS, head.name) ? HEADS[head.name]!(head, rest, { context, origin, namespace }) : [];
    return made ?? [{ origin, kind: 'unread', reason: `${head!.name} of something that is not written out` }];
  },
};

interface Scope {
  context: MigrationContext;
  origin: Origin;
  namespace: string | undefined;
}

/** What starts a statement, with the rest of its chain. */
const HEADS: Readonly<Record<string, (head: Link, rest: readonly Link[], scope: Scope) => SchemaChange[] | undefined>> = {
  createTable({ args }, rest, scope) {
    const table = nameOf(args[0], scope);
    if (!table) return undefined;
    const { origin } = scope;
    const made = rest.flatMap((link) => tableCall(link, table, scope));
    return [{ origin, kind: 'create table', table, ifNotExists: rest.some(({ name }) => name === 'ifNotExists'), columns: [], indexes: [], foreignKeys: [] }, ...made];
  },
  alterTable({ args }, rest, scope) {
    const table = nameOf(args[0], scope);
    return table && rest.flatMap((link) => tableCall(link, table, scope));
  },
  dropTable: ({ args }, _, scope) => {
    const table = nameOf(args[0], scope);
    return table ? [{ origin: scope.origin, kind: 'drop table', table }] : [];
  },
  createIndex({ args }, rest, { origin, namespace }) {
    const arg = (method: string): readonly Term[] => rest.find(({ name }) => name === method)?.args ?? [];
    const table = nameOf(arg('on')[0], { namespace });
    if (!table) return undefined;
    const parts = rest.flatMap(({ name, args: own }): (IndexPart | undefined)[] => {
      if (name === 'column') return [partOf(own[0])];
      if (name === 'columns') return own[0]?.kind === 'list' && own[0].whole ? own[0].items.map(partOf) : [undefined];
      return name === 'expression' ? [expressionOf(own[0])] : [];
    });
    if (parts.length === 0 || !parts.every((part) => part !== undefined)) return [{ origin, kind: 'unread', reason: 'an index on what is not written out', table }];
    const name = textValue(args[0]);
    const isPartial = rest.some(({ name: method }) => method === 'where');
    const index = indexOn(parts, 'index', origin, { ...(name !== undefined && { name }), unique: rest.some(({ name: method }) => method === 'unique'), method: (textValue(arg('using')[0]) ?? 'btree').toLowerCase(), ...(isPartial && { where: whereOf(rest) }) });
    return [{ origin, kind: 'add index', table, index }];
  },
  dropIndex({ args }, rest, scope) {
    const name = textValue(args[0]);
    const table = nameOf(rest.find((link) => link.name === 'on')?.args[0], scope);
    return name === undefined ? [] : [{ origin: scope.origin, kind: 'drop index', name, ...(table && { table }) }];
  },
};

/** A name, or `schema.name`. */
function nameOf(term: Term | undefined, { namespace }: Pick<Scope, 'namespace'>): TableName | undefined {
  const written = textValue(term);
  if (written === undefined) return undefined;
  const [first, second] = written.split('.');
  const within = second === undefined ? namespace : first;
  return { name: second ?? first!, ...(within !== undefined && { namespace: within }) };
}

/** `'email'`, `'email desc'` */
function partOf(term: Term | undefined): IndexPart | undefined {
  const [column, direction] = textValue(term)?.split(/\s+/) ?? [];
  return column === undefined ? undefined : partOn(column, direction?.toLowerCase() === 'desc' ? 'desc' : 'asc');
}

function expressionOf(term: Term | undefined): IndexPart | undefined {
  const text = textValue(rawText(term));
  // A text may close the list of columns, and say more behind it: sql`code DESC) WHERE (code IS NOT NULL`.
  return text === undefined || !isBalanced(text) ? undefined : { expression: text.toLowerCase().replace(/^\((.*)\)$/, '$1').replaceAll('"', ''), direction: 'asc' };
}

function isBalanced(text: string): boolean {
  let open = 0;
  for (const character of text) {
    if (character === '(') open++;
    else if (character === ')' && --open < 0) return false;
  }
  return open === 0;
}

/** `.where('deleted_at', 'is', null)`; one of another form is not understood. */
function whereOf(rest: readonly Link[]): Index['where'] {
  const all = rest.filter(({ name }) => name === 'where').map(({ args: [column, operator, value] }) => {
    const [left, by] = [textValue(column), textValue(operator)];
    return left === undefined || by === undefined || value?.kind !== 'literal' ? undefined : `${left} ${by} ${typeof value.value === 'string' ? `'${value.value}'` : value.value}`;
  });
  return { text: all.every((part) => part !== undefined) ? all.join(' and ') : 'not understood' };
}

/** The text of sql`…`, also before `.execute`. */
function rawText(term: Term | undefined): Term | undefined {
  if (term?.kind !== 'call' || term.form !== 'tag') return undefined;
  const found = exportPath(term.callee);
  return found?.specifier === 'kysely' && found.path[0] === 'sql' ? term.args[0] : undefined;
}

function tableCall({ name, args }: Link, table: TableName, { context, origin }: Scope): SchemaChange[] {
  const [first, second, third] = args;
  const text = textValue(first);
  const callback = args.find((arg): arg is FunctionTerm => arg.kind === 'function');
  switch (name) {
    case 'addColumn':
    case 'modifyColumn':
      return text === undefined ? [{ origin, kind: 'unread', reason: 'a column whose name is not written out', table }] : columnChanges(text, second, callback, table, context, origin, name === 'modifyColumn');
    case 'alterColumn': {
      const built = callback && context.terms.returned(callback, [{ kind: 'symbol', name: 'column' }]);
      const methods = built ? chainOf(built).links : [];
      const type = methods.find((link) => link.name === 'setDataType')?.args[0];
      const nullable = methods.some((link) => link.name === 'dropNotNull') ? true : methods.some((link) => link.name === 'setNotNull') ? false : undefined;
      const written = textValue(type);
      return text === undefined ? [] : [{ origin, kind: 'alter column', table, column: text, to: { ...(written !== undefined && { type: columnType(written), nativeType: written }), ...(nullable !== undefined && { nullable }) } }];
    }
    case 'dropColumn':
      return text === undefined ? [] : [{ origin, kind: 'drop column', table, column: text }];
    case 'renameColumn': {
      const to = textValue(second);
      return text === undefined || to === undefined ? [] : [{ origin, kind: 'rename column', table, column: text, to }];
    }
    case 'renameTo':
      return text === undefined ? [] : [{ origin, kind: 'rename table', table, to: text.split('.').at(-1)! }];
    case 'addPrimaryKeyConstraint':
    case 'addUniqueConstraint': {
      const columns = textsOf(second);
      const by: Index['by'] = name === 'addUniqueConstraint' ? 'unique' : 'primary key';
      return columns ? [{ origin, kind: 'add index', table, index: indexOn(columns, by, origin, text === undefined ? {} : { name: text }) }] : [{ origin, kind: 'unread', reason: 'an index on what is not written out', table }];
    }
    case 'addForeignKeyConstraint': {
      const [columns, other, keys] = [textsOf(second), textValue(third), textsOf(args[3])];
      const built = args[4]?.kind === 'function' ? context.terms.returned(args[4], [{ kind: 'symbol', name: 'constraint' }]) : undefined;
      if (!columns || other === undefined) return [];
      return [{ origin, kind: 'add foreign key', table, foreignKey: { ...(text !== undefined && { name: text }), columns, table: other.split('.').at(-1)!, references: keys ?? [], ...actionsIn(built), enforced: true, origin } }];
    }
    case 'dropConstraint':
      return text === undefined ? [] : [{ origin, kind: 'drop constraint', table, name: text }];
    case 'addIndex':
      return [{ origin, kind: 'unread', reason: 'an index in ALTER TABLE', table }];
    default:
      return [];
  }
}

/** `.onDelete('cascade')` of a chain. */
function actionsIn(built: Term | undefined): Pick<ForeignKey, 'onDelete' | 'onUpdate'> {
  const links = built ? chainOf(built).links : [];
  const [onDelete, onUpdate] = ['onDelete', 'onUpdate'].map((method) => actionOf(links.find(({ name }) => name === method)?.args[0]));
  return { ...(onDelete && { onDelete }), ...(onUpdate && { onUpdate }) };
}

function columnChanges(name: string, type: Term | undefined, callback: FunctionTerm | undefined, table: TableName, { terms }: MigrationContext, origin: Origin, isChange: boolean): SchemaChange[] {
  const built = callback && terms.returned(callback, [{ kind: 'symbol', name: 'column' }]);
  const links = built ? chainOf(built).links : [];
  const has = (method: string): boolean => links.some((link) => link.name === method);
  const written = textValue(type) ?? textValue(rawText(type));
  const column: Column = { name, type: written === undefined ? 'other' : columnType(written), ...(written !== undefined && { nativeType: written }), nullable: !has('notNull') && !has('primaryKey'), origin };
  if (isChange) return [{ origin, kind: 'alter column', table, column: name, to: { type: column.type, nullable: column.nullable, ...(written !== undefined && { nativeType: written }) } }];
  const changes: SchemaChange[] = [{ origin, kind: 'add column', table, column }];
  if (has('primaryKey')) changes.push({ origin, kind: 'add index', table, index: indexOn([name], 'primary key', origin) });
  if (has('unique')) changes.push({ origin, kind: 'add index', table, index: indexOn([name], 'unique', origin) });
  const target = textValue(links.find((link) => link.name === 'references')?.args[0]);
  const dot = target?.lastIndexOf('.') ?? -1;
  if (target !== undefined && dot > 0) changes.push({ origin, kind: 'add foreign key', table, foreignKey: { columns: [name], table: target.slice(0, dot).split('.').at(-1)!, references: [target.slice(dot + 1)], ...actionsIn(built), enforced: true, origin } });
  return changes;
}
