import type { Measure } from '../statistics/measure.ts';
import type { Subject } from '../subject.ts';

/** Concurrent calls for which a block is told. */
export const BURST = 16;

/**
 * What the harness measures of each kind of subject, and the least effect that is worth a claim: 10 % of the time; 5 ms of block at 16
 * concurrent calls, whose blocks follow one another; eight bytes, the smallest thing that a heap can keep; a handle in every second call; growth halfway to a square.
 */
export const MEASURES: Readonly<Record<Subject['kind'], Measure>> = {
  time: { metric: 'time per call', unit: 'ms', scale: 'ratio', minimum: 1.1 },
  hold: { metric: 'time for which a call holds the event loop', unit: 'ms', scale: 'difference', minimum: 5 / BURST },
  block: { metric: 'worst event-loop block per concurrent call', unit: 'ms', scale: 'difference', minimum: 5 / BURST },
  bytes: { metric: 'bytes kept per call', unit: 'B', scale: 'difference', minimum: 8 },
  handles: { metric: 'handles kept per call', unit: 'handles', scale: 'difference', minimum: 0.5 },
  growth: { metric: 'growth exponent', unit: '', scale: 'value', minimum: 1.5 },
};
