import type { CallFact, Expr } from '../../facts/types.ts';
import { chainOf, mentions } from './flow.ts';
import type { LoopSubject, Subject } from './verdict.ts';
import { spans } from './regions.ts';

/** Options of a read that say where it starts. */
const PAGE_OPTIONS = new Set(['skip', 'offset', 'cursor', 'page', 'after', 'startingAfter']);

/** Methods of a builder that do. */
const OFFSETS = new Set(['offset', 'skip']);

/** Methods that take a page of a list or of a read. */
const PAGE_METHODS = new Set(['skip', 'offset', 'slice', 'splice', 'limit', 'take']);
/** Methods of a list whose first argument is where the page begins: what begins at the same place each turn is no page. */
const PARTS = new Set(['slice', 'splice']);

/** A read of many rows from an offset or a cursor. */
export function isPage({ sink, call }: Subject): boolean {
  const many = sink.effect.kind === 'query' && sink.effect.rows === 'many';
  const paged = (one: CallFact) => one.args.some((arg) => arg.kind === 'object' && arg.properties.some(({ key }) => key !== null && PAGE_OPTIONS.has(key)));
  const { file, id } = sink.call;
  return many && (paged(call) || [...chainOf(file.facts, id)].some((step) => paged(step.call) || (step.call.callee.kind === 'member' && OFFSETS.has(step.call.callee.name))));
}

/** The counter counts pages: it makes the offset of a read or of a slice. */
export function pagesByCounter({ file, region }: LoopSubject): boolean {
  const { facts } = file;
  const counts = (expr: Expr) => mentions(facts, expr, (part) => part.kind === 'name' && region.vars.includes(part.binding));
  return facts.calls.some(({ callee, args, span }) => {
    if (!spans(region.span, span)) return false;
    if (callee.kind === 'member' && PAGE_METHODS.has(callee.name) && args.slice(0, PARTS.has(callee.name) ? 1 : undefined).some(counts)) return true;
    return args.some((arg) => arg.kind === 'object' && arg.properties.some(({ key, value }) => key !== null && PAGE_OPTIONS.has(key) && counts(value)));
  });
}
