import type { Expr, Span } from '../../facts/types.ts';
import type { Argument, Source, Spot } from '../arguments/types.ts';
import type { Context } from './contexts.ts';
import { restsOn, rootBinding } from './flow.ts';
import { spans } from './regions.ts';

/** Which values are others at each turn of what repeats a call, and which are the same. */

/** Whether an expression rests on what is made anew at each turn, or on nothing but what was there before the first; undefined where it stands elsewhere, or that is not seen. */
export function turnOf(context: Context): (source: Source) => 'new' | 'kept' | undefined {
  const { file } = context;
  const { facts } = file;
  const span = spanOf(context);
  if (!span) return () => undefined;
  const changed = new Set(facts.assignments.flatMap(({ target, span: at }) => (spans(span, at) ? [rootBinding(target)] : [])));
  const isWithin = (binding: number): boolean => spans(span, facts.bindings[binding]!.span);
  // A resolver is given other things beside its row, which all rows of a request share.
  const row = context.kind === 'row' ? new Set(facts.functions[context.functionId]!.params[context.entry.row ?? 0]?.bindings) : undefined;
  const isNew = (binding: number): boolean => (row ? row.has(binding) : changed.has(binding) || isWithin(binding));
  const isGiven = (binding: number): boolean => context.kind === 'row' && facts.bindings[binding]!.kind === 'param' && facts.bindings[binding]!.functionId === context.functionId;
  const isKept = (binding: number): boolean => !changed.has(binding) && (!isWithin(binding) || isGiven(binding));
  return ({ expr, spot }) => {
    if (spot.frame) return isCaptured(expr, spot, spot.file === file ? span : undefined) ? 'kept' : undefined;
    if (spot.file !== file) return undefined;
    const bindings = [...restsOn(facts, [expr], span)];
    return bindings.some(isNew) ? 'new' : bindings.every(isKept) ? 'kept' : undefined;
  };
}

/** The code that runs at each turn, where it is of one file. */
function spanOf(context: Context): Span | undefined {
  const { facts } = context.file;
  if (context.kind === 'loop') return facts.regions[context.region]!.span;
  if (context.kind === 'row') return facts.functions[context.functionId]!.span;
  return context.kind === 'callback' && context.closure >= 0 ? facts.functions[context.closure]!.span : undefined;
}

/** Whether a function that is called in the loop reads it of what stands around the function, where it is set once, and not in the loop. */
function isCaptured(expr: Expr, spot: Spot, loop: Span | undefined): boolean {
  const { file, frame } = spot;
  if (expr.kind === 'member') return isCaptured(expr.object, spot, loop);
  if (expr.kind !== 'name' || expr.binding < 0) return false;
  const { span, kind } = file.row('bindings', expr.binding);
  const own = frame!.to.file.row('functions', frame!.to.id).span;
  return frame!.to.file === file && !spans(own, span) && !(loop && spans(loop, span)) && kind !== 'var' && !file.row('assignmentsTo', expr.binding);
}

const MAX_DEPTH = 6;

/** Whether a value, or a part of it, is another one at each turn. */
export function varies(arg: Argument, isOfTurn: (source: Source) => boolean, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  const deeper = (one: Argument): boolean => varies(one, isOfTurn, depth + 1);
  switch (arg.kind) {
    case 'object':
      return arg.properties.some(({ value }) => deeper(value)) || (arg.open !== undefined && isOfTurn(arg.source));
    case 'list':
      return arg.items.some(({ value }) => deeper(value));
    case 'choice':
      return arg.of.some(deeper);
    case 'text':
      return arg.parts.some((part) => typeof part !== 'string' && deeper(part));
    case 'call':
      return isOfTurn(arg.source) || arg.args().some(deeper);
    case 'value':
      return isOfTurn(arg.source) || (arg.through !== undefined && isOfTurn(arg.through));
    default:
      return isOfTurn(arg.source);
  }
}

/** Whether all of a value is seen, and none of it is another one at each turn. */
export function isSame(arg: Argument, isKept: (source: Source) => boolean, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  const deeper = (one: Argument): boolean => isSame(one, isKept, depth + 1);
  switch (arg.kind) {
    case 'object':
      return arg.open === undefined && arg.properties.every(({ value }) => deeper(value));
    case 'list':
      return arg.open === undefined && arg.items.every(({ value }) => deeper(value));
    case 'literal':
    case 'undefined':
    case 'symbol':
      return true;
    case 'value':
      return isRead(arg.source.expr) && isKept(arg.source);
    default:
      return false;
  }
}

/** What a module declares once, or a part of it: a table, a column. */
export function isConstant({ expr, spot }: Source): boolean {
  if (expr.kind === 'member') return isConstant({ expr: expr.object, spot });
  if (expr.kind !== 'name' || expr.binding < 0) return expr.kind === 'literal';
  const { kind, functionId } = spot.file.row('bindings', expr.binding);
  return kind === 'import' || kind === 'class' || kind === 'enum' || (kind === 'const' && functionId === 0);
}

/** A name, or a member of one: what a call gives may be another thing each time. */
function isRead(expr: Expr): boolean {
  return expr.kind === 'name' || expr.kind === 'this' || (expr.kind === 'member' && isRead(expr.object));
}

/** What a parameter, or a member of one, is given by the call that led here. */
export function handedOver(source: Source): Source {
  const { expr, spot } = source;
  if (expr.kind === 'member') {
    const of = handedOver({ expr: expr.object, spot });
    return of.spot === spot ? source : memberOf(of, expr.name);
  }
  const binding = expr.kind === 'name' && expr.binding >= 0 ? spot.file.row('bindings', expr.binding) : undefined;
  if (binding?.kind !== 'param') return source;
  for (let at = spot.frame; at; at = at.caller.frame) {
    if (at.to.file !== spot.file || at.to.id !== binding.functionId) continue;
    const arg = at.call.file.row('calls', at.call.id).args[binding.target + at.shift];
    return arg ? binding.path.reduce(memberOf, handedOver({ expr: arg, spot: at.caller })) : source;
  }
  return source;
}

function memberOf({ expr, spot }: Source, name: string): Source {
  const made = written(expr, spot);
  const property = made.kind === 'object' ? made.properties.findLast(({ key }) => key === name) : undefined;
  return property ? handedOver({ expr: property.value, spot }) : { expr: { kind: 'member', object: expr, name }, spot };
}

/** The object that a name is declared with, where it is set once and none of it is set later: `const params = { id }`. */
function written(expr: Expr, { file }: Spot): Expr {
  if (expr.kind !== 'name' || expr.binding < 0) return expr;
  const { kind, init, path } = file.row('bindings', expr.binding);
  const isLeft = kind === 'const' && path.length === 0 && !file.facts.assignments.some(({ target }) => rootBinding(target) === expr.binding);
  return isLeft && init?.kind === 'object' ? init : expr;
}
