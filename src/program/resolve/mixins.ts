import { isExports } from '../../facts/requires.ts';
import type { CallFact, Expr } from '../../facts/types.ts';
import { evaluate } from './evaluate.ts';
import { memberOf } from './members.ts';
import type { Link } from '../link.ts';
import { union, type LinkedFile, type Value } from '../values.ts';

/** Functions that hand what they are given to further ones. */
const MAX_DEPTH = 3;

/**
 * A member that what a module exports is given by others while it loads: by functions of other modules that put theirs onto their
 * argument, `require('./data')(User)` of `const User = module.exports`, or by `Object.assign(module.exports, require('./data'))`.
 */
export function mixedIntoExports(link: Link, file: LinkedFile, name: string): Value[] {
  const { facts } = file;
  return mixedIn(link, file, 0, (expr) => isExports(facts, expr), name, 0);
}

/** The same of what a name of a module holds: `const topics = {}`. */
export function mixedIntoName(link: Link, file: LinkedFile, binding: number, name: string): Value[] {
  return mixedIn(link, file, file.facts.bindings[binding]!.functionId, (expr) => expr.kind === 'name' && expr.binding === binding, name, 0);
}

/** Whether a module hands what a name holds to a function that it requires in the same breath. */
export function isMixedInto(file: LinkedFile, binding: number): boolean {
  const { functionId, kind } = file.facts.bindings[binding]!;
  return functionId === 0 && kind !== 'import' && callsOf(file, 0, (expr) => expr.kind === 'name' && expr.binding === binding).some(({ call }) => call.callee.kind === 'call');
}

function mixedIn(link: Link, file: LinkedFile, functionId: number, isOwner: (expr: Expr) => boolean, name: string, depth: number): Value[] {
  if (depth > MAX_DEPTH) return [];
  const place = { file, functionId };
  return union(
    ...callsOf(file, functionId, isOwner).map(({ call, arg }) => {
      if (isAssign(call)) return arg > 0 ? [] : union(...call.args.slice(1).flatMap((given) => evaluate(link, given, place).map((value) => memberOf(link, value, name))));
      return union(...evaluate(link, call.callee, place).map((value) => (value.kind === 'function' ? putOnParameter(link, value, arg, name, depth) : [])));
    }),
  );
}

function putOnParameter(link: Link, { file, id }: Extract<Value, { kind: 'function' }>, arg: number, name: string, depth: number): Value[] {
  const binding = file.facts.functions[id]!.params[arg]?.bindingId ?? -1;
  if (binding < 0) return [];
  const put = file.index.membersOf.get(binding)?.get(name) ?? [];
  if (put.length > 0) return union(...put.map(({ value, functionId }) => evaluate(link, value, { file, functionId })));
  return mixedIn(link, file, id, (expr) => expr.kind === 'name' && expr.binding === binding, name, depth + 1);
}

/** Calls of a function's own statements that are given something. */
function callsOf(file: LinkedFile, functionId: number, isGiven: (expr: Expr) => boolean): { call: CallFact; arg: number }[] {
  return (file.index.callsOf[functionId] ?? []).flatMap((id) => {
    const call = file.facts.calls[id]!;
    const arg = call.kind === 'call' ? call.args.findIndex(isGiven) : -1;
    return arg < 0 ? [] : [{ call, arg }];
  });
}

function isAssign({ callee }: CallFact): boolean {
  return callee.kind === 'member' && callee.name === 'assign' && callee.object.kind === 'name' && callee.object.name === 'Object';
}
