/** Tells where in a string the bytes of its UTF-8 lie. */
export interface Utf16 {
  /** UTF-16 offset of a byte; the end for one beyond it. */
  at(byte: number): number;
}

const SAME: Utf16 = { at: (byte) => byte };

/** Parsers written in C count bytes, the rest of perf-lint counts UTF-16 units. */
export function utf16Of(text: string): Utf16 {
  if (Buffer.byteLength(text) === text.length) return SAME;
  const offsets = new Uint32Array(Buffer.byteLength(text) + 1);
  let byte = 0;
  for (let at = 0; at < text.length; ) {
    const point = text.codePointAt(at)!;
    const [bytes, units] = [point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4, point < 0x10000 ? 1 : 2];
    offsets.fill(at, byte, byte + bytes);
    byte += bytes;
    at += units;
  }
  offsets[byte] = text.length;
  return { at: (given) => offsets[given] ?? text.length };
}
