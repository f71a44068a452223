import type { Expr } from '../../facts/types.ts';
import type { Link } from '../link.ts';
import { callTargets } from '../resolve/targets.ts';
import { stripped, type LinkedFile } from '../values.ts';
import { isMatchedAsList } from './flow.ts';
import { spans } from './regions.ts';

/** Helpers that hand a list on to each other. */
const MAX_DEPTH = 3;

type Test = (expr: Expr) => boolean;

/** How the code of one function writes a value: by itself, and as a property of what holds it. */
interface Written {
  is: Test;
  holder?: { is: Test; key: string };
}

/** Whether what a call is given is a list to the functions that it leads to: `byIds(batch)`, `findAll({ ids: batch })`. Then the loop is over batches. */
export function isTakenAsList(link: Link, file: LinkedFile, callId: number, element: number): boolean {
  return takesAsList(link, file, callId, { is: (expr) => expr.kind === 'name' && expr.binding === element }, 0);
}

function takesAsList(link: Link, file: LinkedFile, callId: number, value: Written, depth: number): boolean {
  if (depth >= MAX_DEPTH) return false;
  return file.facts.calls[callId]!.args.some((arg, position) => {
    const key = keyOf(stripped(arg), value);
    if (key === undefined) return false;
    return callTargets(link, file, callId).some((target) => {
      if (target.kind !== 'function') return false;
      const { facts } = target.file;
      const { params, span } = facts.functions[target.id]!;
      const names = params[position + target.shift]?.bindings ?? [];
      return names.some((id) => {
        const taken = writtenAs(id, facts.bindings[id]!.path, key);
        if (!taken) return false;
        if (isMatchedAsList(facts, taken.is, span)) return true;
        return facts.calls.some((call, inner) => spans(span, call.span) && takesAsList(link, target.file, inner, taken, depth + 1));
      });
    });
  });
}

/** The property under which an argument holds a value; the empty text where it is the value; undefined where it does not hold it. */
function keyOf(arg: Expr, { is, holder }: Written): string | undefined {
  if (is(arg)) return '';
  if (holder?.is(arg)) return holder.key;
  return arg.kind === 'object' ? (arg.properties.find(({ value }) => is(stripped(value)))?.key ?? undefined) : undefined;
}

/** How a function writes what a name of its parameter gets of an argument: `ids`, or `query.ids`. */
function writtenAs(id: number, path: readonly string[], key: string): Written | undefined {
  const isName: Test = (expr) => expr.kind === 'name' && expr.binding === id;
  if (path.join('.') === key) return { is: isName };
  return path.length === 0 ? { is: (expr) => expr.kind === 'member' && expr.name === key && isName(expr.object), holder: { is: isName, key } } : undefined;
}
