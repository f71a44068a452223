/** How the first JSON value of a text is built, as far as the text goes. */
export interface Shape {
  root: 'object' | 'array';
  /** Paths of keys, a few levels deep: `nodes`, `nodes[].callFrame`. */
  paths: ReadonlySet<string>;
  /** Short strings by their path, the first of each. */
  strings: ReadonlyMap<string, string>;
  /** Another value follows the first: the text is one value a line. */
  isSequence: boolean;
}

const MAX_DEPTH = 6;
const MAX_PATHS = 2000;
const MAX_STRING = 200;
const STRING = /"(?:[^"\\]|\\.)*"/sy;
const SCALAR = /[^\s,\]}]+/y;
const SPACE = /\s*/y;

interface Open {
  kind: 'object' | 'array';
  path: string;
  /** Of an object: the key whose value comes next. */
  key: string | undefined;
}

/**
 * Looks at the beginning of a text that may be cut anywhere, and tells which keys its first JSON value has. Undefined where the
 * text begins with no object or list.
 */
export function shapeOf(text: string): Shape | undefined {
  const first = text.trimStart()[0];
  if (first !== '{' && first !== '[') return undefined;
  const paths = new Set<string>();
  const strings = new Map<string, string>();
  const stack: Open[] = [];
  let at = 0;
  let isClosed = false;
  while (at < text.length && !isClosed) {
    at = after(SPACE, text, at);
    const char = text[at];
    const top = stack.at(-1);
    if (char === undefined) break;
    if (char === '{' || char === '[') {
      const kind = char === '{' ? 'object' : 'array';
      stack.push({ kind, path: `${valuePath(top)}${kind === 'array' ? '[]' : ''}`, key: undefined });
      at++;
    } else if (char === '}' || char === ']') {
      stack.pop();
      at++;
      isClosed = stack.length === 0;
    } else if (char === ',' || char === ':') {
      if (char === ',' && top) top.key = undefined;
      at++;
    } else if (char === '"') {
      const end = after(STRING, text, at);
      if (end === at) break;
      if (stack.length <= MAX_DEPTH && paths.size < MAX_PATHS) note(text.slice(at, end), top);
      else if (top?.kind === 'object') top.key ??= '';
      at = end;
    } else at = Math.max(after(SCALAR, text, at), at + 1);
  }
  return { root: first === '{' ? 'object' : 'array', paths, strings, isSequence: isClosed && /^\s*\{/.test(text.slice(at, at + 100)) };

  function note(quoted: string, top: Open | undefined): void {
    if (top?.kind === 'object' && top.key === undefined) {
      top.key = unquoted(quoted);
      paths.add(valuePath(top));
    } else if (quoted.length <= MAX_STRING && !strings.has(valuePath(top))) strings.set(valuePath(top), unquoted(quoted));
  }
}

/** Path of the value that comes next. */
function valuePath(top: Open | undefined): string {
  if (top === undefined) return '';
  if (top.kind === 'array') return top.path;
  return top.path === '' ? (top.key ?? '') : `${top.path}.${top.key ?? ''}`;
}

function unquoted(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted.slice(1, -1);
  }
}

/** Where the pattern ends if it begins here, else here. */
function after(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
