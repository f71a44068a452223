import path from 'node:path';
import { overrideLevels } from '../config/check.ts';
import { loadConfig } from '../config/load.ts';
import type { LoadedConfig } from '../config/load.ts';
import { defineConfig } from '../config/types.ts';
import type { Config, UserConfig } from '../config/types.ts';
import { defineLibrary, entries } from '../libraries/types.ts';
import type { Library } from '../libraries/types.ts';
import type { Program } from '../program/types.ts';
import type { RootMark } from '../source/root.ts';
import type { Files, Source } from '../source/types.ts';
import type { Clock } from './clock.ts';
import type { Engine } from './engine.ts';
import { rootOf } from './paths.ts';

/** What every command that looks at a project takes. */
export interface ProjectOptions {
  /** Files and folders, absolute or relative to `cwd`; none: `cwd` itself. */
  paths?: readonly string[];
  /** Absolute path; default: the process's working directory. */
  cwd?: string;
  /** A config file relative to `cwd`, a config as a value, or false for none; default: the one in the scanned root. */
  config?: string | UserConfig | false;
  /** `ID=LEVEL` assignments that win over the config. */
  rules?: readonly string[];
  /** Where files come from; default: the disk. The config is the one on the disk, whatever this says. */
  files?: Files;
}

/** A project that was read and linked. */
export interface Project {
  /** As the working directory understands them. */
  paths: readonly string[];
  source: Source;
  program: Program;
  config: Config;
  /** Absolute path of the config file; undefined when there is none. */
  configFile: string | undefined;
  /** Absolute paths of the files that it extends. */
  extended: readonly string[];
  mark: RootMark;
  /** What a user should know, one line each. */
  notes: string[];
}

/**
 * Reads and links a project.
 * @throws UsageError for paths that cannot be scanned, ConfigError for a config that cannot be used
 */
export function openProject(options: ProjectOptions, engine: Engine, clock: Clock, onRead?: (done: number, total: number) => void): Project {
  const cwd = options.cwd ?? process.cwd();
  const given = options.paths?.length ? options.paths : ['.'];
  const paths = options.cwd === undefined ? given : given.map((one) => path.resolve(cwd, one));
  // A path that does not exist has no root: reading the source says so.
  const { root, mark } = rootOf(paths, options.files) ?? { root: undefined, mark: 'path' as const };
  const { config, file, extended, notes } = settleConfig(root ?? cwd, cwd, options, engine);
  const { include, exclude } = config;
  const source = clock.time('read', () => engine.readSource({ root, paths, include, exclude, ...(options.files && { files: options.files }), ...(onRead && { onProgress: onRead }) }));
  const program = clock.time('link', () => linkSource(source, config, engine));
  return { paths, source, program, config, configFile: file, extended, mark, notes };
}

/** Links what was read, with the tables of the config beside ours. */
export function linkSource({ files, packages, resolve, models }: Source, { libraries, entries: declared }: Config, engine: Engine): Program {
  return engine.createProgram({ files, packages, resolve, libraries: withUserTables(engine.libraries, libraries), models, declared });
}

/** A user's table takes the place of one of ours that has its id. */
function withUserTables(ours: readonly Library[], theirs: readonly Library[]): Library[] {
  const replaced = new Set(theirs.map(({ id }) => id));
  return [...ours.filter(({ id }) => !replaced.has(id)), ...theirs];
}

/**
 * The config of a root, with the levels that the command line sets.
 * @throws ConfigError for a config that cannot be used
 */
export function settleConfig(root: string, cwd: string, options: Pick<ProjectOptions, 'config' | 'rules'>, { rules }: Engine): LoadedConfig {
  const loaded = loadConfig({ root, cwd, given: options.config, rules, api: { defineConfig, defineLibrary, entries } });
  return { ...loaded, config: overrideLevels(loaded.config, options.rules ?? []) };
}
