import type { Column, Engine, Schema, Table } from '../schema/types.ts';
import type { ColumnRef, Compare, Condition, Join, Operator, Query, TableRef } from './types.ts';

/**
 * How much a predicate narrows, as far as the code shows: `strong` for what picks few of many rows; `doubtful` for an equality with
 * a value that the code writes or of a column that is named as one with few values: the index on it may be all that is needed, the
 * lack of one shows nothing; `weak` for columns that have few values by their type, and for tests for null.
 */
export type Strength = 'strong' | 'doubtful' | 'weak';

/** A comparison of one table's column (or of an expression on it) with something that does not hang on the table itself. */
export interface Predicate {
  /** Name of the column, or the expression that stands around it. */
  on: string;
  column: string;
  wrapped: boolean;
  /** What an index in order can do with it: find one value, one of several, a range; `none` for what it cannot find. */
  use: 'equal' | 'several' | 'range' | 'none';
  strength: Strength;
  optional: boolean;
  compare: Compare;
}

/** An equality between columns of two tables. */
export interface Link {
  column: string;
  other: ColumnRef;
  /** Whether the rows of the other table can come first: not for the optional side of a left join. */
  drives: boolean;
}

/** All that a statement asks of one of its tables. */
export interface Asked {
  table: Table | undefined;
  ref: TableRef;
  predicates: readonly Predicate[];
  links: readonly Link[];
  /** Alternatives, each a conjunction; `unknown` where one of them is not understood, or is about other tables as well. */
  alternatives: readonly Alternatives[];
  /** Something else leaves rows out, which no index finds. */
  excludes: boolean;
  /** A condition on the rows that is not understood, and that may be about this table. */
  unknown: string | undefined;
}

export interface Alternatives {
  branches: readonly (readonly Predicate[])[];
  unknown: boolean;
}

/** What a statement asks of each of its tables, by alias. */
export function askedOf(query: Query, schema: Schema): ReadonlyMap<string, Asked> {
  const collector = new Collector(schema);
  const joins = reduced(query);
  collector.add(query.from, tableOf(schema, query.from));
  for (const { table } of joins) collector.add(table, tableOf(schema, table));
  for (const join of joins) collector.addCondition(join.on, join);
  collector.addCondition(query.where);
  return collector.byAlias;
}

/**
 * The joins of a statement, with those for inner ones that leave out what they would add: a left join's missing row is null in all
 * columns, and a condition on one of them turns that down. Engines plan such joins as inner ones:
 * https://www.sqlite.org/optoverview.html#the_outer_join_strength_reduction_optimization
 */
function reduced({ joins, where }: Pick<Query, 'joins' | 'where'>): readonly Join[] {
  const filled = new Set(filledBy(where));
  // What comes by way of a row is there only where the row is.
  return [...joins]
    .reverse()
    .map((join): Join => {
      if (join.kind === 'left' && !filled.has(join.table.alias)) return join;
      for (const alias of filledBy(join.on)) filled.add(alias);
      return { ...join, kind: 'inner' };
    })
    .reverse();
}

/** The tables of which a condition, where it holds, has seen a value that is not null. */
function filledBy(condition: Condition): string[] {
  return conjuncts(condition).flatMap((part) => {
    if (part.kind !== 'compare' || part.optional || part.wrapped || !FILLED.has(part.operator)) return [];
    const { column, value } = part;
    return value.kind === 'column' ? [column.table, value.column.table] : value.kind === 'literal' && value.value === null && part.operator !== 'is not null' ? [] : [column.table];
  });
}

/** Comparisons that null never meets. */
const FILLED: ReadonlySet<Operator> = new Set<Operator>(['=', '<', '<=', '>', '>=', 'in', 'between', 'like', 'ilike', 'is not null']);

