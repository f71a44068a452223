import { stripped } from '../../program/values.ts';
import { isScalar } from '../../program/arguments/choices.ts';
import { spotOf } from '../../program/arguments/spots.ts';
import type { Argument, ArgumentProperty, Source } from '../../program/arguments/types.ts';
import type { QueryCall } from '../../program/queries/calls.ts';
import type { Column, Relation } from '../schema/types.ts';
import { and, compare, equals, isAlways, listOperand, not, operandOf, optional, or, unknown } from './conditions.ts';
import { notSeen, Options, queryOf } from './options.ts';
import { textSource, translateText } from './raw.ts';
import { columnOf, columnRef, existsAlong, limitOf, named, offsetOf, relationOf, tableNamed, wayAlong, type Named } from './tables.ts';
import type { Ask, Scope, Translation, Translator } from './translator.ts';
import { ALWAYS, type ColumnRef, type Condition, type Join, type Operand, type Operator, type OrderTerm, type Query } from './types.ts';
import { spanStart } from '../../facts/spans.ts';

/**
 * Calls of Prisma Client: https://www.prisma.io/docs/orm/reference/prisma-client-reference. A relation that is included is a
 * statement of its own: https://www.prisma.io/docs/orm/prisma-client/queries/relation-queries#relation-load-strategies-preview
 */
export const prisma: Translator = {
  library: 'prisma',
  translate(call, ask) {
    if (call.effect.operation === 'raw') return translateText(call, ask, call.sql ?? textSource(call));
    const scope = modelOf(call, ask);
    if (typeof scope === 'string') return scope;
    const arg = ask.given(call, 0);
    return (arg ? ask.variants(arg) : [undefined]).map((one) => translated(call, scope, one));
  },
};

/** The table of a delegate, `prisma.user` being the model User. */
function modelOf({ call }: QueryCall, ask: Ask): Scope | string {
  const { callee } = call.file.facts.calls[call.id]!;
  const name = callee.kind === 'member' ? delegateName({ expr: callee.object, spot: spotOf(call) }, ask, 0) : undefined;
  if (name === undefined) return 'the model is not shown';
  const found = ask.entity(name[0]!.toUpperCase() + name.slice(1)) ?? ask.entity(name);
  return found ?? `no model ${name} is declared`;
}

/** Names that a delegate is followed through. */
const MAX_HOPS = 4;

function delegateName({ expr, spot }: Source, ask: Ask, hops: number): string | undefined {
  const inner = stripped(expr);
  if (hops > MAX_HOPS) return undefined;
  if (inner.kind === 'member') return inner.name;
  if (inner.kind === 'index') {
    const key = ask.follow({ expr: inner.index, spot });
    return key.kind === 'literal' && typeof key.value === 'string' ? key.value : undefined;
  }
  const declared = ask.program.declaration({ expr: inner, spot });
  const binding = declared?.file.facts.bindings[declared.binding];
  if (!declared || !binding?.init) return undefined;
  return binding.path.length > 0 ? binding.path.at(-1) : delegateName({ expr: binding.init, spot: { file: declared.file, functionId: binding.functionId, region: -1, at: spanStart(binding.span), frame: null } }, ask, hops + 1);
}

function translated({ operation, effect }: QueryCall, { schema, table }: Scope, arg: Argument | undefined): Translation {
  const options = new Options(arg);
  const at = named(schema, table);
  const loads = [...included(at, options, 0), ...written(at, options)];
  const unseen = options.open === undefined ? [] : [options.open];
  const kind = QUERIES[operation] ?? (effect.operation === 'raw' ? 'select' : effect.operation);
  if (kind === 'insert') return { schema, table, query: queryOf('insert', at.ref, { unknown: unseen }), loads };
  const where = whereOf(at, options);
  if (kind !== 'select' && kind !== 'count') return { schema, table, query: queryOf(kind, at.ref, { where, limit: limitOf(options.get('limit'), options.isOptional('limit')), unknown: unseen }), loads };
  return { schema, table, query: read(at, options, where, operation, kind, unseen), loads };
}

