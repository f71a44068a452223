import { isScalar } from '../../program/arguments/choices.ts';
import { spotOf } from '../../program/arguments/spots.ts';
import type { Argument } from '../../program/arguments/types.ts';
import type { QueryCall } from '../../program/queries/calls.ts';
import { and, compare, equals, listOperand, not, operandOf, or, patternOf, unknown } from './conditions.ts';
import { classNamed, classOf, handedEntity, tableOfClass } from './entities.ts';
import { Find, keyed, type Language } from './entity-find.ts';
import { buildersQueries } from './mikro-orm-builder.ts';
import { notSeen, Options, queryOf } from './options.ts';
import { textSource, translateText } from './raw.ts';
import { limitOf, named, offsetOf, relationOf, wayAlong, type Named } from './tables.ts';
import type { Ask, Scope, Translation, Translator } from './translator.ts';
import { ALWAYS, type ColumnRef, type Condition, type Join, type Operator, type Query } from './types.ts';

/** Calls of MikroORM: entity managers and repositories (https://mikro-orm.io/docs/entity-manager), and query builders. */
export const mikroOrm: Translator = {
  library: 'mikro-orm',
  translate(call, ask) {
    if (call.effect.operation === 'raw') return translateText(call, ask, call.sql ?? textSource(call));
    const meaning = Object.hasOwn(CALLS, call.operation) ? CALLS[call.operation]! : undefined;
    const { receiver } = call;
    if (receiver?.kind === 'handle' && ask.program.link.libraries.describe(receiver).awaited) return buildersQueries(call, ask);
    if (!meaning) return `${call.operation}() is not read`;
    const entity = entityOf(call, ask);
    if (typeof entity === 'string') return entity;
    const where = ask.given(call, entity.first + meaning.where);
    const options = ask.given(call, entity.first + meaning.options);
    const whole = meaning.where === meaning.options;
    return (where ? ask.variants(where) : [undefined]).map((one) => translated(call, entity.scope, meaning, whole ? undefined : one, whole ? one : options));
  },
};

interface Meaning {
  /** Positions after the entity: of the conditions, and of the options. Where both are the same, the options hold the conditions. */
  where: 0 | -1;
  options: 0 | 1;
  one?: true;
}

const CALLS: Readonly<Record<string, Meaning>> = {
  find: { where: 0, options: 1 },
  findAndCount: { where: 0, options: 1 },
  findByCursor: { where: 0, options: 1 },
  findAll: { where: 0, options: 0 },
  findOne: { where: 0, options: 1, one: true },
  findOneOrFail: { where: 0, options: 1, one: true },
  count: { where: 0, options: 1 },
  nativeUpdate: { where: 0, options: 1 },
  nativeDelete: { where: 0, options: 1 },
  ...Object.fromEntries(['insert', 'insertMany', 'nativeInsert', 'upsert', 'upsertMany'].map((name): [string, Meaning] => [name, { where: -1, options: 1 }])),
};

/** The table of a call's entity, and the position of the first argument after it. */
function entityOf(call: QueryCall, ask: Ask): { scope: Scope; first: 0 | 1 } | string {
  const { receiver } = call;
  const { facts } = call.call.file;
  const { args, callee } = facts.calls[call.call.id]!;
  const isManager = receiver?.kind === 'handle' && receiver.handle === 'manager';
  const [first] = args;
  if (isManager) {
    const scope = first && entityNamed(ask, { expr: first, spot: spotOf(call.call) });
    return scope ? { scope, first: 1 } : 'the entity is not shown';
  }
  const of = classOf(ask.program.link, receiver) ?? (receiver?.kind === 'handle' ? handedEntity(ask, { expr: callee, spot: spotOf(call.call) }) : undefined);
  const scope = of && tableOfClass(ask, of);
  return scope ? { scope, first: 0 } : of ? `no table is known for ${of.file.facts.classes[of.id]!.name}` : 'the entity is not shown';
}

/** The table of an entity that is a class, or a value that stands for one: `defineEntity(…)`, `new EntitySchema(…)`. */
export function entityNamed(ask: Ask, source: Parameters<typeof classNamed>[1]): Scope | undefined {
  const of = classNamed(ask, source);
  if (of) return tableOfClass(ask, of);
  const declared = ask.program.declaration(source);
  return declared && ask.entity(declared.file.facts.bindings[declared.binding]!.name, declared.file.path);
}

function translated({ effect }: QueryCall, { schema, table }: Scope, meaning: Meaning, where: Argument | undefined, given: Argument | undefined): Translation {
  const at = named(schema, table);
  const operation = effect.operation === 'raw' ? 'select' : effect.operation;
  if (meaning.where < 0) return { schema, table, query: queryOf(operation, at.ref) };
  const options = new Options(given);
  const joins: Join[] = [];
  const find = new Find(at, joins, language);
  const condition = where ? filtered(at, find, where) : find.whereIn(options);
  if (operation !== 'select' && operation !== 'count') return { schema, table, query: queryOf(operation, at.ref, { joins, where: condition }) };
  const order = operation === 'count' ? [] : find.order(options, 'orderBy');
  const isOpen = options.open !== undefined && !options.has('limit');
  const unseen = options.open === undefined ? [] : [options.open];
  const query = queryOf(operation, at.ref, {
    joins,
    where: condition,
    order,
    limit: meaning.one ? 1 : options.has('first') || options.has('last') ? 'some' : isOpen ? 'unknown' : limitOf(options.get('limit'), options.isOptional('limit')),
    offset: offsetOf(options.get('offset'), options.isOptional('offset')),
    columns: operation === 'count' || options.has('fields') || options.has('exclude') || isOpen ? 'unknown' : 'all',
    unknown: unseen,
  });
  return { schema, table, query, loads: populated(at, options.get('populate')) };
}

