import { isAggregate } from './tree-postgres.ts';
import type { SqlCte, SqlExpr, SqlFrom, SqlOrder, SqlSelect, SqlStatement, SqlTable, SqlTarget } from './tree.ts';

/** A node of node-sql-parser. https://github.com/taozhi8833998/node-sql-parser/blob/master/types.d.ts */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a tree of many shapes, of which the parser's own types say less than the grammar
type Node = any;

/** What stands for the value of a number where the grammar wants a literal: `'\uE000 3'`. */
export const VALUE_MARK = '\uE000';

/**
 * The tree of one statement that node-sql-parser has parsed for MySQL, MariaDB or SQLite, in which the values that are put in are
 * written `:p1`, `:p2`, … or `'\uE000 1'`; undefined for one that handles no rows of tables.
 */
export function fromNodeSql(ast: Node): SqlStatement | undefined {
  switch (ast.type) {
    case 'select':
      return selectOf(ast);
    case 'update':
      return { kind: 'update', ctes: ctesOf(ast.with), from: fromList(ast.table), ...filters(ast), returning: targetsOf(ast.returning?.columns) };
    case 'delete': {
      const from = fromList(ast.from ?? ast.table);
      // `DELETE a FROM b JOIN a`: the rows are those of the table that is named first.
      const target: string | undefined = ast.table?.[0]?.as ?? ast.table?.[0]?.table;
      const head = from[0]?.item;
      const same = head?.kind === 'table' && (target === undefined || ast.table.length > 1 || head.table.alias === target || head.table.name === target);
      return same ? { kind: 'delete', ctes: ctesOf(ast.with), from, ...filters(ast), returning: targetsOf(ast.returning?.columns) } : undefined;
    }
    case 'insert':
    case 'replace':
      return {
        kind: 'insert',
        ctes: ctesOf(ast.with),
        table: tableOf(ast.table[0]),
        upsert: ast.type === 'replace' || Boolean(ast.on_duplicate_update) || ast.or?.[1]?.value === 'replace' || ast.conflict?.action?.keyword === 'update',
        ...(ast.values?.type === 'select' && { select: selectOf(ast.values) }),
        returning: targetsOf(ast.returning?.columns),
      };
    default:
      return undefined;
  }
}

function filters(ast: Node): { where?: SqlExpr; order: SqlOrder[]; limit?: SqlExpr; offset?: SqlExpr } {
  const [first, second]: Node[] = ast.limit?.value ?? [];
  const [limit, offset] = ast.limit?.seperator === ',' ? [second, first] : ast.limit?.seperator === 'offset' && !second ? [undefined, first] : [first, second];
  return {
    ...(ast.where && { where: exprOf(ast.where) }),
    order: (ast.orderby ?? []).map((item: Node): SqlOrder => {
      const nulls = /first|last/i.exec(String(item.nulls ?? ''))?.[0].toLowerCase() as SqlOrder['nulls'];
      return { expr: exprOf(item.expr), direction: item.type === 'DESC' ? 'desc' : 'asc', ...(nulls && { nulls }) };
    }),
    ...(limit && { limit: exprOf(limit) }),
    ...(offset && { offset: exprOf(offset) }),
  };
}

function selectOf(ast: Node): SqlSelect {
  const own: SqlSelect = {
    kind: 'select',
    ctes: ctesOf(ast.with),
    targets: targetsOf(ast.columns),
    from: fromList(ast.from),
    group: (ast.groupby?.columns ?? (Array.isArray(ast.groupby) ? ast.groupby : [])).map(exprOf),
    distinct: Boolean(ast.distinct?.type ?? ast.distinct),
    ...filters(ast),
    sides: [],
  };
  if (!ast._next) return own;
  const sides: SqlSelect[] = [own];
  for (let next = ast._next; next; next = next._next) sides.push(selectOf({ ...next, _next: undefined }));
  // What stands after the last side is of the whole.
  const { order, limit, offset, ...last } = sides.pop()!;
  sides.push({ ...last, order: [] });
  return { kind: 'select', ctes: own.ctes, targets: [], from: [], group: [], distinct: false, order, ...(limit && { limit }), ...(offset && { offset }), sides: [{ ...sides[0]!, ctes: [] }, ...sides.slice(1)] };
}