/** What the operations are in SQL where that is not what the tables say: an aggregate reads all rows and gives one. */
const QUERIES: Readonly<Record<string, Query['operation']>> = { aggregate: 'count' };

const ONE: ReadonlySet<string> = new Set(['findUnique', 'findUniqueOrThrow', 'findFirst', 'findFirstOrThrow']);

function read(at: Named, options: Options, where: Condition, operation: string, kind: 'select' | 'count', unseen: readonly string[]): Query {
  const joins: Join[] = [];
  const order = directed(orderOf(at, options.get('orderBy'), options.isOptional('orderBy'), joins), options.get('take'));
  const cursor = options.has('cursor') ? afterCursor(at, options, order) : undefined;
  const isDistinct = options.has('distinct');
  const take = limitOf(options.get('take'), options.isOptional('take'));
  return queryOf(kind, at.ref, {
    joins,
    where: and([where, cursor?.where ?? ALWAYS]),
    order: cursor?.order ?? order,
    // Rows are told apart in memory, and counted there: https://www.prisma.io/docs/orm/prisma-client/queries/aggregation-grouping-summarizing#distinct-under-the-hood
    limit: ONE.has(operation) ? 1 : isDistinct && take !== 'none' ? 'unknown' : options.open !== undefined && take === 'none' ? 'unknown' : take,
    offset: offsetOf(options.get('skip'), options.isOptional('skip')),
    group: operation === 'groupBy' ? groupOf(at, options.get('by')) : [],
    columns: columnsOf(at, options, operation),
    ...(isDistinct && { keepsOne: true as const }),
    unknown: unseen,
  });
}

function groupOf(at: Named, by: Argument | undefined): ColumnRef[] {
  const names = by?.kind === 'list' ? by.items.map(({ value }) => value) : by ? [by] : [];
  return names.flatMap((name) => {
    const column = name.kind === 'literal' ? columnOf(at.table, String(name.value)) : undefined;
    return column ? [columnRef(at, column.name)] : [];
  });
}

function columnsOf(at: Named, options: Options, operation: string): Query['columns'] {
  if (options.has('omit')) return 'unknown';
  if (operation === 'aggregate' || operation === 'count' || operation === 'groupBy') return 'unknown';
  const select = options.get('select');
  if (!select || select.kind === 'undefined') return options.open === undefined ? 'all' : 'unknown';
  if (select.kind !== 'object' || select.open !== undefined) return 'unknown';
  return select.properties.flatMap(({ key, value }) => {
    const column = isFalse(value) ? undefined : columnOf(at.table, key);
    return column ? [columnRef(at, column.name)] : [];
  });
}

function isFalse(arg: Argument): boolean {
  return arg.kind === 'literal' && arg.value === false;
}

// ---- where

function whereOf(at: Named, options: Options): Condition {
  const where = options.get('where');
  if (!where) return options.open === undefined ? ALWAYS : unknown(options.open);
  const condition = conditionOf(at, where);
  return options.isOptional('where') ? optional(condition) : condition;
}

/** A `where`: all of its properties hold. */
function conditionOf(at: Named, arg: Argument): Condition {
  if (arg.kind === 'undefined') return ALWAYS;
  if (arg.kind !== 'object') return unknown(notSeen(arg));
  return and([...arg.properties.map((property) => ofProperty(at, property)), ...(arg.open === undefined ? [] : [unknown(arg.open)])]);
}

function ofProperty(at: Named, property: ArgumentProperty): Condition {
  if (property.value.kind === 'undefined') return ALWAYS;
  const condition = ofKey(at, property.key, property.value);
  return property.optional ? optional(condition) : condition;
}

function ofKey(at: Named, key: string, value: Argument): Condition {
  if (key === 'AND') return and(each(at, value));
  if (key === 'OR') return value.kind === 'list' && value.items.length === 0 ? unknown('OR of nothing') : or(each(at, value));
  if (key === 'NOT') return and(each(at, value).map(not));
  const column = columnOf(at.table, key);
  if (column) return filterOf(at, column, value);
  const relation = relationOf(at.table, key);
  if (relation) return relationFilter(at, relation, value);
  return keyOf(at, value) ?? unknown(`${key} is no field of ${at.table.name}`);
}

