import { spanEnd, spanStart } from '../../../facts/spans.ts';
import type { Expr, RegionFact, Span } from '../../../facts/types.ts';
import type { LinkedFile } from '../../../program/linked-file.ts';
import type { Terms } from './evaluate.ts';
import { Env, truthOf, type CallTerm, type FunctionTerm, type Term } from './terms.ts';

/** A call of a library that a function makes when it runs. */
export interface Step {
  call: CallTerm;
  /** It runs only where something holds that is not known. */
  guarded: boolean;
}

/** Functions that are entered from each other. */
const MAX_CALLS = 12;
/** Functions that are entered in one run: what starts a whole program says little by what it does last. */
const MAX_ENTERED = 20_000;
/** Steps of one run: a table of constants that makes more says nothing that a schema needs. */
const MAX_STEPS = 4000;

/** A call, a region or an assignment of a function; the number is -1 where it is another one. */
interface Item {
  at: Span;
  call: number;
  region: number;
  set?: { binding: number; value: Expr };
}

interface Frame {
  file: LinkedFile;
  functionId: number;
  env: Env;
  guarded: boolean;
  depth: number;
}

/**
 * What a function does in the order in which it does it: the calls that are none of the project's own, with loops over what is
 * known unrolled, the project's helpers and the callbacks of iterations entered. Both ways of a condition that is not known are
 * taken; a handler of errors is not. Names that are assigned along the way have the value of then.
 */
