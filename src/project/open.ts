import path from 'node:path';
import { overrideLevels } from '../config/check.ts';
import { isCode } from '../config/find.ts';
import { loadConfig } from '../config/load.ts';
import type { LoadedConfig } from '../config/load.ts';
import { defineConfig } from '../config/types.ts';
import type { Config, UserConfig } from '../config/types.ts';
import type { Schema } from '../database/schema/types.ts';
import { defineLibrary, entries } from '../libraries/types.ts';
import { digestOf } from '../program/told.ts';
import type { Program } from '../program/types.ts';
import { disk } from '../source/disk.ts';
import type { RootMark } from '../source/root.ts';
import type { Store } from '../source/store/store.ts';
import type { Files, Source } from '../source/types.ts';
import { witness } from '../source/witness.ts';
import type { Testimony } from '../source/witness.ts';
import type { Clock } from './clock.ts';
import type { Engine } from './engine.ts';
import { openStore } from './cache.ts';
import type { PackageStores } from './cache.ts';
import type { Cache } from './store-folder.ts';
import { rootOf } from './paths.ts';
import { Reading } from './reading.ts';
import { schemasOf } from './schemas.ts';
import type { Opened, Standing } from './standing.ts';

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
  /** Where what is known of the files is kept between runs; default: nowhere. */
  cache?: Cache | undefined;
  /** What a live database has: it wins over what files declare of the same tables. */
  catalog?: Schema | undefined;
  /** Where files come from; default: the disk. The config is the one on the disk, whatever this says. */
  files?: Files;
  /** What earlier openings left, where one process opens the project again and again. */
  standing?: Standing | undefined;
}

/** A project that was read and linked. */
export interface Project {
  /** As the working directory understands them. */
  paths: readonly string[];
  source: Source;
  program: Program;
  /** What it declares of its databases; read when it is first asked for. */
  schemas(): readonly Schema[];
  config: Config;
  /** Absolute path of the config file; undefined when there is none. */
  configFile: string | undefined;
  /** Absolute paths of the files that it extends. */
  extended: readonly string[];
  mark: RootMark;
  /** What a user should know, one line each. */
  notes: string[];
  store: Store;
  /** How many of the files were parsed: what the others say was in the store. */
  parsed: number;
  /** All that was asked of the disk; undefined where that cannot be told. */
  testimony(): Testimony | undefined;
  /** Keeps what is known for a later run; to be called when all questions are asked. */
  save(): void;
}

/**
 * Reads and links a project.
 * @throws UsageError for paths that cannot be scanned, ConfigError for a config that cannot be used
 */
export function openProject(options: Omit<ProjectOptions, 'cache'> & { cache?: Cache | PackageStores | undefined }, engine: Engine, clock: Clock, onRead?: (done: number, total: number) => void): Project {
  const cwd = options.cwd ?? process.cwd();
  const given = options.paths?.length ? options.paths : ['.'];
  const paths = options.cwd === undefined ? given : given.map((one) => path.resolve(cwd, one));
  // A path that does not exist has no root: reading the source says so.
  const { files = disk, cache = false } = options;
  const search = witness('', files);
  const { root, mark } = rootOf(paths, search.files) ?? { root: undefined, mark: 'path' as const };
  const { config, file, extended, asked, notes } = settleConfig(root ?? cwd, cwd, options, engine);
  const configs = [...asked, ...(file === undefined ? [] : [file])];
  for (const one of configs) if (one !== undefined) search.files.stat(one);
  const open = (): Opened => {
    const store = openStore(root ?? cwd, root === undefined ? false : cache);
    return { store, reading: new Reading({ root, paths, files }, config, engine, store, cache === false && !options.standing ? 'nothing' : 'much') };
  };
  const { store, reading } = clock.time('store', () => options.standing?.opened(digestOf([root, paths, cache, config]), files, open) ?? open());
  const before = store.parsed;
  const source = clock.time('read', () => reading.read(onRead));
  const parsed = store.parsed - before;
  const program = clock.time('link', () => reading.link(source));
  const declared = schemasOf(source, program, store, options.catalog);
  const { told } = program.link;
  told.teach('schemas', () => digestOf(declared()));
  const schemas = () => {
    told.note('schemas');
    return declared();
  };
  const testimony = (): Testimony | undefined => {
    const read = reading.testimony();
    // What a config with code rests on is not known, nor how a package's name was looked up.
    return read && configs.every((one) => one !== undefined && !isCode(one)) ? [...read, ...search.testimony()] : undefined;
  };
  return { paths, source, program, schemas: () => clock.time('schema', schemas), config, configFile: file, extended, mark, notes, store, parsed, save: () => clock.time('store', () => reading.save()), testimony };
}

/**
 * The config of a root, with the levels that the command line sets.
 * @throws ConfigError for a config that cannot be used
 */
export function settleConfig(root: string, cwd: string, options: Pick<ProjectOptions, 'config' | 'rules'>, { rules }: Engine): LoadedConfig {
  const loaded = loadConfig({ root, cwd, given: options.config, rules, api: { defineConfig, defineLibrary, entries } });
  return { ...loaded, config: overrideLevels(loaded.config, options.rules ?? []) };
}