function ctesOf(list: readonly Node[] | null | undefined): SqlCte[] {
  return (list ?? []).flatMap((item): SqlCte[] => {
    const query = fromNodeSql(item.stmt.ast ?? item.stmt);
    return query ? [{ name: text(item.name), query, recursive: list!.some(({ recursive }) => recursive), materialized: false }] : [];
  });
}

function text(name: Node): string {
  return typeof name === 'string' ? name : (name?.value ?? name?.expr?.value ?? '');
}

function targetsOf(columns: readonly Node[] | '*' | null | undefined): SqlTarget[] {
  if (columns === '*') return [{ expr: { kind: 'star' } }];
  return (columns ?? []).map((column) => ({ expr: exprOf(column.expr ?? column), ...(column.as && { alias: text(column.as) }) }));
}

function tableOf(node: Node): SqlTable {
  return { name: node.table, ...(node.db && { namespace: node.db }), alias: node.as ?? node.table };
}

const JOINS: Readonly<Record<string, SqlFrom['join']>> = { JOIN: 'inner', 'INNER JOIN': 'inner', 'CROSS JOIN': 'inner', 'LEFT JOIN': 'left', 'LEFT OUTER JOIN': 'left', STRAIGHT_JOIN: 'inner' };

function fromList(list: readonly Node[] | null | undefined): SqlFrom[] {
  const items = (list ?? []).filter((node) => node.type !== 'dual').map((node, index): SqlFrom => {
    const joins = index === 0 ? 'base' : node.join ? (JOINS[node.join] ?? 'other') : 'inner';
    const condition = { ...(node.on && { on: exprOf(node.on) }), ...(node.using && { using: node.using.map(text) }) };
    if (node.expr?.ast) return { join: joins, item: { kind: 'query', query: selectOf(node.expr.ast), alias: node.as ?? '', lateral: false }, ...condition };
    if (typeof node.table === 'string') return { join: joins, item: { kind: 'table', table: tableOf(node) }, ...condition };
    return { join: joins, item: { kind: 'function', alias: node.as ?? '' }, ...condition };
  });
  // `a RIGHT JOIN b` is `b LEFT JOIN a`.
  const [left, right] = items;
  if (items.length === 2 && /^RIGHT/.test(list![1]!.join ?? '')) return [{ join: 'base', item: right!.item }, { ...right!, join: 'left', item: left!.item }];
  return items;
}

function exprOf(node: Node): SqlExpr {
  if (node?.ast) return { kind: 'query', query: selectOf(node.ast) };
  switch (node?.type) {
    case 'column_ref':
      return node.collate ? { kind: 'other', what: 'COLLATE', of: [columnOf(node)] } : columnOf(node);
    case 'number':
    case 'bigint':
      return { kind: 'literal', value: Number(node.value) };
    case 'bool':
      return { kind: 'literal', value: node.value === true };
    case 'null':
      return { kind: 'literal', value: null };
    case 'param':
      return { kind: 'param', number: Number(String(node.value).slice(1)) };
    case 'single_quote_string':
    case 'double_quote_string':
    case 'string':
      return literal(String(node.value));
    case 'function':
      return callOf(node);
    case 'aggr_func':
      return { kind: 'call', name: String(node.name).toLowerCase(), args: node.args?.expr?.type === 'star' || !node.args ? [] : listOf(node.args.expr), aggregate: true, window: Boolean(node.over) };
    case 'cast':
      return { kind: 'cast', type: String(node.target?.[0]?.dataType ?? node.target?.dataType ?? '').toLowerCase(), of: exprOf(node.expr) };
    case 'unary_expr':
      if (node.operator === 'NOT EXISTS') return { kind: 'not', of: { kind: 'exists', query: selectOf(node.expr.ast) } };
      if (node.operator === 'EXISTS') return { kind: 'exists', query: selectOf(node.expr.ast) };
      if (node.operator === 'NOT' || node.operator === '!') return { kind: 'not', of: exprOf(node.expr) };
      return { kind: 'call', name: String(node.operator), args: [exprOf(node.expr)], aggregate: false, window: false };
    case 'expr_list':
      return node.value.length === 1 ? exprOf(node.value[0]) : { kind: 'row', of: node.value.map(exprOf) };
    case 'interval':
      return { kind: 'call', name: 'interval', args: [exprOf(node.expr)], aggregate: false, window: false };
    case 'binary_expr':
      return binaryOf(node);
    case 'fulltext_search':
      return { kind: 'match', columns: (node.columns ?? []).map(exprOf) };
    case 'extract':
      return { kind: 'call', name: 'extract', args: [exprOf(node.args?.source)], aggregate: false, window: false };
    default:
      return { kind: 'other', what: String(node?.type ?? 'expression').replaceAll('_', ' '), of: inside(node) };
  }
}

