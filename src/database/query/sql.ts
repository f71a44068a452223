/** The queries of a statement: what they read, join, filter, order and give back. */
import { and, unknown } from './conditions.ts';
import { ConditionReader, type Source } from './sql-conditions.ts';
import { countedQuery, existsQuery, flattened, isTakenIn, mayBeNarrowed } from './sql-flatten.ts';
import { columnNamed, named, type Scope, type ScopeTable, type SqlContext } from './sql-scope.ts';
import { isAggregateCall, isAggregateOnly, someExpr, walk, type SqlCte, type SqlExpr, type SqlFrom, type SqlOrder, type SqlSelect, type SqlStatement, type SqlTable, type SqlTarget, type SqlUpdate } from './tree.ts';
import { ALWAYS, type ColumnRef, type Condition, type Join, type OrderTerm, type Query, type TableRef } from './types.ts';

/**
 * What a statement asks: its own query first, then those in it that are read on their own (sides of a UNION, common table
 * expressions, queries for values, the rows of an INSERT … SELECT). `unknown` says why there is none.
 */
export type SqlReading = { queries: readonly [Query, ...Query[]] } | { unknown: string };

/** Reads a statement. What it does not understand is an unknown part of the query, never left out. */
export function readSql(statement: SqlStatement, context: SqlContext): SqlReading {
  const reader = new Reader(context);
  const own = reader.statement(statement);
  const queries = [...(own ? [own] : []), ...reader.others];
  return queries.length > 0 ? { queries: queries as [Query, ...Query[]] } : { unknown: reader.why ?? 'it reads no table' };
}

/** A condition as it stands in a statement, over tables that are known: `sql` fragments of builders. */
export function readCondition(expr: SqlExpr, tables: readonly TableRef[], context: SqlContext): Condition {
  const reader = new Reader(context);
  const scope: Scope = { tables: tables.map((ref) => reader.scoped(ref)), ctes: new Map() };
  return reader.conditions.condition(expr, scope);
}

class Reader {
  readonly others: Query[] = [];
  why: string | undefined;
  readonly conditions: ConditionReader;
  private readonly context: SqlContext;

  constructor(context: SqlContext) {
    this.context = context;
    this.conditions = new ConditionReader(context, {
      source: (items, ctes, outer) => this.source(items, ctes, outer),
      apart: (query, outer) => this.other(this.select(query, { tables: [], ctes: outer.ctes, outer })),
    });
  }

  statement(statement: SqlStatement, outer?: Scope): Query | undefined {
    if (statement.kind === 'select') return this.select(statement, outer);
    if (statement.kind !== 'insert') return this.change(statement, outer);
    const ctes = this.ctes(statement.ctes, statement, outer);
    if (statement.select) this.other(this.select(statement.select, { tables: [], ctes, ...(outer && { outer }) }));
    const from = tableRef(statement.table);
    return { ...empty(statement.upsert ? 'upsert' : 'insert', from), columns: this.columns(statement.returning, { tables: [this.scoped(from)], ctes }) };
  }

  /** An UPDATE or DELETE: what it joins to is inner. */
  private change(statement: SqlUpdate | (Omit<SqlUpdate, 'kind'> & { kind: 'delete' }), outer: Scope | undefined): Query | undefined {
    const ctes = this.ctes(statement.ctes, statement, outer);
    const source = this.source(statement.from, ctes, outer);
    if (!source) return undefined;
    const { from, joins, scope, unknown: why } = source;
    return {
      ...empty(statement.kind, from),
      joins,
      where: statement.where ? this.conditions.condition(statement.where, scope) : ALWAYS,
      order: this.order(statement.order, [], scope),
      limit: this.limit(statement.limit),
      columns: this.columns(statement.returning, scope),
      unknown: why,
    };
  }

