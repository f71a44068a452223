import { folderOf, foldersUp, isOutside, isWithin, join, nameOf } from './paths.ts';
import { isObject, parseJsonWithComments, stringsOf } from './text.ts';
import type { JsonObject } from './text.ts';
import type { Skipped } from '../findings/types.ts';

/** What module resolution reads of a tsconfig or jsconfig, its `extends` applied. All paths are below the root. */
export interface TsConfig {
  file: string;
  /** `paths`, and the folder that its targets are relative to. */
  paths: { pattern: string; targets: string[] }[];
  baseUrl: string | undefined;
  outDirs: string[];
  rootDir: string | undefined;
}

export interface TsConfigs {
  /** The configs that may speak for files in a folder, nearest first. */
  around(folder: string): readonly TsConfig[];
  /** All configs in one folder, tsconfig.json first. */
  inFolder(folder: string): readonly TsConfig[];
  /** Folders other than the configs' own into which they make the compiler write. */
  outDirs: readonly string[];
  /** Files that could not be read, one clear line each. */
  broken: Skipped[];
  /** All of them, in the order in which they are asked, with the files that each refers to. */
  all: readonly (readonly [config: TsConfig, references: readonly string[]])[];
}

/** Order within a folder: the config that editors use, then the others. */
const FIRST = ['tsconfig.json', 'jsconfig.json', 'tsconfig.base.json'];

/** Options of a config that hold paths, as written in the file that sets them. */
type Settings = Omit<TsConfig, 'file'>;

const NONE: Settings = { paths: [], baseUrl: undefined, outDirs: [], rootDir: undefined };

/**
 * Reads all configs of a project. An `extends` that is missing is used as far as it goes; one that names an installed package
 * is missing always, so that a checkout resolves alike before and after an install.
 *
 * @param files the configs that discovery found
 * @param read bytes of a file below (or above) the root; undefined when there is none
 * @param packageFolder folder of a workspace package by name
 */
export function readTsConfigs(
  files: readonly string[],
  read: (path: string) => Uint8Array | undefined,
  packageFolder: (name: string) => string | undefined,
): TsConfigs {
  const broken = new Map<string, string>();
  const parsed = new Map<string, JsonObject | undefined>();
  const all = [...files].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)).map((file) => [{ file, ...settingsOf(file, []) }, referencesOf(file)] as const);
  return tsConfigsOf(all, [...broken].map(([file, reason]) => ({ file, reason })));

  function settingsOf(file: string, seen: readonly string[]): Settings {
    const config = configAt(file);
    if (!config || seen.includes(file)) return NONE;
    const bases = typeof config.extends === 'string' ? [config.extends] : stringsOf(config.extends);
    const inherited = bases
      .flatMap((base) => extended(base, folderOf(file)) ?? [])
      .map((base) => settingsOf(base, [...seen, file]))
      .reduce(override, NONE);
    return override(inherited, ownSettings(config, folderOf(file), inherited.baseUrl));
  }

  function referencesOf(file: string): string[] {
    const list = configAt(file)?.references;
    if (!Array.isArray(list)) return [];
    return list.flatMap((reference) => {
      if (!isObject(reference) || typeof reference.path !== 'string') return [];
      const path = join(folderOf(file), reference.path);
      return [path.endsWith('.json') ? path : join(path, 'tsconfig.json')];
    });
  }

  function configAt(file: string): JsonObject | undefined {
    if (parsed.has(file)) return parsed.get(file);
    const result = readConfig(file);
    parsed.set(file, result);
    return result;
  }

  function readConfig(file: string): JsonObject | undefined {
    try {
      const bytes = read(file);
      if (!bytes) return undefined;
      // An empty file is a config with all defaults.
      const result = bytes.length === 0 ? { ok: true as const, value: {} } : parseJsonWithComments(bytes);
      if (result.ok) return result.value;
      broken.set(file, `not used for module resolution: ${result.reason}`);
    } catch (error) {
      broken.set(file, `not used for module resolution: ${error instanceof Error ? error.message : String(error)}`);
    }
    return undefined;
  }

  /** The file that `extends` names, if it is there. */
  function extended(name: string, folder: string): string | undefined {
    const base = /^\.\.?(\/|$)/.test(name) ? join(folder, name) : inPackage(name);
    if (base === undefined) return undefined;
    return [base, `${base}.json`, join(base, 'tsconfig.json')].find((path) => path.endsWith('.json') && configAt(path));
  }

  function inPackage(name: string): string | undefined {
    const [, packageName = name, rest = ''] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(name) ?? [];
    const folder = packageFolder(packageName);
    return folder === undefined ? undefined : join(folder, rest);
  }
}