export function run(terms: Terms, called: FunctionTerm, args: readonly Term[]): Step[] {
  const steps: Step[] = [];
  let entered = 0;
  const enter = (target: FunctionTerm, given: readonly Term[], guarded: boolean, depth: number): void => {
    if (depth > MAX_CALLS || ++entered > MAX_ENTERED) return;
    block({ file: target.file, functionId: target.id, env: terms.entered(target, given), guarded, depth }, -1);
  };

  /** The calls and regions that stand directly in a region, by their place. */
  const block = (frame: Frame, region: number): void => {
    const { calls, regions, assignments } = frame.file.facts;
    const own: Item[] = frame.file.index.callsOf[frame.functionId]!.filter((id) => calls[id]!.region === region && calls[id]!.kind !== 'get').map((id) => ({ at: calls[id]!.span, call: id, region: -1 }));
    const inner: Item[] = regions.flatMap((fact, id) => (fact.functionId === frame.functionId && fact.parent === region ? [{ at: fact.span, call: -1, region: id }] : []));
    const assigned: Item[] = assignments.flatMap(({ target, value, operator, functionId, region: within, span }) =>
      functionId === frame.functionId && within === region && value && operator === '=' && target.kind === 'name' && target.binding >= 0 ? [{ at: span, call: -1, region: -1, set: { binding: target.binding, value } }] : [],
    );
    let end = -1;
    for (const item of [...own, ...inner, ...assigned].sort((a, b) => spanStart(a.at) - spanStart(b.at) || spanEnd(b.at) - spanEnd(a.at))) {
      if (item.set) {
        const { binding, value } = item.set;
        // What one way of a condition sets may be something else afterwards.
        frame.env.set(frame.file, binding, frame.guarded ? { kind: 'unknown' } : terms.of(value, frame.file, frame.functionId, frame.env));
        continue;
      }
      if (item.region >= 0) {
        within(frame, item.region, regions[item.region]!);
        continue;
      }
      // Calls inside of a call are part of it.
      if (spanEnd(item.at) <= end) continue;
      end = spanEnd(item.at);
      if (steps.length < MAX_STEPS) chain(item.call, frame);
    }
  };

  /** A call with what waits for it: of `a().then(b).then(c)`, which nests as deep as it is long, each link in its turn. */
  const chain = (id: number, frame: Frame): void => {
    const { file, functionId, env, guarded, depth } = frame;
    const { calls } = file.facts;
    const links: number[] = [];
    let first = id;
    for (let { callee } = calls[first]!; callee.kind === 'member' && callee.object.kind === 'call' && LINKS.has(callee.name); { callee } = calls[first]!) {
      if (callee.name !== 'catch') links.push(first);
      first = callee.object.call;
    }
    take(terms.call(file, first, env), frame);
    for (const link of links.reverse()) {
      const callback = calls[link]!.args.map((arg) => terms.of(arg, file, functionId, env)).find((arg) => arg.kind === 'function');
      if (callback) enter(callback, [], guarded, depth + 1);
    }
  };

  const within = (frame: Frame, id: number, region: RegionFact): void => {
    const { file, functionId, env } = frame;
    switch (region.kind) {
      case 'catch':
        return;
      case 'branch': {
        const truth = region.test ? truthOf(terms.of(region.test, file, functionId, env)) : undefined;
        if (region.operator === '??' || truth === undefined) block({ ...frame, guarded: true }, id);
        else if (truth !== region.negated) block(frame, id);
        return;
      }
      case 'for-of':
      case 'for-await':
      case 'for-in': {
        const given = region.over ? terms.of(region.over, file, functionId, env) : undefined;
        const over = region.kind === 'for-in' ? keysOf(given) : given;
        if (over?.kind !== 'list' || !over.whole) return block(frame, id);
        for (const item of over.items) {
          const turn = new Env(env);
          terms.take(turn, file, region.vars, item);
          block({ ...frame, env: turn }, id);
        }
        return;
      }
      default:
        block(frame, id);
    }
  };

  /** What a call does. */
  const take = (term: Term, frame: Frame): void => {
    const { guarded, depth } = frame;
    if (term.kind === 'list') return term.items.forEach((item) => take(item, frame));
    if (term.kind !== 'call') return;
    const { callee, args: given } = term;
    if (callee.kind === 'function') return enter(callee, given, guarded, depth + 1);
    if (callee.kind === 'export' && callee.specifier === 'bluebird') {
      const [over, callback] = given;
      if (!BLUEBIRD_ITERATIONS.has(callee.name) || callback?.kind !== 'function' || over?.kind !== 'list' || !over.whole) return given.forEach((arg) => take(arg, frame));
      return over.items.forEach((item, position) => enter(callback, [item, { kind: 'literal', value: position }], guarded, depth + 1));
    }
    if (callee.kind === 'member') {
      const { object, name } = callee;
      const callback = given.find((arg) => arg.kind === 'function');
      if (callback && object.kind === 'list' && object.whole && ITERATIONS.has(name)) {
        return object.items.forEach((item, position) => enter(callback, [item, { kind: 'literal', value: position }], guarded, depth + 1));
      }
      if (object.kind === 'global' && object.name === 'Promise') return given.forEach((arg) => take(arg, frame));
      if (name === 'then' || name === 'finally') {
        take(object, frame);
        if (callback) enter(callback, [], guarded, depth + 1);
        return;
      }
      if (name === 'catch' && object.kind === 'call') return take(object, frame);
    }
    steps.push({ call: term, guarded });
  };

  enter(called, args, false, 0);
  return steps;
}

/** What a loop over the keys of an object goes through, where these are known. */
function keysOf(term: Term | undefined): Term | undefined {
  return term?.kind === 'object' ? { kind: 'list', items: [...term.entries.keys()].map((value): Term => ({ kind: 'literal', value })), whole: term.whole } : undefined;
}

/** Functions of bluebird that give each element of a list to a callback: http://bluebirdjs.com/docs/api/collections.html */
const BLUEBIRD_ITERATIONS: ReadonlySet<string> = new Set(['map', 'mapSeries', 'each', 'filter']);
const ITERATIONS: ReadonlySet<string> = new Set(['forEach', 'map', 'flatMap']);
const LINKS: ReadonlySet<string> = new Set(['then', 'catch', 'finally']);
