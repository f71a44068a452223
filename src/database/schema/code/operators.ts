/** What the language's own operators, templates and functions make of terms. */
import { textValue, truthOf, UNKNOWN, type CallTerm, type FunctionTerm, type ObjectTerm, type Term } from './terms.ts';

/** One list of several. */
export function joined(parts: readonly Term[], whole: boolean): Term {
  return {
    kind: 'list',
    items: parts.flatMap((part) => (part.kind === 'list' ? part.items : [])),
    whole: whole && parts.every((part) => part.kind === 'list' && part.whole),
  };
}

function merged(parts: readonly ObjectTerm[]): ObjectTerm {
  return { kind: 'object', entries: new Map(parts.flatMap(({ entries }) => [...entries])), whole: parts.every(({ whole }) => whole), file: parts.at(-1)!.file };
}

/** A text of what is written and what is put in: a literal where all of it is known. */
export function textOf(quasis: readonly string[], values: readonly Term[]): Term {
  const kept: string[] = [quasis[0]!];
  const holes: Term[] = [];
  for (const [position, value] of values.entries()) {
    const next = quasis[position + 1]!;
    if (value.kind === 'literal') kept.push(`${kept.pop()!}${value.value}${next}`);
    else if (value.kind === 'text') {
      const [head = '', ...rest] = value.quasis;
      kept.push(`${kept.pop()!}${head}`, ...rest);
      kept.push(`${kept.pop()!}${next}`);
      holes.push(...value.values);
    } else {
      holes.push(value);
      kept.push(next);
    }
  }
  return holes.length === 0 ? { kind: 'literal', value: kept[0]! } : { kind: 'text', quasis: kept, values: holes };
}

/** What an operator makes of two sides. */
export function binary(operator: string, left: Term, right: Term): Term {
  if (operator === '+') {
    const isText = (term: Term): boolean => term.kind === 'text' || (term.kind === 'literal' && typeof term.value === 'string');
    return isText(left) || isText(right) ? textOf(['', '', ''], [left, right]) : UNKNOWN;
  }
  if (left.kind !== 'literal' || right.kind !== 'literal') return UNKNOWN;
  if (operator === '===' || operator === '==') return { kind: 'literal', value: left.value === right.value };
  if (operator === '!==' || operator === '!=') return { kind: 'literal', value: left.value !== right.value };
  return UNKNOWN;
}

/** What an operator makes of its operand. */
export function unary(operator: string, operand: Term): Term {
  const truth = operator === '!' ? truthOf(operand) : undefined;
  if (truth !== undefined) return { kind: 'literal', value: !truth };
  return operator === '-' && operand.kind === 'literal' && typeof operand.value === 'number' ? { kind: 'literal', value: -operand.value } : UNKNOWN;
}

/** What the language's own functions make of what is known; `returned`: what a function of the project gives back. */
export function builtin({ callee, args }: CallTerm, returned: (called: FunctionTerm, args: readonly Term[]) => Term | undefined): Term | undefined {
  if (callee.kind !== 'member') return undefined;
  const { object, name } = callee;
  const [first] = args;
  if (object.kind === 'global' && object.name === 'Object' && first?.kind === 'object') {
    const items = [...first.entries].map(([key, { value }]): Term => {
      const named: Term = { kind: 'literal', value: key };
      return name === 'keys' ? named : name === 'values' ? value : { kind: 'list', items: [named, value], whole: true };
    });
    if (name === 'keys' || name === 'values' || name === 'entries') return { kind: 'list', items, whole: first.whole };
    if (name === 'freeze' || name === 'seal') return first;
    if (name === 'assign') return args.every((arg) => arg.kind === 'object') ? merged(args) : undefined;
  }
  if (object.kind === 'list') {
    if (name === 'map' && first?.kind === 'function') {
      const items = object.items.map((item, position) => returned(first, [item, { kind: 'literal', value: position }]));
      return items.every((item) => item !== undefined) ? { kind: 'list', items, whole: object.whole } : undefined;
    }
    if (name === 'includes' && object.whole && first?.kind === 'literal' && object.items.every((item) => item.kind === 'literal')) return { kind: 'literal', value: object.items.some((item) => item.kind === 'literal' && item.value === first.value) };
    if (name === 'concat') return joined([object, ...args], true);
    if (name === 'join') {
      const parts = object.items.map(textValue);
      const by = first ? textValue(first) : ',';
      return object.whole && by !== undefined && parts.every((part) => part !== undefined) ? { kind: 'literal', value: parts.join(by) } : undefined;
    }
  }
  if (object.kind === 'literal' && typeof object.value === 'string') {
    if (name === 'toLowerCase') return { kind: 'literal', value: object.value.toLowerCase() };
    if (name === 'toUpperCase') return { kind: 'literal', value: object.value.toUpperCase() };
    if (name === 'trim') return { kind: 'literal', value: object.value.trim() };
    const [from, to] = args.map((arg) => (arg.kind === 'literal' && typeof arg.value === 'number' ? arg.value : undefined));
    if (name === 'slice' && from !== undefined && (args.length === 1 || to !== undefined)) return { kind: 'literal', value: object.value.slice(from, to) };
  }
  return undefined;
}
