import type { CallFact, Expr, FileFacts, Span } from '../../facts/types.ts';
import type { Handle } from '../../libraries/types.ts';
import type { Link } from '../link.ts';
import { evaluate } from '../resolve/evaluate.ts';
import { callTargets } from '../resolve/targets.ts';
import { stripped, type CallRef, type LinkedFile } from '../values.ts';
import { areConnections } from './connections.ts';
import { inputBindings, restsOn } from './flow.ts';
import { enclosing, spans } from './regions.ts';
import { isOtherStatement } from './statements.ts';
import type { Subject } from './verdict.ts';

/** A client, connection, model or function that is another one at each turn: no statement covers two of them. */
export function isOtherTarget(link: Link, file: LinkedFile, { sink, ref, call }: Subject, elements: readonly number[], within: Span): boolean {
  if (isForOneValue(file, call, elements, within)) return true;
  if (isOtherStatement(link, file, ref, sink, elements) || areConnections(link, file, elements)) return true;
  // The elements are functions: each turn runs another one.
  if (call.callee.kind === 'name' && elements.includes(call.callee.binding)) return true;
  if (isOfSeveralClasses(link, file, ref, call, elements, within)) return true;
  if (sink.call.id !== ref.id || sink.call.file !== ref.file) return false;
  const { facts } = file;
  for (let root = rootOf(facts, call.callee); root?.kind === 'name' && root.binding >= 0; ) {
    const binding = facts.bindings[root.binding]!;
    const values = evaluate(link, root, { file, functionId: call.functionId });
    if (elements.includes(root.binding)) return values.some((value) => value.kind === 'class' || value.kind === 'entry');
    if (!binding.init || !spans(within, binding.span)) return false;
    if (values.some((value) => value.kind === 'handle' && link.libraries.describe(value).builder)) {
      const next = rootOf(facts, binding.init);
      if (next?.kind === 'name' && next.binding === root.binding) return false;
      root = next;
      continue;
    }
    const made = inputBindings(facts, { ...call, callee: { kind: 'other' }, args: [binding.init] }, within);
    if (!elements.some((id) => made.has(id))) return false;
    return values.some((value) => value.kind === 'handle' && !isRow(link.libraries.describe(value)));
  }
  return false;
}

/** The branch is that of one value of the element, `case 'assets':`: other elements make other calls. */
function isForOneValue({ facts }: LinkedFile, { region }: CallFact, elements: readonly number[], within: Span): boolean {
  const isElement = (expr: Expr): boolean => expr.kind === 'name' && elements.includes(expr.binding) && facts.bindings[expr.binding]!.path.length === 0;
  const isOne = (test: Expr | null): boolean => test?.kind === 'binary' && /^===?$/.test(test.operator) && ((isElement(test.left) && test.right.kind === 'literal') || (isElement(test.right) && test.left.kind === 'literal'));
  return [...enclosing(facts, region)].some((at) => {
    const { kind, test, negated, span } = facts.regions[at]!;
    return (kind === 'branch' || kind === 'case') && !negated && spans(within, span) && isOne(test);
  });
}

/** The elements are rules, handlers or steps, or say which one it is: what is called in one turn is the method of another class than in the next. */
function isOfSeveralClasses(link: Link, file: LinkedFile, { id }: CallRef, { callee }: CallFact, elements: readonly number[], within: Span): boolean {
  if (callee.kind !== 'member' || callee.object.kind !== 'name' || callee.object.binding < 0) return false;
  const { init, span, path } = file.facts.bindings[callee.object.binding]!;
  const isLookedUp = init !== null && path.length === 0 && spans(within, span) && isLookUp(file, init) && [...restsOn(file.facts, [init], within)].some((binding) => elements.includes(binding));
  if (!isLookedUp && !elements.includes(callee.object.binding)) return false;
  const classes = callTargets(link, file, id).flatMap((target) => (target.kind === 'function' ? [`${target.file.path}:${target.file.facts.functions[target.id]!.classId}`] : []));
  return new Set(classes).size > 1;
}

/** `handlers.get(event.type)`, `handlers[event.type]` */
function isLookUp({ facts }: LinkedFile, expr: Expr): boolean {
  const inner = stripped(expr);
  if (inner.kind === 'index') return true;
  const callee = inner.kind === 'call' ? facts.calls[inner.call]!.callee : undefined;
  return callee?.kind === 'member' && callee.name === 'get';
}

/** What a chain of members and calls starts from. */
function rootOf(facts: FileFacts, expr: Expr): Expr {
  let root = expr;
  while (root.kind === 'member' || root.kind === 'index' || root.kind === 'call' || root.kind === 'cast' || root.kind === 'await') {
    root = root.kind === 'call' ? facts.calls[root.call]!.callee : root.kind === 'cast' || root.kind === 'await' ? root.operand : root.object;
  }
  return root;
}

/** A stored row saves or reloads itself; a client, a repository or a model does not. */
function isRow({ own, members }: Handle): boolean {
  return own === 'instance' || 'reload' in members || ('save' in members && 'isNewRecord' in members);
}
