/** The parts of a value that is known: what is read of it, and what is spread of it. */
import type { BindingFact } from '../../facts/types.ts';
import type { LinkedFile } from '../values.ts';
import { choice, merged } from './choices.ts';
import { shortText } from './scalars.ts';
import type { Argument, ListArgument, ObjectArgument } from './types.ts';

/** What a value may be, each alternative by itself. */
export function alternatives(arg: Argument): readonly Argument[] {
  return arg.kind === 'choice' ? arg.of : [arg];
}

/** A property of what is known; of a value that comes at run time it is one too. */
export function property(of: Argument, key: string): Argument {
  const { source } = of;
  switch (of.kind) {
    case 'object': {
      const found = of.properties.find((one) => one.key === key);
      if (!found) return of.open === undefined ? { kind: 'undefined', source } : { kind: 'value', why: of.open, source };
      return found.optional ? choice([{ kind: 'undefined', source }, found.value], found.value.source) : found.value;
    }
    case 'list':
      if (key === 'length') return { kind: 'value', type: 'number', why: 'a length', source };
      return key === '[]' ? element(of) : { kind: 'value', why: key, source };
    case 'choice': {
      // A function may also have given nothing: what is read of it in spite of that is a value of what it gave.
      const given = of.of.filter((one) => one.kind !== 'undefined' || one.source.expr.kind !== 'call');
      const found = choice(given.map((one) => property(one, key)), source);
      return found.kind === 'value' || given.length === of.of.length ? found : choice(of.of.map((one) => property(one, key)), source);
    }
    case 'unknown':
    case 'undefined':
      return of;
    case 'symbol':
      return { ...of, path: [...of.path, key] };
    default:
      return { kind: 'value', why: key === '[]' ? 'an element' : key, source };
  }
}

/** Any element of a list. */
export function element({ items, open, source }: ListArgument): Argument {
  if (items.length === 0) return { kind: 'value', why: open ?? 'an element', source };
  return choice([...items.map(({ value }) => value), ...(open === undefined ? [] : [{ kind: 'value' as const, why: open, source }])], source);
}

/** What a pattern takes from a value: along its path; for `...others` what its neighbours leave over. */
export function taken(from: Argument, binding: BindingFact, file: LinkedFile): Argument {
  const { path, init, functionId, target, kind } = binding;
  if (path.at(-1) !== '...') return path.reduce<Argument>((at, key) => property(at, key), from);
  const around = path.slice(0, -1);
  const isNeighbour = (other: BindingFact) =>
    other.kind === kind && other.functionId === functionId && other.init === init && other.target === target && other.path.length > around.length && around.every((key, at) => other.path[at] === key);
  const keys = new Set(file.facts.bindings.flatMap((other) => (other !== binding && isNeighbour(other) ? [other.path[around.length]!] : [])));
  const whole = around.reduce<Argument>((at, key) => property(at, key), from);
  return choice(alternatives(whole).map((one) => (one.kind === 'object' ? { ...one, properties: one.properties.filter(({ key }) => !keys.has(key)) } : one)), whole.source);
}

/** An object with what is spread into it: each alternative makes one of its own, nothing makes its properties optional. */
export function spread(base: ObjectArgument, over: readonly Argument[]): ObjectArgument[] {
  const objects = over.filter((one) => one.kind === 'object');
  const rest = over.filter((one) => one.kind !== 'object' && !isNothing(one));
  const always = over.length === objects.length;
  if (rest.length > 0) {
    return [{ ...objects.reduce((made, one) => merged(made, one, false), base), open: `${whyOf(rest[0]!)} is spread into it` }];
  }
  if (objects.length === 0) return [base];
  return objects.map((one) => merged(base, one, always));
}

/** What a spread leaves out. */
export function isNothing(arg: Argument): boolean {
  return arg.kind === 'undefined' || (arg.kind === 'literal' && (arg.value === null || arg.value === false || arg.value === ''));
}

/** Why it is not known what is spread into something. */
export function whyOf(arg: Argument): string {
  return arg.kind === 'unknown' || arg.kind === 'value' ? arg.why : shortText(arg.source);
}
