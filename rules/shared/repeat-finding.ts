import { groupBy } from '../../src/findings/group.ts';
import type { RuleFinding, RelatedPlace } from '../../src/findings/types.ts';
import type { EntryKind } from '../../src/libraries/types.ts';
import { argsText, builderText, calleeText, exprText, REFINEMENTS, singular, symbolPath } from '../../src/program/print.ts';
import { ITERATION_METHODS } from '../../src/program/resolve/builtins.ts';
import type { Context } from '../../src/program/multiplicity/contexts.ts';
import { isLight, isWrite, type Repeat } from '../../src/program/multiplicity/repeats.ts';
import type { Program } from '../../src/program/types.ts';
import type { RuleContext } from '../../src/rule.ts';
import { loopPlan } from './loop-plan.ts';
import { besides, callPlace, steps } from './places.ts';
import { receiverQuestion } from './receiver-question.ts';
import { remedy } from './remedy.ts';
import { repeatReasons } from './repeat-reasons.ts';

/** Entries whose queries per row nobody waits for. */
const SILENT: ReadonlySet<EntryKind> = new Set<EntryKind>(['client', 'test', 'seed', 'migration', 'script', 'build', 'start-up']);

/** Options that the three rules share. */
export interface RepeatOptions {
  /** A constant number of turns up to this is not worth a warning. */
  maxConstant: number;
}

type Kind = 'lazy' | 'write' | 'read';

/** What one repeated call does; one that reads and writes has no single statement to become. */
function kindOf({ sink, mixed }: Repeat): Kind {
  if (sink.effect.kind === 'query' && sink.effect.lazy) return 'lazy';
  return isWrite(sink) && !mixed ? 'write' : 'read';
}

/**
 * The findings of one rule: the file's loops and resolvers of one kind, those left out that no user waits for. A loop that
 * does several kinds of things has no single statement to become, and belongs to n-plus-one.
 */
export function findRepeats(context: RuleContext<RepeatOptions>, kind: Kind): RuleFinding[] {
  const { program, file } = context;
  if (program.isClosed(file)) return [];
  const repeats = program.repeats(file).filter((repeat) => {
    const { kinds } = program.reached(file, repeat.functionId);
    return kinds.size === 0 || ![...kinds].every((entry) => SILENT.has(entry));
  });
  return together(repeats, context.options).flatMap((places) => {
    // What a store in memory is asked beside a database decides nothing.
    const statements = places.filter(({ sink }) => !isLight(sink));
    const kinds = new Set((statements.length > 0 ? statements : places).map(kindOf));
    const [only] = kinds;
    if ((kinds.size === 1 ? only : 'read') !== kind) return [];
    // The one that the rule is about comes first.
    const first = Math.max(places.findIndex((place) => kindOf(place) === kind && (statements.length === 0 || !isLight(place.sink))), 0);
    return [toFinding(context, [places[first]!, ...places.toSpliced(first, 1)], kind)];
  });
}

/** One loop, or one resolver, is one problem with one remedy, however many calls of it run per element. */
function together(repeats: readonly Repeat[], options: RepeatOptions): Repeat[][] {
  const problems = groupBy(repeats, (repeat) => `${contextKey(repeat.context)}:${isMinor(repeat, options)}`);
  return oncePerParent([...problems.values()]);
}

/** Fields of a parent that lead to one query are one problem as well: the query runs for each parent row. */
function oncePerParent(problems: readonly Repeat[][]): Repeat[][] {
  const parents = groupBy(problems, ([first]) => {
    const { call } = first!.sink;
    return first!.context.kind === 'row' ? `row:${call.file.path}:${call.id}` : `${contextKey(first!.context)}:${first!.call.id}`;
  });
  return [...parents.values()].map((same) => same.flat());
}

function contextKey(context: Context): string {
  if (context.kind === 'loop') return `loop:${context.region}`;
  return context.kind === 'callback' || context.kind === 'loader' ? `call:${context.call}` : `function:${context.functionId}`;
}

/** True but not worth a warning: a few turns by construction, a pause in each by intent, a field with arguments of its own. */
function isMinor({ verdict, byArguments }: Repeat, { maxConstant }: RepeatOptions): boolean {
  return byArguments || verdict.paced === true || (verdict.multiplicity !== 'per-element' && verdict.bound <= maxConstant);
}

