import type { InputShape } from '../harness/processes/protocol.ts';
import type { Random } from '../harness/statistics/random.ts';

/** Characters of a generated string: of an identifier. */
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const STRING_LENGTH = 12;
/** Elements of lists that lie in another list: what grows is the outermost. */
const INNER_SIZE = 4;

/** Makes a value of a shape. Collections have `size` elements, nearly all of them different. */
export function generate(shape: InputShape, size: number, random: Random): unknown {
  const inner = (of: InputShape): unknown => generate(of, INNER_SIZE, random);
  switch (shape.kind) {
    case 'number':
      return Math.floor(random.uniform() * 1e9);
    case 'string':
      return letters(STRING_LENGTH, random);
    case 'boolean':
      return random.uniform() < 0.5;
    case 'date':
      return new Date(Math.floor(random.uniform() * 1e12));
    case 'bytes':
      return Buffer.from(Array.from({ length: size }, () => random.next() & 0xff));
    case 'literal':
      return shape.value;
    case 'list':
      return Array.from({ length: size }, () => inner(shape.element));
    case 'set':
      return new Set(Array.from({ length: size }, () => inner(shape.element)));
    case 'map':
      return new Map(Array.from({ length: size }, () => [inner(shape.key), inner(shape.value)]));
    case 'record':
      return Object.fromEntries(Array.from({ length: size }, () => [String(inner(shape.key)), inner(shape.value)]));
    case 'object':
      return Object.fromEntries(shape.members.map(({ name, shape: of }) => [name, generate(of, size, random)]));
    case 'tuple':
      return shape.elements.map((of) => generate(of, size, random));
    case 'text':
      return letters(size, random);
    case 'function': {
      const result = inner(shape.returns);
      return () => result;
    }
  }
}

function letters(length: number, random: Random): string {
  return Array.from({ length }, () => LETTERS[Math.floor(random.uniform() * LETTERS.length)]).join('');
}
