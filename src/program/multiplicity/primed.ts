import { spanEnd, spanStart } from '../../facts/spans.ts';
import type { LoopSubject } from './verdict.ts';
import type { Link } from '../link.ts';
import { exprText } from '../print.ts';
import { isInside } from './regions.ts';
import { callTargets } from '../resolve/targets.ts';

/** A loader keeps what it has loaded: the loads of a loop find what was loaded at once before it, `await loader.loadMany(keys)`. */
export function isPrimed(link: Link, { file, region, sink, own }: LoopSubject): boolean {
  const { facts } = file;
  const { callee } = own.call;
  if (sink.effect.kind !== 'load' || sink.call.file !== file || sink.call.id !== own.id || callee.kind !== 'member') return false;
  const loader = exprText(facts, callee.object);
  return facts.calls.some(
    (call, id) =>
      call.functionId === own.call.functionId &&
      call.use === 'await' &&
      call.callee.kind === 'member' &&
      call.callee.name === 'loadMany' &&
      spanEnd(call.span) <= spanStart(region.span) &&
      (call.region < 0 || isInside(facts, region.parent, call.region)) &&
      exprText(facts, call.callee.object) === loader &&
      callTargets(link, file, id).some((target) => target.kind === 'operation' && target.operation.effect?.kind === 'load'),
  );
}
