import { isScalar } from '../../program/arguments/choices.ts';
import type { Argument, ObjectArgument } from '../../program/arguments/types.ts';
import type { Relation } from '../schema/types.ts';
import { and, compare, listOperand, operandOf, optional, or, unknown } from './conditions.ts';
import { notSeen, type Options } from './options.ts';
import { columnOf, columnRef, joinsAlong, primaryKey, relationOf, wayAlong, type Named, type Way } from './tables.ts';
import { ALWAYS, type ColumnRef, type Condition, type Join, type OrderTerm, type Query } from './types.ts';

/** How a library writes the conditions of an entity's properties. */
export interface Language {
  /** What stands at a property, as a comparison of its column. */
  compared(ref: ColumnRef, value: Argument): Condition;
  /** What stands at a property says nothing. */
  passesOver(value: Argument): boolean;
  /** A key that is no property, but says how others go together: `$or`. */
  combined?(key: string, value: Argument, inner: (arg: Argument) => Condition): Condition | undefined;
  /** What the column of a reference is compared with where nothing else of the other side is asked for; undefined where it is joined. */
  keyIn?(value: Argument, key: string): Argument | undefined;
}

/** Keys of rows: one, or a list of them. */
export function keyed(at: Named, arg: Argument): Condition {
  const [column, ...others] = primaryKey(at.table);
  if (column === undefined || others.length > 0) return unknown('a key of several columns');
  const ref = columnRef(at, column);
  if (arg.kind === 'list' || (arg.kind === 'value' && arg.type === 'list') || (arg.kind === 'call' && arg.type === 'list')) return compare(ref, 'in', listOperand(arg));
  return isScalar(arg) || arg.kind === 'literal' ? compare(ref, '=', operandOf(arg)) : unknown(notSeen(arg));
}

/** The conditions, orders and relations of find options, over a table and what they join to it. */
export class Find {
  private readonly at: Named;
  private readonly joins: Join[];
  private readonly language: Language;
  /** Joined relations by their path. */
  private readonly joined = new Map<string, Way>();

  constructor(at: Named, joins: Join[], language: Language) {
    this.at = at;
    this.joins = joins;
    this.language = language;
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
    if (value.kind === 'undefined' || this.language.passesOver(value)) return ALWAYS;
    const combined = this.language.combined?.(key, value, (inner) => this.where(inner, at, path, prefix));
    if (combined) return combined;
    const property = [...prefix, key].join('.');
    const column = columnOf(at.table, property);
    const relation = relationOf(at.table, property);
    // The column of a reference may go by the name of the relation.
    if (column && !(relation && value.kind === 'object')) return this.language.compared(columnRef(at, column.name), value);
    if (relation) return this.ofRelation(at, relation, value, [...path, property]);
    // An embedded object, whose columns are known by their paths.
    const isEmbedded = at.table.columns.some((one) => one.property?.startsWith(`${property}.`));
    if (isEmbedded && value.kind === 'object') return this.where(value, at, path, [...prefix, key]);
    return unknown(`${property} is no property of ${at.table.name}`);
  }

  private ofRelation(at: Named, relation: Relation, value: Argument, path: readonly string[]): Condition {
    const [column, ...others] = relation.columns;
    const isOwn = !relation.many && !relation.through && column !== undefined && others.length === 0 && at.table.foreignKeys.some(({ columns }) => columns.join() === column);
    const key = isOwn ? this.language.keyIn?.(value, relation.references[0]!) : undefined;
    if (key) return this.language.compared(columnRef(at, column!), key);
    if (value.kind === 'object') {
      const way = this.join(at, relation, path);
      return way ? this.where(value, way.to, path) : unknown(`${relation.table} is not in the schema`);
    }
    return isOwn && (value.kind === 'call' || isScalar(value)) ? this.language.compared(columnRef(at, column), value) : unknown(`a filter of ${relation.name}`);
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

  /** @param key the option that says the order: an object, or a list of such */
  order(options: Options, key: string): Query['order'] {
    const order = options.get(key);
    if (!order || order.kind === 'undefined') return [];
    const parts = order.kind === 'list' && order.open === undefined ? order.items.map(({ value, optional: isOptional }) => (isOptional ? undefined : value)) : [order];
    const terms = parts.map((part) => (part?.kind === 'object' ? this.terms(part, this.at, [], []) : undefined));
    return options.isOptional(key) || terms.includes(undefined) ? 'unknown' : terms.flatMap((one) => one ?? []);
  }

  private terms(order: ObjectArgument, at: Named, path: readonly string[], prefix: readonly string[]): OrderTerm[] | undefined {
    if (order.open !== undefined) return undefined;
    const terms: OrderTerm[] = [];
    for (const { key, value, optional: isOptional } of order.properties) {
      const property = [...prefix, key].join('.');
      const column = columnOf(at.table, property);
      const relation = relationOf(at.table, property);
      if (isOptional) return undefined;
      if (column && !(relation && value.kind === 'object')) {
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

/** `'ASC'`, `'desc'`, `1`, `-1`; undefined for what is not shown. */
export function directionOf(arg: Argument | undefined): OrderTerm['direction'] | undefined {
  if (arg?.kind !== 'literal') return undefined;
  const text = String(arg.value).toLowerCase();
  return text === 'asc' || text === '1' ? 'asc' : text === 'desc' || text === '-1' ? 'desc' : undefined;
}
