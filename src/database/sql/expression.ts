/**
 * Expressions of the parsers' trees as values that index and query can be compared by. The text is in lower case, without quotes,
 * qualifiers and superfluous parentheses: `lower(email)`, `body->>'name'`, `created_at::date`.
 */
export type Expression =
  /** Its name in the database, as it is written. */
  | { kind: 'column'; name: string }
  | { kind: 'literal'; value: string | number | boolean | null }
  | { kind: 'call'; name: string; args: readonly Expression[] }
  | { kind: 'cast'; type: string; of: Expression }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression }
  | { kind: 'and' | 'or'; of: readonly Expression[] }
  | { kind: 'not'; of: Expression }
  | { kind: 'null test'; negated: boolean; of: Expression }
  | { kind: 'in'; negated: boolean; left: Expression; list: readonly Expression[] }
  | { kind: 'other' };

/** A node of either parser. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape of a node hangs on its kind, in some hundred ways
type Node = any;

const OTHER: Expression = { kind: 'other' };

/** Operators that are written without spaces around them. */
const TIGHT: ReadonlySet<string> = new Set(['->', '->>', '#>', '#>>']);
const JSON_AS_TEXT: ReadonlySet<string> = new Set(['->>', '#>>']);
/** Operators whose right side is a list of keys: https://www.postgresql.org/docs/current/functions-json.html */
const PATHS: ReadonlySet<string> = new Set(['#>', '#>>']);
/** Functions of text, which take nothing else: a cast of their argument to text is PostgreSQL's own. */
const OF_TEXT: ReadonlySet<string> = new Set(['lower', 'upper', 'btrim', 'ltrim', 'rtrim', 'md5', 'left', 'right', 'substr', 'substring', 'initcap', 'reverse', 'length']);
const TEXT_TYPES: ReadonlySet<string> = new Set(['text', 'varchar', 'char']);

/** Names that PostgreSQL's grammar gives to the types that people write otherwise. */
const TYPE_NAMES: Readonly<Record<string, string>> = { int2: 'smallint', int4: 'integer', int8: 'bigint', float4: 'real', float8: 'double precision', bool: 'boolean', bpchar: 'char' };

/** The name of a type in a tree of libpg-query, without length. */
export function typeName(type: Node): string {
  const name: string = type.names.at(-1).String.sval;
  return `${TYPE_NAMES[name] ?? name}${type.arrayBounds ? '[]' : ''}`;
}

/** An expression of libpg-query's tree. */
export function postgresqlExpression(node: Node): Expression {
  const [kind] = Object.keys(node ?? {});
  const item: Node = kind === undefined ? undefined : node[kind];
  switch (kind) {
    case 'ColumnRef': {
      const name: unknown = item.fields.at(-1).String?.sval;
      return typeof name === 'string' ? { kind: 'column', name } : OTHER;
    }
    case 'A_Const':
      return { kind: 'literal', value: constantOf(item) };
    case 'BoolExpr': {
      const of: Expression[] = item.args.map(postgresqlExpression);
      return item.boolop === 'NOT_EXPR' ? { kind: 'not', of: of[0]! } : { kind: item.boolop === 'OR_EXPR' ? 'or' : 'and', of };
    }
    case 'NullTest':
      return { kind: 'null test', negated: item.nulltesttype === 'IS_NOT_NULL', of: postgresqlExpression(item.arg) };
    case 'BooleanTest': {
      const test = /^IS_(TRUE|FALSE)$/.exec(item.booltesttype);
      return test ? { kind: 'binary', operator: '=', left: postgresqlExpression(item.arg), right: { kind: 'literal', value: test[1] === 'TRUE' } } : OTHER;
    }
    case 'FuncCall':
      return { kind: 'call', name: item.funcname.at(-1).String.sval.toLowerCase(), args: (item.args ?? []).map(postgresqlExpression) };
    case 'CoalesceExpr':
      return { kind: 'call', name: 'coalesce', args: item.args.map(postgresqlExpression) };
    case 'MinMaxExpr':
      return { kind: 'call', name: item.op === 'IS_LEAST' ? 'least' : 'greatest', args: item.args.map(postgresqlExpression) };
    case 'TypeCast':
      return { kind: 'cast', type: typeName(item.typeName), of: postgresqlExpression(item.arg) };
    case 'CollateClause':
      return OTHER;
    case 'A_Expr':
      return operatorOf(item);
    default:
      return OTHER;
  }
}

