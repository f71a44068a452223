import type { CallFact, Expr, FileFacts, Property } from '../../facts/types.ts';
import { outermostFunction, type Context } from './contexts.ts';
import { inputBindings, mentions, resultBindings } from './flow.ts';
import { isPassedOver } from '../effects/decided.ts';
import { bodyOf } from '../effects/graph.ts';
import { argumentAt } from '../effects/statement.ts';
import type { Link } from '../link.ts';
import { isCaught } from './regions.ts';
import { callTargets } from '../resolve/targets.ts';
import { keyOf, stripped, type CallRef, type FunctionRef, type LinkedFile } from '../values.ts';

/** Functions between a function and its next turn. */
const MAX_CYCLE = 3;

/**
 * The recursion that a query's function is in: the function calls itself again, directly or through others, and the query
 * needs what it is given. A call in a `catch` tries again; a pause in the body waits for something.
 */
export function recursionOf(link: Link, ref: CallRef): Extract<Context, { kind: 'recursion' }> | undefined {
  const { file } = ref;
  const { facts } = file;
  const call = facts.calls[ref.id]!;
  const functionId = outermostFunction(link, file, call.functionId);
  if (functionId === 0) return undefined;
  const inputs = inputBindings(facts, call, facts.functions[functionId]!.span);
  const given = facts.functions[functionId]!.params.some(({ bindings }) => bindings.some((id) => inputs.has(id)));
  if (!given && !readsThis(file, ref)) return undefined;
  const results = resultBindings(facts, ref.id, facts.functions[functionId]!.span);
  const isResult = (expr: Expr) => mentions(facts, expr, (part) => (part.kind === 'name' && results.has(part.binding)) || (part.kind === 'call' && part.call === ref.id));
  // Only what is given something of the result can go on from it; what else the function calls is not followed.
  const isGiven = (id: number): boolean => {
    const { callee, args } = facts.calls[id]!;
    return [callee, ...args].some(isResult) || comesFromElement(file, functionId, { file, id }, isResult, args);
  };
  const again = nextTurn(link, { file, id: functionId }, isGiven);
  return again && goesOnFromResult(link, file, functionId, ref, again, isResult) ? { kind: 'recursion', file, functionId, call: again } : undefined;
}

/** The next turn, which is given something of the result, starts from a row that this one read: a child, a parent. What merely tries again does not. */
function goesOnFromResult(link: Link, file: LinkedFile, functionId: number, query: CallRef, again: CallRef, isResult: (expr: Expr) => boolean): boolean {
  const { facts } = file;
  const { span } = facts.functions[functionId]!;
  const next = facts.calls[again.id]!;
  const direct = callTargets(link, file, again.id).some((target) => target.kind === 'function' && target.file === file && target.id === functionId);
  if (!direct) return true;
  // It is called for an option that the call itself leaves out: by another key first, then by the one that was found.
  if (isPassedOver(link, again, [again])) return false;
  // What the query reads by must come out of the row: a parameter that is handed on unchanged makes no chain.
  const inputs = inputBindings(facts, facts.calls[query.id]!, span);
  if (readsSameRow(link, file, query, next, functionId)) return false;
  const feeds = next.args.filter((_, index) => facts.functions[functionId]!.params[index]?.bindings.some((id) => inputs.has(id)));
  return isResult(next.callee) || feeds.some(isResult) || (feeds.length > 0 && comesFromElement(file, functionId, again, isResult, feeds));
}

/** The next turn is given the row itself, and asks for it by the key that it was found by: after a race that was lost, what is there now. */
function readsSameRow(link: Link, { facts }: LinkedFile, query: CallRef, next: CallFact, functionId: number): boolean {
  const isRow = (expr: Expr | undefined): boolean => {
    const init = expr?.kind === 'name' && expr.binding >= 0 && facts.bindings[expr.binding]!.path.length === 0 ? facts.bindings[expr.binding]!.init : null;
    const made = init && stripped(init);
    return made?.kind === 'call' && made.call === query.id;
  };
  const keys = filterOf(link, query);
  return keys.length > 0 && keys.every(({ key, value }) => value.kind === 'member' && value.name === key && isRow(handedOver(facts, value.object, next, functionId)));
}

