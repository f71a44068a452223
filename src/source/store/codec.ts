/**
 * Plain JSON values as compact bytes, for facts: their objects have few shapes and their numbers are small. A record stands
 * alone: its strings and shapes come first, and where the properties of an object end that is the value itself; then the value,
 * depth first. One byte holds a tag and a small number; larger numbers follow it, seven bits a byte, lowest first.
 */

const CONSTANT = 0;
const WHOLE = 1;
const NEGATIVE = 2;
const STRING = 3;
const ARRAY = 4;
const OBJECT = 5;
const FRACTION = 6;
/** Whole numbers of 32 bits in a row, as they lie in memory. */
const NUMBERS = 7;

const TAG_BITS = 3;
/** Numbers below it lie in the byte of the tag. */
const INLINE = 31;
/** Larger whole numbers are kept as fractions: the bits of a varint are counted with 32-bit operators. */
const MAX_WHOLE = 2 ** 31 - 1;

const CONSTANTS = [null, true, false] as const;

/** Bytes that cannot be read back: they were cut off or overwritten. */
export class CodecError extends Error {}

/** Keys of objects in their order; a tree, so that no text is made of them for each object. */
interface Shape {
  keys: readonly string[];
  /** Those with one key more. */
  longer: Map<string, Shape>;
  /** Undefined while no object has just these. */
  number: number | undefined;
}

function lengthened(shape: Shape, key: string): Shape {
  const longer: Shape = { keys: [...shape.keys, key], longer: new Map(), number: undefined };
  shape.longer.set(key, longer);
  return longer;
}

/** Bytes that are written into one buffer before the next is begun: a record grows without being copied. */
export const CHUNK = 64 * 1024;

/**
 * Encodes a value that is made of null, booleans, numbers, strings, arrays, Int32Arrays and plain objects; properties that are undefined are left out.
 *
 * @param first a buffer to begin in: what encodes many small values needs no other
 * @returns the record in parts, which may lie in `first` and in the value's arrays
 */
export function encode(value: unknown, first: Buffer = Buffer.allocUnsafeSlow(CHUNK)): readonly Uint8Array[] {
  const writer = new Writer(first);
  writer.whole(value);
  return writer.finish();
}

class Writer {
  /** Chunks that are full, and arrays that are a part of their own. */
  private readonly parts: Uint8Array[] = [];
  private bytes: Buffer;
  private length = 0;
  /** Bytes of the parts before. */
  private before = 0;
  private readonly strings = new Map<string, number>();
  private readonly noKeys: Shape = { keys: [], longer: new Map(), number: undefined };
  private readonly shapes: Shape[] = [];
  /** Of an object as a whole, where its properties end. */
  private readonly ends: number[] = [];

  constructor(first: Buffer) {
    this.bytes = first;
  }

