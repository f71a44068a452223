import type { CallFact, Expr, TypeRef } from '../../facts/types.ts';
import { ITERATION_METHODS, TRANSPARENT_TYPES, type IterationMethod } from './builtins.ts';
import type { Link } from '../link.ts';
import { declared } from './names.ts';
import { callTargets } from './targets.ts';
import { stripped, type LinkedFile } from '../values.ts';

/** Calls, names and aliases that are followed to learn what a receiver is. */
const MAX_STEPS = 12;

/** Members of containers and of programs made of steps that give one again; no list has them. */
const STEPS = new Set(['andThen', 'mapErr', 'mapLeft', 'orElse']);

/** Members that no list has either, and that may give what is inside. */
const ENDS = new Set(['getOrElse', 'unwrapOr', 'pipe', 'subscribe', 'toPromise']);

/** Members whose result is of their receiver's kind. */
const SAME_KIND = new Set(['map', 'flatMap', 'filter']);

/** Names of types, in packages that are not read, that may well be lists: `RowList`, `Collection`, `Users`. */
const LIST_LIKE = /s$|Array|List|Set|Map|Collection|Iter|Generator|Sequence|Seq$|Vector|Stream|Tuple|Rows|Page|Json|Cursor|Any|Relation/;

/**
 * The iteration that a call by the name of an array's method is: none where its receiver is known to be no list. `map` on a
 * result, an option or a task runs its callback once at most.
 */
export function iterationOf(link: Link, file: LinkedFile, call: CallFact): IterationMethod | undefined {
  const { callee } = call;
  const method = callee.kind === 'member' ? ITERATION_METHODS[callee.name] : undefined;
  return method && !isContainer(link, file, call) ? method : undefined;
}

/** Whether a call by the name of an array's method is one on a container of one value at most. */
export function isContainer(link: Link, file: LinkedFile, call: CallFact): boolean {
  const { callee } = call;
  // Whatever has a `forEach` calls back for each thing that it has.
  if (callee.kind !== 'member' || callee.name === 'forEach' || !ITERATION_METHODS[callee.name]) return false;
  return isFollowedByStep(file, call) || isNoList(link, file, callee.object, 0);
}

/** `x.map(…).andThen(…)`: what a list's `map` gives is a list. */
function isFollowedByStep({ facts }: LinkedFile, call: CallFact): boolean {
  let at = call;
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    if (at.callee.kind !== 'member' || !SAME_KIND.has(at.callee.name) || at.use !== 'receiver') return false;
    const next = facts.calls[at.useCall];
    if (next?.callee.kind !== 'member') return false;
    if (STEPS.has(next.callee.name) || ENDS.has(next.callee.name)) return true;
    at = next;
  }
  return false;
}

function isNoList(link: Link, file: LinkedFile, expr: Expr, steps: number): boolean {
  if (steps > MAX_STEPS) return false;
  const inner = stripped(expr);
  if (inner.kind === 'name' && inner.binding >= 0) {
    const { type, init, path, kind } = file.facts.bindings[inner.binding]!;
    if (type) return path.length === 0 && isOtherType(link, file, type, steps + 1);
    return kind === 'const' && init !== null && path.length === 0 && isNoList(link, file, init, steps + 1);
  }
  if (inner.kind !== 'call') return false;
  const call = file.facts.calls[inner.call]!;
  const { callee } = call;
  if (callee.kind === 'member' && STEPS.has(callee.name)) return true;
  const functions = callTargets(link, file, inner.call).map((target) => (target.kind === 'function' ? { file: target.file, type: target.file.facts.functions[target.id]!.returnType } : undefined));
  if (functions.length > 0) return functions.every((made) => made?.type != null && isOtherType(link, made.file, made.type, steps + 1));
  return callee.kind === 'member' && SAME_KIND.has(callee.name) && isNoList(link, file, callee.object, steps + 1);
}

/** Whether values of a type are known to be no lists: a type of a package, by name, or a class or an interface of the project's own that maps itself. */
function isOtherType(link: Link, file: LinkedFile, type: TypeRef, steps: number): boolean {
  if (steps > MAX_STEPS) return false;
  if (type.kind === 'union') return type.members.filter(({ kind }) => kind !== 'literal').every((member) => isOtherType(link, file, member, steps + 1));
  if (type.kind !== 'ref') return false;
  const [first] = type.args;
  const name = type.path.at(-1)!;
  if (type.binding < 0) return TRANSPARENT_TYPES.has(name) && first !== undefined && isOtherType(link, file, first, steps + 1);
  if (type.path.length > 1) return false;
  const found = declared(link, file, type.binding);
  if (found.length === 0) return file.facts.bindings[type.binding]!.kind === 'import' && !LIST_LIKE.test(importedName(file, type.binding));
  return found.every((item) => {
    if (item.kind === 'values') return false;
    const alias = item.file.index.typeOf.get(item.id);
    if (alias?.kind === 'alias') return isOtherType(link, item.file, alias.type, steps + 1);
    return alias?.kind === 'interface' && alias.extends.length === 0 && alias.type.kind === 'object' && alias.type.members.some((member) => member.name in ITERATION_METHODS && member.type?.kind === 'function');
  });
}

/** The name of a binding, or under which the other module exports it. */
export function importedName({ facts }: LinkedFile, binding: number): string {
  const { kind, name, target } = facts.bindings[binding]!;
  return kind === 'import' ? facts.imports[target]!.imported : name;
}
