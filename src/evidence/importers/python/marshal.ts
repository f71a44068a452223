import { ContentError } from '../../errors.ts';

/** What marshal may hold of what profiles are made of. */
export type Marshalled = number | string | null | boolean | readonly Marshalled[] | { entries: readonly (readonly [Marshalled, Marshalled])[] };

const FLAG_REF = 0x80;
/** Ends a dict. */
const NULL = Symbol('NULL');
const MAX_DEPTH = 20;

/**
 * Reads what Python's marshal wrote, as far as cProfile uses it: numbers, text, tuples, lists and dicts, with references.
 * https://github.com/python/cpython/blob/main/Python/marshal.c
 */
export class MarshalReader {
  private readonly bytes: Buffer;
  private at = 0;
  private readonly refs: Marshalled[] = [];

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  read(): Marshalled {
    const value = this.value(0);
    if (value === NULL) throw new ContentError('it holds nothing');
    return value;
  }

  private value(depth: number): Marshalled | typeof NULL {
    if (depth > MAX_DEPTH) throw new ContentError('its values are nested too deep');
    const code = this.take(1)[0]!;
    const type = String.fromCharCode(code & ~FLAG_REF);
    const slot = code & FLAG_REF ? this.refs.push(null) - 1 : -1;
    const value = this.typed(type, depth);
    if (slot !== -1 && value !== NULL) this.refs[slot] = value;
    return value;
  }

  private typed(type: string, depth: number): Marshalled | typeof NULL {
    switch (type) {
      case '0':
        return NULL;
      case 'N':
        return null;
      case 'T':
        return true;
      case 'F':
        return false;
      case 'i':
        return this.int();
      case 'l':
        return this.long();
      case 'g':
        return this.take(8).readDoubleLE();
      case 'z':
      case 'Z':
        return this.take(this.take(1)[0]!).toString('latin1');
      case 'a':
      case 'A':
        return this.take(this.int()).toString('latin1');
      case 'u':
      case 't':
      case 's':
        return this.take(this.int()).toString('utf8');
      case 'r':
        return this.refs[this.int()] ?? null;
      case ')':
        return this.list(this.take(1)[0]!, depth);
      case '(':
      case '[':
        return this.list(this.int(), depth);
      case '{':
        return this.dict(depth);
      default:
        throw new ContentError(`it holds a value of type ${JSON.stringify(type)}, which no profile has`);
    }
  }

  private list(length: number, depth: number): Marshalled[] {
    const items: Marshalled[] = [];
    for (let index = 0; index < length; index++) items.push(this.item(depth));
    return items;
  }

  private dict(depth: number): Marshalled {
    const entries: [Marshalled, Marshalled][] = [];
    for (let key = this.value(depth + 1); key !== NULL; key = this.value(depth + 1)) entries.push([key, this.item(depth)]);
    return { entries };
  }

  private item(depth: number): Marshalled {
    const value = this.value(depth + 1);
    if (value === NULL) throw new ContentError('a value is missing in it');
    return value;
  }

  private int(): number {
    return this.take(4).readInt32LE();
  }

  /** Digits of 15 bits, the least first; the sign is that of their number. */
  private long(): number {
    const size = this.int();
    let value = 0;
    for (let index = 0; index < Math.abs(size); index++) value += this.take(2).readUInt16LE() * 2 ** (15 * index);
    return size < 0 ? -value : value;
  }

  private take(length: number): Buffer {
    if (length < 0 || this.at + length > this.bytes.length) throw new ContentError('it ends too early (is it cut off?)');
    return this.bytes.subarray(this.at, (this.at += length));
  }
}
