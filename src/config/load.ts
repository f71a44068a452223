import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { checkConfig } from './check.ts';
import { contains, findConfigs, isCode, isManifest, MANIFEST_KEY } from './find.ts';
import { extendedLayers, readLayers } from './layers.ts';
import type { Api } from './read.ts';
import type { Config, RuleInfo, UserConfig } from './types.ts';

export interface LoadOptions {
  /** Absolute path of the scanned root, where the config is looked up. */
  root: string;
  /** Absolute path of the working directory: a config with code that was not named runs only if the root contains it. */
  cwd: string;
  /** A config file that the user named, relative to the working directory; a config as a value; false: none. */
  given?: string | UserConfig | false | undefined;
  /** The rules that a config may set. */
  rules: readonly RuleInfo[];
  api: Api;
}

export interface LoadedConfig {
  config: Config;
  /** Absolute path of the file it came from; undefined when there is none. */
  file: string | undefined;
  /** Absolute paths of the files that it extends, the weakest first. */
  extended: string[];
  /** The absolute paths by which it extends them, links and all; undefined for a package's name, which may mean another file with the next installation. */
  asked: (string | undefined)[];
  /** What the user should know, one line each. */
  notes: string[];
}

/** Finds, reads and checks the config of a root; synchronous, since a rule in an editor cannot wait. Throws ConfigError. */
export function loadConfig({ root, cwd, given, rules, api }: LoadOptions): LoadedConfig {
  const notes: string[] = [];
  const mayRun = given !== undefined || isAtHome(root, cwd);
  if (typeof given === 'object') {
    const layers = extendedLayers(given, { root, api, mayRun, notes });
    return { config: checkConfig([...layers, { value: given, name: 'config' }], rules), file: undefined, extended: layers.map(({ file }) => file), asked: layers.map(({ asked }) => asked), notes };
  }
  const file = typeof given === 'string' ? path.resolve(cwd, given) : given === false ? undefined : pickConfig(root, mayRun, notes);
  const layers = file === undefined ? [] : readLayers(file, { root, api, mayRun, notes });
  const others = layers.slice(0, -1);
  return { config: checkConfig(layers, rules), file, extended: others.map((layer) => layer.file), asked: others.map(({ asked }) => asked), notes };
}

/** Whether somebody works in the project: code that comes with somebody else's is not run. A text may stand for a file in a folder that is still to be made. */
function isAtHome(root: string, cwd: string): boolean {
  return existsSync(root) && contains(realpathSync(root), realpathSync(cwd));
}

function pickConfig(root: string, mayRun: boolean, notes: string[]): string | undefined {
  const [file, ...others] = findConfigs(root);
  if (file === undefined) return undefined;
  for (const other of others) notes.push(`${isManifest(other) ? `"${MANIFEST_KEY}" in package.json` : path.basename(other)} is not read: ${path.basename(file)} lies beside it`);
  if (!isCode(file) || mayRun) return file;
  notes.push(`${path.basename(file)} is not run: it is code, and the working directory is not in ${root}; to use it, pass --config ${file}`);
  return undefined;
}
