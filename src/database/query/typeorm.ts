import { isScalar } from '../../program/arguments/choices.ts';
import { spotOf } from '../../program/arguments/spots.ts';
import type { Argument, CallArgument, ObjectArgument } from '../../program/arguments/types.ts';
import type { QueryCall } from '../../program/queries/calls.ts';
import type { Relation } from '../schema/types.ts';
import { and, compare, isAlways, listOperand, not, operandOf, optional, or, patternOf, unknown } from './conditions.ts';
import { classNamed, classOf, fieldsMarked, handedEntity, tableOfClass, type ClassRef } from './entities.ts';
import { notSeen, Options, queryOf } from './options.ts';
import { textSource, translateText } from './raw.ts';
import { columnOf, columnRef, joinsAlong, limitOf, named, offsetOf, primaryKey, relationOf, wayAlong, type Named, type Way } from './tables.ts';
import type { Ask, Scope, Translator } from './translator.ts';
import { buildersQueries } from './typeorm-builder.ts';
import { ALWAYS, type ColumnRef, type Condition, type Join, type Operator, type OrderTerm, type Query } from './types.ts';

/**
 * Calls of TypeORM: repositories, entity managers and active records (https://typeorm.io/docs/working-with-entity-manager/find-options),
 * and query builders.
 */
export const typeorm: Translator = {
  library: 'typeorm',
  translate(call, ask) {
    if (call.effect.operation === 'raw') return call.operation === 'query' ? translateText(call, ask, call.sql ?? textSource(call)) : `${call.operation}() is not read`;
    if (call.receiver?.kind === 'handle' && ask.program.link.libraries.describe(call.receiver).builder) return buildersQueries(call, ask);
    const meaning = Object.hasOwn(CALLS, call.operation) ? CALLS[call.operation]! : undefined;
    if (!meaning) return `${call.operation}() is not read`;
    const entity = entityOf(call, ask);
    if (typeof entity === 'string') return entity;
    const { of, scope, first } = entity;
    const args = [0, 1, 2].map((at) => ask.given(call, first + at));
    const given = args[meaning.arg];
    return (given ? ask.variants(given) : [undefined]).map((one) => ({ ...scope, query: translated(call, ask, of, scope, meaning, one, args) }));
  },
};

interface Meaning {
  /** What its argument is: options with `where`, the conditions themselves, keys, or nothing that finds rows. */
  takes: 'options' | 'where' | 'criteria' | 'keys' | 'nothing';
  arg: number;
  /** Rows that it gives at most. */
  one?: true;
  count?: true;
}

const CALLS: Readonly<Record<string, Meaning>> = {
  find: { takes: 'options', arg: 0 },
  findAndCount: { takes: 'options', arg: 0 },
  findBy: { takes: 'where', arg: 0 },
  findAndCountBy: { takes: 'where', arg: 0 },
  findOne: { takes: 'options', arg: 0, one: true },
  findOneOrFail: { takes: 'options', arg: 0, one: true },
  findOneBy: { takes: 'where', arg: 0, one: true },
  findOneByOrFail: { takes: 'where', arg: 0, one: true },
  findOneById: { takes: 'keys', arg: 0, one: true },
  findByIds: { takes: 'keys', arg: 0 },
  count: { takes: 'options', arg: 0, count: true },
  countBy: { takes: 'where', arg: 0, count: true },
  exist: { takes: 'options', arg: 0, one: true },
  exists: { takes: 'options', arg: 0, one: true },
  existsBy: { takes: 'where', arg: 0, one: true },
  sum: { takes: 'where', arg: 1, count: true },
  average: { takes: 'where', arg: 1, count: true },
  minimum: { takes: 'where', arg: 1, count: true },
  maximum: { takes: 'where', arg: 1, count: true },
  update: { takes: 'criteria', arg: 0 },
  delete: { takes: 'criteria', arg: 0 },
  softDelete: { takes: 'criteria', arg: 0 },
  restore: { takes: 'criteria', arg: 0 },
  increment: { takes: 'criteria', arg: 0 },
  decrement: { takes: 'criteria', arg: 0 },
  insert: { takes: 'nothing', arg: 0 },
  upsert: { takes: 'nothing', arg: 0 },
  clear: { takes: 'nothing', arg: 0 },
  save: { takes: 'nothing', arg: 0 },
  updateAll: { takes: 'nothing', arg: 0 },
  deleteAll: { takes: 'nothing', arg: 0 },
};

/** Options of a find: with any of them the argument is one, else the conditions themselves, as TypeORM 0.2 took them. */
const OPTIONS: ReadonlySet<string> = new Set([
  ...['where', 'relations', 'order', 'select', 'take', 'skip', 'join', 'cache', 'lock', 'withDeleted', 'loadEagerRelations', 'loadRelationIds'],
  ...['relationLoadStrategy', 'comment', 'transaction'],
]);

