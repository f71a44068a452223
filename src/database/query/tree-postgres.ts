import type { SqlCte, SqlExpr, SqlFrom, SqlOrder, SqlSelect, SqlStatement, SqlTable, SqlTarget } from './tree.ts';

/** A node of libpg-query: an object with one key, its kind. https://github.com/pganalyze/libpg_query/blob/18-latest/protobuf/pg_query.proto */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a tree of many shapes, of which the parser's own types say less than the grammar
type Node = any;

/**
 * The tree of one statement that libpg-query has parsed (`stmts[i].stmt`); undefined for one that handles no rows of tables.
 */
export function fromPostgres(stmt: Node): SqlStatement | undefined {
  const [kind, node] = only(stmt);
  switch (kind) {
    case 'SelectStmt':
      return selectOf(node);
    case 'UpdateStmt':
      return {
        kind: 'update',
        ctes: ctesOf(node.withClause),
        from: [{ join: 'base', item: { kind: 'table', table: tableOf(node.relation) } }, ...fromList(node.fromClause, false)],
        ...optional('where', node.whereClause),
        order: [],
        returning: targetsOf(node.returningClause?.exprs ?? node.returningList),
      };
    case 'DeleteStmt':
      return {
        kind: 'delete',
        ctes: ctesOf(node.withClause),
        from: [{ join: 'base', item: { kind: 'table', table: tableOf(node.relation) } }, ...fromList(node.usingClause, false)],
        ...optional('where', node.whereClause),
        order: [],
        returning: targetsOf(node.returningClause?.exprs ?? node.returningList),
      };
    case 'InsertStmt': {
      const rows = node.selectStmt?.SelectStmt;
      return {
        kind: 'insert',
        ctes: ctesOf(node.withClause),
        table: tableOf(node.relation),
        upsert: node.onConflictClause?.action === 'ONCONFLICT_UPDATE',
        ...(rows && !rows.valuesLists && { select: selectOf(rows) }),
        returning: targetsOf(node.returningClause?.exprs ?? node.returningList),
      };
    }
    default:
      return undefined;
  }
}

function only(node: Node): [string, Node] {
  const [kind] = Object.keys(node);
  return kind === undefined ? ['', {}] : [kind, node[kind]];
}

function optional<K extends string>(key: K, node: Node | undefined): { [P in K]?: SqlExpr } {
  return (node ? { [key]: exprOf(node) } : {}) as { [P in K]?: SqlExpr };
}

function selectOf(node: Node): SqlSelect {
  const sides = node.op && node.op !== 'SETOP_NONE' ? [...sidesOf(node.larg), ...sidesOf(node.rarg)] : [];
  return {
    kind: 'select',
    ctes: ctesOf(node.withClause),
    targets: targetsOf(node.targetList),
    from: fromList(node.fromClause, true),
    ...optional('where', node.whereClause),
    group: (node.groupClause ?? []).map(exprOf),
    distinct: node.distinctClause !== undefined,
    order: (node.sortClause ?? []).map((item: Node) => orderOf(item.SortBy)),
    ...(node.limitCount && !node.limitCount.A_Const?.isnull && { limit: exprOf(node.limitCount) }),
    ...optional('offset', node.limitOffset),
    sides,
  };
}

/** Sides of sides of one without an order or limit of its own stand beside the others. */
function sidesOf(node: Node): SqlSelect[] {
  const side = selectOf(node);
  return side.sides.length > 0 && side.order.length === 0 && !side.limit && !side.offset && side.ctes.length === 0 ? [...side.sides] : [side];
}

function ctesOf(clause: Node): SqlCte[] {
  return (clause?.ctes ?? []).flatMap((item: Node): SqlCte[] => {
    const cte = item.CommonTableExpr;
    const query = fromPostgres(cte.ctequery);
    return query ? [{ name: cte.ctename, query, recursive: clause.recursive === true, materialized: cte.ctematerialized === 'CTEMaterializeAlways' }] : [];
  });
}

function targetsOf(list: readonly Node[] | undefined): SqlTarget[] {
  return (list ?? []).flatMap(({ ResTarget: target }) => (target?.val ? [{ expr: exprOf(target.val), ...(target.name && { alias: target.name }) }] : []));
}

function orderOf(sort: Node): SqlOrder {
  const nulls = { SORTBY_NULLS_FIRST: 'first', SORTBY_NULLS_LAST: 'last' }[sort.sortby_nulls as string] as SqlOrder['nulls'];
  return { expr: sort.sortby_dir === 'SORTBY_USING' ? other('ORDER BY USING') : exprOf(sort.node), direction: sort.sortby_dir === 'SORTBY_DESC' ? 'desc' : 'asc', ...(nulls && { nulls }) };
}

function tableOf(range: Node): SqlTable {
  return { name: range.relname, ...(range.schemaname && { namespace: range.schemaname }), alias: range.alias?.aliasname ?? range.relname };
}