function toFinding({ program, file, options }: RuleContext<RepeatOptions>, places: readonly Repeat[], kind: Kind): RuleFinding {
  const repeat = places[0]!;
  const { sink, verdict } = repeat;
  const facts = program.facts(file);
  const call = facts.calls[repeat.call.id]!;
  const reached = program.reached(file, repeat.functionId);
  const over = overText(repeat);
  const query = queryText(repeat);
  const row = repeat.context.kind === 'row' ? repeat.context.entry : undefined;
  const entry = (row ?? reached.entry)?.label;
  const confidence = sink.inferred || (reached.kinds.size === 0 && !row) ? 'medium' : 'high';
  return {
    message: message(repeat, kind, query, over, places.length - 1),
    help: remedy(program, places, kind),
    location: callPlace(program, repeat.call),
    related: relatedPlaces(program, repeat, over, places.slice(1)),
    confidence,
    ...receiverQuestion(sink, reached.kinds.size > 0 || row !== undefined),
    ...(kind !== 'lazy' && { fix: loopPlan(program, places) }),
    reasons: repeatReasons(repeat, reached, confidence, options.maxConstant),
    impact: {
      multiplicity: verdict.multiplicity,
      ...(verdict.multiplicity === 'per-element' ? {} : { bound: verdict.bound }),
      ...(over ? { over } : {}),
      mode: verdict.mode,
      ...(entry ? { entry } : {}),
    },
    ...(isMinor(repeat, options) ? { level: 'info' as const } : isLight(sink) ? { level: 'warning' as const } : {}),
    key: {
      symbol: symbolPath(facts, call.functionId),
      callee: exprText(facts, call.callee),
      args: argsText(facts, call),
      over,
    },
    sink: `${sink.call.file.path}:${symbolPath(sink.call.file.facts, sink.call.file.facts.calls[sink.call.id]!.functionId)}:${query}`,
  };
}

/** The query as a reader would name it: the entity, where it is known, and the method; a wrapper's by who gives it the statement. */
function queryText({ sink }: Repeat): string {
  const { call, statement } = sink;
  const { receiver } = sink.target;
  const entity = receiver?.kind === 'handle' ? receiver.of : receiver?.kind === 'class' ? receiver : null;
  if (statement && statement.call.id !== call.id) {
    const { facts } = statement.call.file;
    const named = statement.source.kind === 'member' ? `(${exprText(facts, statement.source)})` : '';
    return `${calleeText(facts, statement.call.id)}${named}`;
  }
  // A model is named by the one who asks it; the table of a builder is among the arguments.
  const text = sinkText(sink, entity === null);
  if (entity?.kind !== 'class') return text;
  const steps = text.split('.');
  // Of a chain that is put together in steps, the one that says what it does: `patch` of `patch(values).where(…)`.
  const step = (sink.target.operation.whenAwaited && steps.findLast((name) => !REFINEMENTS.test(name))) || steps.at(-1)!;
  return `${entity.file.facts.classes[entity.id]!.name}.${step.replace(/\(\)$/, '')}`;
}

/** The query as the code writes it: one that is put together in steps by the step that says what it is about. */
function sinkText({ call, target: { operation, receiver } }: Repeat['sink'], mayShorten = true): string {
  const handle = receiver?.kind === 'handle' ? receiver.library.handles[receiver.handle]! : undefined;
  const isBuilder = (operation.whenAwaited || handle?.builder) && handle?.own === undefined;
  return (isBuilder && mayShorten && builderText(call.file.facts, call.id)) || calleeText(call.file.facts, call.id);
}

/** What is iterated, as the code writes it. */
function overText({ context, verdict }: Repeat): string {
  return verdict.over && context.kind !== 'row' ? exprText(context.file.facts, verdict.over) : '';
}