/** Configs that were read before. */
export function tsConfigsOf(all: TsConfigs['all'], broken: Skipped[]): TsConfigs {
  const byFolder = new Map<string, TsConfig[]>();
  for (const [config] of all) {
    const folder = folderOf(config.file);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), config]);
  }
  const references = new Map(all);
  const chains = new Map<string, readonly TsConfig[]>();
  const byFile = new Map([...byFolder.values()].flat().map((config) => [config.file, config]));
  return {
    around,
    inFolder: (folder) => byFolder.get(folder) ?? [],
    outDirs: [...new Set([...byFile.values()].flatMap((config) => config.outDirs.filter((dir) => !isWithin(folderOf(config.file), dir))))],
    broken,
    all,
  };

  /**
   * TypeScript would stop at the nearest one that includes the file. Build tools do not, and a path counts only when it leads
   * to a file, so the configs that a nearest one refers to, its siblings and those further out are asked as well.
   */
  function around(folder: string): readonly TsConfig[] {
    const known = chains.get(folder);
    if (known) return known;
    const chain = new Set<TsConfig>();
    for (const at of foldersUp(folder)) {
      for (const config of byFolder.get(at) ?? []) {
        chain.add(config);
        for (const reference of references.get(config) ?? []) {
          const referred = byFile.get(reference);
          if (referred) chain.add(referred);
        }
      }
    }
    const list = [...chain].filter((config) => config.paths.length > 0 || config.baseUrl !== undefined);
    chains.set(folder, list);
    return list;
  }
}

function rank(file: string): number {
  const at = FIRST.indexOf(nameOf(file));
  return at < 0 ? FIRST.length : at;
}

function ownSettings(config: JsonObject, folder: string, inheritedBase: string | undefined): Settings {
  const options = isObject(config.compilerOptions) ? config.compilerOptions : {};
  const path = (value: unknown): string | undefined => (typeof value === 'string' ? join(folder, value.replace(/^\$\{configDir\}\/?/, './')) : undefined);
  const baseUrl = path(options.baseUrl);
  const pathsBase = baseUrl ?? inheritedBase ?? folder;
  const paths = isObject(options.paths) ? Object.entries(options.paths) : [];
  return {
    paths: paths.map(([pattern, targets]) => ({
      pattern,
      targets: stringsOf(targets).map((target) => (target.startsWith('${configDir}') ? path(target)! : join(pathsBase, target))),
    })),
    baseUrl,
    outDirs: [path(options.outDir), path(options.declarationDir)].filter((dir) => dir !== undefined),
    rootDir: path(options.rootDir),
  };
}

/** What the extending config sets replaces what it inherits, option by option. */
function override(inherited: Settings, own: Settings): Settings {
  return {
    paths: own.paths.length > 0 ? own.paths : inherited.paths,
    baseUrl: own.baseUrl ?? inherited.baseUrl,
    outDirs: own.outDirs.length > 0 ? own.outDirs : inherited.outDirs,
    rootDir: own.rootDir ?? inherited.rootDir,
  };
}

/** Places below the root that a config gives a specifier, in the order in which TypeScript tries them. */
export function mappedPaths(config: TsConfig, specifier: string): string[] {
  const exact = config.paths.find(({ pattern }) => pattern === specifier);
  const mapped = exact ? exact.targets : longestMatch(config, specifier);
  const fromBase = config.baseUrl === undefined ? [] : [join(config.baseUrl, specifier)];
  return [...mapped, ...fromBase].filter((path) => !isOutside(path));
}

function longestMatch(config: TsConfig, specifier: string): string[] {
  let best: { length: number; targets: string[] } | undefined;
  for (const { pattern, targets } of config.paths) {
    const star = pattern.indexOf('*');
    if (star < 0) continue;
    const prefix = pattern.slice(0, star);
    const suffix = pattern.slice(star + 1);
    if (specifier.length < prefix.length + suffix.length || !specifier.startsWith(prefix) || !specifier.endsWith(suffix)) continue;
    if (best && best.length >= prefix.length) continue;
    const matched = specifier.slice(prefix.length, specifier.length - suffix.length);
    best = { length: prefix.length, targets: targets.map((target) => join(target.replace('*', () => matched))) };
  }
  return best?.targets ?? [];
}