/** The table of the schema that a statement names; undefined where it declares none of that name. */
export function tableOf(schema: Schema, { name, namespace }: Pick<TableRef, 'name' | 'namespace'>): Table | undefined {
  const named = schema.tables.filter((table) => table.name === name);
  return named.find((table) => table.namespace === namespace) ?? (namespace === undefined && named.length === 1 ? named[0] : undefined);
}

/** Last word of a column's name by which it has few values, whatever its type. */
const FEW_VALUES = /(^|_)(status|state|type|kind|role|level|category|priority|visibility|gender|currency|locale|language|lang|country|mode|source|channel|platform|enabled|active|archived|deleted|hidden|public|published|verified)$/i;

function isNamedForFewValues(name: string): boolean {
  return FEW_VALUES.test(name.replace(/([a-z])([A-Z])/g, '$1_$2'));
}

function isUndeclared(table: Table | undefined, column: string): boolean {
  return table !== undefined && table.columns.length > 0 && !table.columns.some(({ name }) => name === column);
}

type Found = { -readonly [K in keyof Asked]: Asked[K] extends readonly (infer T)[] ? T[] : Asked[K] };

class Collector {
  readonly byAlias = new Map<string, Found>();
  private readonly schema: Schema;

  constructor(schema: Schema) {
    this.schema = schema;
  }

  add(ref: TableRef, table: Table | undefined): void {
    this.byAlias.set(ref.alias, { table, ref, predicates: [], links: [], alternatives: [], excludes: false, unknown: undefined });
  }

  /** A condition that every row meets: the whole one, or that of a join. */
  addCondition(condition: Condition, join?: Join): void {
    switch (condition.kind) {
      case 'and':
        for (const part of condition.of) this.addCondition(part, join);
        return;
      case 'compare':
        this.addCompare(condition, join);
        return;
      case 'or':
        this.addAlternatives(condition.of, join);
        return;
      case 'exists':
        this.addExists(condition, join);
        return;
      case 'unknown':
        // A left join takes nothing away from what it is joined to.
        for (const asked of join?.kind === 'left' ? [this.byAlias.get(join.table.alias)] : this.byAlias.values()) {
          if (asked) asked.unknown ??= condition.why;
        }
        return;
      case 'not':
        // What is excluded leaves most rows.
        for (const [alias, asked] of this.byAlias) asked.excludes ||= mentions(condition.of, alias);
        return;
    }
  }

  private addCompare(compare: Compare, join?: Join): void {
    const { column, value } = compare;
    if (value.kind === 'column') {
      if (compare.operator !== '=' || compare.wrapped || value.column.table === column.table) return;
      this.link(column, value.column, join);
      this.link(value.column, column, join);
      return;
    }
    // The condition of a left join says which rows come along, not which ones there are.
    if (join?.kind === 'left' && join.table.alias !== column.table) return;
    const asked = this.byAlias.get(column.table);
    if (!asked) return;
    asked.predicates.push(this.predicate(compare, asked.table));
    // `ctid`, `rowid`: where a row stands, which no index is made on; or a column that is added where nobody sees it.
    if (!compare.wrapped && this.schema.engine !== 'mongodb' && isUndeclared(asked.table, column.column)) asked.unknown ??= `${asked.ref.name} declares no column ${column.column}`;
  }

  private link(own: ColumnRef, other: ColumnRef, join?: Join): void {
    // Rows of the optional side are looked up for those of the other one, never the other way.
    const drives = join?.kind !== 'left' || own.table === join.table.alias;
    this.byAlias.get(own.table)?.links.push({ column: own.column, other, drives });
  }

  /** Rows of another table that must exist are joined to it; those that must not are looked up for each row. */
  private addExists({ negated, from, joins, where }: Extract<Condition, { kind: 'exists' }>, join?: Join): void {
    if (join?.kind === 'left' || [from, ...joins.map(({ table }) => table)].some(({ alias }) => this.byAlias.has(alias))) return;
    this.add(from, tableOf(this.schema, from));
    for (const { table } of joins) this.add(table, tableOf(this.schema, table));
    for (const inner of joins) this.addCondition(inner.on, inner);
    this.addCondition(where, { kind: negated ? 'left' : 'inner', table: from, on: where });
  }

