/** The options of Sequelize's calls, over a model's table: conditions, what is included, order, groups and attributes. */
import { isScalar } from '../../program/arguments/choices.ts';
import type { Argument, ArgumentProperty, CallArgument } from '../../program/arguments/types.ts';
import type { Relation } from '../schema/types.ts';
import { and, compare, listOperand, not, operandOf, optional, or, patternOf, unknown } from './conditions.ts';
import { classNamed, tableOfClass } from './entities.ts';
import { conditionInSql, textParts } from './fragment.ts';
import { notSeen, Options, queryOf } from './options.ts';
import { classOfTable, definitionOf, notDeleted, type Model } from './sequelize-models.ts';
import { columnOf, columnRef, joinsAlong, named, wayAlong, type Named } from './tables.ts';
import type { Ask } from './translator.ts';
import { ALWAYS, type ColumnRef, type Compare, type Condition, type Join, type Operator, type OrderTerm, type Query } from './types.ts';

const COMPARISONS: Readonly<Record<string, Operator>> = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' };
const PATTERNS: Readonly<Record<string, { operator: Operator; negated?: true }>> = { like: { operator: 'like' }, notLike: { operator: 'like', negated: true }, iLike: { operator: 'ilike' }, notILike: { operator: 'ilike', negated: true } };
const AFFIXES: Readonly<Record<string, boolean>> = { startsWith: true, endsWith: false, substring: false };
const OTHERS: Readonly<Record<string, Operator>> = { contains: 'contains', overlap: 'contains', contained: 'other', regexp: 'regexp', iRegexp: 'regexp', match: 'full text' };

/** What the library itself makes: a column, a function, a text. */
function isOwn({ from }: CallArgument): boolean {
  return from !== undefined && (from.startsWith('sequelize') || from.startsWith('@sequelize/'));
}

/** `[Op.in]`, `[Sequelize.Op.in]`, whatever `Op` is called here, and `$in` of version 4. A name that is no operator's makes a condition that is not understood. */
function operatorIn(key: string): string | undefined {
  return /^\[(?:\w+\.)+(\w+)\]$/.exec(key)?.[1] ?? /^\$(\w+)$/.exec(key)?.[1];
}

/** The parts of options, over a table and what they join to it. */
export class OptionsReader {
  readonly joins: Join[] = [];
  /** What could not be read, each in a few words. */
  readonly unseen: string[] = [];
  private readonly ask: Ask;
  private readonly at: Named;
  /** Included tables by the path of their relations. */
  private readonly included = new Map<string, Named>();

  constructor(ask: Ask, at: Named) {
    this.ask = ask;
    this.at = at;
  }

  whereIn(options: Options, at = this.at): Condition {
    const where = options.get('where');
    if (!where) return options.open === undefined ? ALWAYS : unknown(options.open);
    const condition = this.where(where, at);
    return options.isOptional('where') ? optional(condition) : condition;
  }

  private where(arg: Argument, at: Named): Condition {
    if (arg.kind === 'undefined' || (arg.kind === 'literal' && arg.value === null)) return ALWAYS;
    if (arg.kind === 'list') return and(this.each(arg, at));
    if (arg.kind === 'call') return this.called(arg, at);
    if (arg.kind !== 'object') return unknown(notSeen(arg));
    return and([...arg.properties.map((property) => this.property(property, at)), ...(arg.open === undefined ? [] : [unknown(arg.open)])]);
  }

  private property({ key, value, optional: isOptional }: ArgumentProperty, at: Named): Condition {
    if (value.kind === 'undefined') return ALWAYS;
    const condition = this.ofKey(key, value, at);
    return isOptional ? optional(condition) : condition;
  }

  private ofKey(key: string, value: Argument, at: Named): Condition {
    const operator = operatorIn(key);
    if (operator === 'and') return value.kind === 'list' ? and(this.each(value, at)) : this.where(value, at);
    if (operator === 'or') return this.alternatives(value, at);
    if (operator === 'not') return not(this.where(value, at));
    const found = this.column(key, at);
    if (!found) return unknown(`${key} is no attribute of ${at.table.name}`);
    return this.attribute(found, value);
  }

