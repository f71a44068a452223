/**
 * A statement as a tree that is the same for every parser: what a reader of queries asks, and no more. Names are as the parser
 * gives them: PostgreSQL's are in lower case where they are not quoted.
 */
export type SqlStatement = SqlSelect | SqlUpdate | SqlDelete | SqlInsert;

export interface SqlSelect {
  kind: 'select';
  ctes: readonly SqlCte[];
  targets: readonly SqlTarget[];
  from: readonly SqlFrom[];
  where?: SqlExpr;
  group: readonly SqlExpr[];
  distinct: boolean;
  order: readonly SqlOrder[];
  limit?: SqlExpr;
  offset?: SqlExpr;
  /** The sides of a UNION, INTERSECT or EXCEPT: then it has no targets of its own. */
  sides: readonly SqlSelect[];
}

export interface SqlUpdate {
  kind: 'update';
  ctes: readonly SqlCte[];
  /** The table, and what is joined to it by FROM. */
  from: readonly SqlFrom[];
  where?: SqlExpr;
  order: readonly SqlOrder[];
  limit?: SqlExpr;
  returning: readonly SqlTarget[];
}

export interface SqlDelete extends Omit<SqlUpdate, 'kind'> {
  kind: 'delete';
}

export interface SqlInsert {
  kind: 'insert';
  ctes: readonly SqlCte[];
  table: SqlTable;
  /** `ON CONFLICT … DO UPDATE`, `ON DUPLICATE KEY UPDATE`, `REPLACE`. */
  upsert: boolean;
  /** The rows that it inserts, where a SELECT gives them. */
  select?: SqlSelect;
  returning: readonly SqlTarget[];
}

export interface SqlCte {
  name: string;
  query: SqlStatement;
  recursive: boolean;
  materialized: boolean;
}

export interface SqlTable {
  name: string;
  namespace?: string;
  alias: string;
}

export interface SqlFrom {
  /** How it is joined to what stands before it; `base` where it is the first, `other` for joins that the reader does not follow. */
  join: 'base' | 'inner' | 'left' | 'other';
  item: { kind: 'table'; table: SqlTable } | { kind: 'query'; query: SqlSelect; alias: string; lateral: boolean } | { kind: 'function'; alias: string };
  on?: SqlExpr;
  using?: readonly string[];
}

export interface SqlTarget {
  expr: SqlExpr;
  alias?: string;
}

export interface SqlOrder {
  expr: SqlExpr;
  direction: 'asc' | 'desc';
  nulls?: 'first' | 'last';
}

export type SqlExpr =
  /** The last name is the column's; before it stand the table's, and its namespace's. */
  | { kind: 'column'; path: readonly string[] }
  | { kind: 'star'; table?: string }
  | { kind: 'literal'; value: string | number | boolean | null }
  /** A value that is put in, counted from 1. */
  | { kind: 'param'; number: number }
  | { kind: 'and' | 'or'; of: readonly SqlExpr[] }
  | { kind: 'not'; of: SqlExpr }
  /** The operator in lower case: `=`, `like`, `not like`, `->>`, `is distinct from`. */
  | { kind: 'binary'; operator: string; left: SqlExpr; right: SqlExpr }
  /** `left operator ANY (right)`, `ALL`. */
  | { kind: 'any'; operator: string; all: boolean; left: SqlExpr; right: SqlExpr }
  | { kind: 'in'; negated: boolean; left: SqlExpr; list: readonly SqlExpr[] }
  | { kind: 'in query'; negated: boolean; left: SqlExpr; query: SqlSelect }
  | { kind: 'between'; negated: boolean; left: SqlExpr; low: SqlExpr; high: SqlExpr }
  | { kind: 'null test'; negated: boolean; of: SqlExpr }
  | { kind: 'boolean test'; value: boolean; negated: boolean; of: SqlExpr }
  | { kind: 'call'; name: string; args: readonly SqlExpr[]; aggregate: boolean; window: boolean }
  | { kind: 'cast'; type: string; of: SqlExpr }
  | { kind: 'exists'; query: SqlSelect }
  /** A query that stands for a value. */
  | { kind: 'query'; query: SqlSelect }
  | { kind: 'row'; of: readonly SqlExpr[] }
  /** `MATCH (columns) AGAINST (value)` */
  | { kind: 'match'; columns: readonly SqlExpr[] }
  /** What no reader understands, with the expressions in it. */
  | { kind: 'other'; what: string; of: readonly SqlExpr[] };

