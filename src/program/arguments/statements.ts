import { spanEnd } from '../../facts/spans.ts';
import type { CallFact, Expr, FileFacts } from '../../facts/types.ts';

/** A chain of calls on a name that stands as a statement: `query.where(…).orderBy(…);` */
export interface StatementCalls {
  kind: 'statement';
  at: number;
  functionId: number;
  region: number;
  /** In the order in which they are made. */
  calls: readonly number[];
}

/** The statements of a file that call on a name, by its binding. */
export function indexStatements({ calls }: FileFacts): ReadonlyMap<number, readonly StatementCalls[]> {
  const found = new Map<number, StatementCalls[]>();
  for (const [id, { use, kind, functionId, region, span }] of calls.entries()) {
    if (use !== 'discard' || kind !== 'call') continue;
    const chain = calledOn((call) => calls[call]!, id);
    if (!chain) continue;
    const list = found.get(chain.binding) ?? [];
    found.set(chain.binding, [...list, { kind: 'statement', at: spanEnd(span), functionId, region, calls: chain.calls }]);
  }
  return found;
}

/** The name that a chain of calls begins at, and its calls in order. */
export function calledOn(callOf: (id: number) => CallFact, id: number): { binding: number; calls: number[] } | undefined {
  const calls: number[] = [];
  for (let at: Expr = { kind: 'call', call: id }; ; ) {
    if (at.kind === 'call') {
      const callee: Expr = callOf(at.call).callee;
      if (callee.kind !== 'member') return undefined;
      calls.unshift(at.call);
      at = callee.object;
    } else if (at.kind === 'cast') at = at.operand;
    else return at.kind === 'name' && at.binding >= 0 ? { binding: at.binding, calls } : undefined;
  }
}