/** A list of FROM; what is listed by commas is joined without a condition. */
function fromList(list: readonly Node[] | undefined, first: boolean): SqlFrom[] {
  return (list ?? []).flatMap((node, index) => {
    const items = fromItem(node);
    const head = items[0]!;
    return index === 0 && first ? items : [{ ...head, join: 'inner' as const }, ...items.slice(1)];
  });
}

const JOINS: Readonly<Record<string, SqlFrom['join']>> = { JOIN_INNER: 'inner', JOIN_LEFT: 'left' };

function fromItem(node: Node): SqlFrom[] {
  const [kind, item] = only(node);
  switch (kind) {
    case 'RangeVar':
      return [{ join: 'base', item: { kind: 'table', table: tableOf(item) } }];
    case 'RangeSubselect':
      return [{ join: 'base', item: { kind: 'query', query: selectOf(item.subquery.SelectStmt), alias: item.alias?.aliasname ?? '', lateral: item.lateral === true } }];
    case 'JoinExpr': {
      const left = fromItem(item.larg);
      const right = fromItem(item.rarg);
      const condition = {
        ...(item.quals && { on: exprOf(item.quals) }),
        ...(item.usingClause && { using: item.usingClause.map((name: Node) => name.String.sval) }),
      };
      // `a RIGHT JOIN b` is `b LEFT JOIN a`.
      if (item.jointype === 'JOIN_RIGHT' && left.length === 1 && right.length === 1) return [right[0]!, { ...left[0]!, join: 'left', ...condition }];
      const join = item.isNatural || right.length > 1 ? 'other' : (JOINS[item.jointype] ?? 'other');
      return [...left, { ...right[0]!, join, ...condition }, ...right.slice(1).map((nested) => ({ ...nested, join: 'other' as const }))];
    }
    default:
      return [{ join: 'base', item: { kind: 'function', alias: item.alias?.aliasname ?? '' } }];
  }
}

function other(what: string, of: readonly SqlExpr[] = []): SqlExpr {
  return { kind: 'other', what, of };
}

const AGGREGATES = new Set(['count', 'sum', 'avg', 'min', 'max', 'array_agg', 'string_agg', 'json_agg', 'jsonb_agg', 'json_object_agg', 'jsonb_object_agg', 'bool_and', 'bool_or', 'every', 'stddev', 'variance', 'percentile_cont', 'percentile_disc', 'group_concat', 'total']);

/** Whether a function makes one value of many rows. */
export function isAggregate(name: string): boolean {
  return AGGREGATES.has(name);
}

function exprOf(node: Node): SqlExpr {
  const [kind, item] = only(node);
  switch (kind) {
    case 'ColumnRef':
      return columnOf(item);
    case 'A_Const':
      return { kind: 'literal', value: constant(item) };
    case 'ParamRef':
      return { kind: 'param', number: item.number };
    case 'BoolExpr': {
      const of: SqlExpr[] = item.args.map(exprOf);
      return item.boolop === 'NOT_EXPR' ? { kind: 'not', of: of[0]! } : { kind: item.boolop === 'OR_EXPR' ? 'or' : 'and', of };
    }
    case 'A_Expr':
      return operatorOf(item);
    case 'NullTest':
      return { kind: 'null test', negated: item.nulltesttype === 'IS_NOT_NULL', of: exprOf(item.arg) };
    case 'BooleanTest': {
      const test = /^IS_(NOT_)?(TRUE|FALSE)$/.exec(item.booltesttype);
      return test ? { kind: 'boolean test', value: test[2] === 'TRUE', negated: test[1] !== undefined, of: exprOf(item.arg) } : other('IS UNKNOWN', [exprOf(item.arg)]);
    }
    case 'FuncCall': {
      const name = item.funcname.at(-1).String.sval.toLowerCase();
      return { kind: 'call', name, args: (item.args ?? []).map(exprOf), aggregate: isAggregate(name), window: item.over !== undefined };
    }
    case 'NamedArgExpr':
      return exprOf(item.arg);
    case 'CoalesceExpr':
      return { kind: 'call', name: 'coalesce', args: item.args.map(exprOf), aggregate: false, window: false };
    case 'MinMaxExpr':
      return { kind: 'call', name: item.op === 'IS_LEAST' ? 'least' : 'greatest', args: item.args.map(exprOf), aggregate: false, window: false };
    case 'SQLValueFunction':
      return { kind: 'call', name: String(item.op).replace('SVFOP_', '').toLowerCase(), args: [], aggregate: false, window: false };
    case 'TypeCast':
      return { kind: 'cast', type: typeOf(item.typeName), of: exprOf(item.arg) };
    case 'SubLink':
      return subLink(item);
    case 'RowExpr':
      return { kind: 'row', of: (item.args ?? []).map(exprOf) };
    case 'A_ArrayExpr':
      return { kind: 'call', name: 'array', args: (item.elements ?? []).map(exprOf), aggregate: false, window: false };
    case 'CollateClause':
      return other('COLLATE', [exprOf(item.arg)]);
    default:
      return other(kind, inside(item));
  }
}

/** Expressions in a node that is not understood. */
function inside(value: unknown): SqlExpr[] {
  if (Array.isArray(value)) return value.flatMap(inside);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (UNDERSTOOD.has(key) ? [exprOf({ [key]: inner })] : inside(inner)));
}

