import type { RuleFinding, RelatedPlace } from '../../src/findings/types.ts';
import type { EntryKind } from '../../src/libraries/types.ts';
import { calleeText, exprText, singular, symbolPath } from '../../src/program/print.ts';
import type { Context } from '../../src/program/contexts.ts';
import type { Repeat } from '../../src/program/repeats.ts';
import type { Program } from '../../src/program/types.ts';
import type { RuleContext } from '../../src/rule.ts';

/** Entries whose queries per row nobody waits for. */
const SILENT: ReadonlySet<EntryKind> = new Set<EntryKind>(['test', 'seed', 'migration', 'script', 'build', 'start-up']);

/** Options that the three rules share. */
export interface RepeatOptions {
  /** A constant number of turns up to this is not worth a warning. */
  maxConstant: number;
}

/** Which of the rules for repeated queries a repeat belongs to. */
export function repeatKind({ sink: { effect } }: Repeat): 'lazy' | 'write' | 'read' {
  if (effect.kind !== 'query') return 'read';
  if (effect.lazy) return 'lazy';
  return ['insert', 'update', 'delete', 'upsert'].includes(effect.operation) ? 'write' : 'read';
}

/** The findings of one rule: the file's repeats of one kind, those left out that no user waits for. */
export function findRepeats(context: RuleContext<RepeatOptions>, kind: ReturnType<typeof repeatKind>): RuleFinding[] {
  const { program, file } = context;
  if (program.isClosed(file)) return [];
  return program.repeats(file).flatMap((repeat) => {
    if (repeatKind(repeat) !== kind) return [];
    const { kinds } = program.reached(file, repeat.functionId);
    if (kinds.size > 0 && [...kinds].every((entry) => SILENT.has(entry))) return [];
    return [toFinding(context, repeat, kind)];
  });
}

function toFinding({ program, file, options }: RuleContext<RepeatOptions>, repeat: Repeat, kind: ReturnType<typeof repeatKind>): RuleFinding {
  const { sink, verdict } = repeat;
  const facts = program.files.get(file)!;
  const call = facts.calls[repeat.call.id]!;
  const reached = program.reached(file, repeat.functionId);
  const over = overText(repeat);
  const query = calleeText(sink.call.file.facts, sink.call.id);
  const row = repeat.context.kind === 'row' ? repeat.context.entry : undefined;
  const entry = (row ?? reached.entry)?.label;
  const few = verdict.multiplicity !== 'per-element' && verdict.bound <= options.maxConstant;
  return {
    message: message(repeat, kind, query, over),
    help: help(repeat, kind),
    location: program.place(file, [call.span[0], call.calleeEnd]),
    related: relatedPlaces(program, repeat, over),
    confidence: sink.inferred || (reached.kinds.size === 0 && !row) ? 'medium' : 'high',
    impact: {
      multiplicity: verdict.multiplicity,
      ...(verdict.multiplicity === 'per-element' ? {} : { bound: verdict.bound }),
      ...(over ? { over } : {}),
      mode: verdict.mode,
      ...(entry ? { entry } : {}),
    },
    ...(few ? { level: 'info' as const } : {}),
    key: {
      symbol: symbolPath(facts, call.functionId),
      callee: exprText(facts, call.callee),
      args: call.args.map((arg) => exprText(facts, arg)).join(', '),
      over,
    },
    sink: `${sink.call.file.path}:${symbolPath(sink.call.file.facts, sink.call.file.facts.calls[sink.call.id]!.functionId)}:${query}`,
  };
}

/** What is iterated, as the code writes it. */
function overText({ context, verdict }: Repeat): string {
  return verdict.over && context.kind !== 'row' ? exprText(context.file.facts, verdict.over) : '';
}

