import type { Config, RuleSetting } from '../config/types.ts';
import { extract } from '../facts/extract.ts';
import { sourceFile } from '../facts/file.ts';
import type { Finding } from '../findings/types.ts';
import type { Program } from '../program/types.ts';
import { disk } from '../source/disk.ts';
import { UsageError } from '../source/errors.ts';
import { overlay } from '../source/overlay.ts';
import { join } from '../source/paths.ts';
import type { Parsed, Source } from '../source/types.ts';
import { checkFile, hiddenBy, settleFindings, thresholdsOf } from './check.ts';
import type { InternalError, Thresholds } from './check.ts';
import { readComments } from './comments.ts';
import type { Engine } from './engine.ts';
import { linkSource, settleConfig } from './open.ts';
import type { ProjectOptions } from './open.ts';
import { rootOf } from './paths.ts';
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

/** Milliseconds between two looks at the disk: an editor's next request comes later, the next file of a whole run sooner. */
const STALE_AFTER = 200;

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
  private source: Source;
  private program: Program;
  private lookedAt: number;
  /** Files that a host shows and that are not on the disk yet, by absolute path. */
  private readonly unsaved = new Map<string, Uint8Array>();

  /** @throws UsageError for a path that does not exist, ConfigError for a config that cannot be used */
  constructor(options: LiveOptions, engine: Engine) {
    const root = options.root ?? rootOf([options.path])?.root;
    if (root === undefined) throw new UsageError(`no such file or folder: ${options.path}`);
    const { config, notes, file, extended } = settleConfig(root, options.cwd, options, engine);
    this.root = root;
    this.notes = notes;
    this.config = config;
    this.configFiles = file === undefined ? extended : [...extended, file];
    this.thresholds = thresholdsOf(options, config);
    this.engine = engine;
    this.source = this.read();
    this.program = linkSource(this.source, config, engine);
    this.lookedAt = performance.now();
  }

  /** @param file below the root */
  check(file: string, open?: OpenText, asked: Asked = {}): FileReport {
    this.refresh(file, open);
    const { root, config, engine } = this;
    const facts = open && this.source.files.has(file) ? extract(open.parsed().program, open.parsed().comments, open.text) : undefined;
    const files: Source['files'] = facts ? new Map(this.source.files).set(file, sourceFile(facts)) : this.source.files;
    const program = facts ? linkSource({ ...this.source, files }, config, engine) : this.program;
    if (!this.source.targets.includes(file)) return { findings: [], internalErrors: [] };
    const { raw, internalErrors } = checkFile(program, file, asked.rules ? { ...config, rules: asked.rules, overrides: [] } : config, engine.rules);
    const { suppressions } = readComments({ files }, new Set(engine.rules.map(({ id }) => id)));
    const thresholds = { severity: asked.severity ?? this.thresholds.severity, confidence: asked.confidence ?? this.thresholds.confidence };
    const shown = settleFindings(raw, suppressions, 'eslint').filter((finding) => hiddenBy(finding, thresholds) === undefined);
    const texts = open ? overlay(disk, new Map([[join(root, file), Buffer.from(open.text)]])) : disk;
    return { findings: withSuggestions(shown, { root, files }, texts), internalErrors };
  }

  private refresh(file: string, open: OpenText | undefined): void {
    const full = join(this.root, file);
    const isNew = open !== undefined && !this.unsaved.has(full) && disk.kind(full) === undefined;
    if (isNew) this.unsaved.set(full, Buffer.from(open.text));
    if (!isNew && performance.now() - this.lookedAt < STALE_AFTER) return;
    for (const other of this.unsaved.keys()) if (disk.kind(other) !== undefined) this.unsaved.delete(other);
    this.source = this.read();
    this.program = linkSource(this.source, this.config, this.engine);
    this.lookedAt = performance.now();
  }

  private read(): Source {
    const { root, config, engine, unsaved } = this;
    return engine.readSource({ root, paths: [root], include: config.include, exclude: config.exclude, files: overlay(disk, unsaved) });
  }
}
