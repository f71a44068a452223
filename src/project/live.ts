import type { Config } from '../config/types.ts';
import { extract } from '../facts/extract.ts';
import { sourceFile } from '../facts/file.ts';
import type { Finding } from '../findings/types.ts';
import type { Program } from '../program/types.ts';
import { UsageError } from '../source/errors.ts';
import type { Parsed, Source } from '../source/types.ts';
import { checkFile, hiddenBy, settleFindings, thresholdsOf } from './check.ts';
import type { InternalError, Thresholds } from './check.ts';
import { readComments } from './comments.ts';
import type { Engine } from './engine.ts';
import { linkSource, settleConfig } from './open.ts';
import type { ProjectOptions } from './open.ts';
import { rootOf } from './paths.ts';

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
  /** Absolute path: a config with code that was not named runs only if the root contains it. */
  cwd: string;
}

/** What the rules say of one file. */
export interface FileReport {
  /** Those that a scan of the whole project shows for the file at the same thresholds, suppressed ones included, sorted by place. */
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
  private readonly config: Config;
  private readonly thresholds: Thresholds;
  private readonly engine: Engine;
  private source: Source;
  private program: Program;
  private lookedAt: number;

  /** @throws UsageError for a path that does not exist, ConfigError for a config that cannot be used */
  constructor(options: LiveOptions, engine: Engine) {
    const found = rootOf([options.path]);
    if (!found) throw new UsageError(`no such file or folder: ${options.path}`);
    const { config, notes } = settleConfig(found.root, options.cwd, options, engine);
    this.root = found.root;
    this.notes = notes;
    this.config = config;
    this.thresholds = thresholdsOf(options, config);
    this.engine = engine;
    this.source = this.read();
    this.program = linkSource(this.source, config, engine);
    this.lookedAt = performance.now();
  }

  /** @param file below the root */
  check(file: string, open?: OpenText): FileReport {
    this.refresh();
    const { config, engine } = this;
    const facts = open && this.source.files.has(file) ? extract(open.parsed().program, open.parsed().comments, open.text) : undefined;
    const files: Source['files'] = facts ? new Map(this.source.files).set(file, sourceFile(facts)) : this.source.files;
    const program = facts ? linkSource({ ...this.source, files }, config, engine) : this.program;
    if (!this.source.targets.includes(file)) return { findings: [], internalErrors: [] };
    const { raw, internalErrors } = checkFile(program, file, config, engine.rules);
    const { suppressions } = readComments({ files }, new Set(engine.rules.map(({ id }) => id)));
    return { findings: settleFindings(raw, suppressions, 'eslint').filter((finding) => hiddenBy(finding, this.thresholds) === undefined), internalErrors };
  }

  private refresh(): void {
    if (performance.now() - this.lookedAt < STALE_AFTER) return;
    this.source = this.read();
    this.program = linkSource(this.source, this.config, this.engine);
    this.lookedAt = performance.now();
  }

  private read(): Source {
    const { root, config, engine } = this;
    return engine.readSource({ root, paths: [root], include: config.include, exclude: config.exclude });
  }
}
