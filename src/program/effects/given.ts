import { spanEnd, spanStart } from '../../facts/spans.ts';
import type { CallFact, Expr, FileFacts } from '../../facts/types.ts';
import { isTestFile } from '../entries/file-kinds.ts';
import { callersOf } from '../entries/callers.ts';
import type { Link } from '../link.ts';
import { isMissing, rootBinding, sameName } from '../multiplicity/flow.ts';
import { runsOnlyWhere, type Reading } from '../multiplicity/gates.ts';
import { enclosing } from '../multiplicity/regions.ts';
import { matchesCallback } from '../resolve/params.ts';
import { callTargets } from '../resolve/targets.ts';
import { stripped, type CallRef, type FunctionRef, type LinkedFile } from '../values.ts';

/** A parameter, or what `path` leads to from it. */
interface Parameter {
  to: FunctionRef;
  position: number;
  path: readonly string[];
}

/** Functions that hand a parameter on, and names and properties on the way. */
const MAX_HOPS = 6;

/**
 * Whether a call runs only where a parameter is missing that is always handed over: `tx ? run(tx) : db.transaction(run)`
 * opens nothing for those who bring a transaction. A caller whose value may be nothing counts as one that does not.
 *
 * @param caller the call in question; where it is absent, every known caller must hand the parameter over, and one must be known
 */
export function isSpared(link: Link, { file, id }: CallRef, caller?: CallRef): boolean {
  const call = file.facts.calls[id]!;
  return missingAt(file, call).some((parameter) => {
    const isEntered = caller && callTargets(link, caller.file, caller.id).some((target) => target.kind === 'function' && target.file === file && target.id === parameter.to.id);
    return isEntered ? isGivenBy(link, caller, parameter, []) && !isAssigned(parameter) : isAlwaysGiven(link, parameter, []);
  });
}

/** Parameters that are missing wherever a call runs. */
function missingAt(file: LinkedFile, call: CallFact): Parameter[] {
  const { facts } = file;
  return testedAround(facts, call).flatMap((expr) => {
    const parameter = parameterOf(file, expr);
    return parameter && runsOnlyWhere(file, call, false, isThereBy(expr)) ? [parameter] : [];
  });
}

/** The names and properties of whose presence alone a test speaks that may decide whether a call runs. */
function testedAround(facts: FileFacts, call: CallFact): Expr[] {
  const regions = new Set(enclosing(facts, call.region));
  for (const exit of facts.exits) if (exit.functionId === call.functionId && spanEnd(exit.span) <= spanStart(call.span)) regions.add(exit.region);
  return [...regions].flatMap((at) => {
    const test = facts.regions[at]?.test;
    const subject = test && presenceOf(test)?.subject;
    return subject ? [subject] : [];
  });
}

/** What a test that looks at nothing else says of a name or a property. */
function isThereBy(wanted: Expr): Reading {
  return (test) => {
    const tested = presenceOf(test);
    return tested && sameName(tested.subject, wanted) ? tested.there : undefined;
  };
}

/** The name or the property that a test asks for, and whether it is there where the test holds. */
function presenceOf(test: Expr): { subject: Expr; there: boolean } | undefined {
  const inner = stripped(test);
  switch (inner.kind) {
    case 'name':
    case 'member':
      return { subject: inner, there: true };
    case 'unary': {
      const of = inner.operator === '!' ? presenceOf(inner.operand) : undefined;
      return of && { ...of, there: !of.there };
    }
    case 'binary': {
      const of = /^[!=]==?$/.test(inner.operator) && isMissing(inner.right) ? presenceOf(inner.left) : undefined;
      return of?.there ? { ...of, there: inner.operator.startsWith('!') } : undefined;
    }
    default:
      return undefined;
  }
}

/** The parameter that a name or a property stands for, through names that are taken from it. */
function parameterOf(file: LinkedFile, expr: Expr, hops = 0): Parameter | undefined {
  const inner = stripped(expr);
  if (hops > MAX_HOPS) return undefined;
  if (inner.kind === 'member') {
    const of = parameterOf(file, inner.object, hops + 1);
    return of && { ...of, path: [...of.path, inner.name] };
  }
  const binding = inner.kind === 'name' ? file.facts.bindings[inner.binding] : undefined;
  if (!binding || binding.path.includes('...') || binding.path.includes('[]')) return undefined;
  if (binding.kind === 'param') {
    const isRest = file.facts.functions[binding.functionId]!.params[binding.target]?.rest !== false;
    return isRest ? undefined : { to: { file, id: binding.functionId }, position: binding.target, path: binding.path };
  }
  const of = binding.kind === 'const' && binding.init ? parameterOf(file, binding.init, hops + 1) : undefined;
  return of && { ...of, path: [...of.path, ...binding.path] };
}

