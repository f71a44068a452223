import { spanStart } from '../../src/facts/spans.ts';
import type { Expr } from '../../src/facts/types.ts';
import type { Confidence, Reason } from '../../src/findings/types.ts';
import type { Context } from '../../src/program/multiplicity/contexts.ts';
import type { Repeat } from '../../src/program/multiplicity/repeats.ts';
import { BENIGN_SHAPES, soughtShapes } from '../../src/program/multiplicity/sought.ts';
import { exprText, symbolPath } from '../../src/program/print.ts';
import type { LinkedFile } from '../../src/program/values.ts';
import { reasonsOf } from './reasons.ts';
import type { Reached } from '../../src/program/entries/callers.ts';

/** Why a repeated query is one, as the program found it. */
export function repeatReasons(repeat: Repeat, { entry, kinds }: Reached, confidence: Confidence, maxConstant: number): Reason[] {
  const { context, outer, verdict, sink } = repeat;
  const shapes = soughtShapes(context).map((shape) => BENIGN_SHAPES[shape]);
  return reasonsOf({
    repetition: [repetition(context, verdict.mode), ...outer.map((further) => `and ${repetition(further, further.kind === 'callback' ? further.invocation.mode : 'sequential')}`)],
    size: size(repeat),
    entry: context.kind === 'row' ? context.entry : entry,
    kinds,
    confidence,
    certainty: 'the receiver and every step were followed through imports, classes or types, and an entry leads here',
    doubt: sink.inferred ? 'a receiver or a step was told by its shape, with a second sign' : 'no entry is seen to lead here',
    severity: severity(repeat, maxConstant),
    benign: shapes.length > 0 ? [...shapes, 'a cache that outlives the function'] : [],
    docs: sink.target.library.advice?.docs,
  });
}

function repetition(context: Context, mode: 'sequential' | 'concurrent'): string {
  const order = mode === 'sequential' ? 'one turn after the other' : 'all turns at once';
  const { facts, path } = context.file;
  switch (context.kind) {
    case 'loop': {
      const region = facts.regions[context.region]!;
      const over = region.over ? ` over ${shorten(exprText(facts, region.over))}` : '';
      return `a ${region.kind} loop${over} (${path}:${lineOf(context.file, spanStart(region.head))}) runs it, ${order}`;
    }
    case 'callback': {
      const call = facts.calls[context.call]!;
      const over = context.invocation.over ? ` of ${shorten(exprText(facts, context.invocation.over))}` : '';
      return `${shorten(exprText(facts, call.callee))}() (${path}:${lineOf(context.file, spanStart(call.span))}) calls a function for each element${over}, ${order}`;
    }
    case 'row':
      return `${context.entry.label} is resolved once for each row of its parents`;
    case 'recursion':
      return `${symbolPath(facts, context.functionId)} calls itself again with what it read`;
    case 'loader':
      return 'the function builds a loader of its own at each call';
  }
}

function lineOf({ facts }: LinkedFile, offset: number): number {
  return facts.lines.findLastIndex((start) => start <= offset) + 1;
}

/** Why the size is not known to be small, or what bounds it. */
function size({ verdict, context }: Repeat): string {
  if (verdict.multiplicity === 'constant') return `${verdict.bound} turns by construction`;
  if (verdict.multiplicity === 'limit') return `at most ${verdict.bound} turns: a limit in the code says so`;
  if (context.kind === 'row') return 'nothing in the code bounds how many parents a client asks for';
  if (context.kind === 'recursion') return 'the data decides how deep it goes';
  if (context.kind === 'loader') return 'each loader has one key, so that nothing is ever batched';
  if (!verdict.over) return 'the data decides how long it runs';
  return origin(context.file, verdict.over);
}

/** Names that are followed to what they hold. */
const MAX_NAMES = 4;

function origin(file: LinkedFile, expr: Expr, named = '', hops = 0): string {
  const { facts } = file;
  const text = shorten(exprText(facts, expr));
  const it = named === '' ? text : named;
  switch (expr.kind) {
    case 'await':
    case 'cast':
    case 'spread':
      return origin(file, expr.operand, named, hops);
    case 'name': {
      const binding = facts.bindings[expr.binding];
      if (binding?.kind === 'param') return `${it} is ${binding.name === it ? 'a parameter' : `the parameter ${binding.name}`}: its callers decide how many elements it has, and none of them is seen to bound it`;
      if (binding?.kind === 'import') return `${it} is imported, and not seen to be a short list`;
      if (binding?.init && binding.path.length === 0 && hops < MAX_NAMES) return origin(file, binding.init, it, hops + 1);
      return `${it} is filled while the code runs, with as many elements as the data has`;
    }
    case 'call': {
      const callee = shorten(exprText(facts, facts.calls[expr.call]!.callee));
      return `${it === text ? 'it' : it} is what ${callee}() gives, and nothing in the code limits that`;
    }
    default:
      return `${it} comes from data, and nothing in the code limits it`;
  }
}

/** Why the level is not the rule's, where it is not. */
function severity({ verdict, byArguments, sink }: Repeat, maxConstant: number): string | undefined {
  if (byArguments) return 'info: the field has arguments of its own, so that keys alone do not describe what a loader would batch';
  if (verdict.paced) return 'info: each turn waits by intent';
  if (verdict.multiplicity !== 'per-element' && verdict.bound <= maxConstant) return `info: at most ${maxConstant} turns (option maxConstant)`;
  if (sink.effect.kind === 'query' && sink.effect.light) return 'warning: a round trip to a store that answers fast';
  return undefined;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