function message(repeat: Repeat, kind: Kind, query: string, iterated: string, further: number): string {
  const { sink, context, verdict } = repeat;
  const over = isBound(repeat) ? '' : iterated;
  const each = turn(over, context);
  if (context.kind === 'loader') return `One query per call: this loader is built for a single ${query} and never has two keys to batch`;
  if (sink.effect.kind === 'load') return `One query per ${each}: ${query} is awaited at each turn, so the loader never has two keys to batch`;
  const more = further > 0 ? `, with ${further} more call${further > 1 ? 's' : ''} beside it` : '';
  const what = isLight(sink) ? 'One round trip' : { lazy: 'One lazy load', write: 'One write', read: 'One query' }[kind];
  if (context.kind === 'row') return `${what} per parent row: ${query} runs each time ${context.entry.label} is resolved${more}`;
  if (context.kind === 'recursion') return `${what} per step: ${query} runs each time ${symbolPath(context.file.facts, context.functionId)} calls itself${more}`;
  const bound = verdict.multiplicity === 'per-element' ? 'unbounded' : `at most ${verdict.bound}`;
  return over ? `${what} per ${each}: ${query} runs for each of ${shorten(over)} (${bound})${more}` : `${what} per ${each}: ${query} runs at every turn (${bound})${more}`;
}

/** The element's name in the singular: `order` for `orders`. */
function turn(over: string, context: Context): string {
  if (context.kind === 'row') return 'parent row';
  if (context.kind === 'recursion') return 'step';
  if (context.kind === 'loop' && !over) return context.file.facts.regions[context.region]!.kind === 'for' ? 'turn' : 'link of the chain';
  const element = elementName(context);
  if (element !== undefined || !/^[\w$.]+$/.test(over)) return element ?? 'element';
  // A name that is no plural says nothing of one of them: `filtered`, `toUpdate`.
  const one = singular(over);
  return one === over.split('.').at(-1) ? 'element' : one;
}

/** The name that the code gives to one element, where it says something. */
function elementName(context: Context): string | undefined {
  const { facts } = context.file;
  const id = context.kind === 'loop' && facts.regions[context.region]!.kind !== 'for' ? facts.regions[context.region]!.vars[0] : context.kind === 'callback' ? elementOf(context) : undefined;
  const binding = id === undefined || id < 0 ? undefined : facts.bindings[id];
  return binding && binding.path.length === 0 && binding.name.length > 2 ? binding.name : undefined;
}

/** The parameter of a closure that gets the element. */
function elementOf({ file: { facts }, call, closure }: Extract<Context, { kind: 'callback' }>): number | undefined {
  const { callee } = facts.calls[call]!;
  const position = callee.kind === 'member' ? (ITERATION_METHODS[callee.name]?.element ?? 0) : 0;
  return closure > 0 ? facts.functions[closure]!.params[position]?.bindingId : undefined;
}

/** A counted loop whose bound is no list's length: `for (let day = start; day <= end; …)`. */
function isBound({ context, verdict }: Repeat): boolean {
  const region = context.kind === 'loop' ? context.file.facts.regions[context.region]! : undefined;
  return region?.kind === 'for' && region.test?.kind === 'binary' && region.test.right === verdict.over;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function relatedPlaces(program: Program, { context, sink, outer }: Repeat, over: string, beside: readonly Repeat[]): RelatedPlace[] {
  const related: RelatedPlace[] = context.kind === 'loader' ? [] : [{ ...contextPlace(program, context), role: 'loop', message: contextMessage(context, over) }];
  related.push(...steps(program, sink.path.slice(1, MAX_STEPS)));
  if (sink.path.length > 0) related.push({ ...callPlace(program, sink.call), role: 'sink', message: `${sinkText(sink)} runs here` });
  for (const further of outer.slice(0, 2)) related.push({ ...contextPlace(program, further), role: 'outer', message: 'and that runs repeatedly itself' });
  return [...related, ...besides(program, beside.map(({ call }) => call), related.length)];
}

function contextMessage(context: Context, over: string): string {
  if (context.kind === 'row') return 'resolved once per parent row';
  return context.kind === 'recursion' ? 'calls itself again' : `runs once per ${turn(over, context)}`;
}

const MAX_STEPS = 8;

function contextPlace(program: Program, context: Context): ReturnType<Program['place']> {
  const { path, facts } = context.file;
  switch (context.kind) {
    case 'loop':
      return program.place(path, facts.regions[context.region]!.head);
    case 'row':
      return program.place(path, facts.functions[context.functionId]!.nameSpan);
    case 'recursion':
      return callPlace(program, context.call);
    default:
      return callPlace(program, { file: context.file, id: context.call });
  }
}