/** What a function puts into its own parameter is not what its callers gave. */
function isAssigned({ to, position }: Parameter): boolean {
  const { facts } = to.file;
  const bindings = new Set(facts.functions[to.id]!.params[position]!.bindings);
  return facts.assignments.some(({ target }) => bindings.has(rootBinding(target)));
}

/** @param on parameters on the way here: a function that calls itself hands on what it was given */
function isAlwaysGiven(link: Link, parameter: Parameter, on: readonly Parameter[]): boolean {
  if (on.some((other) => other.to.file === parameter.to.file && other.to.id === parameter.to.id && other.position === parameter.position && other.path.join('.') === parameter.path.join('.'))) return true;
  if (on.length >= MAX_HOPS || isAssigned(parameter)) return false;
  const callers = callersOf(link, parameter.to).filter(({ by }) => !isTestFile(by.file));
  return callers.length > 0 && callers.every(({ call }) => call !== null && isGivenBy(link, call, parameter, [...on, parameter]));
}

function isGivenBy(link: Link, caller: CallRef, { to, position, path }: Parameter, on: readonly Parameter[]): boolean {
  const call = caller.file.facts.calls[caller.id]!;
  const targets = callTargets(link, caller.file, caller.id);
  const entered = targets.find((target) => target.kind === 'function' && target.file === to.file && target.id === to.id);
  if (entered?.kind === 'function') {
    const at = position + entered.shift;
    const arg = call.args[at];
    return arg !== undefined && !call.args.slice(0, at + 1).some(({ kind }) => kind === 'spread') && isThere(link, caller, arg, path, on, 0);
  }
  // A library that runs the function in a transaction gives it that.
  return (
    position === 0 && path.length === 0 &&
    targets.some((target) => target.kind === 'operation' && target.operation.callbacks?.some((callback) => callback.transaction === true && call.args.some((_, arg) => matchesCallback(callback, arg, [], call.args.length))))
  );
}

/** Whether what a call is given is surely something. */
function isThere(link: Link, at: CallRef, expr: Expr, path: readonly string[], on: readonly Parameter[], hops: number): boolean {
  if (hops > MAX_HOPS) return false;
  const { facts } = at.file;
  const inner = stripped(expr);
  const further = (part: Expr, from = path) => isThere(link, at, part, from, on, hops + 1);
  switch (inner.kind) {
    case 'object': {
      const [key, ...deeper] = path;
      if (key === undefined) return true;
      const last = inner.properties.findLast((property) => property.key === key || property.key === null);
      return last !== undefined && last.key === key && further(last.value, deeper);
    }
    case 'conditional':
      return further(inner.yes) && further(inner.no);
    case 'logical':
      return inner.operator === '&&' ? further(inner.left) && further(inner.right) : further(inner.left) || further(inner.right);
    case 'call':
      return path.length === 0 && isHandle(link, at.file, inner.call);
    case 'name':
    case 'member': {
      if (path.length === 0 && runsOnlyWhere(at.file, facts.calls[at.id]!, true, isThereBy(inner), ({ kind }) => kind === 'return' || kind === 'throw')) return true;
      const parameter = parameterOf(at.file, inner);
      if (parameter) return isAlwaysGiven(link, { ...parameter, path: [...parameter.path, ...path] }, on);
      const binding = inner.kind === 'name' ? facts.bindings[inner.binding] : undefined;
      return binding?.kind === 'const' && binding.init !== null && further(binding.init, [...binding.path, ...path]);
    }
    default:
      return false;
  }
}

/** A call that makes something of a library and sends nothing by itself: `await sequelize.transaction()`. */
function isHandle(link: Link, file: LinkedFile, id: number): boolean {
  const targets = callTargets(link, file, id);
  return file.facts.calls[id]!.kind === 'new' || (targets.length > 0 && targets.every((target) => target.kind === 'operation' && target.operation.returns !== undefined && !target.operation.effect));
}
