import { resolve as absolute } from 'node:path';
import { extract } from '../facts/extract.ts';
import { NestingError } from '../facts/tables.ts';
import { sourceFile } from '../facts/file.ts';
import type { SourceFile } from '../facts/file.ts';
import type { Skipped } from '../findings/types.ts';
import { MAX_BRACKETS, bracketDepth } from './brackets.ts';
import { componentCode, isComponent } from './components.ts';
import { discover } from './discover.ts';
import { disk } from './disk.ts';
import { UsageError, causeOf, firstLine } from './errors.ts';
import { isGenerated, minifiedLineLength } from './generated.ts';
import { prismaModels } from './models.ts';
import { createToSource } from './outputs.ts';
import { readManifests } from './packages.ts';
import type { Manifests } from './packages.ts';
import { createParser } from './parser.ts';
import { belowRoot, isOutside, isWithin, join } from './paths.ts';
import { createProbe } from './probe.ts';
import { createResolver } from './resolve.ts';
import { findRoot } from './root.ts';
import { decode } from './text.ts';
import { readTsConfigs } from './tsconfig.ts';
import type { TsConfigs } from './tsconfig.ts';
import type { Files, Package, Parser, Source } from './types.ts';

/** Bytes above which a file is taken for generated: the largest hand-written ones known have a third of that. */
export const MAX_BYTES = 1024 * 1024;

export interface ReadOptions {
  /** The project's folder; default: found from the paths. */
  root?: string | undefined;
  /** Files and folders to report on, from the working directory. */
  paths: readonly string[];
  /** Globs relative to the root: what to read, and what of it to leave out. */
  include?: readonly string[] | undefined;
  exclude?: readonly string[] | undefined;
  files?: Files;
  parser?: Parser;
  /** Hears of progress, file by file. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Reads a project: finds its root and files, parses each and keeps its facts. The whole root is read, so that calls can be
 * followed; `targets` are the files under the paths. What cannot be read is listed in `skipped` with its reason.
 *
 * @throws UsageError when a path does not exist or lies outside the root
 */
export function readSource(options: ReadOptions): Source {
  const files = options.files ?? disk;
  const paths = options.paths.map((path) => existing(path, files));
  const root = options.root === undefined ? findRoot(commonFolder(paths), files) : existing(options.root, files);
  const named = paths.map((path) => {
    const below = belowRoot(root, path);
    if (isOutside(below)) throw new UsageError(`${path} lies outside the root ${root}`);
    return below;
  });

  const found = discover(root, files, { include: options.include, exclude: options.exclude, named });
  const manifests = readManifests(root, found.manifests, files);
  const tsconfigs = readTsConfigs(found.tsconfigs, (path) => files.read(join(root, path)), (name) => manifests.named(name)?.dir);
  const sources = found.sources.filter((path) => named.includes(path) || !isCompiled(path, tsconfigs));

  const read = readFacts(root, sources, new Set(named), files, options.parser ?? createParser(), options.onProgress);
  const skipped = [...found.skipped, ...manifests.broken, ...tsconfigs.broken, ...read.skipped];
  for (const path of named) {
    if (!sources.includes(path) && files.kind(join(root, path)) === 'file') skipped.push({ file: path, reason: 'not a TypeScript or JavaScript file' });
  }

  const probe = createProbe(new Set(read.facts.keys()), found.links);
  const toSource = createToSource(probe, tsconfigs);
  return {
    root,
    files: read.facts,
    targets: [...read.facts.keys()].filter((path) => !read.generated.has(path) && named.some((target) => isWithin(path, target))),
    skipped: skipped.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0)),
    packages: packagesOf(manifests, toSource),
    resolve: createResolver({ probe, toSource, manifests, tsconfigs }),
    schemas: found.schemas,
    bytes: read.bytes,
    models: readModels(root, found.schemas, files),
  };
}