/** The conditions of a list, or the one that stands alone. */
function each(at: Named, arg: Argument): Condition[] {
  if (arg.kind !== 'list') return [conditionOf(at, arg)];
  const of = arg.items.map(({ value, optional: isOptional }) => (isOptional ? optional(conditionOf(at, value)) : conditionOf(at, value)));
  return arg.open === undefined ? of : [...of, unknown(arg.open)];
}

/** A key of several fields: `userId_teamId: { userId, teamId }`. */
function keyOf(at: Named, value: Argument): Condition | undefined {
  if (value.kind !== 'object' || value.open !== undefined || value.properties.length < 2) return undefined;
  const parts = value.properties.map(({ key, value: inner }) => {
    const column = columnOf(at.table, key);
    return column && (isScalar(inner) || inner.kind === 'literal') ? equals(columnRef(at, column.name), inner) : undefined;
  });
  return parts.every((part) => part !== undefined) ? and(parts) : undefined;
}

const COMPARISONS: Readonly<Record<string, Operator>> = { lt: '<', lte: '<=', gt: '>', gte: '>=' };
/** How a pattern is made of a value: https://www.prisma.io/docs/orm/reference/prisma-client-reference#contains */
const PATTERNS: Readonly<Record<string, (text: string) => string>> = { contains: (text) => `%${text}%`, startsWith: (text) => `${text}%`, endsWith: (text) => `%${text}` };
const LISTS: ReadonlySet<string> = new Set(['has', 'hasEvery', 'hasSome']);

/** A filter of a field: a value, or operators that all hold. */
function filterOf(at: Named, column: Column, value: Argument): Condition {
  const ref = columnRef(at, column.name);
  if (value.kind === 'unknown' || value.kind === 'function') return unknown(notSeen(value));
  if (value.kind !== 'object') return value.kind === 'literal' && value.value === null ? equals(ref, value) : compare(ref, '=', operandOf(value));
  const mode = value.properties.find(({ key }) => key === 'mode')?.value;
  const isInsensitive = mode !== undefined && !(mode.kind === 'literal' && mode.value === 'default');
  const path = value.properties.find(({ key }) => key === 'path')?.value;
  const of = value.properties.flatMap(({ key, value: inner, optional: isOptional }): Condition[] => {
    if (key === 'mode' || key === 'path' || inner.kind === 'undefined') return [];
    const made = path || column.type === 'json' ? ofJson(ref, key, inner, path) : ofOperator(at, column, key, inner, isInsensitive);
    return [isOptional ? optional(made) : made];
  });
  return and(value.open === undefined ? of : [...of, unknown(value.open)]);
}

function ofOperator(at: Named, column: Column, key: string, value: Argument, isInsensitive: boolean): Condition {
  const ref = columnRef(at, column.name);
  if (value.kind === 'unknown') return unknown(value.why);
  if (key === 'equals') return isInsensitive && isScalar(value) ? compare(ref, 'ilike', { kind: 'pattern', anchored: 'unknown' }) : equals(ref, value);
  if (key === 'in' || key === 'notIn') return isInsensitive ? unknown(`${key} with a mode`) : compare(ref, key === 'in' ? 'in' : 'not in', listOperand(value));
  if (key === 'not') return negated(at, column, value, isInsensitive);
  if (Object.hasOwn(COMPARISONS, key)) return isInsensitive ? unknown(`${key} with a mode`) : compare(ref, COMPARISONS[key]!, operandOf(value));
  if (Object.hasOwn(PATTERNS, key)) return compare(ref, isInsensitive ? 'ilike' : 'like', patternIn(key, value));
  if (key === 'search') return compare(ref, 'full text', operandOf(value));
  if (LISTS.has(key)) return compare(ref, 'contains', operandOf(value));
  return unknown(`${key} of ${column.name}`);
}

function negated(at: Named, column: Column, value: Argument, isInsensitive: boolean): Condition {
  if (value.kind !== 'object') return not(equals(columnRef(at, column.name), value));
  const mode: ArgumentProperty = { key: 'mode', value: { kind: 'literal', value: 'insensitive', source: value.source } };
  return not(filterOf(at, column, isInsensitive ? { ...value, properties: [...value.properties, mode] } : value));
}