/** The conditions of a query whose filter is written out. */
function filterOf(link: Link, { file, id }: CallRef): readonly Property[] {
  const target = callTargets(link, file, id).find((one) => one.kind === 'operation');
  const effect = target?.kind === 'operation' ? target.operation.effect : undefined;
  const filter = effect?.kind === 'query' && effect.filter ? argumentAt(file.facts.calls[id]!, effect.filter) : undefined;
  return filter?.kind === 'object' ? filter.properties : [];
}

/** What the next turn hands over for a parameter of the function, or for what is taken out of one. */
function handedOver({ bindings }: FileFacts, expr: Expr, next: CallFact, functionId: number): Expr | undefined {
  let binding = expr.kind === 'name' ? bindings[expr.binding] : undefined;
  let path: readonly string[] = [];
  while (binding && binding.functionId === functionId) {
    path = [...binding.path, ...path];
    if (binding.kind === 'param') return path.reduce<Expr | undefined>((of, name) => (of?.kind === 'object' ? of.properties.find(({ key }) => key === name)?.value : undefined), next.args[binding.target]);
    binding = binding.init?.kind === 'name' ? bindings[binding.init.binding] : undefined;
  }
  return undefined;
}

/** The next turn is called in a closure with an element of the result: `children.map((child) => walk(child.id))`. */
function comesFromElement(file: LinkedFile, functionId: number, again: CallRef, isResult: (expr: Expr) => boolean, args: readonly Expr[]): boolean {
  const { facts, index } = file;
  const next = facts.calls[again.id]!;
  if (!args.some((arg) => mentions(facts, arg, (part) => part.kind === 'name' && part.binding >= 0 && facts.bindings[part.binding]!.functionId !== functionId))) return false;
  for (let closure = next.functionId; closure !== functionId && closure > 0; ) {
    const site = index.callbackSite.get(closure);
    if (!site) return false;
    const outer = facts.calls[site.call]!;
    if (isResult(outer.callee) || outer.args.some((arg) => arg.kind !== 'function' && isResult(arg))) return true;
    closure = outer.functionId;
  }
  return false;
}

/** `this.parentId` in a method that calls itself on the parent. */
function readsThis({ facts }: LinkedFile, { id }: CallRef): boolean {
  return JSON.stringify(facts.calls[id]!.args).includes('"kind":"this"');
}

/**
 * The call of a function that leads back to it.
 *
 * @param isFollowed whether one of its own calls is looked into
 */
function nextTurn(link: Link, start: FunctionRef, isFollowed: (call: number) => boolean): CallRef | undefined {
  const goal = keyOf(start.file, start.id);
  const seen = new Set<number>();
  const queue: { at: FunctionRef; first: CallRef | undefined; depth: number }[] = [{ at: start, first: undefined, depth: 0 }];
  for (let step = 0; step < queue.length && step < 60; step++) {
    const { at, first, depth } = queue[step]!;
    const body = bodyOf(link, at);
    if (depth === 0 && body.effects.some(({ effect }) => effect.kind === 'pause')) return undefined;
    for (const edge of body.edges) {
      if (edge.inferred || isCaught(edge.call)) continue;
      if (!first && !edge.inline && !isFollowed(edge.call.id)) continue;
      const key = keyOf(edge.to.file, edge.to.id);
      if (key === goal && !edge.inline) return first ?? edge.call;
      const next = edge.inline ? depth : depth + 1;
      if (seen.has(key) || next > MAX_CYCLE) continue;
      seen.add(key);
      queue.push({ at: edge.to, first: first ?? (edge.inline ? undefined : edge.call), depth: next });
    }
  }
  return undefined;
}
