import type { CallFact, Expr } from '../../facts/types.ts';
import { callersOf } from '../entries/callers.ts';
import { isTestFile } from '../entries/file-kinds.ts';
import type { Link } from '../link.ts';
import { callTargets } from '../resolve/targets.ts';
import type { LinkedFile, Place } from '../values.ts';

/** An expression that a caller hands to a parameter, where it stands. */
export interface Handed {
  expr: Expr;
  place: Place;
}

/** Calls of a function's name that are looked at. */
const MAX_NAMESAKES = 40;

/** What every caller hands to a parameter, or to a property of it that the function takes out; undefined when somebody else may call it. */
export function handedTo(link: Link, file: LinkedFile, bindingId: number): Handed[] | undefined {
  const { facts, index } = file;
  const { path, fallback, functionId, target: position } = facts.bindings[bindingId]!;
  const { name, kind } = facts.functions[functionId]!;
  if (kind === 'constructor' || name === '' || index.callbackSite.has(functionId) || path.length > 1) return undefined;
  const namesakes = link.names.calls(name).filter((call) => !isTestFile(call.file));
  if (namesakes.length > MAX_NAMESAKES || namesakes.some((call) => callTargets(link, call.file, call.id).length === 0)) return undefined;
  const handed: Handed[] = [];
  for (const { by, call: ref } of callersOf(link, { file, id: functionId })) {
    if (isTestFile(by.file)) continue;
    const target = ref && callTargets(link, ref.file, ref.id).find((item) => item.kind === 'function' && item.file === file && item.id === functionId);
    if (!ref || target?.kind !== 'function') return undefined;
    const given = givenIn(ref.file.facts.calls[ref.id]!, position + target.shift, path[0]);
    if (given === 'unknown') return undefined;
    const value = given ?? fallback;
    if (value) handed.push({ expr: value, place: given ? { file: by.file, functionId: by.id } : { file, functionId } });
  }
  return handed.length > 0 ? handed : undefined;
}

/** The argument of a call, or a property of the object literal that it is; undefined when it is left out. */
function givenIn(call: CallFact, position: number, property: string | undefined): Expr | 'unknown' | undefined {
  if (call.args.slice(0, position + 1).some(({ kind }) => kind === 'spread')) return 'unknown';
  const arg = call.args[position];
  if (!arg || property === undefined) return arg;
  if (arg.kind !== 'object' || arg.properties.some(({ key }) => key === null)) return 'unknown';
  return arg.properties.find(({ key }) => key === property)?.value;
}