function listOf(node: Node): SqlExpr[] {
  return node?.type === 'expr_list' ? node.value.map(exprOf) : [exprOf(node)];
}

/** Expressions in a node that is not understood. */
function inside(value: unknown): SqlExpr[] {
  if (Array.isArray(value)) return value.flatMap(inside);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((inner) => (/^(?:column_ref|param|function|aggr_func|cast|binary_expr)$/.test((inner as Node)?.type ?? '') || (inner as Node)?.ast ? [exprOf(inner)] : inside(inner)));
}

/** A string that a value stands in is that value where it is nothing else. */
function literal(value: string): SqlExpr {
  const number = new RegExp(`^${VALUE_MARK} (\\d+)$`).exec(value)?.[1];
  return number === undefined ? { kind: 'literal', value } : { kind: 'param', number: Number(number) };
}

function columnOf(node: Node): SqlExpr {
  const name = text(node.column?.expr ?? node.column);
  const table = node.table ? text(node.table) : undefined;
  if (name === '*') return { kind: 'star', ...(table !== undefined && { table }) };
  return { kind: 'column', path: [...(node.db ? [text(node.db)] : []), ...(table === undefined ? [] : [table]), name] };
}

function callOf(node: Node): SqlExpr {
  const name = (Array.isArray(node.name?.name) ? node.name.name.map(text).at(-1) : text(node.name)).toLowerCase();
  const args: SqlExpr[] = node.args ? listOf(node.args) : [];
  const first = args[0];
  if (name === 'not' && args.length === 1) return { kind: 'not', of: first! };
  if (name === 'exists' && first?.kind === 'query') return { kind: 'exists', query: first.query };
  return { kind: 'call', name, args, aggregate: isAggregate(name), window: Boolean(node.over) };
}

function binaryOf(node: Node): SqlExpr {
  const operator = String(node.operator).toLowerCase();
  const left = exprOf(node.left);
  switch (operator) {
    case 'and':
    case '&&':
      return { kind: 'and', of: [left, exprOf(node.right)] };
    case 'or':
    case '||':
      // In SQLite `||` joins texts; node-sql-parser gives OR its name there.
      if (operator === '||') return { kind: 'binary', operator, left, right: exprOf(node.right) };
      return { kind: 'or', of: [left, exprOf(node.right)] };
    case 'in':
    case 'not in': {
      const negated = operator === 'not in';
      const items: Node[] = node.right?.type === 'expr_list' ? node.right.value : [node.right];
      if (items.length === 1 && items[0]?.ast) return { kind: 'in query', negated, left, query: selectOf(items[0].ast) };
      return { kind: 'in', negated, left, list: items.map(exprOf) };
    }
    case 'between':
    case 'not between':
      return { kind: 'between', negated: operator === 'not between', left, low: exprOf(node.right.value[0]), high: exprOf(node.right.value[1]) };
    case 'is':
    case 'is not': {
      const negated = operator === 'is not';
      if (node.right?.type === 'null') return { kind: 'null test', negated, of: left };
      if (node.right?.type === 'bool') return { kind: 'boolean test', value: node.right.value === true, negated, of: left };
      return { kind: 'binary', operator: negated ? 'is distinct from' : 'is not distinct from', left, right: exprOf(node.right) };
    }
    default: {
      const right = exprOf(node.right);
      if (right.kind === 'call' && right.name === 'any' && right.args[0]?.kind === 'query' && operator === '=') return { kind: 'in query', negated: false, left, query: right.args[0].query };
      return { kind: 'binary', operator: operator === '==' ? '=' : operator === '!=' ? '<>' : operator, left, right };
    }
  }
}
