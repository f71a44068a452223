import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseJson } from './json.ts';

/** Names of the config file; where several lie side by side, the first counts. */
export const CONFIG_NAMES = [
  'perf-lint.config.ts',
  'perf-lint.config.mts',
  'perf-lint.config.js',
  'perf-lint.config.mjs',
  'perf-lint.config.cjs',
  'perf-lint.config.json',
  'perf-lint.config.jsonc',
] as const;

/** The key of a package.json that holds a config. */
export const MANIFEST_KEY = 'perf-lint';

/** Absolute paths of the config files that lie in the root, in the order in which they count; last a package.json with a config in it. */
export function findConfigs(root: string): string[] {
  const files = CONFIG_NAMES.map((name) => path.join(root, name)).filter((file) => existsSync(file));
  const manifest = path.join(root, 'package.json');
  return hasConfig(manifest) ? [...files, manifest] : files;
}

/** A manifest that cannot be read holds none: what reads manifests says what is wrong with it. */
function hasConfig(manifest: string): boolean {
  let text: string;
  try {
    text = readFileSync(manifest, 'utf8');
  } catch {
    return false;
  }
  if (!text.includes(`"${MANIFEST_KEY}"`)) return false;
  const json = parseJson(text);
  return 'value' in json && Object.hasOwn(Object(json.value) as object, MANIFEST_KEY);
}

export function isManifest(file: string): boolean {
  return path.basename(file) === 'package.json';
}

/** A config that is a program, not data. */
export function isCode(file: string): boolean {
  return !/\.jsonc?$/.test(file);
}

/** Whether `folder` is `inner` or lies around it. */
export function contains(folder: string, inner: string): boolean {
  const relative = path.relative(folder, inner);
  return relative === '' || (relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative));
}
