import { lastName } from '../../facts/outline.ts';
import type { Expr } from '../../facts/types.ts';
import type { Link } from '../link.ts';
import { evaluate } from '../resolve/evaluate.ts';
import { callTargets } from '../resolve/targets.ts';
import type { LinkedFile } from '../values.ts';
import { givenName, inputBindings, isUsedAsList } from './flow.ts';
import type { LoopSubject } from './verdict.ts';

/** What is gone through are parts of a list, or rows in groups: each turn asks for many at once. */
export function isListOfLists(link: Link, file: LinkedFile, over: Expr, functionId: number): boolean {
  const values = evaluate(link, over, { file, functionId });
  if (values.some((value) => value.kind === 'list' && value.of.some((element) => element.kind === 'list'))) return true;
  const binding = over.kind === 'name' && over.binding >= 0 ? file.facts.bindings[over.binding]! : undefined;
  // What is taken out of an answer, `const { rows } = nextBatch()`, is none of the parts.
  const made = over.kind === 'call' ? over : binding?.path.length === 0 ? binding.init : undefined;
  const call = made?.kind === 'call' ? file.facts.calls[made.call]! : undefined;
  if (!call || made?.kind !== 'call') return false;
  if (callTargets(link, file, made.call).some((target) => target.kind === 'operation' && target.operation.chunks)) return true;
  const name = givenName(file.facts, call.callee) ?? '';
  // What `paginate` gives is one page: what is gone through are its rows.
  return /chunk|batch(es|ed)?$/i.test(name) || (/^(?:in)?batch/i.test(name) && isSize(call.args[1]));
}

/** How many elements a part has: a number, or a name that says so. */
function isSize(arg: Expr | undefined): boolean {
  if (arg?.kind === 'literal') return typeof arg.value === 'number';
  return arg !== undefined && /size|batch|chunk/i.test(lastName(arg) ?? '');
}

/** `[index, batch] of batches.entries()`, `[key, ids] of Object.entries(groups)`: what goes into the query is a list. */
export function isGroup(link: Link, { file, region, own }: LoopSubject): boolean {
  const { facts } = file;
  const inputs = inputBindings(facts, own.call, region.span);
  const parts = region.vars.filter((id) => facts.bindings[id]!.path.join() === '[]' && inputs.has(id));
  if (parts.some((id) => isUsedAsList(facts, id, region.span, own.call.span))) return true;
  const call = region.over?.kind === 'call' ? facts.calls[region.over.call]! : undefined;
  const isEntries = call?.callee.kind === 'member' && call.callee.name === 'entries' && call.args.length === 0;
  return parts.length > 0 && isEntries && call.callee.kind === 'member' && isListOfLists(link, file, call.callee.object, region.functionId);
}

/** The element goes, whole, where the library takes many rows. */
export function passedAsList({ region, sink, ref, own }: LoopSubject): boolean {
  if (sink.call.id !== ref.id || sink.call.file !== ref.file || sink.effect.kind !== 'query' || sink.effect.rows !== 'many') return false;
  const isElement = (expr: Expr) => expr.kind === 'name' && region.vars.includes(expr.binding);
  const { data } = sink.effect;
  const arg = data ? own.call.args[data.arg] : own.call.args[0];
  const value = arg?.kind === 'object' && data?.property !== undefined ? arg.properties.find(({ key }) => key === data.property)?.value : arg;
  return value !== undefined && isElement(value) && sink.effect.operation !== 'select';
}
