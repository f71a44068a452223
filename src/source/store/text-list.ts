/** Texts as plain data, of which each can be read by itself: their bytes one behind the other, and where each ends. */
export interface PackedTexts {
  bytes: Int32Array;
  ends: Int32Array;
  /** Texts that no bytes stand for, by position. */
  odd: [position: number, text: string][];
}

/** Texts by position: a list, or what was packed of one. */
export interface Texts {
  readonly length: number;
  at(index: number): string | undefined;
}

/** Half of a surrogate pair, which UTF-8 has no bytes for. */
const HALF = /\p{Surrogate}/u;

export function packTexts(texts: readonly string[]): PackedTexts {
  const odd = texts.flatMap((text, position): [number, string][] => (HALF.test(text) ? [[position, text]] : []));
  const instead = new Set(odd.map(([position]) => position));
  const textAt = (position: number) => (instead.has(position) ? '' : texts[position]!);
  let end = 0;
  const ends = Int32Array.from(texts, (_, position) => (end += Buffer.byteLength(textAt(position))));
  const bytes = new Int32Array((end + 3) >> 2);
  Buffer.from(bytes.buffer).write(texts.map((_, position) => textAt(position)).join(''));
  return { bytes, ends, odd };
}

/** Packed texts: what nobody asks for is never made a string of. */
export class TextList implements Texts {
  private readonly bytes: Buffer;
  private readonly ends: Int32Array;
  private readonly odd: ReadonlyMap<number, string>;

  constructor({ bytes, ends, odd }: PackedTexts) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.ends = ends;
    this.odd = new Map(odd);
  }

  get length(): number {
    return this.ends.length;
  }

  /** @param index below the length */
  at(index: number): string {
    return this.odd.get(index) ?? this.bytes.toString('utf8', index === 0 ? 0 : this.ends[index - 1]!, this.ends[index]!);
  }
}