/** What a call is given to find rows by: conditions, the key of one row, or a list of keys. */
function filtered(at: Named, find: Find, where: Argument): Condition {
  const isKey = isScalar(where) || (where.kind === 'list' && where.items.every(({ value }) => isScalar(value) || value.kind === 'literal'));
  return isKey ? keyed(at, where) : find.where(where);
}

/**
 * Relations that come along, each as what leads to its rows, whether it is joined or a statement of its own:
 * https://mikro-orm.io/docs/loading-strategies
 */
function populated(at: Named, populate: Argument | undefined): Query[] {
  if (populate?.kind !== 'list') return [];
  return populate.items.flatMap(({ value }) => (value.kind === 'literal' ? alongPath(at, String(value.value).split('.')) : []));
}

function alongPath(at: Named, [first, ...rest]: readonly string[]): Query[] {
  const relation = first === undefined ? undefined : relationOf(at.table, first.replace(/:ref$/, ''));
  const way = relation && wayAlong(at, relation);
  if (!relation || !way) return [];
  const keys: Condition = { kind: 'and', of: (way.through ? (relation.through?.columns ?? []) : relation.references).map((column) => compare({ table: way.through?.ref.alias ?? way.to.ref.alias, column }, 'in', { kind: 'value', type: 'list' })) };
  const load = way.through ? queryOf('select', way.through.ref, { joins: [{ table: way.to.ref, kind: 'inner', on: way.on }], where: keys }) : queryOf('select', way.to.ref, { where: keys });
  return [load, ...alongPath(way.to, rest)];
}

const COMPARISONS: Readonly<Record<string, Operator>> = { $gt: '>', $gte: '>=', $lt: '<', $lte: '<=', $re: 'regexp', $fulltext: 'full text', $contains: 'contains', $overlap: 'contains', $contained: 'other', $hasKey: 'contains', $hasKeys: 'contains' };
const COMBINING: ReadonlySet<string> = new Set(['$and', '$or', '$not', '$some', '$none', '$every']);

/** Conditions of MikroORM: https://mikro-orm.io/docs/query-conditions */
export const language: Language = {
  compared,
  passesOver: () => false,
  combined(key, value, inner) {
    if (key === '$and' || key === '$or') {
      const parts = value.kind === 'list' ? value.items.map((item) => inner(item.value)) : undefined;
      return !parts || parts.length === 0 ? unknown(`${key} of what is not shown`) : (key === '$and' ? and : or)(value.kind === 'list' && value.open !== undefined ? [...parts, unknown(value.open)] : parts);
    }
    if (key === '$not') return not(inner(value));
    if (key === '$some') return inner(value);
    return key.startsWith('$') ? unknown(`${key} of a filter`) : undefined;
  },
  keyIn(value, key) {
    if (value.kind === 'list' || isScalar(value)) return value;
    if (value.kind !== 'object' || value.open !== undefined) return undefined;
    if (value.properties.every((property) => property.key.startsWith('$') && !COMBINING.has(property.key))) return value;
    const [only, ...others] = value.properties;
    return only?.key === key && others.length === 0 ? only.value : undefined;
  },
};

function compared(ref: ColumnRef, value: Argument): Condition {
  if (value.kind === 'list' || ((value.kind === 'value' || value.kind === 'call') && value.type === 'list')) return compare(ref, 'in', listOperand(value));
  if (value.kind !== 'object') return isScalar(value) || value.kind === 'literal' || value.kind === 'call' ? equals(ref, value) : unknown(notSeen(value));
  const parts = value.properties.map(({ key, value: operand, optional: isOptional }): Condition => {
    const made = operated(ref, key, operand);
    return isOptional && made.kind === 'compare' ? { ...made, optional: true } : made;
  });
  return and(value.open === undefined ? parts : [...parts, unknown(value.open)]);
}

function operated(ref: ColumnRef, operator: string, value: Argument): Condition {
  if (value.kind === 'undefined') return ALWAYS;
  if (operator === '$eq') return compared(ref, value);
  if (operator === '$ne' || operator === '$not') return not(compared(ref, value));
  if (operator === '$in' || operator === '$nin') return compare(ref, operator === '$in' ? 'in' : 'not in', listOperand(value));
  if (operator === '$like' || operator === '$ilike') return compare(ref, operator === '$like' ? 'like' : 'ilike', patternOf(value));
  if (operator === '$exists') return compare(ref, value.kind === 'literal' && value.value === false ? 'is null' : 'is not null', { kind: 'literal', value: null });
  return Object.hasOwn(COMPARISONS, operator) ? compare(ref, COMPARISONS[operator]!, operandOf(value)) : unknown(`${operator} of ${ref.column}`);
}
