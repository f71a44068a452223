import { expressionText, type Expression } from '../sql/expression.ts';
import type { SqlExpr } from './tree.ts';

/** An expression over the columns of one table, as an index on it would be written; undefined for one that no index can hold. */
export function indexText(expr: SqlExpr): string | undefined {
  return expressionText(expressionOf(expr));
}

function expressionOf(expr: SqlExpr): Expression {
  switch (expr.kind) {
    case 'column':
      return { kind: 'column', name: expr.path.at(-1)! };
    case 'literal':
      return expr;
    case 'call':
      return expr.aggregate || expr.window ? { kind: 'other' } : { kind: 'call', name: expr.name, args: expr.args.map(expressionOf) };
    case 'cast':
      return { kind: 'cast', type: expr.type, of: expressionOf(expr.of) };
    case 'binary':
      return { kind: 'binary', operator: expr.operator, left: expressionOf(expr.left), right: expressionOf(expr.right) };
    default:
      return { kind: 'other' };
  }
}
