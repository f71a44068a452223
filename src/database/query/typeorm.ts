import { isScalar } from '../../program/arguments/choices.ts';
import { spotOf } from '../../program/arguments/spots.ts';
import type { Argument, CallArgument } from '../../program/arguments/types.ts';
import type { QueryCall } from '../../program/queries/calls.ts';
import { and, compare, isAlways, listOperand, not, operandOf, or, patternOf, unknown } from './conditions.ts';
import { Find, keyed, type Language } from './entity-find.ts';
import { classNamed, classOf, fieldsMarked, handedEntity, tableOfClass, type ClassRef } from './entities.ts';
import { notSeen, Options, queryOf } from './options.ts';
import { textSource, translateText } from './raw.ts';
import { columnOf, columnRef, limitOf, named, offsetOf, type Named } from './tables.ts';
import type { Ask, Scope, Translator } from './translator.ts';
import { buildersQueries } from './typeorm-builder.ts';
import { ALWAYS, type ColumnRef, type Condition, type Join, type Operator, type Query } from './types.ts';

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
  const find = new Find(at, joins, language);
  const where = isKey ? keyed(at, arg!) : isOptions ? find.whereIn(options) : arg ? find.where(arg) : ALWAYS;
  const order = find.order(options, 'order');
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

/** What `update` and `delete` take: a key, keys, or conditions. */
function criteriaOf(at: Named, arg: Argument): Condition {
  if (arg.kind === 'list' && arg.items.every(({ value }) => value.kind === 'object')) return or(arg.items.map(({ value }) => new Find(at, [], language).where(value)));
  return arg.kind === 'object' ? new Find(at, [], language).where(arg) : keyed(at, arg);
}

/** Conditions of TypeORM's find options. */
export const language: Language = {
  compared: operator,
  // It was so in all versions before 1.0: https://typeorm.io/docs/data-source/null-and-undefined-handling
  passesOver: (value) => value.kind === 'literal' && value.value === null,
};

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
