import type { Expr } from '../../facts/types.ts';
import { readsRows } from '../../libraries/types.ts';
import type { Link } from '../link.ts';
import { evaluate } from '../resolve/evaluate.ts';
import type { LinkedFile } from '../values.ts';
import { inputBindings, resultBindings } from './flow.ts';
import { spans } from './regions.ts';
import { benign, perElement, type LoopSubject, type Subject, type Verdict } from './verdict.ts';

/** for-await over something that is not an array in memory. */
export function isStream(link: Link, file: LinkedFile, over: Expr, functionId: number): boolean {
  return over.kind !== 'array' && !evaluate(link, over, { file, functionId }).some((value) => value.kind === 'list');
}

/** A library's handle that gives its elements one by one. */
export function isCursor(link: Link, file: LinkedFile, over: Expr, functionId: number): boolean {
  return evaluate(link, over, { file, functionId }).some((value) => value.kind === 'handle' && link.libraries.describe(value).stream === true);
}

/** `while (await cursor.hasNext()) { const row = await cursor.next(); … }`: a stream, as in a for-await loop. */
export function cursorOf(link: Link, { file, region, own, sink }: LoopSubject): Verdict | undefined {
  const { facts } = file;
  for (const [id, { callee, args, span, functionId }] of facts.calls.entries()) {
    const steps = spans(region.span, span) && callee.kind === 'member' && CURSOR_STEPS.has(callee.name) && args.length === 0;
    if (!steps || !isCursor(link, file, callee.object, functionId)) continue;
    return readsFor({ sink }, inputBindings(facts, own.call, region.span), [...resultBindings(facts, id, region.span)]) ? perElement(callee.object, 'sequential') : benign('stream');
  }
  return undefined;
}

/** Calls that take the next element of a cursor. */
const CURSOR_STEPS = new Set(['next', 'tryNext']);

/** The call of a loop is a read that needs its element. */
export function readsPerElement({ region, call, file, sink }: LoopSubject): boolean {
  return readsFor({ sink }, inputBindings(file.facts, call, region.span), region.vars);
}

/** A read that needs one of the bindings. */
export function readsFor({ sink }: Pick<Subject, 'sink'>, inputs: ReadonlySet<number>, bindings: readonly number[]): boolean {
  const reads = sink.effect.kind === 'query' && readsRows(sink.effect.operation);
  return reads && bindings.some((id) => inputs.has(id));
}