function message({ sink, context, verdict }: Repeat, kind: ReturnType<typeof repeatKind>, query: string, over: string): string {
  if (sink.effect.kind === 'load') {
    return context.kind === 'loop' ? `One query per ${turn(over, context)}: ${query} is awaited at each turn, so the loader never has two keys to batch` : `${query} runs once per ${turn(over, context)} and cannot batch`;
  }
  const each = turn(over, context);
  const bound = verdict.multiplicity === 'per-element' ? (context.kind === 'row' ? 'a list of parents' : 'unbounded') : `at most ${verdict.bound}`;
  const of = context.kind === 'row' ? context.entry.label : over || each;
  const what = { lazy: 'One lazy load', write: 'One write', read: 'One query' }[kind];
  return context.kind === 'row'
    ? `${what} per parent row: ${query} runs each time ${of} is resolved (${bound})`
    : `${what} per ${each}: ${query} runs for each of ${shorten(of)} (${bound})`;
}

/** The element's name in the singular: `order` for `orders`. */
function turn(over: string, context: Context): string {
  if (context.kind === 'row') return 'parent row';
  if (context.kind === 'loop' && !over) return context.file.facts.regions[context.region]!.kind === 'for' ? 'turn' : 'link of the chain';
  const variable = loopVariable(context);
  return variable ?? (over && /^[\w$.]+$/.test(over) ? singular(over) : 'element');
}

function loopVariable(context: Context): string | undefined {
  if (context.kind === 'loop') {
    const { facts } = context.file;
    const [first] = facts.regions[context.region]!.vars;
    const binding = first === undefined ? undefined : facts.bindings[first];
    return binding && binding.path.length === 0 && facts.regions[context.region]!.kind !== 'for' && binding.name.length > 2 ? binding.name : undefined;
  }
  return undefined;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function help({ sink, verdict }: Repeat, kind: ReturnType<typeof repeatKind>): string {
  const { advice } = sink.target.library;
  if (sink.effect.kind === 'load') return 'start all loads in one turn and await them together: Promise.all(keys.map((key) => loader.load(key))), or loader.loadMany(keys)';
  const text = kind === 'write' ? advice?.write : kind === 'lazy' ? (advice?.lazy ?? advice?.read) : advice?.read;
  const loader = verdict.over === null && kind !== 'write' ? ', or a DataLoader per request' : '';
  return `${text ?? (kind === 'write' ? 'collect the rows and write them with one statement' : 'collect the keys, read all rows with one query, and look each up in a Map')}${loader}`;
}

function relatedPlaces(program: Program, { context, sink, outer }: Repeat, over: string): RelatedPlace[] {
  const related: RelatedPlace[] = [{ ...contextPlace(program, context), role: 'loop', message: context.kind === 'row' ? 'resolved once per parent row' : `runs once per ${turn(over, context)}` }];
  for (const { file, id } of sink.path.slice(1, MAX_STEPS)) {
    related.push({ ...callPlace(program, file.path, id), role: 'step', message: `calls ${calleeText(file.facts, id)}` });
  }
  if (sink.path.length > 0) {
    const { file, id } = sink.call;
    related.push({ ...callPlace(program, file.path, id), role: 'sink', message: `${calleeText(file.facts, id)} runs here` });
  }
  for (const further of outer.slice(0, 2)) related.push({ ...contextPlace(program, further), role: 'outer', message: 'and that runs repeatedly itself' });
  return related;
}

/** A path names twelve places at most. */
const MAX_STEPS = 8;

function callPlace(program: Program, path: string, id: number): ReturnType<Program['place']> {
  const { span, calleeEnd } = program.files.get(path)!.calls[id]!;
  return program.place(path, [span[0], calleeEnd]);
}

function contextPlace(program: Program, context: Context): ReturnType<Program['place']> {
  const { path, facts } = context.file;
  if (context.kind === 'loop') return program.place(path, facts.regions[context.region]!.head);
  if (context.kind === 'row') return program.place(path, facts.functions[context.functionId]!.nameSpan);
  return callPlace(program, path, context.call);
}
