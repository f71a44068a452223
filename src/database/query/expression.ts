import type { SqlExpr } from './tree.ts';

/** Operators that are written without spaces around them. */
const TIGHT: ReadonlySet<string> = new Set(['->', '->>', '#>', '#>>']);

/**
 * An expression over the columns of one table, as an index on it would be written: in lower case, without quotes, qualifiers and
 * superfluous parentheses: `lower(email)`, `body->>'name'`, `created_at::date`. Undefined for one that no index can hold.
 */
export function expressionText(expr: SqlExpr): string | undefined {
  switch (expr.kind) {
    case 'column':
      return expr.path.at(-1)!.toLowerCase();
    case 'literal':
      return typeof expr.value === 'string' ? `'${expr.value.replaceAll("'", "''")}'` : String(expr.value);
    case 'call': {
      const args = expr.args.map(expressionText);
      if (args.includes(undefined) || expr.aggregate || expr.window) return undefined;
      return /^\w+$/.test(expr.name) ? `${expr.name}(${args.join(', ')})` : `${expr.name}${args[0]}`;
    }
    case 'cast': {
      const of = expressionText(expr.of);
      return of && `${expr.of.kind === 'binary' ? `(${of})` : of}::${expr.type}`;
    }
    case 'binary': {
      const [left, right] = [operand(expr.left), operand(expr.right)];
      const operator = TIGHT.has(expr.operator) ? expr.operator : ` ${expr.operator} `;
      return left && right && left + operator + right;
    }
    default:
      return undefined;
  }
}

function operand(expr: SqlExpr): string | undefined {
  const text = expressionText(expr);
  return text !== undefined && expr.kind === 'binary' && !TIGHT.has(expr.operator) ? `(${text})` : text;
}