function constantOf(item: Node): string | number | boolean | null {
  if (item.isnull) return null;
  if (item.sval) return item.sval.sval ?? '';
  if (item.fval) return Number(item.fval.fval);
  if (item.boolval) return item.boolval.boolval === true;
  return item.ival?.ival ?? 0;
}

const NAMES_OF_OPERATORS: Readonly<Record<string, string>> = { '~~': 'like', '!~~': 'not like', '~~*': 'ilike', '!~~*': 'not ilike', '!=': '<>' };

function operatorOf(item: Node): Expression {
  const name: string = item.name.at(-1).String.sval;
  const operator = NAMES_OF_OPERATORS[name] ?? name;
  switch (item.kind) {
    case 'AEXPR_OP': {
      const right = postgresqlExpression(item.rexpr);
      if (item.lexpr) return { kind: 'binary', operator, left: postgresqlExpression(item.lexpr), right };
      return right.kind === 'literal' && typeof right.value === 'number' && name === '-' ? { kind: 'literal', value: -right.value } : { kind: 'call', name, args: [right] };
    }
    case 'AEXPR_LIKE':
    case 'AEXPR_ILIKE':
      return { kind: 'binary', operator, left: postgresqlExpression(item.lexpr), right: postgresqlExpression(item.rexpr) };
    case 'AEXPR_IN':
      return { kind: 'in', negated: operator === '<>', left: postgresqlExpression(item.lexpr), list: (item.rexpr.List?.items ?? []).map(postgresqlExpression) };
    case 'AEXPR_OP_ANY':
    case 'AEXPR_OP_ALL': {
      // As the catalog writes IN and NOT IN.
      const list = elementsOf(item.rexpr);
      const negated = item.kind === 'AEXPR_OP_ALL';
      return list && operator === (negated ? '<>' : '=') ? { kind: 'in', negated, left: postgresqlExpression(item.lexpr), list } : OTHER;
    }
    default:
      return OTHER;
  }
}

function elementsOf(node: Node): Expression[] | undefined {
  if (node?.TypeCast) return elementsOf(node.TypeCast.arg);
  return node?.A_ArrayExpr?.elements?.map(postgresqlExpression);
}

/** An expression of node-sql-parser's tree, of MySQL, MariaDB or SQLite. */
export function otherExpression(node: Node): Expression {
  switch (node?.type) {
    case 'column_ref':
      return { kind: 'column', name: nameIn(node.column) };
    case 'number':
    case 'bigint':
      return { kind: 'literal', value: Number(node.value) };
    case 'bool':
      return { kind: 'literal', value: node.value === true };
    case 'null':
      return { kind: 'literal', value: null };
    case 'single_quote_string':
    case 'string':
      return { kind: 'literal', value: String(node.value) };
    // A string in MySQL, a name in SQLite where there is such a column: a key never holds a constant.
    case 'double_quote_string':
      return { kind: 'column', name: String(node.value) };
    case 'function': {
      const name = String(Array.isArray(node.name?.name) ? node.name.name.at(-1).value : node.name).toLowerCase();
      const args: Expression[] = (node.args?.value ?? []).map(otherExpression);
      return name === 'not' && args[0] ? { kind: 'not', of: args[0] } : { kind: 'call', name, args };
    }
    case 'cast': {
      const [target]: Node[] = [node.target].flat();
      return { kind: 'cast', type: String(target?.dataType ?? '').toLowerCase(), of: otherExpression(node.expr) };
    }
    case 'unary_expr':
      return node.operator === 'NOT' || node.operator === '!' ? { kind: 'not', of: otherExpression(node.expr) } : OTHER;
    case 'expr_list':
      return node.value.length === 1 ? otherExpression(node.value[0]) : OTHER;
    case 'binary_expr':
      return binaryOf(node);
    default:
      return OTHER;
  }
}

function nameIn(name: Node): string {
  return typeof name === 'string' ? name : String(name?.expr?.value ?? name?.value ?? '');
}