function patternIn(key: string, value: Argument): Operand {
  const text = value.kind === 'literal' ? PATTERNS[key]!(String(value.value)) : undefined;
  return { kind: 'pattern', anchored: key === 'startsWith', ...(text !== undefined && { text }) };
}

/** https://www.prisma.io/docs/orm/prisma-client/special-fields-and-types/working-with-json-fields#filter-on-a-json-field-advanced */
function ofJson(ref: ColumnRef, key: string, value: Argument, path: Argument | undefined): Condition {
  if (value.kind === 'unknown') return unknown(value.why);
  const isWhole = !path || path.kind === 'undefined';
  if (isWhole && key === 'equals') return compare(ref, '=', operandOf(value));
  if (isWhole && key === 'not') return compare(ref, '<>', operandOf(value));
  const steps = path?.kind === 'list' ? path.items.map(({ value: step }) => (step.kind === 'literal' ? String(step.value) : '?')).join(',') : path?.kind === 'literal' ? String(path.value) : '?';
  const wrapped = { by: 'json' as const, expression: isWhole ? ref.column : `${ref.column}#>'{${steps}}'` };
  const operator: Operator = key === 'equals' ? '=' : key === 'not' ? '<>' : key === 'array_contains' ? 'contains' : key.startsWith('string_') ? 'like' : (COMPARISONS[key] ?? 'other');
  if (isWhole && operator === 'contains') return compare(ref, operator, operandOf(value));
  return compare(ref, operator, operator === 'like' ? { kind: 'pattern', anchored: key === 'string_starts_with' } : operandOf(value), { wrapped });
}

const RELATION_FILTERS: ReadonlySet<string> = new Set(['some', 'every', 'none', 'is', 'isNot']);

/** https://www.prisma.io/docs/orm/reference/prisma-client-reference#relation-filters */
function relationFilter(at: Named, relation: Relation, value: Argument): Condition {
  if (isNull(value)) return missing(at, relation, false);
  if (value.kind !== 'object') return unknown(notSeen(value));
  const filters = value.properties.filter(({ key }) => RELATION_FILTERS.has(key));
  if (filters.length === 0 && !relation.many) return along(at, relation, value, 'is');
  if (filters.length < value.properties.length) return unknown(`a filter of ${relation.name}`);
  const of = filters.map(({ key, value: inner, optional: isOptional }) => {
    if (inner.kind === 'undefined') return ALWAYS;
    const made = isNull(inner) ? missing(at, relation, key === 'isNot') : along(at, relation, inner, key);
    return isOptional ? optional(made) : made;
  });
  return and(value.open === undefined ? of : [...of, unknown(value.open)]);
}

function isNull(arg: Argument): boolean {
  return arg.kind === 'literal' && arg.value === null;
}

function along(at: Named, relation: Relation, inner: Argument, filter: string): Condition {
  const way = wayAlong(at, relation);
  if (!way) return unknown(`${relation.table} is not in the schema`);
  const condition = conditionOf(way.to, inner);
  if (filter === 'every') return isAlways(condition) ? ALWAYS : existsAlong(way, not(condition), true);
  return existsAlong(way, condition, filter === 'none' || filter === 'isNot');
}

/** A relation to one row that is not there: its own columns are null, or no row refers to this one. */
function missing(at: Named, relation: Relation, isThere: boolean): Condition {
  const isOwn = at.table.foreignKeys.some(({ columns }) => columns.join() === relation.columns.join());
  if (isOwn) return and(relation.columns.map((column) => compare(columnRef(at, column), isThere ? 'is not null' : 'is null', { kind: 'literal', value: null })));
  const way = wayAlong(at, relation);
  return way ? existsAlong(way, ALWAYS, !isThere) : unknown(`${relation.table} is not in the schema`);
}

// ---- order

