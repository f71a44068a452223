import { frameOf } from '../../profile/attribution.ts';
import type { Frame } from '../../profile/attribution.ts';

/** `dedupe /srv/app/server.js:17:16`, with what V8's log and perf put before it: `*` optimised, `~` interpreted, `LazyCompile:`. */
const CODE = /^(?:(?:LazyCompile|Function|Script|Eval|Builtin|JS):)?[*~^+]?(.*?)\s?((?:file:\/\/|node:|https?:\/\/|\/|[A-Za-z]:[\\/]|\.{0,2}[\\/])?[^\s].*):(\d+):(\d+)(?:\s\[[^\]]*\])?$/;
/** Where the path begins, if the name before it has spaces. */
const PATH_START = /(?:^|\s)(?:file:\/\/|node:|https?:\/\/|\/|[A-Za-z]:[\\/])/;

/** A frame by the name that V8's logs give code: the place is that of the function's beginning, both from 1. Names of anything else are frames outside the project. */
export function codeFrame(name: string): Frame {
  const found = CODE.exec(name);
  if (found === null) return frameOf({ file: '', marks: 'function' }, name.trim());
  const [whole, , , line, column] = found;
  const body = whole.slice(0, whole.lastIndexOf(`:${line}:${column}`)).replace(/^(?:(?:LazyCompile|Function|Script|Eval|Builtin|JS):)?[*~^+]?/, '');
  const start = body.search(PATH_START);
  const file = (start === -1 ? body.slice(body.lastIndexOf(' ') + 1) : body.slice(start)).trim();
  const own = body.slice(0, body.length - file.length).trim();
  return frameOf({ file, line: Number(line), column: Math.max(Number(column) - 1, 0), ...(own !== '' && { function: own }), marks: 'function' }, own);
}