/** The absolute path, links resolved: the folders above a file tell what it belongs to only in its real place. */
function existing(path: string, files: Files): string {
  const full = absolute(path);
  try {
    if (files.kind(full) !== undefined) return files.realpath(full);
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${causeOf(error)}`, { cause: error });
  }
  throw new UsageError(`no such file or folder: ${path}`);
}

/** The path itself for one, else the innermost folder around all. */
function commonFolder(paths: readonly string[]): string {
  const [first, ...others] = paths;
  if (first === undefined) throw new UsageError('no path to scan');
  let common = first;
  while (others.some((path) => isOutside(belowRoot(common, path)))) common = absolute(common, '..');
  return common;
}

/** JavaScript below the outDir of a tsconfig is output, whatever the folder is called. */
function isCompiled(path: string, tsconfigs: TsConfigs): boolean {
  return /\.[cm]?js$/.test(path) && tsconfigs.outDirs.some((outDir) => isWithin(path, outDir));
}

interface ReadFiles {
  facts: Map<string, SourceFile>;
  generated: Set<string>;
  skipped: Skipped[];
  bytes: number;
}

function readFacts(root: string, paths: readonly string[], named: ReadonlySet<string>, files: Files, parser: Parser, onProgress?: ReadOptions['onProgress']): ReadFiles {
  const read: ReadFiles = { facts: new Map(), generated: new Set(), skipped: [], bytes: 0 };
  for (const [index, path] of paths.entries()) {
    const text = textOf(join(root, path), files);
    const reason = text.ok ? readOne(path, text.value, named.has(path), parser, read) : text.reason;
    if (reason !== undefined) read.skipped.push({ file: path, reason });
    else if (text.ok) read.bytes += Buffer.byteLength(text.value);
    onProgress?.(index + 1, paths.length);
  }
  return read;
}

/** Adds one file; gives the reason when it is skipped. A file that the extractor cannot cope with must not end the scan. */
function readOne(path: string, content: string, isNamed: boolean, parser: Parser, read: ReadFiles): string | undefined {
  const { path: codePath, text } = isComponent(path) ? componentCode(path, content) : { path, text: content };
  const lineLength = isNamed ? undefined : minifiedLineLength(path, text);
  if (lineLength !== undefined) return `minified or bundled: ${lineLength} characters per line on average`;
  const depth = bracketDepth(text);
  if (depth > MAX_BRACKETS) return `brackets nested ${depth} levels deep: taken for generated code`;
  const parsed = parser.parse(codePath, text);
  if (!parsed.ok) return parsed.reason;
  try {
    read.facts.set(path, sourceFile(extract(parsed.value.program, parsed.value.comments, text)));
  } catch (error) {
    if (error instanceof NestingError) return error.message;
    return `internal error of perf-lint: ${firstLine(error instanceof Error ? error.message : String(error))}`;
  }
  if (!isNamed && isGenerated(path, content)) read.generated.add(path);
  return undefined;
}

function textOf(path: string, files: Files): { ok: true; value: string } | { ok: false; reason: string } {
  const size = files.size(path) ?? 0;
  if (size > MAX_BYTES) return { ok: false, reason: `${megabytes(size)} MB, over the limit of ${megabytes(MAX_BYTES)} MB: taken for generated code` };
  let bytes: Uint8Array | undefined;
  try {
    bytes = files.read(path);
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
  if (!bytes) return { ok: false, reason: 'cannot be read: it was removed during the scan' };
  const value = decode(bytes);
  return value === undefined ? { ok: false, reason: 'not UTF-8 text' } : { ok: true, value };
}

function megabytes(bytes: number): string {
  return (Math.ceil((10 * bytes) / (1024 * 1024)) / 10).toFixed(1);
}

function packagesOf(manifests: Manifests, toSource: (target: string, folder: string) => string | undefined): Package[] {
  return manifests.all.map(({ dir, name, bin, dependencies }) => ({
    dir,
    name,
    bin: bin.map((target) => toSource(target, dir)).filter((path) => path !== undefined),
    dependencies: [...dependencies.keys()],
    ranges: dependencies,
  }));
}

function readModels(root: string, schemas: readonly string[], files: Files): Set<string> {
  return new Set(
    schemas.flatMap((path) => {
      const text = textOf(join(root, path), files);
      return text.ok ? prismaModels(text.value) : [];
    }),
  );
}
