import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as Jiti from 'jiti';
import { ConfigError } from './errors.ts';
import { isCode, isManifest, MANIFEST_KEY } from './find.ts';
import { parseJson } from './json.ts';
import type { Layer } from './check.ts';

/** What `import … from 'perf-lint'` gives a config with code: it works where perf-lint is not installed. */
export type Api = Readonly<Record<string, unknown>>;

/**
 * Reads one config file, and runs it where it is code.
 * @throws ConfigError
 */
export function readConfigFile(file: string, api: Api): Pick<Layer, 'value' | 'placeOf'> {
  if (!existsSync(file)) throw new ConfigError([`${file}: there is no such file`]);
  return isCode(file) ? { value: readCode(file, api) } : readData(file);
}

function readData(file: string): Pick<Layer, 'value' | 'placeOf'> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError([`${file}: cannot be read: ${reason(error)}`]);
  }
  const json = parseJson(text);
  if (!('value' in json)) throw new ConfigError([`${file}:${json.line}:${json.column}: is not valid JSON: ${json.what}`]);
  if (!isManifest(file)) return json;
  const manifest = Object(json.value) as Record<string, unknown>;
  if (!Object.hasOwn(manifest, MANIFEST_KEY)) throw new ConfigError([`${file}: holds no config: it has no key "${MANIFEST_KEY}"`]);
  return { value: manifest[MANIFEST_KEY], placeOf: (path) => json.placeOf([MANIFEST_KEY, ...path]) };
}

function readCode(file: string, api: Api): unknown {
  const jiti = createJiti(file, api);
  let value: unknown;
  try {
    const module = jiti(file) as { default?: unknown };
    value = module.default ?? module;
  } catch (error) {
    throw new ConfigError([`${file}: cannot be loaded: ${awaits(error) ? `it, or a module that it imports, awaits at its top level; ${SYNCHRONOUS}` : reason(error)}`]);
  }
  if (value instanceof Promise) throw new ConfigError([`${file}: cannot be loaded: it exports a promise; ${SYNCHRONOUS}`]);
  return value;
}

const SYNCHRONOUS = 'a config is read synchronously, so it must export the value itself';

/** The error of a module with top-level await that was loaded synchronously: transformed, or by Node itself. */
function awaits(error: unknown): boolean {
  return error instanceof Error && (/^await is only valid/.test(error.message) || ('code' in error && error.code === 'ERR_REQUIRE_ASYNC_MODULE'));
}

/** The first line of an error, with the line number that a syntax error has in its second. */
function reason(error: unknown): string {
  const [first = '', second = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  const line = /:(\d+):\d+$/.exec(second)?.[1];
  return line === undefined ? first : `line ${line}: ${first.trim()}`;
}

function createJiti(file: string, api: Api): Jiti.Jiti {
  const jiti = createRequire(import.meta.url)('jiti') as typeof Jiti;
  // No cache: nothing is written to the scanned project.
  return jiti.createJiti(file, { fsCache: false, moduleCache: false, virtualModules: { 'perf-lint': api } });
}

/** The file that a package's name means to a file, as an import or a require of it would find it; undefined where there is none. */
export function resolvePackage(name: string, from: string): string | undefined {
  try {
    return createRequire(from).resolve(name);
  } catch {
    // A package may be for imports alone.
    const url = createJiti(from, {}).esmResolve(name, { try: true });
    return url === undefined ? undefined : fileURLToPath(url);
  }
}