  private each(arg: Argument, at: Named): Condition[] {
    if (arg.kind !== 'list') return [this.where(arg, at)];
    const of = arg.items.map(({ value, optional: isOptional }) => (isOptional ? optional(this.where(value, at)) : this.where(value, at)));
    return arg.open === undefined ? of : [...of, unknown(arg.open)];
  }

  private alternatives(value: Argument, at: Named): Condition {
    if (value.kind !== 'object' && value.kind !== 'list') return unknown(notSeen(value));
    // One for each element of a list: where there are none, the whole is left out.
    const [only, ...others] = value.kind === 'list' ? value.items : [];
    if (only?.optional && others.length === 0 && value.kind === 'list' && value.open === undefined) return this.where(only.value, at);
    const of = value.kind === 'list' ? this.each(value, at) : value.properties.map((property) => this.property(property, at));
    const all = value.kind === 'list' || value.open === undefined ? of : [...of, unknown(value.open)];
    // Alternatives of which there are none are left out.
    return all.length === 0 ? ALWAYS : or(all);
  }

  /** `name`, `$author.name$`, a path into a JSON column. */
  private column(key: string, at: Named): { ref: ColumnRef; wrapped?: Compare['wrapped'] } | undefined {
    const own = columnOf(at.table, key);
    if (own) return { ref: columnRef(at, own.name) };
    const nested = /^\$(.+)\$$/.exec(key)?.[1];
    const path = (nested ?? key).split('.');
    if (nested !== undefined) {
      const table = path.length === 1 ? at : this.included.get(path.slice(0, -1).join('.'));
      const column = table && (columnOf(table.table, path.at(-1)!) ?? table.table.columns.find(({ name }) => name === path.at(-1)));
      return table && column && { ref: columnRef(table, column.name) };
    }
    const json = path.length > 1 ? columnOf(at.table, path[0]!) : undefined;
    return json?.type === 'json' ? { ref: columnRef(at, json.name), wrapped: { by: 'json', expression: `${json.name.toLowerCase()}#>>'{${path.slice(1).join(',')}}'` } } : undefined;
  }

  private attribute(found: { ref: ColumnRef; wrapped?: Compare['wrapped'] }, value: Argument): Condition {
    const { ref, wrapped } = found;
    const more = wrapped ? { wrapped } : {};
    if (value.kind === 'list') return compare(ref, 'in', listOperand(value), more);
    if (value.kind === 'value' && value.type === 'list') return compare(ref, 'in', operandOf(value), more);
    if (value.kind === 'literal' && value.value === null) return compare(ref, 'is null', operandOf(value), more);
    if (value.kind === 'call' && isOwn(value)) return this.valueCall(ref, value);
    if (value.kind === 'object') {
      const of = value.properties.map(({ key, value: inner, optional: isOptional }) => {
        const operator = operatorIn(key);
        const condition = operator === undefined ? this.inJson(found, key, inner) : this.operator(found, operator, inner);
        return isOptional ? optional(condition) : condition;
      });
      return and(value.open === undefined ? of : [...of, unknown(value.open)]);
    }
    return isScalar(value) || value.kind === 'literal' ? compare(ref, '=', operandOf(value), more) : unknown(notSeen(value));
  }

  /** `{ meta: { theme: 'dark' } }` of a JSON column. */
  private inJson({ ref, wrapped }: { ref: ColumnRef; wrapped?: Compare['wrapped'] }, key: string, value: Argument): Condition {
    const path = wrapped ? /^.*#>>'\{(.*)\}'$/.exec(wrapped.expression)?.[1] : '';
    const isJson = wrapped ? wrapped.by === 'json' : this.isJson(ref);
    if (!isJson || path === undefined || key.startsWith('[')) return unknown(`${key} of ${ref.column}`);
    return this.attribute({ ref, wrapped: { by: 'json', expression: `${ref.column.toLowerCase()}#>>'{${path === '' ? key : `${path},${key}`}}'` } }, value);
  }

