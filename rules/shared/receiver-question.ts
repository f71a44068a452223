import type { RuleFinding } from '../../src/findings/types.ts';
import type { Sink } from '../../src/program/effects/reach.ts';
import { offsetsOf } from '../../src/facts/spans.ts';

/** What types can say of a finding that would be sure if the receiver of its sink were: a guess on the way is not theirs to settle. */
export function receiverQuestion({ call: { file, id }, target, guessed }: Sink, isSureBeside: boolean): Pick<RuleFinding, 'receiver'> {
  if (!target.inferred || guessed || !isSureBeside) return {};
  return { receiver: { file: file.path, call: offsetsOf(file.facts.calls[id]!.span), packages: target.library.packages } };
}
