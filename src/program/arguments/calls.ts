/** What a call says by itself, whatever it is given: whose function it calls, what type it makes, whether it leaves an object alone. */
import type { Expr } from '../../facts/types.ts';
import { lastName } from '../../facts/outline.ts';
import type { Link } from '../link.ts';
import { spans } from '../multiplicity/regions.ts';
import { evaluate } from '../resolve/evaluate.ts';
import { callTargets } from '../resolve/targets.ts';
import type { CallRef, FunctionRef, LinkedFile } from '../values.ts';
import { changesOf, type Change } from './changes.ts';
import { originOf } from './origins.ts';
import type { Spot, ValueType } from './types.ts';

/** Types of what is made by calls of the language's own objects. */
export const TYPES: ReadonlyMap<string, ValueType> = new Map([
  ...(['Date'] as const).map((name) => [name, 'date'] as const),
  ...(['String', 'toString', 'toLowerCase', 'toUpperCase', 'trim', 'toISOString', 'slice', 'substring', 'replace', 'join', 'toFixed', 'randomUUID'] as const).map((name) => [name, 'string'] as const),
  ...(['Number', 'parseInt', 'parseFloat', 'getTime', 'now'] as const).map((name) => [name, 'number'] as const),
  ...(['map', 'flatMap', 'filter', 'keys', 'values', 'split', 'Set'] as const).map((name) => [name, 'list'] as const),
  ['Boolean', 'boolean'] as const,
]);

/** The package that a callee belongs to: by its import, or by the library whose value it is read from. */
export function fromOf(link: Link, callee: Expr, spot: Spot): string | undefined {
  const origin = originOf(link, callee, spot.file);
  if (origin) return origin.from;
  const place = { file: spot.file, functionId: spot.functionId };
  const read = evaluate(link, callee, place).find((value) => value.kind === 'entry' || value.kind === 'handle');
  const receiver = read ?? (callee.kind === 'member' ? evaluate(link, callee.object, place).find((value) => value.kind === 'handle' || value.kind === 'package') : undefined);
  return receiver && 'library' in receiver ? receiver.library.id : undefined;
}

/** Whether a function that is given an object leaves it as it is, as far as its own text says: it sets no property of its parameter. */
export function isKept(link: Link, { call, arg }: Extract<Change, { kind: 'handed' }>, file: LinkedFile): boolean {
  return callTargets(link, file, call).every((target) => {
    if (target.kind !== 'function') return true;
    const param = target.file.row('functions', target.id).params[arg - target.shift];
    return !param || param.bindingId < 0 || !changesOf(target.file, param.bindingId).some(({ kind }) => kind !== 'assign' && kind !== 'handed');
  });
}

/** Whether a call stands in a function: one that calls itself hands on what it was given. */
export function isWithin({ file, id }: CallRef, to: FunctionRef): boolean {
  return file === to.file && spans(to.file.row('functions', to.id).span, file.row('calls', id).span);
}

/** The name by which a call calls. */
export function calleeName(file: LinkedFile, call: number): string {
  return lastName(file.row('calls', call).callee) ?? 'a function';
}
