import { isBuiltin } from 'node:module';
import { exportTargets, importTargets } from './exports.ts';
import type { ToSource } from './outputs.ts';
import type { Manifest, Manifests } from './packages.ts';
import { folderOf, foldersUp, isOutside, join } from './paths.ts';
import type { Probe } from './probe.ts';
import { mappedPaths } from './tsconfig.ts';
import type { TsConfigs } from './tsconfig.ts';
import type { Resolve } from './types.ts';

export interface ResolverInput {
  /** Finds files of the project by path. */
  probe: Probe;
  toSource: ToSource;
  manifests: Manifests;
  tsconfigs: TsConfigs;
}

/** Entry points by convention, for packages whose manifest names none that has a source. */
const DEFAULT_ENTRIES = ['src/index', 'index', 'src/main', 'lib/index'];
/** Prefixes that bundlers and frameworks (a bare slash: Meteor) read as the package's own folders; they begin no package name. */
const ROOT_ALIAS = /^(?:@@?|~~?)?\//;
/** `$lib/x` of SvelteKit, and aliases like it: a folder of that name. `$app` and `$env` are the framework's own modules. */
const FOLDER_ALIAS = /^\$(?!app\/|env\/)(?=[\w-]+(?:\/|$))/;

/**
 * Finds the file of the project that a specifier means. It asks manifests, tsconfigs and the set of files alone, never the
 * disk: node_modules and build output change nothing, and files that lie in git's index resolve like those on the disk.
 */
export function createResolver({ probe, toSource, manifests, tsconfigs }: ResolverInput): Resolve {
  const memo = new Map<string, Map<string, string | undefined>>();
  const byPackageName = new Map<string, string | undefined>();

  const scopes = new Map<string, string>();

  return (specifier, fromFile) => {
    const folder = folderOf(fromFile);
    const from = specifier.startsWith('.') ? folder : scopeOf(folder);
    let known = memo.get(from);
    if (!known) memo.set(from, (known = new Map()));
    if (!known.has(specifier)) known.set(specifier, resolve(specifier.replace(/[?].*$/, '').replace(/(?<=[^./])\/+$/, ''), folder));
    return known.get(specifier);
  };

  /** What all that is no path means in a folder hangs on: the configs and the package around it. As JSON it is no folder's path. */
  function scopeOf(folder: string): string {
    let scope = scopes.get(folder);
    if (scope === undefined) scopes.set(folder, (scope = JSON.stringify([tsconfigs.around(folder).map(({ file }) => file), packageAround(folder)?.dir])));
    return scope;
  }

  function resolve(specifier: string, folder: string): string | undefined {
    if (specifier === '' || specifier.startsWith('node:')) return undefined;
    if (/^\.{1,2}(\/|$)/.test(specifier)) return relative(join(folder, specifier));
    if (specifier.startsWith('#')) return internal(specifier, folder) ?? mapped(specifier, folder);
    return mapped(specifier, folder) ?? (isBuiltin(specifier) ? undefined : (packaged(specifier) ?? rooted(specifier, folder)));
  }

  function relative(path: string): string | undefined {
    if (isOutside(path)) return undefined;
    const manifest = manifests.at(path);
    return (manifest && path !== '' ? entryOf(manifest) : undefined) ?? probe(path) ?? outputOf(path);
  }

  /** `../dist/x` in scripts and tests means the source of x. */
  function outputOf(path: string): string | undefined {
    const manifest = packageAround(folderOf(path));
    return manifest && toSource(path.slice(manifest.dir.length ? manifest.dir.length + 1 : 0), manifest.dir);
  }

  function mapped(specifier: string, folder: string): string | undefined {
    for (const config of tsconfigs.around(folder)) {
      for (const path of mappedPaths(config, specifier)) {
        const found = relative(path);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /** `#x`, by the `imports` of the package around the file. */
  function internal(specifier: string, folder: string): string | undefined {
    const manifest = packageAround(folder);
    if (!manifest) return undefined;
    for (const target of importTargets(manifest.imports, specifier)) {
      const found = target.startsWith('.') ? toSource(target, manifest.dir) : packaged(target);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  function packaged(specifier: string): string | undefined {
    if (!byPackageName.has(specifier)) byPackageName.set(specifier, inPackage(specifier));
    return byPackageName.get(specifier);
  }

  /** A package of the project, by its manifest's name. */
  function inPackage(specifier: string): string | undefined {
    const [, name = '', subpath = ''] = /^((?:@[^/]+\/)?[^/]+)(\/.+)?$/.exec(specifier) ?? [];
    const manifest = manifests.named(name);
    if (!manifest) return undefined;
    if (subpath === '') return entryOf(manifest);
    return firstSource(manifest, [...exportTargets(manifest.exports, `.${subpath}`), `.${subpath}`, `./src${subpath}`]);
  }

  function entryOf(manifest: Manifest): string | undefined {
    return firstSource(manifest, [...exportTargets(manifest.exports, '.'), ...manifest.entries, ...DEFAULT_ENTRIES]);
  }

  function firstSource(manifest: Manifest, targets: string[]): string | undefined {
    for (const target of targets) {
      const found = toSource(target, manifest.dir);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /**
   * `src/x`, `@/x`, `/x` and `$lib/x` in projects whose aliases stand in a bundler's settings: a path from the package's folder,
   * its src or app, or the root. A name that the package depends on is a package.
   */
  function rooted(specifier: string, folder: string): string | undefined {
    const isAlias = ROOT_ALIAS.test(specifier) || FOLDER_ALIAS.test(specifier);
    if (!isAlias && !specifier.includes('/')) return undefined;
    const manifest = packageAround(folder);
    const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '';
    if (!isAlias && (manifest?.dependencies.has(name) || manifests.at('')?.dependencies.has(name))) return undefined;
    const path = specifier.replace(ROOT_ALIAS, '').replace(FOLDER_ALIAS, '');
    const bases = [...new Set([manifest?.dir ?? '', ''])].flatMap((base) => (isAlias ? [join(base, 'src'), base, join(base, 'app'), ...(FOLDER_ALIAS.test(specifier) ? [join(base, 'src/lib')] : [])] : [base]));
    return bases.map((base) => probe(join(base, path))).find((found) => found !== undefined);
  }

  function packageAround(folder: string): Manifest | undefined {
    for (const at of foldersUp(folder)) {
      const manifest = manifests.at(at);
      if (manifest) return manifest;
    }
    return undefined;
  }
}
