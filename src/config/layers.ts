import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from './errors.ts';
import { contains, isCode } from './find.ts';
import { readConfigFile, resolvePackage } from './read.ts';
import type { Api } from './read.ts';
import type { Layer } from './check.ts';

export interface LayerOptions {
  /** Absolute path: errors call the files below it by their paths there. */
  root: string;
  api: Api;
  /** Whether a file with code may be run; one that may not is left out, with a note. */
  mayRun: boolean;
  /** Takes what the user should know, one line each. */
  notes: string[];
}

/** A config, with the absolute path of the file that it came from. */
export interface FileLayer extends Layer {
  file: string;
  /** The absolute path by which a config extends it, links and all; undefined where a package's name was looked up, and for the first. */
  asked: string | undefined;
}

/**
 * Reads a config and all that it extends. What is extended comes before what extends it, so that the last that says something wins.
 * @throws ConfigError
 */
export function readLayers(file: string, options: LayerOptions): FileLayer[] {
  return layersOf(file, undefined, [], options);
}

/**
 * What a config value extends, which was written in no file; paths in it are relative to the root.
 * @throws ConfigError
 */
export function extendedLayers(value: unknown, options: LayerOptions): FileLayer[] {
  return extended({ value, name: 'config', file: path.join(options.root, 'config'), asked: undefined }, [], options);
}

/** @param chain the files that lead to this one, the first named first */
function layersOf(file: string, asked: string | undefined, chain: readonly string[], options: LayerOptions): FileLayer[] {
  const through = [...chain].reverse().map((one) => `extended by ${displayPath(one, options.root)}`);
  const layer = { ...readConfigFile(file, options.api), file, asked, name: displayPath(file, options.root), through: through.length > 0 ? ` (${through.join(', ')})` : '' };
  return [...extended(layer, [...chain, file], options), layer];
}

function extended(layer: FileLayer, chain: readonly string[], options: LayerOptions): FileLayer[] {
  const { extends: given } = Object(layer.value) as { extends?: unknown };
  // What is no text is said when the value is checked.
  return [given].flat().filter((one) => typeof one === 'string').flatMap((specifier) => {
    const target = find(specifier, layer.file);
    if (!target.found) throw new ConfigError([`${nameOf(layer)}: extends: ${target.why}`]);
    const { file, asked } = target;
    if (chain.includes(file)) {
      const circle = [...chain.slice(chain.indexOf(file)), file].map((one) => displayPath(one, options.root));
      throw new ConfigError([`${nameOf(layer)}: extends: goes in a circle: ${circle.join(' > ')}`]);
    }
    if (isCode(file) && !options.mayRun) {
      options.notes.push(`${displayPath(file, options.root)}, which ${layer.name} extends, is not run: it is code, and the working directory is not in ${options.root}; to use it, pass --config ${chain[0] ?? file}`);
      return [];
    }
    return layersOf(file, asked, chain, options);
  });
}

function nameOf({ name, through = '', placeOf }: Layer): string {
  const place = placeOf?.(['extends']);
  return `${name}${place ? `:${place.line}:${place.column}` : ''}${through}`;
}

/** `./base.json` and the like is a file beside the config, anything else a package as an import in that file would find it. */
function find(specifier: string, from: string): { found: true; file: string; asked: string | undefined } | { found: false; why: string } {
  const beside = path.resolve(path.dirname(from), specifier);
  const isPath = /^\.{1,2}[\\/]/.test(specifier) || path.isAbsolute(specifier);
  if (isPath) return existsSync(beside) ? { found: true, file: realpathSync(beside), asked: beside } : { found: false, why: `no such file: ${specifier} (${beside})` };
  const file = resolvePackage(specifier, from);
  if (file !== undefined) return { found: true, file, asked: undefined };
  return { found: false, why: existsSync(beside) ? `no such package: ${specifier}; for the file beside it write ./${specifier}` : `no such package: ${specifier}; install it, or begin a path with ./` };
}

/** As a reader finds it: below the root where it lies there. */
export function displayPath(file: string, root: string): string {
  return contains(root, file) ? path.relative(root, file).split(path.sep).join('/') : file;
}
