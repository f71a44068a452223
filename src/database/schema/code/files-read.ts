import { posix } from 'node:path';
import { exportPath, textValue, type CallTerm, type Term } from './terms.ts';

const FILES: ReadonlySet<string> = new Set(['fs', 'node:fs', 'fs/promises', 'node:fs/promises', 'fs-extra', 'graceful-fs']);
const PATHS: ReadonlySet<string> = new Set(['path', 'node:path']);

/**
 * The file, below the root, whose text `readFileSync(join(__dirname, 'x.sql'), 'utf8')` and the like give; undefined for everything
 * else, and for a path that depends on where a process runs.
 */
export function fileRead(term: Term | undefined): string | undefined {
  if (term?.kind !== 'call') return undefined;
  const { callee, args } = term;
  if (callee.kind === 'member' && callee.name === 'toString') return fileRead(callee.object);
  const found = exportPath(callee);
  if (!found || !FILES.has(found.specifier) || !/^readFile(?:Sync)?$/.test(found.path.at(-1) ?? '')) return undefined;
  const path = pathOf(args[0], term);
  return path === undefined || path.startsWith('../') ? undefined : path;
}

/** @param from the call that is given the path: `__dirname` is its file's folder */
function pathOf(term: Term | undefined, from: CallTerm): string | undefined {
  const folder = posix.dirname(from.file.path);
  if (isFolder(term)) return folder;
  if (term?.kind === 'text') return isFolder(term.values[0]) && term.values.length === 1 && term.quasis[0] === '' ? posix.join(folder, term.quasis[1]!) : undefined;
  if (term?.kind !== 'call') return undefined;
  if (term.form === 'new') {
    const relative = term.callee.kind === 'global' && term.callee.name === 'URL' && term.args.length === 2 ? textValue(term.args[0]) : undefined;
    return relative?.startsWith('.') ? posix.join(folder, relative) : undefined;
  }
  const found = exportPath(term.callee);
  if (!found || !PATHS.has(found.specifier) || !/^(?:join|resolve)$/.test(found.path.at(-1) ?? '')) return undefined;
  const [first, ...rest] = term.args;
  const base = pathOf(first, term);
  const parts = rest.map(textValue);
  return base === undefined || !parts.every((part) => part !== undefined) ? undefined : posix.join(base, ...parts);
}

function isFolder(term: Term | undefined): boolean {
  return term?.kind === 'global' && term.name === '__dirname';
}
