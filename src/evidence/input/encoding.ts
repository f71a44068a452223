/** How text is written. */
export interface Encoding {
  name: 'utf-8' | 'utf-16le' | 'utf-16be';
  /** Bytes of the byte-order mark. */
  mark: number;
}

/** Bytes that are looked at for an encoding without a mark. */
const LOOKED_AT = 512;

/**
 * The encoding that a text's first bytes tell: by its byte-order mark, or by the zero bytes of UTF-16, which text has in every
 * second place. Undefined for bytes that are no text.
 */
export function encodingOf(bytes: Uint8Array): Encoding | undefined {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { name: 'utf-8', mark: 3 };
  if (a === 0xff && b === 0xfe) return { name: 'utf-16le', mark: 2 };
  if (a === 0xfe && b === 0xff) return { name: 'utf-16be', mark: 2 };
  const looked = bytes.subarray(0, LOOKED_AT);
  const zeros = [0, 0];
  for (const [index, byte] of looked.entries()) if (byte === 0) zeros[index % 2]!++;
  const half = looked.length / 2;
  if (zeros[0] === 0 && zeros[1] === 0) return { name: 'utf-8', mark: 0 };
  if (zeros[0] === 0 && zeros[1]! > half * 0.9) return { name: 'utf-16le', mark: 0 };
  if (zeros[1] === 0 && zeros[0]! > half * 0.9) return { name: 'utf-16be', mark: 0 };
  return undefined;
}
