import { lastName } from '../../facts/outline.ts';
import { spanEnd, spanStart } from '../../facts/spans.ts';
import type { Link } from '../link.ts';
import { callsOfFunction } from '../resolve/params.ts';
import { callTargets } from '../resolve/targets.ts';
import { isTestFile } from '../entries/file-kinds.ts';
import type { CallRef, FunctionRef } from '../values.ts';
import { changesOf, happens } from './changes.ts';
import { declarationOf } from './origins.ts';
import { returnsOf, spotOf } from './spots.ts';
import { calledOn } from './statements.ts';
import type { Chain, Frame, Source, Spot, Step } from './types.ts';

/** Names, functions and calls that are followed for one builder. */
const MAX_DEPTH = 12;

/** One builder that is followed. */
interface Walk {
  link: Link;
  /**
   * Names that were followed, by where they are read: a name that is set under many conditions, one after the other, is read at each of
   * them, and following it anew each time would take twice as long for each further one.
   */
  known: Map<Frame | null, Map<string, Chain>>;
}

/** The calls that build the query which a call runs, itself last: on results, on the name that it is kept in, in functions that are given it or return it. */
export function chainTo(link: Link, ref: CallRef, spot: Spot = spotOf(ref)): Chain {
  return chainBehind(link, { expr: { kind: 'call', call: ref.id }, spot });
}

/** The calls that build what an expression is, as a whole: a builder that is kept in a name of another file, too. */
export function chainBehind(link: Link, source: Source): Chain {
  return chainOf({ link, known: new Map() }, source, 0);
}

/** The calls that a function makes on one of its parameters: `(query) => query.where(…).orWhere(…)`, also as statements. */
export function stepsOnParameter({ file, id }: FunctionRef, param: number, frame: Frame | null): readonly Step[] {
  const fact = file.row('functions', id);
  const binding = fact.params[param]?.bindingId ?? -1;
  if (binding < 0) return [];
  const returned = fact.returns.flatMap((expr) => {
    const chain = expr.kind === 'call' ? calledOn((call) => file.row('calls', call), expr.call) : undefined;
    return chain?.binding === binding ? [{ ...file.row('calls', chain.calls.at(-1)!), calls: chain.calls }] : [];
  });
  const done = [...(file.row('statementsOf', binding) ?? []).filter(({ functionId }) => functionId === id), ...returned];
  return done.flatMap(({ calls, region }) => {
    const always = happens({ functionId: id, region }, { file, functionId: id, region: -1, at: spanEnd(fact.span), frame }) === 'always';
    return calls.map((call): Step => ({ ...stepOf({ file, id: call }, spotOf({ file, id: call }, frame)), ...(!always && { optional: true }) }));
  });
}

function stepOf(call: CallRef, spot: Spot): Step {
  const { callee, args } = call.file.row('calls', call.id);
  return { call, name: lastName(callee) ?? '', args, spot };
}

function chainOf(walk: Walk, source: Source, depth: number): Chain {
  const { expr, spot } = source;
  if (depth > MAX_DEPTH) return { root: source, steps: [], open: 'it is too much to follow' };
  switch (expr.kind) {
    case 'cast':
    case 'await':
      return chainOf(walk, { expr: expr.operand, spot }, depth);
    case 'call':
      return ofCall(walk, expr.call, spot, depth);
    case 'name':
      return expr.binding < 0 ? { root: source, steps: [] } : ofName(walk, expr.binding, source, depth);
    case 'conditional':
      return either(chainOf(walk, { expr: expr.yes, spot }, depth + 1), chainOf(walk, { expr: expr.no, spot }, depth + 1), source);
    default:
      return { root: source, steps: [] };
  }
}

function ofCall(walk: Walk, id: number, spot: Spot, depth: number): Chain {
  const { file } = spot;
  const { kind, callee } = file.row('calls', id);
  const source: Source = { expr: { kind: 'call', call: id }, spot };
  if (kind === 'get') return chainOf(walk, { expr: callee, spot }, depth);
  const [target, ...others] = callTargets(walk.link, file, id);
  if (target?.kind === 'function' && others.length === 0) {
    const to = { file: target.file, id: target.id };
    const [returned, ...further] = returnsOf(to, { to, call: { file, id }, shift: target.shift, caller: spot });
    if (!returned) return { root: source, steps: [] };
    return further.length > 0 ? { root: source, steps: [], open: `${lastName(callee) ?? 'a function'}() makes it in several ways` } : chainOf(walk, returned, depth + 1);
  }
  const step = stepOf({ file, id }, spot);
  if (callee.kind !== 'member') return { root: { expr: callee, spot }, steps: [step] };
  return followedBy(chainOf(walk, { expr: callee.object, spot }, depth), [step]);
}

/** What was kept in a name, with what was done to it since. */
function ofName(walk: Walk, id: number, source: Source, depth: number): Chain {
  const { file, functionId, region, at, frame } = source.spot;
  const key = `${file.number}:${id}:${functionId}:${region}:${at}`;
  const inFrame = walk.known.get(frame) ?? new Map<string, Chain>();
  walk.known.set(frame, inFrame);
  const found = inFrame.get(key) ?? readName(walk, id, source, depth);
  inFrame.set(key, found);
  return found;
}