/** The entity of a call, and the position of the first argument after it. */
function entityOf(call: QueryCall, ask: Ask): { of: ClassRef; scope: Scope; first: 0 | 1 } | string {
  const { file, id } = call.call;
  const { receiver } = call;
  const isManager = receiver?.kind === 'handle' && receiver.handle === 'manager';
  const [first] = file.facts.calls[id]!.args;
  const of = isManager ? first && classNamed(ask, { expr: first, spot: spotOf(call.call) }) : (classOf(ask.program.link, receiver) ?? (receiver?.kind === 'handle' ? handedEntity(ask, { expr: file.facts.calls[id]!.callee, spot: spotOf(call.call) }) : undefined));
  if (!of) return 'the entity is not shown';
  const scope = tableOfClass(ask, of);
  return scope ? { of, scope, first: isManager ? 1 : 0 } : `no table is known for ${of.file.facts.classes[of.id]!.name}`;
}

function translated(call: QueryCall, ask: Ask, of: ClassRef, { schema, table }: Scope, meaning: Meaning, arg: Argument | undefined, args: readonly (Argument | undefined)[]): Query {
  const at = named(schema, table);
  const { operation } = call.effect;
  if (meaning.takes === 'nothing') return queryOf(operation === 'count' || operation === 'raw' ? 'select' : operation, at.ref);
  if (meaning.takes === 'criteria') {
    const criteria = arg ? criteriaOf(at, arg) : ALWAYS;
    return queryOf(operation === 'delete' ? 'delete' : 'update', at.ref, { where: criteria });
  }
  const isOptions = meaning.takes === 'options' && !(arg?.kind === 'object' && arg.properties.length > 0 && arg.properties.every(({ key }) => !OPTIONS.has(key)));
  const isKey = meaning.takes === 'keys' || (isOptions && arg !== undefined && isScalar(arg));
  const options = new Options(isKey ? args[1] : isOptions ? arg : undefined);
  const joins: Join[] = [];
  const find = new Find(at, joins);
  const where = isKey ? keyed(at, arg!) : isOptions ? find.whereIn(options) : arg ? find.where(arg) : ALWAYS;
  const order = find.order(options);
  find.relations(options.get('relations'));
  const unseen = options.open === undefined ? [] : [options.open];
  return queryOf(meaning.count ? 'count' : 'select', at.ref, {
    joins,
    where: and([where, isTrueOption(options, 'withDeleted') ? ALWAYS : notDeleted(ask, of, at)]),
    order,
    limit: meaning.one ? 1 : options.open !== undefined && !options.has('take') ? 'unknown' : limitOf(options.get('take'), options.isOptional('take')),
    offset: offsetOf(options.get('skip'), options.isOptional('skip')),
    columns: meaning.count ? 'unknown' : columnsOf(at, options),
    unknown: unseen,
  });
}

function isTrueOption(options: Options, key: string): boolean {
  return options.has(key) && !(options.get(key)!.kind === 'literal' && (options.get(key) as { value: unknown }).value === false);
}

/** Rows that were deleted softly are left out: https://typeorm.io/docs/query-builder/delete-query-builder#soft-delete */
export function notDeleted(ask: Ask, of: ClassRef, at: Named): Condition {
  return and(
    fieldsMarked(ask.program.link, of, 'DeleteDateColumn').map((property) => {
      const column = columnOf(at.table, property);
      return column ? compare(columnRef(at, column.name), 'is null', { kind: 'literal', value: null }) : unknown(`${property} is no column of ${at.table.name}`);
    }),
  );
}

function columnsOf(at: Named, options: Options): Query['columns'] {
  const select = options.get('select');
  if (!select || select.kind === 'undefined') return options.open === undefined ? 'all' : 'unknown';
  const names = select.kind === 'list' && select.open === undefined ? select.items.map(({ value }) => (value.kind === 'literal' ? String(value.value) : undefined)) : select.kind === 'object' && select.open === undefined ? select.properties.map(({ key }) => key) : [undefined];
  const columns = names.map((name) => (name === undefined ? undefined : columnOf(at.table, name)));
  return columns.every((column) => column !== undefined) ? columns.map(({ name }) => columnRef(at, name)) : 'unknown';
}

/** Keys of rows: one, or a list of them. */
export function keyed(at: Named, arg: Argument): Condition {
  const [column, ...others] = primaryKey(at.table);
  if (column === undefined || others.length > 0) return unknown('a key of several columns');
  const ref = columnRef(at, column);
  if (arg.kind === 'list' || (arg.kind === 'value' && arg.type === 'list') || (arg.kind === 'call' && arg.type === 'list')) return compare(ref, 'in', listOperand(arg));
  return isScalar(arg) || arg.kind === 'literal' ? compare(ref, '=', operandOf(arg)) : unknown(notSeen(arg));
}

