import type { ColumnType, Engine, Table } from '../schema/types.ts';
import { and, not, unknown } from './conditions.ts';
import { indexText } from './expression.ts';
import { childrenOf, someExpr, substituted, type SqlCte, type SqlExpr, type SqlFrom, type SqlOrder, type SqlSelect, type SqlStatement, type SqlTable, type SqlTarget, type SqlUpdate } from './tree.ts';
import { ALWAYS, type ColumnRef, type Compare, type Condition, type Join, type Operand, type Operator, type OrderTerm, type Query, type TableRef } from './types.ts';

/** What the reader is told beside the statement. */
export interface SqlContext {
  engine: Engine;
  /** The table of a name, where the schema has it. */
  table(name: string, namespace: string | undefined): Table | undefined;
  /** A name that stands for something that the code puts in: a table or a column that is not shown. */
  isHole?(name: string): boolean;
}

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
  return reader.condition(expr, scope);
}

interface ScopeTable {
  alias: string;
  /** Undefined for what is no table: a query, a function. */
  ref?: TableRef;
  table?: Table;
}

interface Scope {
  tables: readonly ScopeTable[];
  ctes: ReadonlyMap<string, SqlCte>;
  outer?: Scope;
  /** The query runs once for each row around it: columns of outer tables are values to it. */
  perRow?: true;
}

/** A column where it stands: of a table of this query, of one around it, or of something that is no table. */
type Found = { kind: 'own' | 'outer'; column: ColumnRef; table?: Table } | { kind: 'value' } | { kind: 'unknown'; why: string };

type Side =
  | { kind: 'column'; column: ColumnRef; table: Table | undefined; wrapped?: Compare['wrapped'] }
  | { kind: 'value'; operand: Operand }
  | { kind: 'unknown'; why: string };

const FLIPPED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=', '<>': '<>', '<@': '@>', '@>': '<@', '&&': '&&' };

/** Operators, and whether the condition is the opposite of what the contract's operator says. */
const OPERATORS: Readonly<Record<string, { is: Operator; not?: true }>> = {
  '=': { is: '=' }, '<>': { is: '<>' }, '<': { is: '<' }, '<=': { is: '<=' }, '>': { is: '>' }, '>=': { is: '>=' },
  like: { is: 'like' }, 'not like': { is: 'not like' }, ilike: { is: 'ilike' }, 'not ilike': { is: 'ilike', not: true },
  '~': { is: 'regexp' }, '~*': { is: 'regexp' }, regexp: { is: 'regexp' }, rlike: { is: 'regexp' },
  '!~': { is: 'regexp', not: true }, '!~*': { is: 'regexp', not: true }, 'not regexp': { is: 'regexp', not: true }, 'not rlike': { is: 'regexp', not: true },
  '@>': { is: 'contains' }, '&&': { is: 'contains' }, '?': { is: 'contains' }, '?|': { is: 'contains' }, '?&': { is: 'contains' },
  '@@': { is: 'full text' }, match: { is: 'full text' },
};

const JSON_OPERATORS: ReadonlySet<string> = new Set(['->', '->>', '#>', '#>>']);
const ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '||', '&', '|', '^', '#', '<<', '>>', 'div', 'mod']);

/** Functions that give another value for each row, so that no index is asked with them. */
const VOLATILE: ReadonlySet<string> = new Set(['random', 'rand', 'clock_timestamp', 'timeofday', 'gen_random_uuid', 'uuid_generate_v4', 'nextval', 'uuid']);
const CLOCK: ReadonlySet<string> = new Set(['now', 'current_timestamp', 'current_date', 'localtimestamp', 'curdate', 'date_sub', 'date_add', 'date_trunc', 'datetime', 'to_timestamp', 'statement_timestamp', 'transaction_timestamp']);

class Reader {
  readonly others: Query[] = [];
  why: string | undefined;
  /** Columns of rows around that queries for values have read. */
  private readsAround = 0;
  private readonly context: SqlContext;

  constructor(context: SqlContext) {
    this.context = context;
  }

