import type { Config, RuleSetting } from '../config/types.ts';
import { extract } from '../facts/extract.ts';
import { sourceFile } from '../facts/file.ts';
import type { SourceFile } from '../facts/file.ts';
import type { Schema } from '../database/schema/types.ts';
import type { Finding } from '../findings/types.ts';
import type { Program } from '../program/types.ts';
import { disk } from '../source/disk.ts';
import { UsageError } from '../source/errors.ts';
import { overlay } from '../source/overlay.ts';
import { join } from '../source/paths.ts';
import { SourceReader } from '../source/read.ts';
import type { Store } from '../source/store/store.ts';
import type { Parsed, Source } from '../source/types.ts';
import { openStore } from './cache.ts';
import type { Cache } from './store-folder.ts';
import { checkFile, hiddenBy, settleFindings, thresholdsOf } from './check.ts';
import type { InternalError, Thresholds } from './check.ts';
import { suppressionsOf } from './comments.ts';
import type { Engine } from './engine.ts';
import { settleConfig } from './open.ts';
import type { ProjectOptions } from './open.ts';
import { rootOf } from './paths.ts';
import { Reading } from './reading.ts';
import { schemasOf } from './schemas.ts';
import { withSuggestions } from './suggestions.ts';

/** A file as an editor shows it, which may differ from what lies on the disk. */
export interface OpenText {
  /** Without a byte-order mark. */
  text: string;
  /** The tree that the editor's host has of it; asked for only where the text is not the one on the disk. */
  parsed(): Parsed;
}

export interface LiveOptions extends Partial<Thresholds>, Pick<ProjectOptions, 'config' | 'rules'> {
  /** Absolute path of a file or folder of the project; the root is found from it as a scan of it does. */
  path: string;
  /** Absolute path of the root, where it is not to be found: it is taken as it is. */
  root?: string | undefined;
  /** Absolute path: a config with code that was not named runs only if the root contains it. */
  cwd: string;
  /** Where what is known is kept between runs; default: the usual place. */
  cache?: Cache;
}

/** What a host asks for in place of what the project was opened with. */
export interface Asked extends Partial<Thresholds> {
  /** The rules to run, with their levels and options; others are off. */
  rules?: ReadonlyMap<string, RuleSetting>;
}

/** What the rules say of one file. */
export interface FileReport {
  /**
   * Those that a scan of the whole project shows for the file at the same thresholds, sorted by place. Suppressed ones are
   * included; comments of ESLint at the place itself are left to ESLint.
   */
  findings: Finding[];
  internalErrors: InternalError[];
}

/** Milliseconds between two looks at the disk, at least: an editor's next request comes later, the next file of a whole run sooner. */
const MIN_INTERVAL = 200;
/** A look takes at most one part in so many of the time. */
const SHARE = 25;

/** Milliseconds between two writes of the store. */
const SAVE_INTERVAL = 30_000;

/** Documents without a file that are kept in mind. */
const MAX_UNSAVED = 50;

/** A program, and what it was linked from. */
interface Linked {
  source: Source;
  open: SourceFile | undefined;
  files: Source['files'];
  program: Program;
  schemas(): readonly Schema[];
}

/** A file with the text that its host shows. */
interface Open {
  path: string;
  text: string;
  file: SourceFile;
}

/**
 * A project that stays open while its files change, for hosts that ask about one file at a time: ESLint, an editor. Everything is
 * synchronous. Other files count as they lie on the disk; the file that is asked about, as its host shows it.
 */
export class LiveProject {
  /** Absolute path, links resolved. */
  readonly root: string;
  /** What a user should know, one line each. */
  readonly notes: readonly string[];
  readonly config: Config;
  /** Absolute paths of the files that the config was read from. */
  readonly configFiles: readonly string[];
  private readonly thresholds: Thresholds;
  private readonly engine: Engine;
  private readonly ruleIds: ReadonlySet<string>;
  private readonly store: Store;
  private readonly reading: Reading;
  private source: Source;
  private targets: ReadonlySet<string>;
  private linked: Linked | undefined;
  private lastOpen: Open | undefined;
  /** Of files that are not on the disk, whether they would be looked at. No host says that a document is closed: the one that was asked about longest ago is forgotten first. */
  private readonly unsaved = new Map<string, boolean>();
  private nextLook = 0;
  private nextSave = 0;

