import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import pkg from '../../package.json' with { type: 'json' };
import { contains } from '../config/find.ts';
import type { Schema } from '../database/schema/types.ts';
import { spanFrom } from '../facts/spans.ts';
import { groupBy } from '../findings/group.ts';
import type { Skipped } from '../findings/types.ts';
import type { Program } from '../program/types.ts';
import type { Checkup } from '../report/doctor-types.ts';
import type { RootMark } from '../source/root.ts';
import { Clock } from '../project/clock.ts';
import type { Engine } from '../project/engine.ts';
import { emptyFolderNotes } from '../project/paths.ts';
import { openProject } from '../project/open.ts';
import type { Project, ProjectOptions } from '../project/open.ts';
import path from 'node:path';

const BECAUSE: Readonly<Record<RootMark, string>> = {
  workspace: 'a workspace manifest there lists the package of the given path',
  'package.json': 'it has the nearest package.json, which no workspace above it lists',
  '.git': 'it is the repository, and no package.json lies below it around the given path',
  path: 'nothing at or above it marks a project',
};

/** Names of ESLint's config file. */
const ESLINT_CONFIGS = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((extension) => `eslint.config.${extension}`);

/** Examples of one reason. */
const MAX_EXAMPLES = 3;

/**
 * Tells what perf-lint understands of a project, and what it does not. Prints nothing and writes nothing.
 * @throws UsageError for paths that cannot be read, ConfigError for a config that cannot be used
 */
export async function doctor(options: ProjectOptions, engine: Engine): Promise<Checkup> {
  const project = openProject(options, engine, new Clock());
  const { source, program, mark } = project;
  return {
    versions: { 'perf-lint': pkg.version, node: process.versions.node, parser: `oxc-parser ${parserVersion()}`, platform: `${process.platform} ${process.arch}` },
    root: { path: source.root, because: BECAUSE[mark] },
    config: configOf(project, engine),
    packages: { count: source.packages.length, databases: [...program.databases()] },
    files: {
      read: source.files.size,
      targets: source.targets.length,
      closed: source.targets.filter((file) => program.isClosed(file)).length,
      skipped: source.skipped,
      reasons: countReasons(source.skipped),
    },
    schemas: { files: source.schemas, models: source.models.size, declared: project.schemas().map(declaredIn) },
    entries: Object.fromEntries([...program.entries()].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))),
    queries: queriesOf(program, source.targets),
    notes: [...project.notes, ...emptyFolderNotes(project.paths, source), ...eslintNotes(source)],
  };
}

function declaredIn({ dir, engine, tables, complete }: Schema): Checkup['schemas']['declared'][number] {
  const readers = [...new Set(tables.map(({ origin }) => origin.reader))].sort();
  return { dir, engine: engine ?? null, readers, tables: tables.length, indexes: tables.reduce((sum, { indexes }) => sum + indexes.length, 0), complete };
}

/** What somebody should know who runs the rules in ESLint: one line where the project uses it. */
function eslintNotes({ root, packages }: Project['source']): string[] {
  const installed = packages.some(({ dependencies }) => dependencies.includes('eslint'));
  const configured = ESLINT_CONFIGS.some((name) => existsSync(path.join(root, name)));
  return installed || configured ? ['ESLint is used here: with --cache it does not see what changed in other files, so leave that out where findings of eslint-plugin-perf-lint decide'] : [];
}

/** Of the parser that is installed: a range in our manifest admits several. */
function parserVersion(): string {
  const manifest = createRequire(import.meta.url)('oxc-parser/package.json') as { version: string };
  return manifest.version;
}

function configOf({ config, configFile, source }: Project, { rules }: Engine): Checkup['config'] {
  return {
    file: configFile === undefined ? null : contains(source.root, configFile) ? path.relative(source.root, configFile) : configFile,
    include: config.include === undefined ? null : [...config.include],
    exclude: [...config.exclude],
    rules: rules.flatMap(({ id, meta }) => {
      const setting = config.rules.get(id);
      if (setting === undefined) return [];
      const defaults = meta.options.safeParse({});
      const changed = setting.level !== meta.level || !defaults.success || JSON.stringify(defaults.data) !== JSON.stringify(setting.options);
      return [{ id, level: setting.level, options: setting.options, changed }];
    }),
    libraries: config.libraries.map(({ id }) => id),
    settings: { ...config.settings },
  };
}

/** The reasons without what differs from file to file: places, sizes, names. */
function countReasons(skipped: readonly Skipped[]): { reason: string; count: number }[] {
  const kinds = groupBy(skipped, ({ reason }) => (reason.split(/[:;(]| at \d/, 1)[0] as string).replace(/^[\d.]+ MB, /, '').trim());
  return byCount([...kinds].map(([reason, files]) => ({ reason, count: files.length })), ({ reason }) => reason);
}

function queriesOf(program: Program, targets: readonly string[]): Checkup['queries'] {
  const { resolved, unresolved } = program.queries(targets);
  const total = resolved.followed + resolved.byShape + unresolved.length;
  const shapes = [...groupBy(unresolved, ({ shape }) => shape)].map(([shape, calls]) => ({
    shape,
    count: calls.length,
    reasons: byCount(
      [...groupBy(calls, ({ stop }) => `${stop.kind} ${stop.detail}`).values()].map((same) => ({
        kind: same[0]!.stop.kind,
        detail: same[0]!.stop.detail,
        count: same.length,
        examples: same.slice(0, MAX_EXAMPLES).map(({ path: file, call }) => ({ file, line: program.place(file, spanFrom(call.calleeEnd, call.calleeEnd)).line })),
      })),
      ({ detail }) => detail,
    ),
  }));
  return { total, resolved, unresolved: unresolved.length, share: total === 0 ? null : unresolved.length / total, shapes: byCount(shapes, ({ shape }) => shape) };
}

/** The most frequent first; equal ones by name, so that two runs agree. */
function byCount<T extends { count: number }>(items: T[], name: (item: T) => string): T[] {
  return items.sort((a, b) => b.count - a.count || (name(a) < name(b) ? -1 : 1));
}