  private select(given: SqlSelect, outer?: Scope): Query | undefined {
    const ctes = this.ctes(given.ctes, given, outer);
    if (given.sides.length > 0) return this.union(given, ctes, outer);
    const counted = countedQuery(given);
    if (counted) {
      const query = this.select(counted.query, { tables: [], ctes, ...(outer && { outer }) });
      return query && { ...query, operation: 'count', columns: [], order: [] };
    }
    const exists = existsQuery(given);
    if (exists) {
      const query = this.select(exists, { tables: [], ctes, ...(outer && { outer }) });
      return query && { ...query, limit: 1, columns: [] };
    }
    const statement = flattened(given, ctes);
    const source = this.source(statement.from, ctes, outer);
    if (!source) return undefined;
    const { from, joins, scope, unknown: why } = source;
    for (const { expr } of statement.targets) this.conditions.valueQueries(expr, scope);
    const aggregates = statement.targets.length > 0 && statement.group.length === 0 && statement.targets.every(({ expr }) => isAggregateOnly(expr)) && statement.targets.some(({ expr }) => someExpr(expr, isAggregateCall));
    const group = statement.group.map((expr) => this.groupColumn(expr, statement.targets, scope));
    const grouped = group.filter((item): item is ColumnRef => item !== undefined);
    return {
      operation: aggregates ? 'count' : 'select',
      from,
      joins,
      where: statement.where ? this.conditions.condition(statement.where, scope) : ALWAYS,
      order: aggregates ? [] : this.order(statement.order, statement.targets, scope),
      limit: this.limit(statement.limit),
      offset: this.offset(statement.offset),
      group: grouped,
      distinct: statement.distinct,
      columns: this.columns(statement.targets, scope),
      unknown: grouped.length < group.length ? [...why, 'rows are grouped by an expression'] : why,
    };
  }

  /** Each side is read on its own; how many rows are wanted of it, and in which order, the whole says. */
  private union(statement: SqlSelect, ctes: Scope['ctes'], outer: Scope | undefined): Query | undefined {
    const scope: Scope = { tables: [], ctes, ...(outer && { outer }) };
    const limited = statement.limit !== undefined || statement.order.length > 0;
    const sides = statement.sides.flatMap((side) => {
      const query = this.select(side, scope);
      return query ? [limited && query.limit === 'none' ? { ...query, limit: 'unknown' as const, order: query.order.length === 0 ? ('unknown' as const) : query.order } : query] : [];
    });
    const [first, ...others] = sides;
    this.others.push(...others);
    return first;
  }

  private other(query: Query | undefined, why?: string): void {
    if (query) this.others.push(why === undefined ? query : { ...query, unknown: [...query.unknown, why] });
  }

  /** Common table expressions that the main query does not take in: each is a query of its own. */
  private ctes(list: readonly SqlCte[], statement: SqlStatement, outer: Scope | undefined): Scope['ctes'] {
    const known = new Map(outer?.ctes);
    for (const cte of list) {
      // One that calls itself reads no table of its name.
      const scope: Scope = { tables: [], ctes: cte.recursive ? new Map(known).set(cte.name, cte) : new Map(known), ...(outer && { outer }) };
      const taken = statement.kind === 'select' && cte.query.kind === 'select' && isTakenIn(statement, cte);
      if (!taken) {
        const query = this.statement(cte.query, scope);
        const why = cte.recursive ? 'a recursive common table expression' : cte.query.kind === 'select' && mayBeNarrowed(cte, statement) ? 'a common table expression that the query around it may narrow' : undefined;
        this.other(query, why);
      }
      known.set(cte.name, cte);
    }
    return known;
  }

  /** Tables of FROM in order, and the scope in which conditions are read. */
  private source(items: readonly SqlFrom[], ctes: Scope['ctes'], outer: Scope | undefined): Source | undefined {
    const tables: ScopeTable[] = [];
    const why: string[] = [];
    let from: TableRef | undefined;
    const joined: { ref: TableRef; kind: Join['kind']; item: SqlFrom; before: number }[] = [];
    for (const [index, item] of items.entries()) {
      const ref = item.item.kind === 'table' && !(item.item.table.namespace === undefined && ctes.has(item.item.table.name)) ? tableRef(item.item.table) : undefined;
      if (item.item.kind === 'query') {
        // A lateral query runs for each row of what stands before it.
        const scope: Scope = { tables: item.item.lateral ? [...tables] : [], ctes, ...(outer && { outer }), ...(item.item.lateral && { perRow: true as const }) };
        this.other(this.select(item.item.query, scope), item.item.lateral ? 'a lateral query' : 'a query that the one around it may narrow');
      }
      const alias = item.item.kind === 'table' ? item.item.table.alias : item.item.alias;
      if (!ref || this.context.isHole?.(ref.name)) {
        tables.push({ alias });
        why.push(item.item.kind === 'query' ? 'it reads from a query' : item.item.kind === 'function' ? 'it reads from a function' : ref ? 'a table that the code does not show' : 'it reads from a common table expression');
        if (index === 0) break;
        continue;
      }
      tables.push(this.scoped(ref));
      if (index === 0) from = ref;
      else if (item.join === 'inner' || item.join === 'left') joined.push({ ref, kind: item.join, item, before: tables.length - 1 });
      else why.push('a join that is neither inner nor left');
    }
    if (!from) {
      this.why ??= why[0];
      return undefined;
    }
    const scope: Scope = { tables, ctes, ...(outer && { outer }) };
    const joins = joined.map(({ ref, kind, item, before }): Join => ({ table: ref, kind, on: this.on(item, tables[before]!, tables.slice(0, before), scope) }));
    return { from, joins, scope, unknown: why };
  }