/** What `update` and `delete` take: a key, keys, or conditions. */
function criteriaOf(at: Named, arg: Argument): Condition {
  if (arg.kind === 'list' && arg.items.every(({ value }) => value.kind === 'object')) return or(arg.items.map(({ value }) => new Find(at, []).where(value)));
  return arg.kind === 'object' ? new Find(at, []).where(arg) : keyed(at, arg);
}

/** The conditions, orders and relations of find options, over a table and what they join to it. */
export class Find {
  private readonly at: Named;
  private readonly joins: Join[];
  /** Joined relations by their path. */
  private readonly joined = new Map<string, Way>();

  constructor(at: Named, joins: Join[]) {
    this.at = at;
    this.joins = joins;
  }

  whereIn(options: Options): Condition {
    const where = options.get('where');
    if (!where) return options.open === undefined ? ALWAYS : unknown(options.open);
    const condition = this.where(where);
    return options.isOptional('where') ? optional(condition) : condition;
  }

  /** Conditions that all hold; of a list those of one element. */
  where(arg: Argument, at: Named = this.at, path: readonly string[] = [], prefix: readonly string[] = []): Condition {
    if (arg.kind === 'undefined') return ALWAYS;
    if (arg.kind === 'list') {
      const of = arg.items.map(({ value, optional: isOptional }) => (isOptional ? optional(this.where(value, at, path)) : this.where(value, at, path)));
      const all = arg.open === undefined ? of : [...of, unknown(arg.open)];
      return all.length === 0 ? ALWAYS : or(all);
    }
    if (arg.kind !== 'object') return unknown(notSeen(arg));
    const of = arg.properties.map(({ key, value, optional: isOptional }) => {
      const condition = this.ofKey(at, key, value, path, prefix);
      return isOptional ? optional(condition) : condition;
    });
    return and(arg.open === undefined ? of : [...of, unknown(arg.open)]);
  }

  private ofKey(at: Named, key: string, value: Argument, path: readonly string[], prefix: readonly string[]): Condition {
    // What is null or undefined is passed over, as it was in all versions before 1.0: https://typeorm.io/docs/data-source/null-and-undefined-handling
    if (value.kind === 'undefined' || (value.kind === 'literal' && value.value === null)) return ALWAYS;
    const property = [...prefix, key].join('.');
    const column = columnOf(at.table, property);
    if (column) return operator(columnRef(at, column.name), value);
    const relation = relationOf(at.table, property);
    if (relation) return this.ofRelation(at, relation, value, [...path, property]);
    // An embedded object, whose columns are known by their paths.
    const isEmbedded = at.table.columns.some((one) => one.property?.startsWith(`${property}.`));
    if (isEmbedded && value.kind === 'object') return this.where(value, at, path, [...prefix, key]);
    return unknown(`${property} is no property of ${at.table.name}`);
  }

  private ofRelation(at: Named, relation: Relation, value: Argument, path: readonly string[]): Condition {
    if (value.kind === 'object') {
      const way = this.join(at, relation, path);
      return way ? this.where(value, way.to, path) : unknown(`${relation.table} is not in the schema`);
    }
    const [column, ...others] = relation.columns;
    const isOwn = !relation.many && !relation.through && column !== undefined && others.length === 0 && at.table.foreignKeys.some(({ columns }) => columns.join() === column);
    return isOwn && (value.kind === 'call' || isScalar(value)) ? operator(columnRef(at, column), value) : unknown(`a filter of ${relation.name}`);
  }

  /** A left join along a relation, made once for each path. */
  private join(at: Named, relation: Relation, path: readonly string[]): Way | undefined {
    const key = path.join('.');
    let way = this.joined.get(key);
    if (!way) {
      way = wayAlong(at, relation);
      if (!way) return undefined;
      this.joined.set(key, way);
      this.joins.push(...joinsAlong(way, 'left', ALWAYS));
    }
    return way;
  }

  order(options: Options): Query['order'] {
    const order = options.get('order');
    if (!order || order.kind === 'undefined') return [];
    if (options.isOptional('order') || order.kind !== 'object') return 'unknown';
    return this.terms(order, this.at, [], []) ?? 'unknown';
  }