  private isJson({ table, column }: ColumnRef): boolean {
    const of = [this.at, ...this.included.values()].find(({ ref }) => ref.alias === table);
    return of?.table.columns.find(({ name }) => name === column)?.type === 'json';
  }

  private operator(found: { ref: ColumnRef; wrapped?: Compare['wrapped'] }, operator: string, value: Argument): Condition {
    const { ref, wrapped } = found;
    const more = wrapped ? { wrapped } : {};
    if (value.kind === 'unknown') return unknown(value.why);
    if (value.kind === 'undefined') return ALWAYS;
    const isNull = value.kind === 'literal' && value.value === null;
    if (operator === 'and' || operator === 'or') {
      const parts = value.kind === 'list' ? value.items.map((item) => this.attribute(found, item.value)) : value.kind === 'object' ? value.properties.map((one) => this.attribute(found, { ...value, properties: [one] })) : [unknown(notSeen(value))];
      return (operator === 'and' ? and : or)(parts);
    }
    if (isNull && (operator === 'eq' || operator === 'is')) return compare(ref, 'is null', operandOf(value), more);
    if (isNull && (operator === 'ne' || operator === 'not')) return compare(ref, 'is not null', operandOf(value), more);
    if (operator === 'ne') return compare(ref, '<>', operandOf(value), more);
    if (operator === 'is') return compare(ref, '=', operandOf(value), more);
    if (operator === 'not') return not(this.attribute(found, value));
    if (operator === 'in' || operator === 'notIn') return value.kind === 'call' && isOwn(value) ? unknown(`${operator} of ${value.name}()`) : compare(ref, operator === 'in' ? 'in' : 'not in', listOperand(value), more);
    if (operator === 'between' || operator === 'notBetween') {
      const between = compare(ref, 'between', { kind: 'value' }, more);
      return operator === 'between' ? between : not(between);
    }
    if (value.kind === 'call' && isOwn(value)) return unknown(`${operator} of ${value.name}()`);
    const pattern = Object.hasOwn(PATTERNS, operator) ? PATTERNS[operator] : undefined;
    if (pattern) {
      if (value.kind === 'object') return unknown(`${operator} of several`);
      const like = compare(ref, pattern.operator, patternOf(value), more);
      return pattern.negated ? not(like) : like;
    }
    if (Object.hasOwn(AFFIXES, operator)) return compare(ref, 'like', { kind: 'pattern', anchored: AFFIXES[operator]! }, more);
    if (Object.hasOwn(COMPARISONS, operator)) return compare(ref, COMPARISONS[operator]!, operandOf(value), more);
    return Object.hasOwn(OTHERS, operator) ? compare(ref, OTHERS[operator]!, operandOf(value), more) : unknown(`Op.${operator}`);
  }

  /** A column that is compared with what the library makes: `col('other')`. */
  private valueCall(ref: ColumnRef, call: CallArgument): Condition {
    const [first] = call.args();
    const other = call.name === 'col' && first?.kind === 'literal' ? this.at.table.columns.find(({ name }) => name === first.value) : undefined;
    if (other) return compare(ref, '=', { kind: 'column', column: columnRef(this.at, other.name) });
    return call.name === 'fn' ? compare(ref, '=', { kind: 'value' }) : unknown(`${call.name}()`);
  }

  /** `where(fn('lower', col('email')), value)`, `literal('…')`, `and(…)`, `or(…)` */
  private called(call: CallArgument, at: Named): Condition {
    const args = call.args();
    if (call.name === 'and' || call.name === 'or') return (call.name === 'and' ? and : or)(args.flatMap((arg) => this.each(arg, at)));
    if (call.name === 'literal') {
      const parts = args[0] && textParts(args[0]);
      return parts ? conditionInSql(parts, [at, ...this.included.values()], at.schema.engine) : unknown('literal()');
    }
    const [left, second, third] = args;
    if (call.name !== 'where' || !left || !second) return unknown(`${call.name}()`);
    const found = this.expression(left, at);
    if (!found) return unknown('where()');
    if (!third) return this.attribute(found, second);
    const operator = second.kind === 'symbol' && second.path.at(-2) === 'Op' ? second.path.at(-1) : second.kind === 'literal' ? WRITTEN[String(second.value).toLowerCase()] : undefined;
    return operator === undefined ? unknown('where()') : this.operator(found, operator, third);
  }