function binaryOf(node: Node): Expression {
  const operator = String(node.operator).toLowerCase();
  const left = otherExpression(node.left);
  if (operator === 'and' || operator === 'or') return { kind: operator, of: [left, otherExpression(node.right)] };
  if ((operator === 'is' || operator === 'is not') && node.right?.type === 'null') return { kind: 'null test', negated: operator === 'is not', of: left };
  if (operator === 'in' || operator === 'not in') return { kind: 'in', negated: operator === 'not in', left, list: (node.right?.value ?? []).map(otherExpression) };
  return { kind: 'binary', operator: { '==': '=', '!=': '<>' }[operator] ?? operator, left, right: otherExpression(node.right) };
}

/** The text of an expression, as indexes and queries are compared by; undefined for one that is not understood. */
export function expressionText(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'column':
      return expression.name.toLowerCase();
    case 'literal':
      return typeof expression.value === 'string' ? `'${expression.value.replaceAll("'", "''")}'` : String(expression.value);
    case 'call': {
      const args = expression.args.map((arg) => expressionText(OF_TEXT.has(expression.name) ? withoutTextCast(arg) : arg));
      if (args.includes(undefined)) return undefined;
      return /^\w+$/.test(expression.name) ? `${expression.name}(${args.join(', ')})` : `${expression.name}${args[0]}`;
    }
    case 'cast': {
      // A cast binds closer than any operator.
      const of = expression.of.kind === 'binary' ? wrapped(expressionText(expression.of)) : operand(expression.of);
      // What is taken out of JSON as text is text.
      if (expression.type === 'text' && expression.of.kind === 'binary' && JSON_AS_TEXT.has(expression.of.operator)) return expressionText(expression.of);
      // Constants have the type of what they are compared with.
      if (expression.of.kind === 'literal' && !/^(?:date|time|timestamp|interval)/.test(expression.type)) return of;
      return of && `${of}::${expression.type}`;
    }
    case 'binary': {
      const [left, right] = [operand(expression.left), operand(PATHS.has(expression.operator) ? pathOf(expression.right) : expression.right)];
      const operator = TIGHT.has(expression.operator) ? expression.operator : ` ${expression.operator} `;
      return left && right && left + operator + right;
    }
    case 'and':
    case 'or': {
      const parts = flattened(expression.kind, expression).map((part) => (part.kind === 'and' || part.kind === 'or' ? wrapped(expressionText(part)) : expressionText(part)));
      return parts.includes(undefined) ? undefined : parts.join(` ${expression.kind} `);
    }
    case 'not': {
      const of = expressionText(expression.of);
      return of && `not ${expression.of.kind === 'column' || expression.of.kind === 'call' ? of : `(${of})`}`;
    }
    case 'null test': {
      const of = operand(expression.of);
      return of && `${of} is ${expression.negated ? 'not ' : ''}null`;
    }
    case 'in': {
      const [left, ...list] = [expression.left, ...expression.list].map(operand);
      return left === undefined || list.includes(undefined) ? undefined : `${left} ${expression.negated ? 'not ' : ''}in (${list.join(', ')})`;
    }
    case 'other':
      return undefined;
  }
}

/** Around the keys of a path, spaces and quotes that they do not need are none of them. */
function pathOf(expression: Expression): Expression {
  const keys = expression.kind === 'literal' && typeof expression.value === 'string' ? /^\s*\{(.*)\}\s*$/s.exec(expression.value)?.[1] : undefined;
  if (keys === undefined || keys.includes('\\')) return expression;
  return { kind: 'literal', value: `{${keys.split(',').map((key) => key.trim().replace(/^"([\w-]+)"$/, '$1')).join(',')}}` };
}

function wrapped(text: string | undefined): string | undefined {
  return text && `(${text})`;
}

function operand(expression: Expression): string | undefined {
  const text = expressionText(expression);
  return ['binary', 'and', 'or', 'not', 'in', 'null test'].includes(expression.kind) && !(expression.kind === 'binary' && TIGHT.has(expression.operator)) ? wrapped(text) : text;
}

function withoutTextCast(expression: Expression): Expression {
  return expression.kind === 'cast' && TEXT_TYPES.has(expression.type) ? expression.of : expression;
}

/** `a and (b and c)` as three. */
export function flattened(kind: 'and' | 'or', expression: Expression): Expression[] {
  return expression.kind === kind ? expression.of.flatMap((part) => flattened(kind, part)) : [expression];
}
