/** Conditions of a statement, and the columns and values that they compare. */
import { and, not, unknown } from './conditions.ts';
import { indexText } from './expression.ts';
import { compare, compareAs, FLIPPED, isSameType, operandOf, patternOf, withoutCast, wrapperOf, type Side } from './sql-operands.ts';
import { foundColumn, hasAlias, type Found, type Scope, type SqlContext } from './sql-scope.ts';
import { childrenOf, isAggregateOnly, walk, type SqlExpr, type SqlFrom, type SqlSelect } from './tree.ts';
import { ALWAYS, type Condition, type Join, type Operand, type Operator, type TableRef } from './types.ts';

/** Tables of FROM, what joins them, and the scope that they make. */
export interface Source {
  from: TableRef;
  joins: Join[];
  scope: Scope;
  /** What could not be read, each in a few words. */
  unknown: string[];
}

/** What is asked of the reader of the statement around: queries stand in conditions, too. */
export interface Queries {
  source(items: readonly SqlFrom[], ctes: Scope['ctes'], outer: Scope | undefined): Source | undefined;
  /** Reads a query on its own. */
  apart(query: SqlSelect, outer: Scope): void;
}

/** Functions that give another value for each row, so that no index is asked with them. */
const VOLATILE: ReadonlySet<string> = new Set(['random', 'rand', 'clock_timestamp', 'timeofday', 'gen_random_uuid', 'uuid_generate_v4', 'nextval', 'uuid']);

/** Reads conditions; what it does not understand is an unknown part of one. */
export class ConditionReader {
  /** Columns of rows around that queries for values have read. */
  private readsAround = 0;
  private readonly context: SqlContext;
  private readonly queries: Queries;

  constructor(context: SqlContext, queries: Queries) {
    this.context = context;
    this.queries = queries;
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

  private existing(query: SqlSelect, outer: Scope): (Omit<Source, 'unknown'> & { where: Condition }) | { unknown: string } {
    if (query.sides.length > 0 || query.ctes.length > 0) return { unknown: 'a condition on a query of several' };
    if (query.group.length > 0 || query.offset || (query.limit && !(query.limit.kind === 'literal' && query.limit.value === 1))) return { unknown: 'a condition on grouped or limited rows' };
    const source = this.queries.source(query.from, outer.ctes, outer);
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
    this.queries.apart(expr.query, { ...scope, perRow: true });
    return unknown(why);
  }

  /** Queries that stand for values in an expression: each is read on its own. */
  valueQueries(expr: SqlExpr, scope: Scope): void {
    if (expr.kind === 'query' || expr.kind === 'exists') this.queries.apart(expr.query, { ...scope, perRow: true });
    for (const child of childrenOf(expr)) this.valueQueries(child, scope);
  }

  side(expr: SqlExpr, scope: Scope): Side {
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
    this.queries.apart(query, { ...scope, perRow: true });
    return this.readsAround > before ? { kind: 'unknown', why: 'a query that depends on the row' } : { kind: 'value', operand: { kind: 'value' } };
  }

  /** The column that a name stands for. */
  column(path: readonly string[], scope: Scope): Found {
    const found = foundColumn(path, scope, this.context);
    if (found.kind === 'value') this.readsAround += 1;
    return found;
  }
}

function flatOr(expr: SqlExpr): SqlExpr[] {
  return expr.kind === 'or' ? expr.of.flatMap(flatOr) : [expr];
}

function isConstant(expr: SqlExpr): boolean {
  return expr.kind === 'literal';
}

function sameConstant(left: SqlExpr, right: SqlExpr): boolean {
  return left.kind === 'literal' && right.kind === 'literal' && left.value === right.value;
}
