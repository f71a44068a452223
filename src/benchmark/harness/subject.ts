import type { Rounds } from './statistics/measure.ts';

/** The form that a finding is about, and the one that it is compared with. */
export type Form = 'suspect' | 'twin';

/** Sides of a round. The control is the twin, made once more. */
export type Side = keyof Rounds;

export const SIDES: readonly Side[] = ['suspect', 'twin', 'control'];

/** What is measured in a worker process. Each side is made by itself, of `make`. */
export type Subject =
  /** Milliseconds per call, of size `n`; `beside` are the same of other sizes, for a curve. What is held is the event loop, by a call that computes; its twin does nothing. */
  | { kind: 'time' | 'hold'; make(form: Form): Call; n?: number; beside?: readonly { n: number; make(form: Form): Call }[] }
  /** Milliseconds for which the event loop is held, per call that is under way at once. */
  | { kind: 'block'; make(form: Form): Burst }
  /** Bytes that stay reachable, per call. */
  | { kind: 'bytes'; make(form: Form): Call }
  /** Sockets, pipes and timers that stay open, per call. */
  | { kind: 'handles'; make(form: Form): Call }
  /** Power of the size by which the time of a call grows; there is no twin. */
  | { kind: 'growth'; sizes: readonly number[]; make(size: number): Call };

/** One operation. It is given the number of the call, so that no two need be alike, and gives something that depends on what it did. */
export type Call = (index: number) => unknown;

export interface Burst {
  /** Makes ready for so many calls, which is not measured. */
  before?(count: number): unknown;
  call(index: number): Promise<unknown>;
}
