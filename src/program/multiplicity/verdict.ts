import type { CallFact, Expr, RegionFact } from '../../facts/types.ts';
import type { Sink } from '../effects/reach.ts';
import type { Link } from '../link.ts';
import type { CallRef, LinkedFile } from '../values.ts';
import { sizeOf } from './sizes.ts';

/** How often a context runs a call, or why it does not count. */
export type Verdict =
  /** `paced`: each turn waits by intent, for a pause or for an outside answer that it stores. */
  | { repeats: true; multiplicity: 'per-element'; over: Expr | null; mode: 'sequential' | 'concurrent'; paced?: true }
  | { repeats: true; multiplicity: 'constant' | 'limit'; bound: number; over: Expr | null; mode: 'sequential' | 'concurrent'; paced?: true }
  | { repeats: false; because: Benign };

/** Benign shapes. */
export type Benign =
  | 'batched list'
  | 'batched in one tick'
  | 'stream'
  | 'retry'
  | 'paging'
  | 'first hit'
  | 'probe'
  | 'polling'
  | 'feeds the next turn'
  | 'lock order'
  | 'failure path'
  | 'loaded with its rows'
  | 'loaded before'
  | 'another target each turn';

/** What a call leads to, seen from the call. */
export interface Subject {
  ref: CallRef;
  call: CallFact;
  sink: Sink;
}

/** The loop of a context, and the call as seen in the loop's own function. */
export interface LoopSubject extends Subject {
  file: LinkedFile;
  region: RegionFact;
  loop: number;
  own: { id: number; call: CallFact };
}

/** It does not count, for this reason. */
export function benign(because: Benign): Verdict {
  return { repeats: false, because };
}

/** It counts, once for each element of what is gone through; null where that is not a list that the code names. */
export function perElement(over: Expr | null, mode: 'sequential' | 'concurrent'): Verdict {
  return { repeats: true, multiplicity: 'per-element', over, mode };
}

/** The same where the code says how many elements there are at most: a constant, or a limit. */
export function sized(link: Link, file: LinkedFile, over: Expr | null, functionId: number, mode: 'sequential' | 'concurrent'): Verdict | undefined {
  const size = over ? sizeOf(link, over, { file, functionId }) : undefined;
  if (size?.bound === 1) return benign('first hit');
  return size && { repeats: true, multiplicity: size.kind, bound: size.bound, over, mode };
}
