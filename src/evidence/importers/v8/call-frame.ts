import { frameOf } from '../../profile/attribution.ts';
import type { Frame } from '../../profile/attribution.ts';
import { numberOf, objectOf, textOf } from '../json.ts';

/**
 * A frame of V8's `Runtime.CallFrame`: its line and column are the function's beginning, both from 0.
 * https://chromedevtools.github.io/devtools-protocol/v8/Runtime/#type-CallFrame
 */
export function callFrame(value: unknown): Frame {
  const frame = objectOf(value) ?? {};
  const name = textOf(frame.functionName);
  const line = numberOf(frame.lineNumber);
  const column = numberOf(frame.columnNumber);
  return frameOf(
    { file: textOf(frame.url) ?? '', ...(line !== undefined && line >= 0 && { line: line + 1 }), ...(column !== undefined && column >= 0 && { column }), ...(name !== undefined && { function: name }), marks: 'function' },
    name,
  );
}

/** The same frame, at a line (from 1) of its function. */
export function atLine({ place, name }: Frame, line: number): Frame {
  if (place === undefined) return { place, name, key: '' };
  return frameOf({ file: place.file, line, ...(place.function !== undefined && { function: place.function }), marks: 'line' }, name);
}
