import type { EntryKind } from '../../libraries/types.ts';
import { memberOf } from '../resolve/members.ts';
import { exportedValues } from '../resolve/names.ts';
import { SERVING_KINDS } from './file-kinds.ts';
import type { EntryInfo } from './entries.ts';
import type { Link } from '../link.ts';
import { symbolPath } from '../print.ts';
import type { DeclaredEntry } from '../types.ts';
import { keyOf, type LinkedFile, type Value } from '../values.ts';

/** Kinds of files whose exported functions are what is run. */
const CALLED_KINDS: ReadonlySet<EntryKind> = new Set<EntryKind>([...SERVING_KINDS, 'thread']);

type Declared = Pick<EntryInfo, 'kind' | 'label'>;

/**
 * The functions that a declaration names, by key. Of files that run as a whole for requests, jobs and the like these are all that
 * they export; a file that exports none is run by loading it.
 */
export function declaredEntries(link: Link, declared: readonly DeclaredEntry[]): ReadonlyMap<number, Declared> {
  const entries = new Map<number, Declared>();
  for (const { files, exports, kind } of declared) {
    if (!exports && !CALLED_KINDS.has(kind)) continue;
    for (const file of link.files) {
      if (!files.test(file.path) || (!exports && file.declaredKind !== kind)) continue;
      const called = exportedFunctions(link, file).filter(({ name }) => exports?.test(name) ?? true);
      for (const { name, value } of called) entries.set(keyOf(value.file, value.id), { kind, label: symbolPath(value.file.facts, value.id) || `${name} (${file.path})` });
      if (!exports && (called.length === 0 || kind === 'thread')) entries.set(keyOf(file, 0), { kind, label: file.path });
    }
  }
  return entries;
}

interface Exported {
  /** `name`, or `name.member`. */
  name: string;
  value: Extract<Value, { kind: 'function' }>;
}

/** Functions that a file exports, and methods of the classes and objects that it exports. */
function exportedFunctions(link: Link, file: LinkedFile): Exported[] {
  return [...file.index.exportsNamed.keys()].flatMap((name) =>
    exportedValues(link, file, name).flatMap((value) => [
      ...functionOf(name, value),
      ...membersOf(value).flatMap((member) => memberOf(link, value.kind === 'class' ? { ...value, kind: 'instance' } : value, member).flatMap((inner) => functionOf(`${name}.${member}`, inner))),
    ]),
  );
}

function functionOf(name: string, value: Value): Exported[] {
  return value.kind === 'function' ? [{ name, value }] : [];
}

function membersOf(value: Value): string[] {
  if (value.kind === 'class' || value.kind === 'instance') return value.file.facts.classes[value.id]!.methods.map(({ name }) => name);
  return value.kind === 'object' ? value.properties.flatMap(({ key }) => (key === null ? [] : [key])) : [];
}
