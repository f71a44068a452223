import type { CallFact, ExitFact, Expr, FileFacts, RegionFact, Span } from '../../facts/types.ts';
import { lastName } from '../../facts/outline.ts';
import { enclosing, isInside, spans } from './regions.ts';
import { namesIn, walkExpr } from '../../facts/walk.ts';

/** Small questions about where values of one function come from and go to. */

/** Whether an expression contains a call. */
export function containsCall(facts: FileFacts, expr: Expr, callId: number, depth = 0): boolean {
  let found = false;
  const wanted = facts.calls[callId]!;
  walkExpr(expr, (part) => {
    // What is awaited without a call has no expression of its own that names it.
    if (wanted.kind === 'get' && part.kind === 'await' && sameName(part.operand, wanted.callee)) found = true;
    if (found || part.kind !== 'call') return;
    if (part.call === callId) found = true;
    else if (depth < 8) {
      const call = facts.calls[part.call]!;
      if (call.kind !== 'get' && containsCall(facts, call.callee, callId, depth + 1)) found = true;
      else if (call.args.some((arg) => containsCall(facts, arg, callId, depth + 1))) found = true;
    }
  });
  return found;
}

/** Bindings that hold a call's result, an element of it, or something taken from it, within `within`. */
export function resultBindings(facts: FileFacts, callId: number, within: Span): Set<number> {
  const found = new Set<number>();
  const takes = (expr: Expr) => containsCall(facts, expr, callId) || (found.size > 0 && [...namesIn(facts, expr)].some((id) => found.has(id)));
  for (let pass = 0; pass < 3; pass++) {
    const before = found.size;
    for (const [id, binding] of facts.bindings.entries()) {
      if (binding.init && !found.has(id) && spans(within, binding.span) && takes(binding.init)) found.add(id);
    }
    for (const { target, value, span } of facts.assignments) {
      if (target.kind === 'name' && target.binding >= 0 && value && !found.has(target.binding) && spans(within, span) && takes(value)) found.add(target.binding);
    }
    for (const { over, vars, span } of facts.regions) if (over && spans(within, span) && takes(over)) for (const id of vars) found.add(id);
    if (found.size === before) break;
  }
  return found;
}

/** The binding that an assignment changes, or changes a part of; the one that a chain of members is read from. -1 for none. */
export function rootBinding(target: Expr): number {
  let at = target;
  while (at.kind === 'member' || at.kind === 'index') at = at.object;
  return at.kind === 'name' ? at.binding : -1;
}

/** Bindings that a call's arguments rest on, through names that are initialised or assigned within `within`. */
export function inputBindings(facts: FileFacts, call: CallFact, within: Span): Set<number> {
  return restsOn(facts, [...call.args, call.callee], within);
}

/** Bindings that expressions rest on, through names that are initialised within `within`. */
export function restsOn(facts: FileFacts, exprs: readonly Expr[], within: Span): Set<number> {
  const found = new Set<number>();
  for (const expr of exprs) namesIn(facts, expr, found);
  for (const id of found) {
    const { init, span } = facts.bindings[id]!;
    if (init && spans(within, span)) namesIn(facts, init, found);
  }
  return found;
}

/** A call and the calls on whose result it is made, the last of a chain first: `limit`, `where`, `from`, `select`. */
export function* chainOf(facts: FileFacts, callId: number): Generator<{ id: number; call: CallFact }> {
  const seen = new Set<number>([callId]);
  for (let id = callId; id >= 0; ) {
    const call = facts.calls[id]!;
    yield { id, call };
    let receiver = call.callee;
    while (receiver.kind === 'member' || receiver.kind === 'cast') receiver = receiver.kind === 'member' ? receiver.object : receiver.operand;
    const kept = receiver.kind === 'name' && receiver.binding >= 0 ? facts.bindings[receiver.binding]! : undefined;
    const before = kept?.init && kept.path.length === 0 && kept.functionId === call.functionId ? kept.init : receiver;
    // What is kept in a name was made before: a chain never leads back.
    id = before.kind === 'call' && before.call !== id && !seen.has(before.call) ? before.call : -1;
    seen.add(id);
  }
}

