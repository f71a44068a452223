import type { Config } from '../config/types.ts';
import type { Library } from '../libraries/types.ts';
import { createProgram, Linker } from '../program/linker.ts';
import type { Keeps } from '../program/linker.ts';
import { digestOf } from '../program/told.ts';
import type { Program } from '../program/types.ts';
import { SourceReader } from '../source/read.ts';
import type { OnRead, ReadOptions } from '../source/read.ts';
import type { Store } from '../source/store/store.ts';
import type { Source } from '../source/types.ts';
import type { Testimony } from '../source/witness.ts';
import type { Engine } from './engine.ts';

/** The name under which the store keeps what the linker knows. */
const KNOWLEDGE = 'program';

/** Reads and links one project as often as asked, with what earlier runs and readings left: only what changed is done anew. */
export class Reading {
  private readonly reader: SourceReader;
  private readonly linker: Linker;
  private readonly store: Store;
  private readonly config: Config;
  private readonly libraries: readonly Library[];
  private readonly tables: string;
  private readonly isLast: boolean;

  /**
   * @param keeps whether it will be read again, by this process (all), through the store by a later one (much), or by nobody
   * @throws UsageError when a path does not exist or lies outside the root
   */
  constructor(options: Omit<ReadOptions, 'store' | 'include' | 'exclude'>, config: Config, engine: Engine, store: Store, keeps: Keeps) {
    this.store = store;
    this.config = config;
    this.libraries = withUserTables(engine.libraries, config.libraries);
    this.tables = config.libraries.length === 0 ? '' : digestOf(config.libraries);
    this.linker = new Linker(keeps);
    this.isLast = keeps !== 'all';
    if (keeps !== 'nothing') this.linker.restore(store.note(KNOWLEDGE), (path, key) => store.content(path, key));
    this.reader = new SourceReader({ ...options, include: config.include, exclude: config.exclude, store });
  }

  /** The sources as they are now: the same object as before when nothing changed. */
  read(onRead?: OnRead): Source {
    return this.reader.read(onRead);
  }

  /** What the last reading rests on; undefined where a later run could not go by that. */
  testimony(): Testimony | undefined {
    return this.reader.testimony();
  }

  link({ files, packages, resolve, models, settings }: Source): Program {
    return this.linker.link({ files, packages, resolve, models, settings, libraries: this.libraries, tables: this.tables, declared: this.config.entries });
  }

  /** Keeps what is known for a later run. */
  save(): void {
    if (this.linker.hasNews) this.store.setNote(KNOWLEDGE, () => this.linker.save((file) => this.store.keyOf(file)));
    this.store.save(this.isLast);
  }
}

/** Links what was read, once. */
export function linkSource(source: Source, { libraries, entries: declared }: Config, engine: Engine): Program {
  return createProgram({ ...source, libraries: withUserTables(engine.libraries, libraries), declared });
}

/** A user's table takes the place of one of ours that has its id. */
export function withUserTables(ours: readonly Library[], theirs: readonly Library[]): Library[] {
  const replaced = new Set(theirs.map(({ id }) => id));
  return [...ours.filter(({ id }) => !replaced.has(id)), ...theirs];
}
