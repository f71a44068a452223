import type { Package } from '../../source/types.ts';
import type { EntryTable } from './table.ts';
import { SERVING_KINDS } from './file-kinds.ts';
import type { Link } from '../link.ts';
import { specifiersOf } from '../resolve/specifiers.ts';
import { partsOf, type LinkedFile } from '../values.ts';

/** Packages that a command line or a builder of code depends on, and a server does not. */
const TOOLING = /^(ts-morph|commander|yargs|cac|@oclif\/core|@angular\/cli|@angular-devkit\/.*)$/;

/** What an app for somebody's own device depends on. */
const DEVICE = new Set(['expo', 'react-native']);

/** What a linter loads runs where people write code: https://eslint.org/docs/latest/extend/plugins#name-a-plugin */
const OF_LINTER = /^(?:@[^/]+\/)?eslint-(?:plugin|config)(?:-|$)/;

/**
 * Tells which files may run on behalf of somebody. Of an app, of a linter's plugin, and of a tool, that is a package which installs
 * a command or depends on tooling, only the files that a serving file imports do, where it has no serving entry of its own; of any
 * other package, all.
 */
export function servingFiles(link: Link, entries: EntryTable): (file: LinkedFile) => boolean {
  const own = new Set<LinkedFile>([...entries.all].flatMap(([key, { kind }]) => (SERVING_KINDS.has(kind) ? [link.files[partsOf(key).number]!] : [])));
  const serving = new Set([...own].map((file) => link.packageOf(file)));
  const servesNobody = (owner: Package) => owner.bin.length > 0 || OF_LINTER.test(owner.name) || owner.dependencies.some((name) => DEVICE.has(name) || (own.size > 0 && TOOLING.test(name)));
  // Most projects have neither: then nobody follows the imports.
  let found: ReadonlySet<LinkedFile> | undefined;
  return (file) => {
    const owner = link.packageOf(file);
    return !owner || serving.has(owner) || !servesNobody(owner) || (found ??= withImports(link, own)).has(file);
  };
}

/** Files with all that they import, and these in turn. */
function withImports(link: Link, files: ReadonlySet<LinkedFile>): ReadonlySet<LinkedFile> {
  const found = new Set(files);
  // A set is walked in the order in which it grows.
  for (const file of found) {
    for (const specifier of specifiersOf(file, false)) {
      const target = link.resolve(specifier, file);
      if (target) found.add(target);
    }
  }
  return found;
}