  private on(item: SqlFrom, right: ScopeTable, left: readonly ScopeTable[], scope: Scope): Condition {
    if (item.on) return this.conditions.condition(item.on, scope);
    return and(
      (item.using ?? []).map((column): Condition => {
        const owners = left.length === 1 ? left : left.filter(({ table }) => table && columnNamed(table, column));
        const owner = owners.length === 1 ? owners[0] : undefined;
        if (!owner?.ref || !right.ref) return unknown('USING a column of one of several tables');
        return { kind: 'compare', column: { table: owner.alias, column }, operator: '=', value: { kind: 'column', column: { table: right.alias, column } } };
      }),
    );
  }

  scoped(ref: TableRef): ScopeTable {
    const table = this.context.table(ref.name, ref.namespace);
    return { alias: ref.alias, ref, ...(table && { table }) };
  }

  private order(list: readonly SqlOrder[], targets: readonly SqlTarget[], scope: Scope): readonly OrderTerm[] | 'unknown' {
    const terms: OrderTerm[] = [];
    for (const { expr: given, direction, nulls } of list) {
      const expr = named(given, targets, scope);
      // NULLs where the engine puts them by itself change nothing.
      if (nulls && nulls !== (this.context.engine === 'postgresql' ? (direction === 'asc' ? 'last' : 'first') : direction === 'asc' ? 'first' : 'last')) return 'unknown';
      const side = this.conditions.side(expr, scope);
      if (side.kind === 'column' && !side.wrapped) terms.push({ by: side.column, direction });
      else if (side.kind === 'column' && side.wrapped?.expression) terms.push({ by: { expression: side.wrapped.expression }, direction });
      else return 'unknown';
    }
    return terms;
  }

  private groupColumn(given: SqlExpr, targets: readonly SqlTarget[], scope: Scope): ColumnRef | undefined {
    const side = this.conditions.side(named(given, targets, scope), scope);
    return side.kind === 'column' && !side.wrapped ? side.column : undefined;
  }

  private limit(expr: SqlExpr | undefined): Query['limit'] {
    if (!expr) return 'none';
    if (expr.kind !== 'literal') return 'some';
    return typeof expr.value === 'number' && expr.value >= 0 ? expr.value : 'none';
  }

  private offset(expr: SqlExpr | undefined): Query['offset'] {
    if (!expr) return 'none';
    return expr.kind === 'literal' && (expr.value === 0 || expr.value === null) ? 'none' : 'some';
  }

  /** Columns that are read for what the statement gives back. */
  private columns(targets: readonly SqlTarget[], scope: Scope): Query['columns'] {
    const found = new Map<string, ColumnRef>();
    for (const { expr } of targets) {
      if (expr.kind === 'star') {
        if (expr.table === undefined || scope.tables.length === 1) return 'all';
        return 'unknown';
      }
      const paths: (readonly string[])[] = [];
      walk(expr, (inner) => void (inner.kind === 'column' && paths.push(inner.path)));
      for (const path of paths) {
        const column = this.conditions.column(path, scope);
        if (column.kind === 'unknown') return 'unknown';
        if (column.kind !== 'value') found.set(`${column.column.table}.${column.column.column}`, column.column);
      }
    }
    return [...found.values()];
  }
}

function empty(operation: Query['operation'], from: TableRef): Query {
  return { operation, from, joins: [], where: ALWAYS, order: [], limit: 'none', offset: 'none', group: [], distinct: false, columns: [], unknown: [] };
}

function tableRef({ name, namespace, alias }: SqlTable): TableRef {
  return { name, ...(namespace !== undefined && { namespace }), alias };
}
