/** A query that stands around another one and is one with it: the inner one is taken into it, so that both are read as one. */
import { isAggregateCall, someExpr, substituted, type SqlCte, type SqlExpr, type SqlSelect, type SqlStatement, type SqlTable } from './tree.ts';

/** `SELECT count(*) FROM (SELECT …)`: the rows of the inner one are counted. */
export function countedQuery(statement: SqlSelect): { query: SqlSelect } | undefined {
  const [target, ...more] = statement.targets;
  const [from, ...joined] = statement.from;
  const isCount = target?.expr.kind === 'call' && target.expr.name === 'count' && target.expr.aggregate && !target.expr.window && target.expr.args.length === 0;
  if (!isCount || more.length > 0 || joined.length > 0 || statement.where || statement.group.length > 0 || from?.item.kind !== 'query') return undefined;
  const { query } = from.item;
  // A query that counts, groups, or is of several sides, counts something else.
  return query.group.length > 0 || query.distinct || query.sides.length > 0 || query.targets.some(({ expr }) => someExpr(expr, isAggregateCall)) ? undefined : { query };
}

/** `SELECT EXISTS (SELECT …)` */
export function existsQuery(statement: SqlSelect): SqlSelect | undefined {
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
export function flattened(statement: SqlSelect, ctes: ReadonlyMap<string, SqlCte>): SqlSelect {
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
export function isTakenIn(statement: SqlSelect, cte: SqlCte): boolean {
  const [only, ...more] = statement.from;
  if (cte.recursive || cte.materialized || cte.query.kind !== 'select' || !isPlain(cte.query)) return false;
  if (more.length > 0 || only?.item.kind !== 'table' || only.item.table.name !== cte.name || only.item.table.namespace !== undefined) return false;
  return readsOf(statement, cte.name) === 1 && takenIn(statement, cte.query, only.item.table.alias) !== undefined;
}

/** Whether conditions around a common table expression may reach into it. */
export function mayBeNarrowed({ query, materialized }: SqlCte, statement: SqlStatement): boolean {
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
