import type { Span } from './types.ts';

/** Lengths below it: no text that a parser takes is longer, and a number holds the start beside it without loss. */
const LENGTHS = 2 ** 26;

/** @param end the first offset behind it */
export function spanFrom(start: number, end: number): Span {
  return (start * LENGTHS + (end - start)) as Span;
}

export function spanStart(span: Span): number {
  return Math.floor(span / LENGTHS);
}

export function spanEnd(span: Span): number {
  const start = spanStart(span);
  return start + (span - start * LENGTHS);
}

/** The same as a pair. */
export function offsetsOf(span: Span): readonly [start: number, end: number] {
  return [spanStart(span), spanEnd(span)];
}