/** The expressions right below one; those of queries in it are not among them. */
export function childrenOf(expr: SqlExpr): readonly SqlExpr[] {
  switch (expr.kind) {
    case 'and':
    case 'or':
    case 'row':
    case 'other':
      return expr.of;
    case 'not':
    case 'null test':
    case 'boolean test':
    case 'cast':
      return [expr.of];
    case 'binary':
    case 'any':
      return [expr.left, expr.right];
    case 'in':
      return [expr.left, ...expr.list];
    case 'in query':
      return [expr.left];
    case 'between':
      return [expr.left, expr.low, expr.high];
    case 'call':
      return expr.args;
    case 'match':
      return expr.columns;
    default:
      return [];
  }
}

/** Visits an expression and those in it, the outer one first. */
export function walk(expr: SqlExpr, visit: (inner: SqlExpr) => void): void {
  visit(expr);
  for (const child of childrenOf(expr)) walk(child, visit);
}

/** Whether a test holds for an expression or one in it. */
export function someExpr(expr: SqlExpr, test: (inner: SqlExpr) => boolean): boolean {
  return test(expr) || childrenOf(expr).some((child) => someExpr(child, test));
}

/** Whether an expression is a call that makes one value of many rows. */
export function isAggregateCall(expr: SqlExpr): boolean {
  return expr.kind === 'call' && expr.aggregate && !expr.window;
}

/** Whether an expression has one value for all rows. */
export function isAggregateOnly(expr: SqlExpr): boolean {
  if (isAggregateCall(expr) || expr.kind === 'literal' || expr.kind === 'param') return true;
  const children = childrenOf(expr);
  return expr.kind !== 'column' && expr.kind !== 'star' && expr.kind !== 'query' && children.length > 0 && children.every(isAggregateOnly);
}

/** The expression with each column replaced by what stands for it; undefined where one has no replacement, or a query is in it. */
export function substituted(expr: SqlExpr, by: (path: readonly string[]) => SqlExpr | undefined): SqlExpr | undefined {
  const all = (list: readonly SqlExpr[]): SqlExpr[] | undefined => {
    const out = list.map((item) => substituted(item, by));
    return out.includes(undefined) ? undefined : (out as SqlExpr[]);
  };
  switch (expr.kind) {
    case 'column':
      return by(expr.path);
    case 'literal':
    case 'param':
      return expr;
    case 'and':
    case 'or':
    case 'row':
    case 'other': {
      const of = all(expr.of);
      return of && { ...expr, of };
    }
    case 'not':
    case 'null test':
    case 'boolean test':
    case 'cast': {
      const of = substituted(expr.of, by);
      return of && { ...expr, of };
    }
    case 'binary':
    case 'any': {
      const sides = all([expr.left, expr.right]);
      return sides && { ...expr, left: sides[0]!, right: sides[1]! };
    }
    case 'in': {
      const [left, ...list] = all([expr.left, ...expr.list]) ?? [];
      return left && { ...expr, left, list };
    }
    case 'between': {
      const sides = all([expr.left, expr.low, expr.high]);
      return sides && { ...expr, left: sides[0]!, low: sides[1]!, high: sides[2]! };
    }
    case 'call': {
      const args = all(expr.args);
      return args && { ...expr, args };
    }
    default:
      return undefined;
  }
}
