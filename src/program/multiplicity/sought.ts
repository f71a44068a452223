import type { Context } from './contexts.ts';
import type { Benign } from './verdict.ts';

/** Benign shapes as a reader knows them. */
export const BENIGN_SHAPES: Readonly<Record<Benign, string>> = {
  'batched list': 'a batch or a chunk that goes into the query as a list',
  'batched in one tick': 'calls of one tick that the library makes one statement of',
  stream: 'a stream',
  retry: 'another attempt after a failure',
  paging: 'pages or a cursor',
  'first hit': 'a search that ends at the first hit',
  probe: 'a query in the test of the loop',
  polling: 'a wait for a condition',
  'feeds the next turn': 'a later turn that needs what this one stores',
  'lock order': 'rows that are locked in order',
  'failure path': 'a path that only a failed turn takes',
  'loaded with its rows': 'a relation that was loaded with its rows',
  'loaded before': 'a key that the loader was given before',
  'another target each turn': 'another client, connection or model at each turn',
};

const LOOP: readonly Benign[] = ['probe', 'failure path', 'lock order', 'batched in one tick'];

/** The benign shapes that `judge` looks for in a context, in its order; a context that counts has none of them. */
export function soughtShapes(context: Context): readonly Benign[] {
  switch (context.kind) {
    case 'row':
      return ['batched in one tick'];
    case 'callback':
      return ['batched in one tick', 'loaded with its rows', 'batched list', 'lock order', 'another target each turn'];
    case 'loop': {
      const region = context.file.facts.regions[context.region]!;
      if (region.kind === 'for' && region.test) return [...LOOP, 'batched list', 'retry', 'paging', 'first hit', 'feeds the next turn'];
      if (!region.over) return [...LOOP, 'polling', 'paging', 'batched list'];
      const stream: readonly Benign[] = region.kind === 'for-await' ? ['stream'] : [];
      return [...LOOP, 'loaded with its rows', 'loaded before', 'batched list', ...stream, 'first hit', 'feeds the next turn', 'another target each turn'];
    }
    default:
      return [];
  }
}