function orderOf(at: Named, arg: Argument | undefined, isOptional: boolean, joins: Join[]): Query['order'] {
  if (!arg || arg.kind === 'undefined') return [];
  if (isOptional) return 'unknown';
  const objects = arg.kind === 'list' && arg.open === undefined ? arg.items : [{ value: arg, optional: undefined }];
  const terms: OrderTerm[] = [];
  for (const { value, optional: mayMiss } of objects) {
    if (mayMiss || value.kind !== 'object' || value.open !== undefined) return 'unknown';
    for (const property of value.properties) {
      const term = property.optional ? undefined : termOf(at, property.key, property.value, joins);
      if (!term) return 'unknown';
      terms.push(term);
    }
  }
  return terms;
}

function termOf(at: Named, key: string, value: Argument, joins: Join[]): OrderTerm | undefined {
  const column = columnOf(at.table, key);
  if (column) {
    const direction = directionOf(value.kind === 'object' ? value.properties.find((property) => property.key === 'sort')?.value : value);
    return direction && { by: columnRef(at, column.name), direction };
  }
  const relation = relationOf(at.table, key);
  const [inner] = value.kind === 'object' ? value.properties : [];
  if (!relation || !inner) return undefined;
  if (inner.key === '_count') {
    const direction = directionOf(inner.value);
    return direction && { by: { expression: `count(${relation.table})` }, direction };
  }
  const way = relation.many ? undefined : wayAlong(at, relation);
  const term = way && termOf(way.to, inner.key, inner.value, joins);
  if (way && term) joins.unshift({ table: way.to.ref, kind: 'left', on: way.on });
  return term;
}

function directionOf(arg: Argument | undefined): OrderTerm['direction'] | undefined {
  const text = arg?.kind === 'literal' ? arg.value : arg?.kind === 'symbol' ? arg.path.at(-1) : undefined;
  return text === 'asc' || text === 'desc' ? text : undefined;
}

/** A negative `take` reads from the other end. */
function directed(order: Query['order'], take: Argument | undefined): Query['order'] {
  const reversed = take?.kind === 'literal' && typeof take.value === 'number' && take.value < 0;
  return reversed && order !== 'unknown' ? order.map(({ by, direction }) => ({ by, direction: direction === 'asc' ? 'desc' : 'asc' })) : order;
}

/** Rows from a cursor on: they are not before it in the order, which without an `orderBy` is the cursor's own. */
function afterCursor(at: Named, options: Options, order: Query['order']): { where: Condition; order: Query['order'] } {
  const cursor = options.get('cursor');
  if (cursor?.kind === 'undefined') return { where: ALWAYS, order };
  const keys = cursor?.kind === 'object' && cursor.open === undefined ? cursor.properties.flatMap(({ key }) => columnOf(at.table, key) ?? []) : [];
  if (order === 'unknown') return { where: unknown('a cursor'), order };
  const own = order.length > 0 ? order : keys.map(({ name }): OrderTerm => ({ by: columnRef(at, name), direction: 'asc' }));
  const [term] = own;
  if (own.length !== 1 || !term || 'expression' in term.by) return { where: unknown('a cursor'), order: own };
  const where = compare(term.by, term.direction === 'asc' ? '>=' : '<=', { kind: 'value' });
  return { where: options.isOptional('cursor') ? optional(where) : where, order: own };
}

// ---- what is loaded beside

/** Relations of relations that are followed. */
const MAX_INCLUDED = 4;

/** A statement for each relation that is loaded, with those that these load. */
function included(at: Named, options: Options, depth: number): Query[] {
  const chosen = [options.get('include'), options.get('select')];
  return chosen.flatMap((arg) => (arg?.kind === 'object' && depth < MAX_INCLUDED ? arg.properties.flatMap(({ key, value }) => load(at, key, value, depth)) : []));
}

