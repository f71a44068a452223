import { resolve as absolute } from 'node:path';
import type { SourceFile } from '../facts/file.ts';
import type { Skipped } from '../findings/types.ts';
import { skipped } from './analyse.ts';
import type { Analysis } from './analyse.ts';
import { disk, isDisk } from './disk.ts';
import { UsageError, causeOf } from './errors.ts';
import { layoutNow, packLayout, unpackLayout } from './layout.ts';
import type { Layout } from './layout.ts';
import { MAX_BYTES, MAX_SQL_BYTES } from './limits.ts';
import { createToSource } from './outputs.ts';
import type { Manifests } from './packages.ts';
import { createParser } from './parser.ts';
import { belowRoot, isOutside, isWithin, join } from './paths.ts';
import { createProbe } from './probe.ts';
import { createResolver } from './resolve.ts';
import { findRoot } from './root.ts';
import { seenOrNot, unsure } from './stats.ts';
import type { SeenStat } from './stats.ts';
import { Store } from './store/store.ts';
import { decode } from './text.ts';
import type { Files, Package, Parser, Source } from './types.ts';
import type { Testimony } from './witness.ts';

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
  /** What is known of the files; default: nothing. */
  store?: Store;
}

/** Hears of progress, file by file. */
export type OnRead = (done: number, total: number) => void;

/**
 * Reads a project: finds its root and files, parses each and keeps its facts. The whole root is read, so that calls can be
 * followed; `targets` are the files under the paths. What cannot be read is listed in `skipped` with its reason.
 *
 * @throws UsageError when a path does not exist or lies outside the root
 */
export function readSource(options: ReadOptions, onRead?: OnRead): Source {
  return new SourceReader(options).read(onRead);
}

/** Reads one project again and again: what did not change is not read anew. */
export class SourceReader {
  private readonly options: ReadOptions;
  private readonly files: Files;
  private readonly parser: Parser;
  private readonly store: Store;
  private readonly root: string;
  /** The root with a slash behind it. */
  private readonly folder: string;
  private readonly named: readonly string[];
  private layout: Layout | undefined;
  private resolution: ({ layout: Layout; paths: readonly string[] } & Pick<Source, 'packages' | 'resolve'>) | undefined;
  private last: { source: Source; layout: Layout; analyses: readonly Analysis[] } | undefined;
  /** What the stats of sources and texts were before they were read, by absolute path. */
  private readonly saw = new Map<string, SeenStat | null>();

  /** @throws UsageError when a path does not exist or lies outside the root */
  constructor(options: ReadOptions) {
    this.options = options;
    this.files = options.files ?? disk;
    this.parser = options.parser ?? createParser();
    this.store = options.store ?? new Store(undefined, '');
    const paths = options.paths.map((path) => existing(path, this.files));
    this.root = options.root === undefined ? findRoot(commonFolder(paths), this.files) : existing(options.root, this.files);
    this.folder = this.root.endsWith('/') ? this.root : `${this.root}/`;
    this.named = paths.map((path) => {
      const below = belowRoot(this.root, path);
      if (isOutside(below)) throw new UsageError(`${path} lies outside the root ${this.root}`);
      return below;
    });
    const { files, root } = this;
    this.store.addState((path) => files.read(join(root, path)), this.parser);
  }

  /** The project as it is now: the same object as before when nothing changed. */
  read(onRead?: OnRead): Source {
    const layout = this.layoutNow();
    const analyses = layout.sources.map((path, index) => {
      const analysis = this.analysisOf(path);
      onRead?.(index + 1, layout.sources.length);
      return analysis;
    });
    const { last } = this;
    if (last && last.layout === layout && last.analyses.every((analysis, index) => isSame(analysis, analyses[index]!))) return last.source;
    const source = this.sourceOf(layout, analyses);
    this.last = { source, layout, analyses };
    return source;
  }

  /** What the last reading rests on, the sources first; undefined where a later one could not go by that. */
  testimony(): Testimony | undefined {
    const { layout } = this;
    return layout && this.mayKeep(layout) ? [...this.saw, ...layout.testimony()] : undefined;
  }

  private mayKeep({ found }: Layout): boolean {
    return isDisk(this.files) && found.special.length === 0;
  }

  private layoutNow(): Layout {
    const { root, files, named, store, options: { include, exclude } } = this;
    const options = { include, exclude, named };
    // An earlier run may have found one with the same options.
    const { layout, news } = layoutNow(root, files, options, this.layout ?? unpackLayout(store.note(LAYOUT), root, files, options));
    if (news > 0 && this.mayKeep(layout)) store.setNote(LAYOUT, () => packLayout(layout, options), news);
    return (this.layout = layout);
  }