/** Whether a test holds because a value is there: true; because it is missing: false; neither: undefined. */
export function polarity(facts: FileFacts, test: Expr, about: (expr: Expr) => boolean): boolean | undefined {
  switch (test.kind) {
    case 'unary':
      if (test.operator !== '!') return undefined;
      return negate(polarity(facts, test.operand, about));
    case 'logical': {
      const left = polarity(facts, test.left, about);
      return left ?? polarity(facts, test.right, about);
    }
    case 'binary': {
      if (!mentions(facts, test, about)) return undefined;
      const missing = isMissing(test.left) || isMissing(test.right);
      if (test.operator === '===' || test.operator === '==') return !missing;
      if (test.operator === '!==' || test.operator === '!=') return missing;
      if (test.operator === '<' || test.operator === '<=') return false;
      return true;
    }
    default:
      return mentions(facts, test, about) ? true : undefined;
  }
}

function negate(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

/** Whether a branch is taken because the value is there, by what its test says of that. */
export function holds(branch: RegionFact, polar: boolean | undefined): boolean | undefined {
  return polar === undefined ? undefined : branch.negated ? !polar : polar;
}

/** Whether an expression is written as nothing: null, undefined, zero, false, an empty text. */
export function isMissing(expr: Expr): boolean {
  if (expr.kind === 'literal') return expr.value === null || expr.value === 0 || expr.value === false || expr.value === '';
  return (expr.kind === 'name' && expr.name === 'undefined') || (expr.kind === 'unary' && expr.operator === 'void');
}

export function mentions(facts: FileFacts, expr: Expr, about: (expr: Expr) => boolean, depth = 0): boolean {
  let found = false;
  walkExpr(expr, (part) => {
    if (found) return;
    if (about(part)) found = true;
    else if (part.kind === 'call' && depth < 6) {
      const call = facts.calls[part.call]!;
      found = (call.kind !== 'get' && mentions(facts, call.callee, about, depth + 1)) || call.args.some((arg) => mentions(facts, arg, about, depth + 1));
    }
  });
  return found;
}

/** Exits out of a loop, from its own function: returns, and breaks of it or of a loop around it. */
export function exitsOf(facts: FileFacts, loop: number): ExitFact[] {
  const region = facts.regions[loop]!;
  return facts.exits.filter((exit) => {
    if (exit.functionId !== region.functionId || !isInside(facts, exit.region, loop)) return false;
    if (exit.kind === 'return') return true;
    return exit.kind === 'break' && exit.target >= 0 && (exit.target === loop || isInside(facts, loop, exit.target));
  });
}

/** Branches between a region and a loop around it. */
export function branchesTo(facts: FileFacts, region: number, loop: number): RegionFact[] {
  const found: RegionFact[] = [];
  for (const at of enclosing(facts, region)) {
    if (at === loop) break;
    const fact = facts.regions[at]!;
    if (fact.kind === 'branch' || fact.kind === 'case') found.push(fact);
  }
  return found;
}

/** List methods that only make sense on a collection, not on one element or a string. */
const LIST_USES = new Set(['map', 'forEach', 'filter', 'reduce', 'flatMap', 'some', 'every', 'find', 'push', 'sort', 'join']);
/** Keys whose value is a list of what to match. */
const LIST_KEYS = /^(in|notIn|\$in|\$nin|hasSome|\[(Op|Sequelize\.Op)\.(in|notIn|any)\])$/;
/** Operators before a list of what to match: `where('id', 'in', ids)`. */
const LIST_OPERATORS = /^(not )?in$|^=\s*any$/i;
/** Functions that take a list of what to match: TypeORM's, Drizzle's. */
const LIST_FUNCTIONS = new Set(['In', 'Any', 'inArray', 'notInArray', 'whereIn', 'whereInIds', 'findByIds', 'arrayContains']);

/** A list that a statement's text takes by name: `IN (:...ids)`, `= ANY(:ids)`. */
const LIST_PARAMETER = /\b(?:in|any)\s*\(\s*:(?:\.\.\.)?(\w+)/gi;

/**
 * Whether a name is used as a list inside a span: then iterating over such values is already batched.
 *
 * @param exceptAround a call: a loop over the name that has the call inside it is no batch, but a loop of its own
 */
export function isUsedAsList(facts: FileFacts, bindingId: number, within: Span, exceptAround?: Span): boolean {
  const isAround = (span: Span) => exceptAround !== undefined && spans(span, exceptAround);
  const isName = (expr: Expr) => {
    const inner = expr.kind === 'cast' ? expr.operand : expr;
    return inner.kind === 'name' && inner.binding === bindingId;
  };
  const inList = (expr: Expr): boolean => {
    let found = false;
    walkExpr(expr, (part) => {
      if (part.kind === 'spread' && isName(part.operand)) found = true;
    });
    return found;
  };
  if (isMatchedAsList(facts, isName, within)) return true;
  for (const call of facts.calls) {
    if (!spans(within, call.span)) continue;
    const { callee } = call;
    if (callee.kind === 'member' && LIST_USES.has(callee.name) && isName(callee.object) && !isAround(call.span)) return true;
    if (call.args.some(inList)) return true;
  }
  if (facts.regions.some((region) => region.over && spans(within, region.span) && isName(region.over) && !isAround(region.span))) return true;
  return facts.bindings.some((binding) => binding.init && spans(within, binding.span) && inList(binding.init));
}

/** Whether a value stands inside a span where what it is compared with is a list: `{ in: ids }`, `In(ids)`, `where('id', 'in', ids)`. */
export function isMatchedAsList(facts: FileFacts, isIt: (expr: Expr) => boolean, within: Span): boolean {
  const inList = (expr: Expr): boolean => {
    let found = false;
    walkExpr(expr, (part) => {
      if (part.kind === 'object') found ||= part.properties.some(({ key, value }) => key !== null && LIST_KEYS.test(key) && isIt(value));
    });
    return found;
  };
  for (const { span, callee, args } of facts.calls) {
    if (!spans(within, span)) continue;
    if (LIST_FUNCTIONS.has(givenName(facts, callee) ?? '') && args.some(isIt)) return true;
    const [text, operator, values] = [args[0], args.at(-2), args.at(-1)];
    if (operator?.kind === 'literal' && LIST_OPERATORS.test(String(operator.value)) && isIt(values!)) return true;
    if (text?.kind === 'literal' && typeof text.value === 'string' && values?.kind === 'object') {
      const named = new Set([...text.value.matchAll(LIST_PARAMETER)].map(([, parameter]) => parameter));
      if (named.size > 0 && values.properties.some(({ key, value }) => key !== null && named.has(key) && isIt(value))) return true;
    }
    if (args.some(inList)) return true;
  }
  return facts.bindings.some(({ init, span }) => init && spans(within, span) && inList(init));
}

/** The last name of an expression, for an import the one that its module gives it. */
export function givenName({ bindings, imports }: FileFacts, expr: Expr): string | undefined {
  const binding = expr.kind === 'name' ? bindings[expr.binding] : undefined;
  const imported = binding?.kind === 'import' ? imports[binding.target]!.imported : undefined;
  return imported === undefined || imported === 'default' || imported === '*' ? lastName(expr) : imported;
}

/** Whether two expressions name the same value. */
export function sameName(left: Expr, right: Expr): boolean {
  const names = (expr: Expr): string => {
    const found: string[] = [];
    walkExpr(expr, (part) => void (part.kind === 'name' ? found.push(String(part.binding)) : part.kind === 'member' && found.push(part.name)));
    return found.join('.');
  };
  return names(left) === names(right);
}

/** The collection whose length an expression asks for. */
export function lengthIn(expr: Expr): Expr | undefined {
  if (expr.kind === 'member' && (expr.name === 'length' || expr.name === 'size')) return expr.object;
  if (expr.kind === 'binary' || expr.kind === 'logical') return lengthIn(expr.left) ?? lengthIn(expr.right);
  return undefined;
}
