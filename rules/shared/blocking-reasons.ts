import type { Confidence, Reason } from '../../src/findings/types.ts';
import type { BlockEffect } from '../../src/libraries/types.ts';
import type { Blocking } from '../../src/program/effects/blocking.ts';
import type { Reached } from '../../src/program/entries/callers.ts';
import { reasonsOf } from './reasons.ts';

const COSTS: Readonly<Record<BlockEffect['cost'], string>> = {
  trivial: 'less than 0.1 ms',
  small: '0.1 to 1 ms, as a look at a file’s state does',
  medium: '1 to 20 ms, as reading a file does',
  large: 'more than 20 ms, as a child process or a key derivation does',
};

/** Why a blocking call is one, as the program found it. */
export function blockingReasons({ sink }: Blocking, host: string, { entry, kinds }: Reached, confidence: Confidence, onceBuilt: boolean): Reason[] {
  const { effect } = sink;
  return reasonsOf({
    repetition: `it runs in the turn of the event loop in which ${host} runs${sink.path.length > 0 ? `, through ${sink.path.length} call${sink.path.length > 1 ? 's' : ''}` : ''}`,
    size: `it holds the thread for ${COSTS[effect.cost]}, by the table of ${sink.target.library.id}`,
    entry,
    kinds,
    confidence,
    doubt: sink.inferred ? 'a step was told by its shape, with a second sign' : 'no request or job is seen to lead here',
    severity: onceBuilt ? 'info: what leads here takes nothing of a request, so that it is rendered when the project is built, unless something that it calls asks for the request' : undefined,
    benign: ['a module that is loaded once', 'a value that is kept after the first call', 'a branch for development only', 'a path that only a failure takes'],
    docs: sink.target.library.docs,
  });
}