function readName(walk: Walk, id: number, source: Source, depth: number): Chain {
  const { spot } = source;
  const { file } = spot;
  const binding = file.row('bindings', id);
  if (binding.kind === 'param') return withChanges(walk, id, ofParameter(walk, id, source, depth), source, depth);
  if (binding.kind === 'import') {
    const found = declarationOf(walk.link, source);
    const init = found?.file.row('bindings', found.binding).init;
    if (!found || !init || init.kind === 'function') return { root: source, steps: [] };
    return chainOf(walk, { expr: init, spot: { file: found.file, functionId: 0, region: -1, at: spanStart(found.file.row('bindings', found.binding).span), frame: null } }, depth + 1);
  }
  if ((binding.kind !== 'const' && binding.kind !== 'let' && binding.kind !== 'var') || binding.path.length > 0) return { root: source, steps: [] };
  const made = binding.init ? chainOf(walk, { expr: binding.init, spot: { ...spot, functionId: binding.functionId, at: spanStart(binding.span) } }, depth + 1) : { root: source, steps: [] };
  return withChanges(walk, id, made.steps.length === 0 && made.open === undefined ? { root: source, steps: [] } : made, source, depth);
}

function ofParameter(walk: Walk, id: number, source: Source, depth: number): Chain {
  const { spot } = source;
  const { functionId, target, path } = spot.file.row('bindings', id);
  if (path.length > 0) return { root: source, steps: [] };
  for (let at = spot.frame; at; at = at.caller.frame) {
    if (at.to.file !== spot.file || at.to.id !== functionId) continue;
    const arg = at.call.file.row('calls', at.call.id).args[target + at.shift];
    return arg ? chainOf(walk, { expr: arg, spot: at.caller }, depth + 1) : { root: source, steps: [] };
  }
  const calls = callsOfFunction(walk.link, { file: spot.file, id: functionId }, target).filter(({ ref }) => !isTestFile(ref.file));
  const [only] = calls;
  const arg = calls.length === 1 && only ? only.ref.file.row('calls', only.ref.id).args[target + only.shift] : undefined;
  if (only && arg) return chainOf(walk, { expr: arg, spot: spotOf(only.ref) }, depth + 1);
  return { root: source, steps: [], ...(calls.length > 1 && { open: 'it is begun in several places' }) };
}

/** `query = query.where(…)`, `query.andWhere(…)` as a statement, `filter(query)`, in their order. */
function withChanges(walk: Walk, id: number, made: Chain, source: Source, depth: number): Chain {
  const { spot } = source;
  const { file } = spot;
  const events = [...changesOf(file, id).filter(({ kind }) => kind === 'assign' || kind === 'handed'), ...(file.row('statementsOf', id) ?? [])].filter(({ at }) => at <= spot.at).sort((a, b) => a.at - b.at);
  return events.reduce<Chain>((chain, event) => {
    const there = { ...spot, functionId: event.functionId, region: event.region, at: event.at - 1 };
    const always = happens(event, spot) === 'always';
    if (event.kind === 'assign') {
      if (!event.value) return chain;
      const assigned = chainOf(walk, { expr: event.value, spot: there }, depth + 1);
      return always ? assigned : either(chain, assigned, source);
    }
    if (event.kind === 'statement') {
      const steps = event.calls.map((call): Step => ({ ...stepOf({ file, id: call }, spotOf({ file, id: call }, spot.frame)), ...(!always && { optional: true }) }));
      return followedBy(chain, steps);
    }
    return event.kind === 'handed' && event.path.length === 0 ? handedTo(walk, chain, event, there, always, depth) : chain;
  }, made);
}

/** What a function of the project does to a builder that it is given. */
function handedTo(walk: Walk, chain: Chain, { call, arg }: { call: number; arg: number }, spot: Spot, always: boolean, depth: number): Chain {
  const { file } = spot;
  return callTargets(walk.link, file, call).reduce<Chain>((made, target) => {
    const param = target.kind === 'function' ? target.file.row('functions', target.id).params[arg - target.shift] : undefined;
    if (target.kind !== 'function' || !param || param.bindingId < 0) return made;
    const to = { file: target.file, id: target.id };
    const done = target.file.row('statementsOf', param.bindingId) ?? [];
    const within = done.filter(({ functionId }) => functionId === target.id);
    if (within.length < done.length || changesOf(target.file, param.bindingId).length > 0) return { ...made, open: `${target.file.row('functions', target.id).name}() is given it and may add to it`, openAt: made.steps.length };
    const frame = { to, call: { file, id: call }, shift: target.shift, caller: spot };
    const steps = within.flatMap(({ calls, region }) =>
      calls.map((id): Step => {
        const fact = target.file.row('calls', id);
        const isSure = always && happens({ functionId: target.id, region }, { file: target.file, functionId: target.id, region: -1, at: spanStart(fact.span), frame }) === 'always';
        return { ...stepOf({ file: target.file, id }, spotOf({ file: target.file, id }, frame)), ...(!isSure && { optional: true }) };
      }),
    );
    return depth > MAX_DEPTH ? { ...made, open: 'it is too much to follow', openAt: made.steps.length } : followedBy(made, steps);
  }, chain);
}

function followedBy(chain: Chain, steps: readonly Step[]): Chain {
  return { ...chain, steps: [...chain.steps, ...steps] };
}

/** One of two builders: where one goes on from the other, its further steps are optional. */
function either(left: Chain, right: Chain, source: Source): Chain {
  const [short, long] = left.steps.length <= right.steps.length ? [left, right] : [right, left];
  const isPrefix = short.steps.every((step, index) => step.call.id === long.steps[index]!.call.id && step.call.file === long.steps[index]!.call.file);
  const open = left.open ?? right.open;
  if (!isPrefix) return { root: source, steps: [], open: open ?? 'it is made in several ways' };
  const steps = long.steps.map((step, index): Step => (index < short.steps.length ? short.steps[index]! : { ...step, optional: true }));
  return { root: long.root, steps, ...(open !== undefined && { open, openAt: Math.max(left.openAt ?? 0, right.openAt ?? 0) }) };
}
