import { encodingOf } from './encoding.ts';
import { shapeOf } from './shape.ts';
import type { Shape } from './shape.ts';

/** What a format is told by: the beginning of a file, unpacked. */
export interface Head {
  bytes: Uint8Array;
  /** Undefined for what is no text. */
  text: string | undefined;
  /** Of JSON. */
  shape: Shape | undefined;
  /** Whether JSON has all of these paths: `nodes[].callFrame`. */
  has(...paths: readonly string[]): boolean;
}

/** Bytes of a file that are looked at. */
export const HEAD_SIZE = 256 * 1024;

export function headOf(bytes: Uint8Array): Head {
  const encoding = encodingOf(bytes);
  const text = encoding && new TextDecoder(encoding.name).decode(bytes);
  const shape = text === undefined ? undefined : shapeOf(text);
  return { bytes, text, shape, has: (...paths) => shape !== undefined && paths.every((path) => shape.paths.has(path)) };
}