  /** @param path one of a layout: nothing in it is to be made shorter */
  private analysisOf(path: string): Analysis {
    const full = `${this.folder}${path}`;
    const stat = this.files.stat(full);
    this.saw.set(full, seenOrNot(stat));
    const size = stat?.size ?? this.files.size(full) ?? 0;
    if (size > MAX_BYTES) return tooLarge(size);
    try {
      return this.store.analyse(path, { stat, read: () => this.files.read(full) }, this.named.includes(path), this.parser) ?? GONE;
    } catch (error) {
      this.saw.set(full, stat ? unsure(stat) : null);
      return skipped(error instanceof Error ? error.message : String(error));
    }
  }

  private textOf(path: string): ReturnType<Source['text']> {
    const full = join(this.root, path);
    const stat = this.files.stat(full);
    // Of a text that is asked for again, the first answer may have been used.
    if (!this.saw.has(full)) this.saw.set(full, seenOrNot(stat));
    const text = textAt(full, this.files);
    // Whether a file may be read does not show in its stat.
    if (stat && text && 'reason' in text) this.saw.set(full, unsure(stat));
    return text;
  }

  private sourceOf(layout: Layout, analyses: readonly Analysis[]): Source {
    const { root, named } = this;
    const { sources, found, manifests, tsconfigs, models, missing, settings } = layout;
    const files = new Map<string, SourceFile>();
    const left: Skipped[] = [];
    const targets: string[] = [];
    let bytes = 0;
    for (const [index, path] of sources.entries()) {
      const { file, reason, generated, bytes: own } = analyses[index]!;
      bytes += own;
      if (reason !== undefined) left.push({ file: path, reason });
      if (!file) continue;
      files.set(path, file);
      if ((!generated || named.includes(path)) && named.some((target) => isWithin(path, target))) targets.push(path);
    }
    const { packages, resolve } = this.resolutionOf(layout, [...files.keys()]);
    const elsewhere = new Set<string>();
    return {
      root,
      files,
      targets,
      skipped: [...found.skipped, ...manifests.broken, ...tsconfigs.broken, ...left, ...missing].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0)),
      packages,
      resolve,
      schemas: found.schemas,
      sql: found.sql,
      migrationSettings: found.migrationSettings,
      text: (path) => {
        if (!found.sql.includes(path) && !found.migrationSettings.includes(path) && !found.schemas.includes(path)) elsewhere.add(path);
        return this.textOf(path);
      },
      textsElsewhere: () => [...elsewhere],
      bytes,
      models,
      settings,
    };
  }

  /** What specifiers mean: as before, where neither the settings nor the set of files changed. */
  private resolutionOf(layout: Layout, paths: readonly string[]): Pick<Source, 'packages' | 'resolve'> {
    const { found, manifests, tsconfigs } = layout;
    const known = this.resolution;
    if (known?.layout === layout && known.paths.length === paths.length && known.paths.every((path, index) => path === paths[index])) return known;
    const probe = createProbe(new Set(paths), found.links);
    const toSource = createToSource(probe, tsconfigs);
    this.resolution = { layout, paths, packages: packagesOf(manifests, toSource), resolve: createResolver({ probe, toSource, manifests, tsconfigs }) };
    return this.resolution;
  }
}

/** The name under which the store keeps the last layout. */
const LAYOUT = 'layout';

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

function isSame(a: Analysis, b: Analysis): boolean {
  return a.file === b.file && a.reason === b.reason;
}

const GONE = skipped('cannot be read: it was removed during the scan');

function tooLarge(size: number): Analysis {
  return skipped(`${megabytes(size)} MB, over the limit of ${megabytes(MAX_BYTES)} MB: taken for generated code`);
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

function textAt(full: string, files: Files): ReturnType<Source['text']> {
  try {
    const size = files.size(full) ?? 0;
    if (size > MAX_SQL_BYTES) return { reason: `${megabytes(size)} MB, over the limit of ${megabytes(MAX_SQL_BYTES)} MB: taken for rows` };
    const bytes = files.read(full);
    if (bytes === undefined) return undefined;
    const text = decode(bytes);
    return text === undefined ? { reason: 'not UTF-8 text' } : { text };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

/** A schema that cannot be read declares nothing. */