  whole(value: unknown): void {
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Int32Array)) this.object(value as Record<string, unknown>, () => this.ends.push(this.before + this.length));
    else this.value(value);
  }

  value(value: unknown): void {
    switch (typeof value) {
      case 'number':
        this.number(value);
        break;
      case 'string':
        this.tagged(STRING, this.string(value));
        break;
      case 'object':
        if (Array.isArray(value)) {
          this.tagged(ARRAY, value.length);
          for (const item of value) this.value(item);
        } else if (value instanceof Int32Array) this.numbers(value);
        else if (value === null) this.tagged(CONSTANT, 0);
        else this.object(value as Record<string, unknown>);
        break;
      default:
        this.tagged(CONSTANT, value === true ? 1 : value === false ? 2 : 0);
    }
  }

  finish(): readonly Uint8Array[] {
    const shapes = this.shapes.map(({ keys }) => keys.map((key) => this.string(key)));
    const head = JSON.stringify([[...this.strings.keys()], shapes, this.ends]);
    const size = Buffer.byteLength(head);
    const lead = Buffer.allocUnsafe(4 + size);
    lead.writeUInt32LE(size, 0);
    lead.write(head, 4);
    return [lead, ...this.parts, this.bytes.subarray(0, this.length)];
  }

  private number(value: number): void {
    if (Number.isInteger(value) && Math.abs(value) <= MAX_WHOLE && !Object.is(value, -0)) this.tagged(value < 0 ? NEGATIVE : WHOLE, Math.abs(value));
    else {
      this.tagged(FRACTION, 0);
      this.reserve(8);
      this.length = this.bytes.writeDoubleLE(value, this.length);
    }
  }

  private numbers(values: Int32Array): void {
    this.tagged(NUMBERS, values.length);
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    if (bytes.length > CHUNK) {
      this.turn(CHUNK);
      this.parts.push(bytes);
      this.before += bytes.length;
    } else {
      this.reserve(bytes.length);
      this.length += bytes.copy(this.bytes, this.length);
    }
  }

  private object(value: Record<string, unknown>, ended?: () => void): void {
    let shape = this.noKeys;
    for (const key in value) {
      if (value[key] !== undefined) shape = shape.longer.get(key) ?? lengthened(shape, key);
    }
    if (shape.number === undefined) shape.number = this.shapes.push(shape) - 1;
    this.tagged(OBJECT, shape.number);
    for (const key in value) {
      const item = value[key];
      if (item === undefined) continue;
      this.value(item);
      ended?.();
    }
  }

  private string(text: string): number {
    let index = this.strings.get(text);
    if (index === undefined) this.strings.set(text, (index = this.strings.size));
    return index;
  }

  private tagged(tag: number, number: number): void {
    this.reserve(6);
    if (number < INLINE) {
      this.bytes[this.length++] = tag | (number << TAG_BITS);
      return;
    }
    this.bytes[this.length++] = tag | (INLINE << TAG_BITS);
    let rest = number;
    while (rest > 127) {
      this.bytes[this.length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.bytes[this.length++] = rest;
  }

  private reserve(count: number): void {
    if (this.length + count > this.bytes.length) this.turn(Math.max(CHUNK, count));
  }

  /** Goes on in another buffer. */
  private turn(size: number): void {
    this.parts.push(this.bytes.subarray(0, this.length));
    this.before += this.length;
    this.bytes = Buffer.allocUnsafeSlow(size);
    this.length = 0;
  }
}

/**
 * Reads back what `encode` wrote, put together.
 * @throws CodecError for bytes that it did not write
 */
export function decode(bytes: Uint8Array): unknown {
  return reading(() => {
    const { buffer, start, strings, shapes } = headOf(bytes);
    const reader = new Reader(buffer, start, strings, shapes);
    const value = reader.value();
    if (!reader.isAtEnd) throw new CodecError('bytes follow the value');
    return value;
  });
}

/** An object that `encode` wrote, of which each property is read when it is asked for: of most files little is. */
export class Pieces {
  private readonly head: Head;

  /** @throws CodecError for bytes that it did not write, as far as that shows without the properties */
  constructor(bytes: Uint8Array) {
    this.head = reading(() => headOf(bytes));
    if (this.head.keys.length !== this.head.ends.length) throw new CodecError('the record is no object');
  }

  /** @throws CodecError for bytes that were not written so */
  get(key: string): unknown {
    const { buffer, start, strings, shapes, keys, first, ends } = this.head;
    const at = keys.indexOf(key);
    return at < 0 ? undefined : reading(() => new Reader(buffer, at === 0 ? first : start + ends[at - 1]!, strings, shapes).value());
  }
}

/** What stands before the value of a record; of an object also its keys, where the first property begins, and where each ends from the start of the value. */
interface Head {
  buffer: Buffer;
  start: number;
  strings: readonly string[];
  shapes: readonly (readonly string[])[];
  keys: readonly string[];
  first: number;
  ends: readonly number[];
}

function headOf(bytes: Uint8Array): Head {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = buffer.readUInt32LE(0);
  const [strings, numbers, ends] = JSON.parse(buffer.toString('utf8', 4, 4 + length)) as [string[], number[][], number[]];
  const shapes = numbers.map((shape) => shape.map((key) => strings[key] as string));
  const start = 4 + length;
  // The first shape is that of the object as a whole, in one byte.
  return { buffer, start, strings, shapes, keys: ends.length > 0 ? shapes[0]! : [], first: start + 1, ends };
}

function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof CodecError ? error : new CodecError(`the record cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

class Reader {
  private readonly bytes: Buffer;
  private at: number;
  private readonly strings: readonly string[];
  private readonly shapes: readonly (readonly string[])[];

  constructor(bytes: Buffer, at: number, strings: readonly string[], shapes: readonly (readonly string[])[]) {
    this.bytes = bytes;
    this.at = at;
    this.strings = strings;
    this.shapes = shapes;
  }

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  value(): unknown {
    const head = this.byte();
    const inline = head >> TAG_BITS;
    const number = inline < INLINE ? inline : this.varint();
    switch (head & 7) {
      case CONSTANT:
        return CONSTANTS[number];
      case WHOLE:
        return number;
      case NEGATIVE:
        return -number;
      case STRING:
        return this.strings[number];
      case ARRAY: {
        if (number > this.bytes.length) throw new CodecError('an array is longer than the record');
        const items = new Array<unknown>(number);
        for (let index = 0; index < number; index++) items[index] = this.value();
        return items;
      }
      case OBJECT: {
        const shape = this.shapes[number]!;
        const object: Record<string, unknown> = {};
        for (let index = 0; index < shape.length; index++) object[shape[index] as string] = this.value();
        return object;
      }
      case NUMBERS: {
        const start = this.at;
        this.at += number * Int32Array.BYTES_PER_ELEMENT;
        if (this.at > this.bytes.length) throw new CodecError('the record ends too early');
        // A copy of its own begins at a multiple of four bytes.
        return new Int32Array(new Uint8Array(this.bytes.subarray(start, this.at)).buffer);
      }
      case FRACTION:
        this.at += 8;
        return this.bytes.readDoubleLE(this.at - 8);
      default:
        throw new CodecError('an unknown tag');
    }
  }

  private varint(): number {
    let number = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      number |= (byte & 127) << shift;
      if (byte < 128) return number >>> 0;
    }
    throw new CodecError('a number has no end');
  }

  private byte(): number {
    if (this.at >= this.bytes.length) throw new CodecError('the record ends too early');
    return this.bytes[this.at++]!;
  }
}
