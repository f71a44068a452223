import path from 'node:path';
import { hint } from '../config/words.ts';
import { packageStores } from '../project/cache.ts';
import type { Cache } from '../project/store-folder.ts';
import { rootOf } from '../project/paths.ts';
import { UsageError } from '../source/errors.ts';
import { membersOf, onlyPackages } from '../source/members.ts';
import type { Members } from '../source/members.ts';
import { belowRoot } from '../source/paths.ts';
import type { Files } from '../source/types.ts';
import type { Scope } from './scope.ts';

/**
 * What a scan of one package looks at: the package, and those that it depends on; and where the facts of each are kept.
 *
 * @param given name of the package, or its folder relative to `cwd`
 * @throws UsageError where there is no such package
 */
export function openPackage(given: string, cwd: string, files: Files, cache: Cache): Required<Pick<Scope, 'files' | 'paths' | 'reported' | 'cache'>> {
  const root = rootOf([cwd], files)?.root ?? cwd;
  const members = membersOf(root, files);
  if (!members) throw new UsageError(`--workspace ${given}: ${root} declares no workspace (pnpm-workspace.yaml, workspaces in package.json, lerna.json, rush.json or nx.json)`);
  const folder = folderOf(given, members, root, cwd, files);
  const dependencies = members.dependenciesOf(folder);
  return {
    files: onlyPackages(files, root, members, new Set([folder, ...dependencies])),
    paths: [path.join(root, folder)],
    reported: { has: (file) => members.around(belowRoot(root, file)) === folder },
    cache: packageStores(root, cache, [folder, ...dependencies]),
  };
}

function folderOf(given: string, { names }: Members, root: string, cwd: string, files: Files): string {
  for (const [folder, name] of names) if (name === given) return folder;
  const full = path.resolve(cwd, given);
  const folder = belowRoot(root, files.kind(full) === 'directory' ? files.realpath(full) : full);
  if (names.has(folder)) return folder;
  if (folder === '') throw new UsageError(`--workspace ${given}: the root holds the workspace and is no package of it; a scan without --workspace reads all`);
  const known = [...names.values()].filter((name) => name !== '');
  throw new UsageError(`--workspace ${given}: the workspace in ${root} has no package of this name, and none in this folder${hint(given, known)}`);
}