  /** @throws UsageError for a path that does not exist, ConfigError for a config that cannot be used */
  constructor(options: LiveOptions, engine: Engine) {
    const root = options.root ?? rootOf([options.path])?.root;
    if (root === undefined) throw new UsageError(`no such file or folder: ${options.path}`);
    const { config, notes, file, extended } = settleConfig(root, options.cwd, options, engine);
    this.root = root;
    this.notes = notes;
    this.configFiles = file === undefined ? extended : [...extended, file];
    this.config = config;
    this.thresholds = thresholdsOf(options, config);
    this.engine = engine;
    this.ruleIds = new Set(engine.rules.map(({ id }) => id));
    this.store = openStore(root, options.cache ?? true);
    this.reading = new Reading({ root, paths: [root] }, config, engine, this.store, 'all');
    this.source = this.look();
    this.targets = new Set(this.source.targets);
  }

  /** @param path below the root */
  check(path: string, open?: OpenText, asked: Asked = {}): FileReport {
    this.refresh();
    if (!this.targets.has(path) && !(open && this.wouldBeTarget(path, open.text))) return { findings: [], internalErrors: [] };
    const linked = this.link(path, open && this.openFile(path, open));
    const { files } = linked;
    const { config, root } = this;
    const { raw, internalErrors } = checkFile(linked, path, asked.rules ? { ...config, rules: asked.rules, overrides: [] } : config, this.engine.rules);
    const findings = settleFindings(raw, { get: (file) => suppressionsOf(files.get(file), this.ruleIds) }, 'eslint');
    this.save();
    const thresholds = { severity: asked.severity ?? this.thresholds.severity, confidence: asked.confidence ?? this.thresholds.confidence };
    const shown = findings.filter((finding) => hiddenBy(finding, thresholds) === undefined);
    const texts = open ? overlay(disk, new Map([[join(root, path), Buffer.from(open.text)]])) : disk;
    return { findings: withSuggestions(shown, { root, files }, texts), internalErrors };
  }

  /** Whether a file that is not on the disk yet would be looked at if it were. */
  private wouldBeTarget(path: string, text: string): boolean {
    const full = join(this.root, path);
    let would = this.unsaved.get(path);
    this.unsaved.delete(path);
    if (disk.kind(full) !== undefined) return false;
    if (would === undefined) {
      const { include, exclude } = this.config;
      const files = overlay(disk, new Map([[full, Buffer.from(text)]]));
      would = new SourceReader({ root: this.root, paths: [this.root], include, exclude, files, store: this.store }).read().targets.includes(path);
    }
    this.unsaved.set(path, would);
    if (this.unsaved.size > MAX_UNSAVED) this.unsaved.delete(this.unsaved.keys().next().value!);
    return would;
  }

  private refresh(): void {
    if (performance.now() < this.nextLook) return;
    const before = this.source;
    this.source = this.look();
    if (this.source !== before) this.targets = new Set(this.source.targets);
  }

  private look(): Source {
    const start = performance.now();
    const source = this.reading.read();
    const end = performance.now();
    this.nextLook = end + Math.max(MIN_INTERVAL, (end - start) * SHARE);
    return source;
  }

  /** The file with the text that is shown; undefined where that is what lies on the disk. */
  private openFile(path: string, { text, parsed }: OpenText): SourceFile | undefined {
    if (this.store.isOnDisk(path, text)) return undefined;
    const { lastOpen } = this;
    if (lastOpen?.path === path && lastOpen.text === text) return lastOpen.file;
    const file = sourceFile(extract(parsed(), text));
    this.lastOpen = { path, text, file };
    return file;
  }

  private link(path: string, open: SourceFile | undefined): Linked {
    const { source, linked } = this;
    if (linked?.source === source && linked.open === open) return linked;
    const files = open ? withFile(source.files, path, open) : source.files;
    const program = this.reading.link({ ...source, files });
    this.linked = { source, open, files, program, schemas: schemasOf(source, program, this.store) };
    return this.linked;
  }

  /** What is known of a text that lies nowhere is of no use to anybody else. */
  private save(): void {
    if (this.linked?.open || performance.now() < this.nextSave) return;
    this.reading.save();
    this.nextSave = performance.now() + SAVE_INTERVAL;
  }
}

/** Files with one of them in another state, or one more in its place: they are sorted. */
function withFile(files: Source['files'], path: string, file: SourceFile): Source['files'] {
  const all = new Map(files).set(path, file);
  return files.has(path) ? all : new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
}