function load(at: Named, key: string, value: Argument, depth: number): Query[] {
  if (isFalse(value) || value.kind === 'undefined') return [];
  if (key === '_count') return counted(at, value);
  const relation = relationOf(at.table, key);
  const table = relation && tableNamed(at.schema, relation.table);
  if (!relation || !table) return [];
  const to = named(at.schema, table);
  const isWhole = value.kind === 'literal' && value.value === true;
  const options = new Options(isWhole ? undefined : value);
  const among = (of: Named, columns: readonly string[]): Condition => and(columns.map((column) => compare(columnRef(of, column), 'in', { kind: 'value', type: 'list' })));
  const joins: Join[] = [];
  const order = orderOf(to, options.get('orderBy'), options.isOptional('orderBy'), joins);
  const take = options.get('take');
  const query = queryOf('select', to.ref, {
    joins,
    where: and([among(to, relation.references), whereOf(to, options)]),
    order,
    // Rows of all parents come at once: how many of each is decided in memory, or by a window.
    limit: take || options.open !== undefined ? 'unknown' : 'none',
    offset: options.has('skip') ? 'unknown' : 'none',
    columns: columnsOf(to, options, 'findMany'),
  });
  const further = included(to, options, depth + 1);
  if (!relation.through) return [query, ...further];
  const between = tableNamed(at.schema, relation.through.table);
  const middle = named(at.schema, between ?? { ...table, name: relation.through.table });
  return [queryOf('select', middle.ref, { where: among(middle, relation.through.columns) }), query, ...further];
}

/** `_count` groups the rows of the relation: https://www.prisma.io/docs/orm/prisma-client/queries/aggregation-grouping-summarizing#count-relations */
function counted(at: Named, value: Argument): Query[] {
  const select = value.kind === 'object' ? value.properties.find(({ key }) => key === 'select')?.value : undefined;
  if (select?.kind !== 'object') return [];
  return select.properties.flatMap(({ key, value: inner }) => {
    const relation = isFalse(inner) ? undefined : relationOf(at.table, key);
    const table = relation && tableNamed(at.schema, relation.through?.table ?? relation.table);
    if (!relation || !table) return [];
    const of = named(at.schema, table);
    const group = (relation.through?.columns ?? relation.references).map((column) => columnRef(of, column));
    const where = relation.through ? ALWAYS : whereOf(of, new Options(inner.kind === 'object' ? inner : undefined));
    return [queryOf('count', of.ref, { where, group })];
  });
}

/** Nested writes that look for rows: https://www.prisma.io/docs/orm/prisma-client/queries/relation-queries#nested-writes */
const NESTED: Readonly<Record<string, { operation: Query['operation']; own: boolean; where: 'itself' | 'where' }>> = {
  connect: { operation: 'select', own: false, where: 'itself' },
  connectOrCreate: { operation: 'select', own: false, where: 'where' },
  update: { operation: 'update', own: true, where: 'where' },
  upsert: { operation: 'upsert', own: true, where: 'where' },
  delete: { operation: 'delete', own: true, where: 'itself' },
  updateMany: { operation: 'update', own: true, where: 'where' },
  deleteMany: { operation: 'delete', own: true, where: 'itself' },
};

function written(at: Named, options: Options): Query[] {
  return ['data', 'create', 'update'].flatMap((key) => {
    const data = options.get(key);
    return data?.kind === 'object' ? data.properties.flatMap((property) => nestedWrites(at, property)) : [];
  });
}

function nestedWrites(at: Named, { key, value }: ArgumentProperty): Query[] {
  const relation = relationOf(at.table, key);
  const table = relation && tableNamed(at.schema, relation.table);
  if (!relation || !table || value.kind !== 'object') return [];
  return value.properties.flatMap(({ key: action, value: inner }) => {
    const nested = Object.hasOwn(NESTED, action) ? NESTED[action] : undefined;
    if (!nested) return [];
    const rows = inner.kind === 'list' ? inner.items.map((item) => item.value) : [inner];
    return rows.flatMap((row): Query[] => {
      const to = named(at.schema, table);
      const filter = nested.where === 'itself' ? row : row.kind === 'object' ? (row.properties.find((property) => property.key === 'where')?.value ?? row) : row;
      const isSole = nested.where === 'where' && filter === row;
      if (isSole && relation.many) return [];
      const own = nested.own && !relation.through ? and(relation.references.map((column) => compare(columnRef(to, column), '=', { kind: 'value' }))) : ALWAYS;
      const asked = isSole || (filter.kind === 'literal' && typeof filter.value === 'boolean') ? ALWAYS : conditionOf(to, filter);
      return [queryOf(nested.operation, to.ref, { where: and([own, asked]) })];
    });
  });
}
