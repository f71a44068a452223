import path from 'node:path';
import { matches, settingsFor } from '../config/check.ts';
import { pathPattern } from '../config/globs.ts';
import { displayPath } from '../config/layers.ts';
import type { Config, Settings, TableSize } from '../config/types.ts';
import { shownUrl } from '../database/planner/url.ts';
import type { EntryKind } from '../libraries/types.ts';
import { kindByPath } from '../program/entries/file-kinds.ts';
import { thresholdsOf } from '../project/check.ts';
import type { Engine } from '../project/engine.ts';
import { settleConfig } from '../project/open.ts';
import { linkSource } from '../project/reading.ts';
import { readSource } from '../source/read.ts';
import type { ProjectOptions } from '../project/open.ts';
import { rootOf } from '../project/paths.ts';
import type { RuleLevel } from '../rule.ts';
import { discover } from '../source/discover.ts';
import { disk } from '../source/disk.ts';
import { UsageError } from '../source/errors.ts';
import { belowRoot } from '../source/paths.ts';
import type { Source } from '../source/types.ts';

/** What holds for a file, and where it comes from. Paths are below the root, with forward slashes. */
export interface PrintedConfig {
  file: string;
  /** Absolute path. */
  root: string;
  /** The file of the config, and those that it extends, the weakest first. */
  config: { file: string | null; extends: string[] };
  /** Whether a scan of the root reads the file, and what keeps it from that. */
  read: { read: boolean; because: string | null };
  /** What runs the file, and what says so; null where its callers decide. */
  kind: { kind: EntryKind | null; because: 'entries' | 'path' | 'content' | null };
  /** Functions of the file that the config says something of. */
  entries: { exports: readonly string[]; kind: EntryKind }[];
  rules: Record<string, { level: RuleLevel; options: unknown }>;
  /** Globs of the overrides that are for the file, the weakest first. */
  overrides: (readonly string[])[];
  settings: Required<Omit<Settings, 'maxWarnings'>> & { maxWarnings: number | null };
  include: readonly string[] | null;
  exclude: readonly string[];
  libraries: string[];
  tables: Record<string, TableSize>;
  database: { url: string | null; statistics: string | null };
  owners: Config['owners'];
  slo: Config['slo'];
}

/**
 * Tells what the config says of one file. Prints nothing and writes nothing.
 * @throws UsageError for a path that is no file, ConfigError for a config that cannot be used
 */
export function printConfig(given: string, options: Pick<ProjectOptions, 'cwd' | 'config'>, engine: Engine): { printed: PrintedConfig; notes: string[] } {
  const cwd = options.cwd ?? process.cwd();
  const full = path.resolve(cwd, given);
  const found = disk.kind(full) === 'file' ? rootOf([full]) : undefined;
  if (!found) throw new UsageError(disk.kind(full) === 'directory' ? `${given} is a folder: name a file` : `no such file: ${given}`);
  const { root } = found;
  const { config, file: configFile, extended, notes } = settleConfig(root, cwd, options, engine);
  // A file that is named is read, and of the rest of the project only the manifests.
  const source = readSource({ root, paths: [full], include: [] });
  const file = source.targets[0] ?? belowRoot(root, disk.realpath(full));
  const { entries, include, exclude, libraries, overrides, settings, tables, database, owners, slo } = config;
  return {
    printed: {
      file,
      root,
      config: { file: configFile === undefined ? null : displayPath(configFile, root), extends: extended.map((one) => displayPath(one, root)) },
      read: readOf(file, source, config),
      kind: kindOf(file, source, config, engine),
      entries: entries.flatMap(({ files, names, kind }) => (names !== undefined && files.test(file) ? [{ exports: names, kind }] : [])),
      rules: Object.fromEntries([...settingsFor(config, file)].map(([id, { level, options: own }]) => [id, { level, options: own }])),
      overrides: overrides.filter((override) => matches(override, file)).map(({ globs }) => globs),
      settings: { ...thresholdsOf({}, config), maxWarnings: settings.maxWarnings ?? null },
      include: include ?? null,
      exclude,
      libraries: libraries.map(({ id }) => id),
      tables: Object.fromEntries(tables),
      owners,
      slo,
      database: { statistics: database.statistics ?? null, url: database.url === undefined ? null : shownUrl(database.url) },
    },
    notes,
  };
}

function readOf(file: string, { root, skipped }: Source, { include, exclude }: Config): PrintedConfig['read'] {
  const not = (because: string): PrintedConfig['read'] => ({ read: false, because });
  if (!discover(root, disk).sources.includes(file)) {
    return not('perf-lint leaves it out by itself: it is no source, git ignores it, or it is a dependency, build output, a declaration of what lies beside it, or written for machines');
  }
  const out = exclude.find((one) => pathPattern([one]).test(file));
  if (out !== undefined) return not(`exclude: ${out}`);
  if (include !== undefined && !pathPattern(include).test(file)) return not(`include: ${include.join(', ')}`);
  const reason = skipped.find((one) => one.file === file)?.reason;
  return reason === undefined ? { read: true, because: null } : not(reason);
}

function kindOf(file: string, source: Source, config: Config, engine: Engine): PrintedConfig['kind'] {
  if (!source.files.has(file)) return { kind: null, because: null };
  const kind = linkSource(source, config, engine).kind(file) ?? null;
  if (kind === null) return { kind, because: null };
  const isDeclared = config.entries.some(({ files, names }) => names === undefined && files.test(file));
  return { kind, because: isDeclared ? 'entries' : kindByPath(file) === undefined ? 'content' : 'path' };
}
