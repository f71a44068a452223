import type { Skipped } from '../findings/types.ts';
import { discover } from './discover.ts';
import type { DiscoverOptions, Discovered } from './discover.ts';
import { MAX_BYTES } from './limits.ts';
import { prismaModels } from './models.ts';
import { packManifests, readManifests, unpackManifests } from './packages.ts';
import type { Manifests, SavedManifests } from './packages.ts';
import { isWithin, join } from './paths.ts';
import { relisted } from './relist.ts';
import { decode } from './text.ts';
import { readTsConfigs, tsConfigsOf } from './tsconfig.ts';
import type { TsConfigs } from './tsconfig.ts';
import type { Files } from './types.ts';
import { otherwiseNow, packColumns, TestimonyColumns, witness } from './witness.ts';
import type { PackedTestimony, Testimony } from './witness.ts';

/** Everything that is read of a project beside the sources themselves. */
export interface Layout extends Read {
  /** The sources, compiled ones left out. */
  sources: readonly string[];
  /** Files that were named and are none to read. */
  missing: readonly Skipped[];
}

/** What was read, whatever was named. */
interface Read {
  found: Discovered;
  manifests: Manifests;
  tsconfigs: TsConfigs;
  models: ReadonlySet<string>;
  /** What all of it rests on. */
  testimony(): Testimony;
  /** The paths that are not as they were, of what it rests on. */
  otherwise(files: Files): string[];
  /** Hash of what was read. */
  settings: string;
}

export type LayoutOptions = DiscoverOptions & { named: readonly string[] };

/**
 * The layout as it is now, and how much of it is new: folders in which sources came or went, or all of it; nought where it is the one
 * that was known, which then is the same object.
 *
 * @param known what was read before with the same options
 */
export function layoutNow(root: string, files: Files, options: LayoutOptions, known: Layout | undefined): { layout: Layout; news: number } {
  const otherwise = known?.otherwise(files) ?? [];
  if (known && otherwise.length === 0) return { layout: known, news: 0 };
  const listed = known && relisted(root, files, { found: known.found, testimony: known.testimony() }, otherwise, options);
  if (!known || !listed) return { layout: layoutOf(readAll(root, files, options), root, files, options), news: Infinity };
  return { layout: layoutOf({ ...known, found: listed.found, ...restingOn(listed.testimony) }, root, files, options), news: otherwise.length };
}

function readAll(root: string, base: Files, options: LayoutOptions): Read {
  const { files, testimony, digest } = witness(root, base);
  const found = discover(root, files, options);
  // Their texts are read when somebody asks; when they change, the project has.
  for (const path of [...found.sql, ...found.migrationSettings]) files.size(join(root, path));
  const manifests = readManifests(root, found.manifests, files);
  const tsconfigs = readTsConfigs(found.tsconfigs, (path) => files.read(join(root, path)), (name) => manifests.named(name)?.dir);
  const models = readModels(root, found.schemas, files);
  return { found, manifests, tsconfigs, models, ...restingOn(testimony()), settings: digest() };
}

function restingOn(testimony: Testimony): Pick<Read, 'testimony' | 'otherwise'> {
  return { testimony: () => testimony, otherwise: (files) => otherwiseNow(testimony, files) };
}

function layoutOf(read: Read, root: string, files: Files, { named }: LayoutOptions): Layout {
  const sources = read.found.sources.filter((path) => named.includes(path) || !isCompiled(path, read.tsconfigs));
  const missing = named.flatMap((path) => (!sources.includes(path) && files.kind(join(root, path)) === 'file' ? [{ file: path, reason: 'not a TypeScript or JavaScript file' }] : []));
  return { ...read, sources, missing };
}

/** JavaScript below the outDir of a tsconfig is output, whatever the folder is called. */
function isCompiled(path: string, tsconfigs: TsConfigs): boolean {
  return /\.[cm]?js$/.test(path) && tsconfigs.outDirs.some((outDir) => isWithin(path, outDir));
}

function readModels(root: string, schemas: readonly string[], files: Files): Set<string> {
  return new Set(
    schemas.flatMap((path) => {
      try {
        const bytes = files.read(join(root, path));
        return bytes === undefined || bytes.length > MAX_BYTES ? [] : prismaModels(decode(bytes) ?? '');
      } catch {
        return [];
      }
    }),
  );
}

interface SavedLayout {
  globs: string;
  found: Omit<Discovered, 'links'> & { links: [string, string][] };
  manifests: SavedManifests;
  tsconfigs: Pick<TsConfigs, 'all' | 'broken'>;
  models: string[];
  testimony: PackedTestimony;
  settings: string;
}

/** A layout as plain data, with the options that it was found by. */
export function packLayout({ found, manifests, tsconfigs: { all, broken }, models, testimony, settings }: Layout, options: LayoutOptions): unknown {
  return {
    globs: globsOf(options),
    found: { ...found, links: [...found.links] },
    manifests: packManifests(manifests),
    tsconfigs: { all, broken },
    models: [...models],
    testimony: packColumns(testimony()),
    settings,
  } satisfies SavedLayout;
}

function globsOf({ include, exclude }: LayoutOptions): string {
  return JSON.stringify([include ?? null, exclude ?? []]);
}

/** Undefined for one that was found by other options. */
export function unpackLayout(data: unknown, root: string, files: Files, options: LayoutOptions): Layout | undefined {
  const saved = data as SavedLayout | undefined;
  if (saved?.globs !== globsOf(options)) return undefined;
  const { sources, folders } = saved.found;
  // What is named and would be read anyway makes no difference.
  if (!options.named.every((path) => (folders.includes(path) && (path === '' || !options.include)) || sources.includes(path))) return undefined;
  const testimony = new TestimonyColumns(saved.testimony);
  const read: Read = {
    found: { ...saved.found, links: new Map(saved.found.links) },
    manifests: unpackManifests(saved.manifests),
    tsconfigs: tsConfigsOf(saved.tsconfigs.all, saved.tsconfigs.broken),
    models: new Set(saved.models),
    testimony: () => testimony.list,
    otherwise: (port) => testimony.otherwiseNow(port),
    settings: saved.settings,
  };
  return layoutOf(read, root, files, options);
}