  private terms(order: ObjectArgument, at: Named, path: readonly string[], prefix: readonly string[]): OrderTerm[] | undefined {
    if (order.open !== undefined) return undefined;
    const terms: OrderTerm[] = [];
    for (const { key, value, optional: isOptional } of order.properties) {
      const property = [...prefix, key].join('.');
      const column = columnOf(at.table, property);
      const relation = relationOf(at.table, property);
      if (isOptional) return undefined;
      if (column) {
        const direction = directionOf(value.kind === 'object' ? value.properties.find((one) => one.key === 'direction')?.value : value);
        if (!direction) return undefined;
        terms.push({ by: columnRef(at, column.name), direction });
        continue;
      }
      if (value.kind !== 'object') return undefined;
      const way = relation && this.join(at, relation, [...path, property]);
      const inner = relation ? way && this.terms(value, way.to, [...path, property], []) : this.terms(value, at, path, [...prefix, key]);
      if (!inner) return undefined;
      terms.push(...inner);
    }
    return terms;
  }

  /** Relations that are loaded are joined: `['author', 'posts.tags']`, `{ author: true }`. */
  relations(arg: Argument | undefined): void {
    if (arg?.kind === 'list') for (const { value } of arg.items) if (value.kind === 'literal') this.along(this.at, String(value.value).split('.'), []);
    if (arg?.kind === 'object') this.nested(this.at, arg, []);
  }

  private along(at: Named, [first, ...rest]: readonly string[], path: readonly string[]): void {
    const relation = first === undefined ? undefined : relationOf(at.table, first);
    const way = relation && this.join(at, relation, [...path, first!]);
    if (way && rest.length > 0) this.along(way.to, rest, [...path, first!]);
  }

  private nested(at: Named, { properties }: ObjectArgument, path: readonly string[]): void {
    for (const { key, value } of properties) {
      const relation = value.kind === 'literal' && value.value === false ? undefined : relationOf(at.table, key);
      const way = relation && this.join(at, relation, [...path, key]);
      if (way && value.kind === 'object') this.nested(way.to, value, [...path, key]);
    }
  }
}

export function directionOf(arg: Argument | undefined): OrderTerm['direction'] | undefined {
  if (arg?.kind !== 'literal') return undefined;
  const text = String(arg.value).toLowerCase();
  return text === 'asc' || text === '1' ? 'asc' : text === 'desc' || text === '-1' ? 'desc' : undefined;
}

const COMPARISONS: Readonly<Record<string, Operator>> = { Equal: '=', LessThan: '<', LessThanOrEqual: '<=', MoreThan: '>', MoreThanOrEqual: '>=' };
const ARRAYS: Readonly<Record<string, Operator>> = { ArrayContains: 'contains', ArrayContainedBy: 'other', ArrayOverlap: 'contains', JsonContains: 'contains' };

/** https://typeorm.io/docs/working-with-entity-manager/find-options#advanced-options */
function operator(ref: ColumnRef, value: Argument): Condition {
  if (value.kind === 'call' && isOperator(value)) return called(ref, value);
  if (isScalar(value) || value.kind === 'literal') return compare(ref, '=', operandOf(value));
  return unknown(notSeen(value));
}

function isOperator({ from, form }: CallArgument): boolean {
  return form === 'call' && from !== undefined && (from === 'typeorm' || from.startsWith('typeorm/'));
}

function called(ref: ColumnRef, call: CallArgument): Condition {
  const { name } = call;
  const args = call.args();
  const [first, second] = args;
  if (name === 'IsNull') return compare(ref, 'is null', { kind: 'literal', value: null });
  if (!first) return unknown(`${name}()`);
  if (first.kind === 'unknown') return unknown(first.why);
  if (name === 'Not') return isAlways(operator(ref, first)) ? unknown('Not()') : not(operator(ref, first));
  if (name === 'And' || name === 'Or') return (name === 'And' ? and : or)(args.map((arg) => operator(ref, arg)));
  if (name === 'In') return compare(ref, 'in', listOperand(first));
  if (name === 'Any') return compare(ref, 'in', listOperand(first));
  if (name === 'Between' && second) return compare(ref, 'between', { kind: 'value', ...typeIn(first, second) });
  if (name === 'Like' || name === 'ILike') return compare(ref, name === 'Like' ? 'like' : 'ilike', patternOf(first));
  if (Object.hasOwn(COMPARISONS, name)) return compare(ref, COMPARISONS[name]!, operandOf(first));
  if (Object.hasOwn(ARRAYS, name)) return compare(ref, ARRAYS[name]!, operandOf(first));
  return unknown(`${name}()`);
}

function typeIn(first: Argument, second: Argument): { type?: 'string' | 'number' | 'boolean' | 'date' | 'list' } {
  const [left, right] = [operandOf(first), operandOf(second)];
  return left.kind === 'value' && right.kind === 'value' && left.type !== undefined && left.type === right.type ? { type: left.type } : {};
}
