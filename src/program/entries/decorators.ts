import type { Expr } from '../../facts/types.ts';
import type { EntryKind } from '../../libraries/types.ts';
import type { Link } from '../link.ts';
import { lastName } from '../../facts/outline.ts';
import { evaluate } from '../resolve/evaluate.ts';
import { matchesCallback } from '../resolve/params.ts';
import { callTargets, decoratorEntries } from '../resolve/targets.ts';
import { spans } from '../multiplicity/regions.ts';
import { stripped, type FunctionRef, type LinkedFile } from '../values.ts';

interface Decorated {
  kind: EntryKind;
  perRow?: true;
  /** The decorator's name, as it is written. */
  name: string;
}

/** Entries that a decorator makes of its method: a library's own, or one of the project's that is made of such or hands the method to a library. */
export function decoratedEntries(link: Link, file: LinkedFile, functionId: number, callee: Expr): Decorated[] {
  const own = taken(link, file, functionId, callee);
  if (own.length > 0) return own;
  const name = lastName(callee) ?? '';
  const makers = evaluate(link, callee, { file, functionId }).filter((value) => value.kind === 'function');
  return makers.flatMap((maker) => made(link, maker).map((found) => ({ ...found, name })));
}

function taken(link: Link, file: LinkedFile, functionId: number, callee: Expr): Decorated[] {
  return decoratorEntries(link, file, functionId, callee).flatMap(({ entry, name }) => (entry.decorator?.entry ? [{ ...entry.decorator.entry, name }] : []));
}

/** What a function that makes a decorator makes: `return Slash(options)`, `return applyDecorators(Get(path))`, or a decorator written out. */
function made(link: Link, { file, id }: FunctionRef): Decorated[] {
  const { returns } = file.facts.functions[id]!;
  const composed = returns.map(stripped).flatMap((expr): Decorated[] => {
    if (expr.kind === 'function') return handedOver(link, { file, id: expr.function });
    if (expr.kind !== 'call') return [];
    const { callee, args } = file.facts.calls[expr.call]!;
    const parts = args.flatMap((arg) => (arg.kind === 'call' ? [file.facts.calls[arg.call]!.callee] : []));
    return [callee, ...parts].flatMap((part) => taken(link, file, id, part));
  });
  return [...composed, ...handedOver(link, { file, id })];
}

/** `(target, key, descriptor) => { new CronJob(time, descriptor.value); }`: what a library runs of the method that is decorated. */
function handedOver(link: Link, { file, id }: FunctionRef): Decorated[] {
  const { params, span } = file.facts.functions[id]!;
  const descriptor = params[2]?.bindingId ?? -1;
  if (descriptor < 0) return [];
  const isMethod = (arg: Expr): boolean => arg.kind === 'member' && arg.name === 'value' && arg.object.kind === 'name' && arg.object.binding === descriptor;
  return file.facts.calls.flatMap((call, callId) => {
    const position = spans(span, call.span) ? call.args.findIndex((arg) => isMethod(stripped(arg))) : -1;
    if (position < 0) return [];
    return callTargets(link, file, callId).flatMap((target) => {
      const entry = target.kind === 'operation' ? target.operation.callbacks?.find((item) => matchesCallback(item, position, [], call.args.length))?.entry : undefined;
      return entry ? [{ kind: entry.kind, ...(entry.perRow && { perRow: entry.perRow }), name: '' }] : [];
    });
  });
}