  private expression(arg: Argument, at: Named): { ref: ColumnRef; wrapped?: Compare['wrapped'] } | undefined {
    if (arg.kind !== 'call') return undefined;
    const [first, second] = arg.args();
    const text = first?.kind === 'literal' ? String(first.value) : undefined;
    if (arg.name === 'col' && text !== undefined) {
      const path = text.split('.');
      const table = path.length === 1 ? at : (this.included.get(path.slice(0, -1).join('.')) ?? (path[0] === at.table.name ? at : undefined));
      const column = table?.table.columns.find(({ name }) => name === path.at(-1));
      return table && column && { ref: columnRef(table, column.name) };
    }
    if (arg.name !== 'fn' || !second) return undefined;
    const inner = this.expression(second, at);
    return inner && { ref: inner.ref, wrapped: { by: 'function', expression: `${(text ?? '').toLowerCase()}(${inner.ref.column})` } };
  }

  /** https://sequelize.org/docs/v6/advanced-association-concepts/eager-loading/ */
  include(arg: Argument | undefined, loads: Query[], at = this.at, path: readonly string[] = []): void {
    const items = arg?.kind === 'list' ? arg.items.map(({ value }) => value) : arg && arg.kind !== 'undefined' ? [arg] : [];
    for (const item of items) this.one(item, loads, at, path);
  }

  private one(item: Argument, loads: Query[], at: Named, path: readonly string[]): void {
    const options = new Options(item.kind === 'object' ? item : undefined);
    const relation = this.relation(item, options, at);
    const way = relation && wayAlong(at, relation);
    // Rows that must have one of what is not known: which ones those are is not known either.
    if ((!relation || !way) && (options.has('where') || options.open !== undefined || (options.has('required') && !isOff(options.get('required'))))) this.unseen.push('what is included');
    if (!relation || !way) return;
    const target: Model = { schema: at.schema, table: way.to.table, isRow: false, ...classOfTable(this.ask, way.to.table) };
    const model = item.kind === 'object' ? options.get('model') : item;
    const inner = and([this.whereIn(options, way.to), this.scope(model, target, way.to), isOff(options.get('paranoid')) ? ALWAYS : notDeleted(this.ask, target, way.to)]);
    const steps = [...path, relation.name];
    if (options.isTrue('separate')) {
      const to = named(at.schema, way.to.table);
      const reader = new OptionsReader(this.ask, to);
      reader.include(options.get('include'), loads);
      const where = and([and(relation.references.map((column) => compare(columnRef(to, column), 'in', { kind: 'value', type: 'list' }))), reader.whereIn(options), reader.scope(model, target, to), notDeleted(this.ask, target, to)]);
      loads.push(queryOf('select', to.ref, { joins: reader.joins, where, order: reader.order(options.get('order'), options.isOptional('order')), limit: options.has('limit') ? 'unknown' : 'none', unknown: reader.unseen }));
      return;
    }
    this.included.set(steps.join('.'), way.to);
    const required = options.get('required');
    const isInner = required ? required.kind === 'literal' && required.value === true : options.has('where');
    this.joins.push(...joinsAlong(way, isInner ? 'inner' : 'left', inner));
    this.include(options.get('include'), loads, way.to, steps);
  }

  /** What the default scope of an included model adds; one that is scoped by name is not read. */
  private scope(model: Argument | undefined, target: Model, to: Named): Condition {
    if (model?.kind === 'call') return model.name === 'unscoped' ? ALWAYS : unknown('a scope');
    const scope = definitionOf(this.ask, target)?.get('defaultScope');
    return scope ? this.whereIn(new Options(scope), to) : ALWAYS;
  }

