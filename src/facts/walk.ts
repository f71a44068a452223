import type { Expr, FileFacts } from './types.ts';

/** Calls `visit` for an expression and everything inside it, calls and functions as leaves: they have tables of their own. */
export function walkExpr(expr: Expr, visit: (expr: Expr) => void): void {
  visit(expr);
  switch (expr.kind) {
    // Most expressions are one of these.
    case 'name':
    case 'literal':
    case 'call':
    case 'function':
      break;
    case 'member':
      walkExpr(expr.object, visit);
      break;
    case 'index':
      walkExpr(expr.object, visit);
      walkExpr(expr.index, visit);
      break;
    case 'object':
      for (const property of expr.properties) walkExpr(property.value, visit);
      break;
    case 'array':
      for (const element of expr.elements) walkExpr(element, visit);
      break;
    case 'template':
      for (const value of expr.values) walkExpr(value, visit);
      break;
    case 'binary':
    case 'logical':
      walkExpr(expr.left, visit);
      walkExpr(expr.right, visit);
      break;
    case 'conditional':
      walkExpr(expr.test, visit);
      walkExpr(expr.yes, visit);
      walkExpr(expr.no, visit);
      break;
    case 'unary':
    case 'await':
    case 'spread':
    case 'cast':
      walkExpr(expr.operand, visit);
      break;
    case 'yield':
      if (expr.operand) walkExpr(expr.operand, visit);
      break;
    case 'assign':
      walkExpr(expr.target, visit);
      walkExpr(expr.value, visit);
      break;
  }
}

/** Every expression that a file's tables hold at top level, with the function it runs in. */
export function* rootExprs(facts: FileFacts): Generator<{ expr: Expr; functionId: number }> {
  for (const binding of facts.bindings) {
    if (binding.init) yield { expr: binding.init, functionId: binding.functionId };
    if (binding.fallback) yield { expr: binding.fallback, functionId: binding.functionId };
  }
  for (const call of facts.calls) for (const arg of call.args) yield { expr: arg, functionId: call.functionId };
  for (const { value, functionId } of facts.assignments) if (value) yield { expr: value, functionId };
  for (const [functionId, { returns }] of facts.functions.entries()) for (const expr of returns) yield { expr, functionId };
  for (const fact of facts.exports) if (fact.kind === 'value') yield { expr: fact.value, functionId: 0 };
  for (const { fields, functionId } of facts.classes) for (const field of fields) if (field.init) yield { expr: field.init, functionId };
}

/** Bindings that an expression reads, those inside its calls and functions included. */
export function namesIn(facts: FileFacts, expr: Expr, into = new Set<number>(), depth = 0): Set<number> {
  if (depth > 12) return into;
  walkExpr(expr, (part) => {
    if (part.kind === 'name' && part.binding >= 0) into.add(part.binding);
    else if (part.kind === 'call') {
      const call = facts.calls[part.call]!;
      if (call.kind !== 'get') namesIn(facts, call.callee, into, depth + 1);
      for (const arg of call.args) namesIn(facts, arg, into, depth + 1);
    } else if (part.kind === 'function') {
      const fact = facts.functions[part.function]!;
      for (const value of fact.returns) namesIn(facts, value, into, depth + 1);
      for (const call of facts.calls) {
        if (call.functionId === part.function) for (const arg of call.args) namesIn(facts, arg, into, depth + 1);
      }
    }
  });
  return into;
}