  private addAlternatives(branches: readonly Condition[], join?: Join): void {
    for (const [alias, asked] of this.byAlias) {
      if (join?.kind === 'left' && join.table.alias !== alias) continue;
      const mentioned = branches.map((branch) => conjuncts(branch));
      if (!mentioned.some((parts) => parts.some((part) => mentions(part, alias)))) continue;
      const unknown = mentioned.some((parts) => parts.some((part) => part.kind === 'unknown' || part.kind === 'exists' || part.kind === 'or' || (part.kind === 'compare' && part.optional === true)));
      asked.alternatives.push({
        branches: mentioned.map((parts) => parts.flatMap((part) => (part.kind === 'compare' && part.column.table === alias && part.value.kind !== 'column' ? [this.predicate(part, asked.table)] : []))),
        unknown,
      });
    }
    if (branches.some((branch) => conjuncts(branch).some(({ kind }) => kind === 'unknown'))) this.addCondition({ kind: 'unknown', why: 'one of several alternatives is not known' }, join);
  }

  private predicate(compare: Compare, table: Table | undefined): Predicate {
    const { column, wrapped, optional } = compare;
    const declared = table?.columns.find(({ name }) => name === column.column);
    const use = useOf(compare, this.schema.engine);
    return {
      on: wrapped?.expression ?? column.column,
      column: column.column,
      wrapped: wrapped !== undefined,
      use,
      strength: strengthOf(compare, use, declared),
      optional: optional === true,
      compare,
    };
  }
}

/** The parts of a condition that must all hold. */
export function conjuncts(condition: Condition): readonly Condition[] {
  return condition.kind === 'and' ? condition.of.flatMap(conjuncts) : [condition];
}

/** Columns of the first table that every row is compared by, each once; of comparisons that fit. */
export function comparedColumns({ where, from }: Query, fits: (comparison: Compare) => boolean): string[] {
  return [...new Set(conjuncts(where).flatMap((part) => (part.kind === 'compare' && part.column.table === from.alias && fits(part) ? [part.column.column] : [])))];
}

function mentions(condition: Condition, alias: string): boolean {
  switch (condition.kind) {
    case 'compare':
      return condition.column.table === alias || (condition.value.kind === 'column' && condition.value.column.table === alias);
    case 'and':
    case 'or':
      return condition.of.some((part) => mentions(part, alias));
    case 'not':
      return mentions(condition.of, alias);
    default:
      return false;
  }
}

function useOf({ operator, value }: Compare, engine: Engine | undefined): Predicate['use'] {
  switch (operator) {
    case '=':
    case 'is null':
      return 'equal';
    case 'in':
      return value.kind === 'list' && value.values.length === 1 ? 'equal' : 'several';
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'between':
      return 'range';
    case 'like':
      return value.kind === 'pattern' && value.anchored === true ? 'range' : 'none';
    case 'contains':
      // An index on a list has an entry for each element: https://www.mongodb.com/docs/manual/core/indexes/index-types/index-multikey/
      return engine === 'mongodb' ? 'several' : 'none';
    default:
      return 'none';
  }
}

function strengthOf({ operator, value, column }: Compare, use: Predicate['use'], declared: Column | undefined): Strength {
  if (operator === 'is null' || use === 'none' || declared?.type === 'boolean' || declared?.type === 'enum') return 'weak';
  if (value.kind === 'literal' && (value.value === null || typeof value.value === 'boolean')) return 'weak';
  if (value.kind === 'value' && value.type === 'boolean') return 'weak';
  const isConstant = value.kind === 'literal' || value.kind === 'list';
  return (use !== 'range' && isConstant) || isNamedForFewValues(column.column) ? 'doubtful' : 'strong';
}