const UNDERSTOOD = new Set(['ColumnRef', 'A_Const', 'ParamRef', 'BoolExpr', 'A_Expr', 'NullTest', 'BooleanTest', 'FuncCall', 'CoalesceExpr', 'TypeCast', 'SubLink']);

function columnOf(item: Node): SqlExpr {
  const path: (string | undefined)[] = item.fields.map((field: Node) => field.String?.sval);
  if (path.at(-1) !== undefined) return { kind: 'column', path: path as string[] };
  const table = path.at(-2);
  return { kind: 'star', ...(table !== undefined && { table }) };
}

function constant(item: Node): string | number | boolean | null {
  if (item.isnull) return null;
  if (item.sval) return item.sval.sval ?? '';
  if (item.fval) return Number(item.fval.fval);
  if (item.boolval) return item.boolval.boolval === true;
  if (item.ival) return item.ival.ival ?? 0;
  return String(item.bsval?.bsval ?? '');
}

const NEGATED_MATCH: Readonly<Record<string, string>> = { '~~': 'like', '!~~': 'not like', '~~*': 'ilike', '!~~*': 'not ilike' };

function operatorOf(item: Node): SqlExpr {
  const operator: string = item.name.at(-1).String.sval;
  const list = (): SqlExpr[] => (item.rexpr.List?.items ?? []).map(exprOf);
  switch (item.kind) {
    case 'AEXPR_OP': {
      const right = exprOf(item.rexpr);
      if (!item.lexpr) return right.kind === 'literal' && operator === '-' && typeof right.value === 'number' ? { kind: 'literal', value: -right.value } : { kind: 'call', name: operator, args: [right], aggregate: false, window: false };
      return { kind: 'binary', operator: NEGATED_MATCH[operator] ?? (operator === '!=' ? '<>' : operator), left: exprOf(item.lexpr), right };
    }
    case 'AEXPR_OP_ANY':
    case 'AEXPR_OP_ALL':
      return { kind: 'any', operator: NEGATED_MATCH[operator] ?? operator, all: item.kind === 'AEXPR_OP_ALL', left: exprOf(item.lexpr), right: exprOf(item.rexpr) };
    case 'AEXPR_IN':
      return { kind: 'in', negated: operator === '<>', left: exprOf(item.lexpr), list: list() };
    case 'AEXPR_LIKE':
    case 'AEXPR_ILIKE':
      return { kind: 'binary', operator: NEGATED_MATCH[operator] ?? operator, left: exprOf(item.lexpr), right: exprOf(item.rexpr) };
    case 'AEXPR_SIMILAR':
      return { kind: 'binary', operator: operator === '!~' ? '!~' : '~', left: exprOf(item.lexpr), right: exprOf(item.rexpr) };
    case 'AEXPR_BETWEEN':
    case 'AEXPR_NOT_BETWEEN': {
      const [low, high] = list();
      return { kind: 'between', negated: item.kind === 'AEXPR_NOT_BETWEEN', left: exprOf(item.lexpr), low: low!, high: high! };
    }
    case 'AEXPR_DISTINCT':
      return { kind: 'binary', operator: 'is distinct from', left: exprOf(item.lexpr), right: exprOf(item.rexpr) };
    case 'AEXPR_NOT_DISTINCT':
      return { kind: 'binary', operator: 'is not distinct from', left: exprOf(item.lexpr), right: exprOf(item.rexpr) };
    case 'AEXPR_NULLIF':
      return { kind: 'call', name: 'nullif', args: [exprOf(item.lexpr), exprOf(item.rexpr)], aggregate: false, window: false };
    default:
      return other(item.kind, inside([item.lexpr, item.rexpr]));
  }
}

function subLink(item: Node): SqlExpr {
  const query = selectOf(item.subselect.SelectStmt);
  if (item.subLinkType === 'EXISTS_SUBLINK') return { kind: 'exists', query };
  if (item.subLinkType === 'EXPR_SUBLINK' || item.subLinkType === 'ARRAY_SUBLINK') return { kind: 'query', query };
  const operator = item.operName?.at(-1).String.sval ?? '=';
  if (item.subLinkType === 'ANY_SUBLINK' && operator === '=') return { kind: 'in query', negated: false, left: exprOf(item.testexpr), query };
  if (item.subLinkType === 'ALL_SUBLINK' && operator === '<>') return { kind: 'in query', negated: true, left: exprOf(item.testexpr), query };
  return other('a comparison with a query', item.testexpr ? [exprOf(item.testexpr)] : []);
}

/** Names that PostgreSQL's grammar gives to the types that people write otherwise. */
const TYPE_NAMES: Readonly<Record<string, string>> = { int2: 'smallint', int4: 'integer', int8: 'bigint', float4: 'real', float8: 'double precision', bool: 'boolean', bpchar: 'char' };

function typeOf(type: Node): string {
  const name: string = type.names.at(-1).String.sval;
  return `${TYPE_NAMES[name] ?? name}${type.arrayBounds ? '[]' : ''}`;
}