  statement(statement: SqlStatement, outer?: Scope): Query | undefined {
    if (statement.kind === 'select') return this.select(statement, outer);
    if (statement.kind !== 'insert') return this.change(statement, outer);
    const ctes = this.ctes(statement.ctes, statement, outer);
    if (statement.select) this.other(this.select(statement.select, { tables: [], ctes, ...(outer && { outer }) }));
    const from = tableRef(statement.table);
    return this.nameless(from) ?? { ...empty(statement.upsert ? 'upsert' : 'insert', from), columns: this.columns(statement.returning, { tables: [this.scoped(from)], ctes }) };
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
      where: statement.where ? this.condition(statement.where, scope) : ALWAYS,
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
    for (const { expr } of statement.targets) this.valueQueries(expr, scope);
    const aggregates = statement.targets.length > 0 && statement.group.length === 0 && statement.targets.every(({ expr }) => isAggregateOnly(expr)) && statement.targets.some(({ expr }) => someExpr(expr, isAggregateCall));
    const group = statement.group.map((expr) => this.groupColumn(expr, statement.targets, scope));
    const grouped = group.filter((item): item is ColumnRef => item !== undefined);
    return {
      operation: aggregates ? 'count' : 'select',
      from,
      joins,
      where: statement.where ? this.condition(statement.where, scope) : ALWAYS,
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
  private source(items: readonly SqlFrom[], ctes: Scope['ctes'], outer: Scope | undefined): { from: TableRef; joins: Join[]; scope: Scope; unknown: string[] } | undefined {
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
    if (item.on) return this.condition(item.on, scope);
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

  private nameless(ref: TableRef): undefined {
    if (this.context.isHole?.(ref.name)) this.why ??= 'a table that the code does not show';
    return undefined;
  }

  condition(expr: SqlExpr, scope: Scope): Condition {
    switch (expr.kind) {
      case 'and':
        return and(expr.of.map((one) => this.condition(one, scope)));
      case 'or':
        return this.or(flatOr(expr), scope);
      case 'not':
        return this.not(expr.of, scope);
      case 'binary':
        return this.comparison(expr.operator, expr.left, expr.right, scope);
      case 'any':
        return this.anyOf(expr, scope);
      case 'in':
        return this.inList(expr, scope);
      case 'in query':
        return expr.negated ? this.valuesOnly('NOT IN with a query', expr, scope) : this.inQuery(expr.left, expr.query, scope);
      case 'between':
        return this.between(expr, scope);
      case 'null test':
        return this.compared(expr.of, expr.negated ? 'is not null' : 'is null', { kind: 'literal', value: null }, scope);
      case 'boolean test':
        return this.compared(expr.of, expr.negated ? 'other' : '=', { kind: 'literal', value: expr.value }, scope);
      case 'column':
        return this.compared(expr, '=', { kind: 'literal', value: true }, scope);
      case 'literal':
        return expr.value === true || expr.value === 1 ? ALWAYS : unknown('a condition that never holds');
      case 'exists':
        return this.exists(expr.query, false, scope);
      case 'match':
        return this.matched(expr.columns, scope);
      case 'call':
        return this.call(expr, scope);
      case 'param':
        return unknown('a condition that the code puts in');
      default:
        this.valueQueries(expr, scope);
        return unknown(`${expr.kind === 'other' ? expr.what : expr.kind} as a condition`);
    }
  }

  /** `$1 IS NULL OR column = $1`: the comparison only counts where a value is given. */
  private or(of: readonly SqlExpr[], scope: Scope): Condition {
    const absent = of.find((one) => one.kind === 'null test' && !one.negated && withoutCast(one.of).kind === 'param');
    const rest = of.filter((one) => one !== absent);
    const only = rest.length === 1 ? this.condition(rest[0]!, scope) : undefined;
    if (absent && only?.kind === 'compare') return { ...only, optional: true };
    return { kind: 'or', of: of.map((one) => this.condition(one, scope)) };
  }

  private not(expr: SqlExpr, scope: Scope): Condition {
    if (expr.kind === 'exists') return this.exists(expr.query, true, scope);
    if (expr.kind === 'in query') return this.condition({ ...expr, negated: !expr.negated }, scope);
    if (expr.kind === 'column') return this.compared(expr, '=', { kind: 'literal', value: false }, scope);
    return not(this.condition(expr, scope));
  }

  private comparison(operator: string, left: SqlExpr, right: SqlExpr, scope: Scope): Condition {
    if (left.kind === 'row' && right.kind === 'row') return this.rows(operator, left.of, right.of, scope);
    if (isConstant(left) && isConstant(right)) return operator === '=' && sameConstant(left, right) ? ALWAYS : unknown('a condition without a column');
    // A column against a query for one value: the query runs once, and is read on its own.
    const a = this.side(left, scope);
    const b = this.side(right, scope);
    if (a.kind === 'unknown') return unknown(a.why);
    if (b.kind === 'unknown') return unknown(b.why);
    if (a.kind === 'value' && b.kind === 'value') return unknown('a condition without a column');
    if (a.kind === 'value') {
      const flipped = FLIPPED[operator];
      return flipped ? this.comparison(flipped, right, left, scope) : unknown(`${operator} of a value`);
    }
    if (b.kind === 'column') {
      if (!b.wrapped) return compare(a, operator, { kind: 'column', column: b.column });
      const flipped = FLIPPED[operator];
      return !a.wrapped && flipped ? compare(b, flipped, { kind: 'column', column: a.column }) : unknown('a comparison of two expressions');
    }
    return compare(a, operator, /like$/.test(operator) ? patternOf(right) : b.operand);
  }

  /** `(a, b) > ($1, $2)` begins with `a >= $1`; what else it says is for the rows after. */
  private rows(operator: string, left: readonly SqlExpr[], right: readonly SqlExpr[], scope: Scope): Condition {
    if (left.length !== right.length || left.length === 0) return unknown('rows of different length');
    if (operator === '=') return and(left.map((one, index) => this.comparison('=', one, right[index]!, scope)));
    const bound = { '>': '>=', '>=': '>=', '<': '<=', '<=': '<=' }[operator];
    return bound === undefined ? unknown('a comparison of rows') : and([this.comparison(bound, left[0]!, right[0]!, scope), unknown('a comparison of rows')]);
  }

  private anyOf(expr: Extract<SqlExpr, { kind: 'any' }>, scope: Scope): Condition {
    const column = this.side(expr.left, scope);
    const list = this.side(expr.right, scope);
    if (column.kind === 'value' && list.kind === 'column' && !expr.all && expr.operator === '=') return compare(list, '@>', column.operand);
    if (column.kind !== 'column' || list.kind !== 'value') return unknown('ANY of what is no list of values');
    if (expr.operator === '=' && !expr.all) return compareAs(column, 'in', { kind: 'value', type: 'list' });
    if (expr.operator === '<>' && expr.all) return compareAs(column, 'not in', { kind: 'value', type: 'list' });
    return unknown(`${expr.operator} ${expr.all ? 'ALL' : 'ANY'}`);
  }

  private inList({ left, list, negated }: Extract<SqlExpr, { kind: 'in' }>, scope: Scope): Condition {
    const column = this.side(left, scope);
    if (column.kind === 'unknown') return unknown(column.why);
    if (column.kind === 'value') return unknown('IN of a value');
    const operator = negated ? 'not in' : 'in';
    if (list.every((item) => item.kind === 'literal')) {
      return compareAs(column, operator, { kind: 'list', values: list.map((item) => (item.kind === 'literal' ? item.value : null)) });
    }
    const sides = list.map((item) => this.side(item, scope));
    return sides.every(({ kind }) => kind === 'value') ? compareAs(column, operator, { kind: 'value', type: 'list' }) : unknown('IN of a list with columns');
  }

  /** `column IN (SELECT …)`: rows of the other table exist for it. */
  private inQuery(left: SqlExpr, query: SqlSelect, outer: Scope): Condition {
    const target = query.targets.length === 1 ? query.targets[0]!.expr : undefined;
    if (!target || target.kind === 'star' || query.group.length > 0 || query.limit || query.sides.length > 0 || isAggregateOnly(target)) {
      return this.valuesOnly('IN with a query', { kind: 'in query', negated: false, left, query }, outer);
    }
    const made = this.existing(query, outer);
    if ('unknown' in made) return unknown(made.unknown);
    const column = this.side(left, outer);
    const inner = this.side(target, made.scope);
    if (column.kind !== 'column' || inner.kind !== 'column') return unknown('IN with a query of expressions');
    if (inner.wrapped && column.wrapped) return unknown('IN with a query of expressions');
    const key = column.wrapped ? compareAs(column, '=', { kind: 'column', column: inner.column }) : compareAs(inner, '=', { kind: 'column', column: column.column });
    return { kind: 'exists', negated: false, from: made.from, joins: made.joins, where: and([made.where, key]) };
  }

  private exists(query: SqlSelect, negated: boolean, outer: Scope): Condition {
    const made = this.existing(query, outer);
    if ('unknown' in made) return unknown(made.unknown);
    return { kind: 'exists', negated, from: made.from, joins: made.joins, where: made.where };
  }

  private existing(query: SqlSelect, outer: Scope): { from: TableRef; joins: Join[]; where: Condition; scope: Scope } | { unknown: string } {
    if (query.sides.length > 0 || query.ctes.length > 0) return { unknown: 'a condition on a query of several' };
    if (query.group.length > 0 || query.offset || (query.limit && !(query.limit.kind === 'literal' && query.limit.value === 1))) return { unknown: 'a condition on grouped or limited rows' };
    const source = this.source(query.from, outer.ctes, outer);
    if (!source) return { unknown: 'a condition on a query that reads no table' };
    if (source.unknown.length > 0) return { unknown: source.unknown[0]! };
    const { from, joins, scope } = source;
    // Names of tables are those of the whole statement: two that are equal cannot be told apart.
    if (scope.tables.some(({ alias }) => hasAlias(outer, alias))) return { unknown: `two tables are called ${from.alias}` };
    return { from, joins, where: query.where ? this.condition(query.where, scope) : ALWAYS, scope };
  }

  private between(expr: Extract<SqlExpr, { kind: 'between' }>, scope: Scope): Condition {
    const column = this.side(expr.left, scope);
    const ends = [this.side(expr.low, scope), this.side(expr.high, scope)];
    if (column.kind === 'column' && ends.every((end) => end.kind === 'value')) {
      const [low, high] = [expr.low, expr.high];
      const value: Operand = low.kind === 'literal' && high.kind === 'literal' ? { kind: 'list', values: [low.value, high.value] } : { kind: 'value' };
      const made = compareAs(column, 'between', value);
      return expr.negated ? not(made) : made;
    }
    if (expr.negated) return unknown('NOT BETWEEN of columns');
    return and([this.comparison('>=', expr.left, expr.low, scope), this.comparison('<=', expr.left, expr.high, scope)]);
  }

  private matched(columns: readonly SqlExpr[], scope: Scope): Condition {
    const made = columns.map((column) => this.compared(column, 'full text', { kind: 'value' }, scope));
    return made.length === 1 ? made[0]! : and([...made, unknown('a full text search over several columns')]);
  }

  private call(expr: Extract<SqlExpr, { kind: 'call' }>, scope: Scope): Condition {
    this.valueQueries(expr, scope);
    return unknown(`${expr.name}() as a condition`);
  }

  private compared(expr: SqlExpr, operator: Operator, value: Operand, scope: Scope): Condition {
    const side = this.side(expr, scope);
    if (side.kind === 'column') return compareAs(side, operator, value);
    return unknown(side.kind === 'unknown' ? side.why : 'a condition without a column');
  }

  private valuesOnly(why: string, expr: Extract<SqlExpr, { kind: 'in query' }>, scope: Scope): Condition {
    this.other(this.select(expr.query, { tables: [], ctes: scope.ctes, outer: { ...scope, perRow: true } }));
    return unknown(why);
  }

  /** Queries that stand for values in an expression: each is read on its own. */
  private valueQueries(expr: SqlExpr, scope: Scope): void {
    if (expr.kind === 'query' || expr.kind === 'exists') this.other(this.select(expr.query, { tables: [], ctes: scope.ctes, outer: { ...scope, perRow: true } }));
    for (const child of childrenOf(expr)) this.valueQueries(child, scope);
  }

  private side(expr: SqlExpr, scope: Scope): Side {
    const columns: SqlExpr[] = [];
    let strange: string | undefined;
    walk(expr, (inner) => {
      if (inner.kind === 'column') columns.push(inner);
      if (inner.kind === 'query' || inner.kind === 'in query' || inner.kind === 'exists') strange ??= 'a query';
      if (inner.kind === 'other') strange ??= inner.what;
      if (inner.kind === 'call' && VOLATILE.has(inner.name)) strange ??= `${inner.name}()`;
      if (inner.kind === 'star') strange ??= '*';
    });
    if (expr.kind === 'query') return this.valueOfQuery(expr.query, scope);
    const found = columns.map((column) => this.column((column as { path: readonly string[] }).path, scope));
    const unseen = found.find((one) => one.kind === 'unknown');
    if (unseen?.kind === 'unknown') return unseen;
    const own = found.flatMap((one) => (one.kind === 'own' || one.kind === 'outer' ? [one] : []));
    if (strange !== undefined) {
      this.valueQueries(expr, scope);
      return { kind: 'unknown', why: `${strange} in a comparison` };
    }
    if (own.length === 0) return { kind: 'value', operand: operandOf(expr) };
    const [first] = own;
    if (expr.kind === 'column') return { kind: 'column', column: first!.column, table: first!.table };
    if (own.some(({ column }) => column.table !== first!.column.table || column.column !== first!.column.column)) return { kind: 'unknown', why: 'an expression over several columns' };
    if (isSameType(expr, first!.table, first!.column)) return { kind: 'column', column: first!.column, table: first!.table };
    const expression = indexText(expr);
    if (expression === undefined) return { kind: 'column', column: first!.column, table: first!.table, wrapped: { by: wrapperOf(expr), expression: '' } };
    return { kind: 'column', column: first!.column, table: first!.table, wrapped: { by: wrapperOf(expr), expression } };
  }

  /** A query for one value: it runs once where it does not depend on the row. */
  private valueOfQuery(query: SqlSelect, scope: Scope): Side {
    const before = this.readsAround;
    this.other(this.select(query, { tables: [], ctes: scope.ctes, outer: { ...scope, perRow: true } }));
    return this.readsAround > before ? { kind: 'unknown', why: 'a query that depends on the row' } : { kind: 'value', operand: { kind: 'value' } };
  }

  private column(path: readonly string[], scope: Scope): Found {
    const name = path.at(-1)!;
    if (this.context.isHole?.(name)) return { kind: 'unknown', why: 'a column that the code does not show' };
    let isOuter = false;
    let perRow = false;
    for (let at: Scope | undefined = scope; at; at = at.outer) {
      const qualifier = path.at(-2);
      perRow ||= at.perRow === true;
      const owner = qualifier === undefined ? ownerOf(name, at) : (at.tables.find(({ alias }) => alias === qualifier) ?? at.tables.find(({ alias }) => alias.toLowerCase() === qualifier.toLowerCase()));
      if (owner === 'unclear') return { kind: 'unknown', why: `${name} may be a column of one of several tables` };
      if (owner) {
        if (perRow) {
          this.readsAround += 1;
          return { kind: 'value' };
        }
        if (!owner.ref) return { kind: 'unknown', why: 'a column of a query' };
        return { kind: isOuter ? 'outer' : 'own', column: { table: owner.alias, column: (owner.table && columnNamed(owner.table, name)) ?? name }, ...(owner.table && { table: owner.table }) };
      }
      isOuter = true;
    }
    return { kind: 'unknown', why: `${path.join('.')} is of no table of the statement` };
  }

  private order(list: readonly SqlOrder[], targets: readonly SqlTarget[], scope: Scope): readonly OrderTerm[] | 'unknown' {
    const terms: OrderTerm[] = [];
    for (const { expr: given, direction, nulls } of list) {
      const expr = named(given, targets, scope);
      // NULLs where the engine puts them by itself change nothing.
      if (nulls && nulls !== (this.context.engine === 'postgresql' ? (direction === 'asc' ? 'last' : 'first') : direction === 'asc' ? 'first' : 'last')) return 'unknown';
      const side = this.side(expr, scope);
      if (side.kind === 'column' && !side.wrapped) terms.push({ by: side.column, direction });
      else if (side.kind === 'column' && side.wrapped?.expression) terms.push({ by: { expression: side.wrapped.expression }, direction });
      else return 'unknown';
    }
    return terms;
  }

  private groupColumn(given: SqlExpr, targets: readonly SqlTarget[], scope: Scope): ColumnRef | undefined {
    const side = this.side(named(given, targets, scope), scope);
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
        const column = this.column(path, scope);
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

function walk(expr: SqlExpr, visit: (inner: SqlExpr) => void): void {
  visit(expr);
  for (const child of childrenOf(expr)) walk(child, visit);
}

function columnNamed(table: Table, name: string): string | undefined {
  const exact = table.columns.find((column) => column.name === name);
  return (exact ?? table.columns.find((column) => column.name.toLowerCase() === name.toLowerCase()))?.name;
}

/** The table of a scope that a column without a table is of. */
function ownerOf(name: string, scope: Scope): ScopeTable | 'unclear' | undefined {
  const [only, ...more] = scope.tables;
  if (!only) return undefined;
  const having = scope.tables.filter(({ table }) => table && columnNamed(table, name) !== undefined);
  if (having.length === 1) return having[0];
  if (having.length > 1) return 'unclear';
  const open = scope.tables.filter(({ table }) => !table);
  // No table has it, as far as they are known: it is of the query around, where there is one.
  if (open.length === 0) return scope.outer && hasTables(scope.outer) ? undefined : more.length === 0 ? only : 'unclear';
  return open.length === 1 && more.length === 0 ? open[0] : 'unclear';
}

function hasTables(scope: Scope): boolean {
  return scope.tables.length > 0 || (scope.outer !== undefined && hasTables(scope.outer));
}

function hasAlias(scope: Scope, alias: string): boolean {
  return scope.tables.some((table) => table.alias === alias) || (scope.outer !== undefined && hasAlias(scope.outer, alias));
}

function flatOr(expr: SqlExpr): SqlExpr[] {
  return expr.kind === 'or' ? expr.of.flatMap(flatOr) : [expr];
}

function withoutCast(expr: SqlExpr): SqlExpr {
  return expr.kind === 'cast' ? withoutCast(expr.of) : expr;
}

function compareAs(side: Extract<Side, { kind: 'column' }>, operator: Operator, value: Operand): Condition {
  if (side.wrapped && side.wrapped.expression === '') return unknown('an expression that is not understood');
  return { kind: 'compare', column: side.column, operator, value, ...(side.wrapped && { wrapped: side.wrapped }) };
}

function compare(side: Extract<Side, { kind: 'column' }>, operator: string, value: Operand): Condition {
  const known = OPERATORS[operator];
  const made = compareAs(side, known?.is ?? 'other', value);
  return known?.not ? not(made) : made;
}

function isConstant(expr: SqlExpr): boolean {
  return expr.kind === 'literal';
}

function sameConstant(left: SqlExpr, right: SqlExpr): boolean {
  return left.kind === 'literal' && right.kind === 'literal' && left.value === right.value;
}

function operandOf(given: SqlExpr): Operand {
  const expr = given.kind === 'cast' && given.of.kind === 'literal' && typeof given.of.value === 'string' && !/^(?:interval|timestamp|date)/.test(given.type) ? given.of : given;
  if (expr.kind === 'literal') return { kind: 'literal', value: expr.value };
  return someExpr(expr, (inner) => inner.kind === 'call' && CLOCK.has(inner.name)) ? { kind: 'value', type: 'date' } : { kind: 'value' };
}

/** What a LIKE is to match: `'a%'`, `'%' || $1`, `concat($1, '%')`. */
function patternOf(given: SqlExpr): Operand {
  const expr = withoutCast(given);
  if (expr.kind === 'literal' && typeof expr.value === 'string') {
    return { kind: 'pattern', anchored: !/^[%_]/.test(expr.value), ...(!expr.value.includes(PUT_IN) && { text: expr.value }) };
  }
  const parts = joinedParts(expr);
  const [first] = parts;
  if (parts.length > 1 && first?.kind === 'literal') return { kind: 'pattern', anchored: !/^[%_]/.test(String(first.value)) };
  if (parts.length > 1 && first?.kind === 'param') return { kind: 'pattern', anchored: true };
  return { kind: 'pattern', anchored: 'unknown' };
}

/** Stands in a text for what the code puts into it. */
export const PUT_IN = '\uE001';

function joinedParts(expr: SqlExpr): SqlExpr[] {
  if (expr.kind === 'binary' && expr.operator === '||') return [...joinedParts(expr.left), ...joinedParts(expr.right)];
  if (expr.kind === 'call' && expr.name === 'concat') return expr.args.flatMap(joinedParts);
  return [withoutCast(expr)];
}

function wrapperOf(expr: SqlExpr): NonNullable<Compare['wrapped']>['by'] {
  if (someExpr(expr, (inner) => inner.kind === 'binary' && JSON_OPERATORS.has(inner.operator)) || (expr.kind === 'call' && /^json/.test(expr.name))) return 'json';
  if (expr.kind === 'cast') return 'cast';
  if (expr.kind === 'binary' && ARITHMETIC.has(expr.operator)) return 'arithmetic';
  return 'function';
}

/** Types whose cast to one of themselves leaves a column as it is. */
const TEXTS: ReadonlySet<string> = new Set(['text', 'varchar', 'char', 'character varying']);
const SAME_TYPES: Partial<Record<ColumnType, ReadonlySet<string>>> = {
  text: TEXTS, integer: new Set(['integer', 'int']), bigint: new Set(['bigint']), boolean: new Set(['boolean', 'bool']), uuid: new Set(['uuid']), date: new Set(['date']),
};

function isSameType(expr: SqlExpr, table: Table | undefined, { column }: ColumnRef): boolean {
  if (expr.kind !== 'cast' || expr.of.kind !== 'column') return false;
  const known = table?.columns.find(({ name }) => name === column);
  // A column of type citext is text to the schema, and its index is none for `text`.
  return known !== undefined && known.nativeType?.toLowerCase() !== 'citext' && SAME_TYPES[known.type]?.has(expr.type) === true;
}

/** `ORDER BY 2`, `ORDER BY total`: what the target of that place or name is. */
function named(expr: SqlExpr, targets: readonly SqlTarget[], scope: Scope): SqlExpr {
  if (expr.kind === 'literal' && typeof expr.value === 'number') return targets[expr.value - 1]?.expr ?? expr;
  if (expr.kind !== 'column' || expr.path.length > 1) return expr;
  const name = expr.path[0]!;
  const target = targets.find(({ alias }) => alias === name);
  return target && !(target.expr.kind === 'column' && target.expr.path.at(-1) === name && scope.tables.length === 1) ? target.expr : expr;
}

function isAggregateCall(expr: SqlExpr): boolean {
  return expr.kind === 'call' && expr.aggregate && !expr.window;
}

/** Whether an expression has one value for all rows. */
function isAggregateOnly(expr: SqlExpr): boolean {
  if (isAggregateCall(expr) || expr.kind === 'literal' || expr.kind === 'param') return true;
  const children = childrenOf(expr);
  return expr.kind !== 'column' && expr.kind !== 'star' && expr.kind !== 'query' && children.length > 0 && children.every(isAggregateOnly);
}

/** `SELECT count(*) FROM (SELECT …)`: the rows of the inner one are counted. */
function countedQuery(statement: SqlSelect): { query: SqlSelect } | undefined {
  const [target, ...more] = statement.targets;
  const [from, ...joined] = statement.from;
  const isCount = target?.expr.kind === 'call' && target.expr.name === 'count' && target.expr.aggregate && !target.expr.window && target.expr.args.length === 0;
  if (!isCount || more.length > 0 || joined.length > 0 || statement.where || statement.group.length > 0 || from?.item.kind !== 'query') return undefined;
  const { query } = from.item;
  // A query that counts, groups, or is of several sides, counts something else.
  return query.group.length > 0 || query.distinct || query.sides.length > 0 || query.targets.some(({ expr }) => someExpr(expr, isAggregateCall)) ? undefined : { query };
}

/** `SELECT EXISTS (SELECT …)` */
function existsQuery(statement: SqlSelect): SqlSelect | undefined {
  const [target, ...more] = statement.targets;
  const inner = target?.expr.kind === 'exists' ? target.expr.query : undefined;
  return more.length === 0 && statement.from.length === 0 && inner?.sides.length === 0 && inner.from.length > 0 ? inner : undefined;
}

/** Whether nothing but columns, joins and a filter is in a query, so that one around it is one with it. */
function isPlain(query: SqlSelect): boolean {
  return (
    query.sides.length === 0 && query.ctes.length === 0 && query.group.length === 0 && !query.distinct && !query.limit && !query.offset && query.order.length === 0 &&
    query.targets.every(({ expr }) => !someExpr(expr, (inner) => inner.kind === 'call' && (inner.aggregate || inner.window)))
  );
}

/** The only FROM of a query that is itself a query, or a common table expression that is used once, taken into it. */
function flattened(statement: SqlSelect, ctes: Scope['ctes']): SqlSelect {
  const [only, ...more] = statement.from;
  if (!only || more.length > 0) return statement;
  const { item } = only;
  const cte = item.kind === 'table' && item.table.namespace === undefined ? ctes.get(item.table.name) : undefined;
  const inner = item.kind === 'query' && !item.lateral ? item.query : cte && isTakenIn(statement, cte) && cte.query.kind === 'select' ? cte.query : undefined;
  const alias = item.kind === 'table' ? item.table.alias : item.alias;
  if (!inner || !isPlain(inner)) return statement;
  return takenIn(statement, inner, alias) ?? statement;
}

/** The query with the columns of the inner one in place of those that it reads of it; undefined where one is not seen. */
function takenIn(statement: SqlSelect, inner: SqlSelect, alias: string): SqlSelect | undefined {
  const stars = inner.targets.filter(({ expr }) => expr.kind === 'star');
  const only = inner.from.length === 1 && inner.from[0]!.item.kind === 'table' ? inner.from[0]!.item.table.alias : undefined;
  if (stars.length > 0 && only === undefined) return undefined;
  const by = (path: readonly string[]): SqlExpr | undefined => {
    const name = path.at(-1)!;
    if (path.length > 1 && path.at(-2) !== alias) return undefined;
    const target = inner.targets.find(({ expr, alias: own }) => (own ?? (expr.kind === 'column' ? expr.path.at(-1) : undefined)) === name);
    return target?.expr ?? (stars.length > 0 ? { kind: 'column', path: [only!, name] } : undefined);
  };
  const replaced = <T extends { expr: SqlExpr }>(list: readonly T[]): T[] | undefined => {
    const out = list.map((item) => ({ ...item, expr: substituted(item.expr, by) }));
    return out.some(({ expr }) => expr === undefined) ? undefined : (out as T[]);
  };
  const targets = statement.targets.some(({ expr }) => expr.kind === 'star') ? (statement.targets.length === 1 ? [...inner.targets] : undefined) : replaced(statement.targets);
  const order = replaced(statement.order);
  const group = replaced(statement.group.map((expr) => ({ expr })));
  const where = statement.where && substituted(statement.where, by);
  if (!targets || !order || !group || (statement.where && !where)) return undefined;
  const conditions = [inner.where, where].filter((one): one is SqlExpr => one !== undefined);
  const { kind, ctes, distinct, limit, offset, sides } = statement;
  const both: SqlExpr | undefined = conditions.length > 1 ? { kind: 'and', of: conditions } : conditions[0];
  return { kind, ctes, distinct, sides, targets, order, group: group.map(({ expr }) => expr), from: inner.from, ...(both && { where: both }), ...(limit && { limit }), ...(offset && { offset }) };
}

/** Whether a common table expression is read once, by nothing but the query itself, which takes it in. */
function isTakenIn(statement: SqlSelect, cte: SqlCte): boolean {
  const [only, ...more] = statement.from;
  if (cte.recursive || cte.materialized || cte.query.kind !== 'select' || !isPlain(cte.query)) return false;
  if (more.length > 0 || only?.item.kind !== 'table' || only.item.table.name !== cte.name || only.item.table.namespace !== undefined) return false;
  return readsOf(statement, cte.name) === 1 && takenIn(statement, cte.query, only.item.table.alias) !== undefined;
}

/** Whether conditions around a common table expression may reach into it. */
function mayBeNarrowed({ query, materialized }: SqlCte, statement: SqlStatement): boolean {
  if (materialized || query.kind !== 'select' || query.limit) return false;
  return !(statement.kind === 'select' && statement.from.length === 1 && !statement.where && !statement.limit);
}

/** How often a table of a name is read anywhere in a statement. */
function readsOf(statement: SqlStatement, name: string): number {
  let count = 0;
  eachTable(statement, (table) => {
    if (table.name === name && table.namespace === undefined) count += 1;
  });
  return count;
}

function eachTable(value: unknown, visit: (table: SqlTable) => void): void {
  if (Array.isArray(value)) for (const item of value) eachTable(item, visit);
  else if (typeof value === 'object' && value !== null) {
    const node = value as Record<string, unknown>;
    if (node.kind === 'table') visit(node.table as SqlTable);
    for (const inner of Object.values(node)) eachTable(inner, visit);
  }
}
