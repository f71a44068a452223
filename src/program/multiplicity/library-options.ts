import type { Expr } from '../../facts/types.ts';
import type { Library } from '../../libraries/types.ts';
import type { Sink } from '../effects/reach.ts';
import type { Link } from '../link.ts';
import { PerLink } from '../memo.ts';
import { filesNaming } from '../resolve/specifiers.ts';
import { callTargets } from '../resolve/targets.ts';
import type { LinkedFile } from '../values.ts';
import { walkExpr } from '../../facts/walk.ts';

const answers = new PerLink<string, boolean>();

/** Whether an option of a library is set at the call itself or, where that says nothing, in a file of the project that imports the library. */
export function isOptionSet(link: Link, { call: { file, id }, target }: Sink, option: string): boolean {
  return setIn(file.facts.calls[id]!.args, option) ?? isSetByProject(link, target.library, option);
}

function isSetByProject(link: Link, library: Library, option: string): boolean {
  return answers.get(link, `${library.id}.${option}`, () => computeSet(link, library, option));
}

function computeSet(link: Link, library: Library, option: string): boolean {
  return filesNaming(link, (specifier) => link.libraries.bySpecifier(specifier) === library).some((file) => {
    const { facts } = file;
    if (!facts.imports.some(({ specifier }) => link.libraries.bySpecifier(specifier) === library)) return false;
    const values = [
      ...facts.exports.flatMap((fact) => (fact.kind === 'value' ? [fact.value] : [])),
      ...facts.bindings.flatMap(({ init }) => (init ? [init] : [])),
      ...facts.functions.flatMap(({ returns }) => returns),
    ];
    if (setIn(values, option)) return true;
    return facts.calls.some(({ args }, id) => setIn(args, option) === true && !isQuery(link, file, id));
  });
}

/** An option of one query is set for that one alone. */
function isQuery(link: Link, file: LinkedFile, callId: number): boolean {
  return callTargets(link, file, callId).some((target) => target.kind === 'operation' && target.operation.effect !== undefined);
}

/** The answer of the first object that has the option; undefined when none has. */
function setIn(exprs: readonly Expr[], option: string): boolean | undefined {
  let answer: boolean | undefined;
  for (const expr of exprs) {
    walkExpr(expr, (part) => {
      if (answer !== undefined || part.kind !== 'object') return;
      const value = part.properties.find(({ key }) => key === option)?.value;
      if (value) answer = isOn(value);
    });
  }
  return answer;
}

/** Anything but `false`, `0` and a constant that says none. */
function isOn(value: Expr): boolean {
  if (value.kind === 'literal') return value.value !== false && value.value !== 0 && value.value !== null;
  return !(value.kind === 'member' && /^(none|off)$/i.test(value.name));
}