  /** The relation that is included: by its name, or the only one that leads to a model. */
  private relation(item: Argument, options: Options, at: Named): Relation | undefined {
    const [as, association] = [options.get('as'), options.get('association')];
    const name = item.kind === 'literal' ? item.value : as?.kind === 'literal' ? as.value : association?.kind === 'literal' ? association.value : undefined;
    if (name !== undefined) return at.table.relations.find((relation) => relation.name === name);
    const model = item.kind === 'object' ? options.get('model') : item;
    const of = model && classNamed(this.ask, model.source);
    const table = of && tableOfClass(this.ask, of)?.table;
    const leading = at.table.relations.filter((relation) => relation.table === table?.name);
    return leading.length === 1 ? leading[0] : undefined;
  }

  /** https://sequelize.org/docs/v6/core-concepts/model-querying-basics/#ordering-and-grouping */
  order(arg: Argument | undefined, isOptional: boolean): Query['order'] {
    if (!arg || arg.kind === 'undefined') return [];
    if (isOptional) return 'unknown';
    const items = arg.kind === 'list' && arg.open === undefined ? arg.items : [{ value: arg, optional: undefined }];
    const terms = items.map(({ value, optional: mayMiss }) => (mayMiss ? undefined : this.term(value)));
    return terms.every((term) => term !== undefined) ? terms : 'unknown';
  }

  private term(arg: Argument): OrderTerm | undefined {
    if (arg.kind !== 'list') {
      if (arg.kind === 'call' && arg.name === 'literal') return literalTerm(arg);
      const by = this.ordered(arg);
      return by && { by, direction: 'asc' };
    }
    const parts = arg.items.map(({ value }) => value);
    const direction = directionIn(parts.at(-1));
    const path = direction ? parts.slice(0, -1) : parts;
    if (path.length !== 1 || arg.open !== undefined || (!direction && parts.length > 1)) return undefined;
    const by = this.ordered(path[0]!);
    return by && { by, direction: direction ?? 'asc' };
  }

  private ordered(arg: Argument): OrderTerm['by'] | undefined {
    if (arg.kind === 'literal') return this.column(String(arg.value), this.at)?.ref;
    const found = this.expression(arg, this.at);
    return found && (found.wrapped ? { expression: found.wrapped.expression } : found.ref);
  }

  group(arg: Argument | undefined): ColumnRef[] {
    const items = arg?.kind === 'list' ? arg.items.map(({ value }) => value) : arg ? [arg] : [];
    return items.flatMap((item) => (item.kind === 'literal' ? (this.column(String(item.value), this.at)?.ref ?? []) : []));
  }

  columns(options: Options): Query['columns'] {
    const attributes = options.get('attributes');
    if (!attributes || attributes.kind === 'undefined') return options.open === undefined ? 'all' : 'unknown';
    if (attributes.kind !== 'list' || attributes.open !== undefined) return 'unknown';
    const columns = attributes.items.map(({ value }) => (value.kind === 'literal' ? columnOf(this.at.table, String(value.value)) : undefined));
    return columns.every((column) => column !== undefined) ? columns.map(({ name }) => columnRef(this.at, name)) : 'unknown';
  }
}

/** `false`, and nothing else. */
export function isOff(arg: Argument | undefined): boolean {
  return arg?.kind === 'literal' && arg.value === false;
}

/** Operators that `where(left, operator, right)` takes as text. */
const WRITTEN: Readonly<Record<string, string>> = { '=': 'eq', '!=': 'ne', '<>': 'ne', '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte', like: 'like', ilike: 'iLike', in: 'in', is: 'is', not: 'not' };

function directionIn(arg: Argument | undefined): OrderTerm['direction'] | undefined {
  const text = arg?.kind === 'literal' ? /^(asc|desc)\b/i.exec(String(arg.value))?.[1] : undefined;
  return text === undefined ? undefined : text.toLowerCase() === 'desc' ? 'desc' : 'asc';
}

function literalTerm(call: CallArgument): OrderTerm | undefined {
  const [first] = call.args();
  const text = first?.kind === 'literal' ? String(first.value).trim() : undefined;
  const direction = text === undefined ? undefined : /\s(asc|desc)$/i.exec(text)?.[1]?.toLowerCase();
  return text === undefined ? undefined : { by: { expression: text.replace(/\s(asc|desc)$/i, '').toLowerCase() }, direction: direction === 'desc' ? 'desc' : 'asc' };
}
