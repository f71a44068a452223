/** Values that are neither object nor list: texts, what operators make, and what comes at run time. */
import type { Expr, TypeRef } from '../../facts/types.ts';
import { textIn } from '../print.ts';
import type { Argument, Source, ValueType } from './types.ts';

/** A value that comes at run time, by its text. */
export function runtime(source: Source, type?: ValueType): Argument {
  return { kind: 'value', ...(type && { type }), why: shortText(source), source };
}

/** A template, by its texts and what stands between them. */
export function template(quasis: readonly string[], values: readonly Argument[], source: Source): Argument {
  const parts = quasis.flatMap((quasi, index): (string | Argument)[] => (values[index] ? [quasi, values[index]] : [quasi]));
  return textOf(parts, source);
}

/** What an operator makes of two sides. */
export function binary({ operator, left, right }: Extract<Expr, { kind: 'binary' }>, at: (expr: Expr) => Argument, source: Source): Argument {
  if (operator !== '+') return runtime(source, COMPARISONS.has(operator) ? 'boolean' : 'number');
  const parts = [at(left), at(right)];
  if (parts.some((part) => part.kind === 'text' || (part.kind === 'literal' && typeof part.value === 'string'))) return textOf(parts, source);
  return runtime(source, parts.every((part) => part.kind === 'literal' && typeof part.value === 'number') ? 'number' : undefined);
}

/** What an operator makes of its operand. */
export function unary({ operator }: Extract<Expr, { kind: 'unary' }>, operand: Argument, source: Source): Argument {
  if (operator === '-' && operand.kind === 'literal' && typeof operand.value === 'number') return { ...operand, value: -operand.value };
  if (operator === 'void') return { kind: 'undefined', source };
  return runtime(source, operator === '!' ? 'boolean' : operator === 'typeof' ? 'string' : 'number');
}

const COMPARISONS: ReadonlySet<string> = new Set(['==', '===', '!=', '!==', '<', '<=', '>', '>=', 'in', 'instanceof']);

/** What a declared type says of a value; undefined where that does not tell. */
export function typeSaid(type: TypeRef | null | undefined): ValueType | undefined {
  if (type?.kind === 'array') return type.element.kind === 'other' ? 'list' : undefined;
  return type?.kind === 'ref' && type.path.join('.') === 'Date' ? 'date' : undefined;
}

/** A text of what is written and what is put in: a literal where all of it is known. */
export function textOf(parts: readonly (string | Argument)[], source: Source): Argument {
  const flat = parts.flatMap((part): (string | Argument)[] => {
    if (typeof part === 'string') return [part];
    if (part.kind === 'text') return [...part.parts];
    return part.kind === 'literal' && part.value !== null ? [String(part.value)] : [part];
  });
  const joined = flat.reduce<(string | Argument)[]>((made, part) => {
    const last = made.at(-1);
    if (typeof part === 'string' && typeof last === 'string') made[made.length - 1] = last + part;
    else if (part !== '') made.push(part);
    return made;
  }, []);
  if (joined.length === 0) return { kind: 'literal', value: '', source };
  return joined.length === 1 && typeof joined[0] === 'string' ? { kind: 'literal', value: joined[0], source } : { kind: 'text', parts: joined, source };
}

/** Source-like text of an expression, cut short. */
export function shortText({ expr, spot }: Source): string {
  const text = textIn(spot.file, expr);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
