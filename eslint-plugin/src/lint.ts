import path from 'node:path';
import type { Rule as EslintRule } from 'eslint';
import type { RuleSetting } from '../../src/config/types.ts';
import { settingsFor } from '../../src/config/check.ts';
import { ConfigError } from '../../src/config/errors.ts';
import { describeIssues, formatPath } from '../../src/config/issues.ts';
import { groupBy } from '../../src/findings/group.ts';
import type { Finding } from '../../src/findings/types.ts';
import type { Engine } from '../../src/project/engine.ts';
import type { OpenText } from '../../src/project/live.ts';
import type { Rule } from '../../src/rule.ts';
import { isComponent } from '../../src/source/components.ts';
import { UsageError } from '../../src/source/errors.ts';
import type { Parsed } from '../../src/source/types.ts';
import type { Projects } from './projects.ts';
import { readSettings } from './settings.ts';
import type { Settings } from './settings.ts';

type Context = EslintRule.RuleContext;

/** What perf-lint says of one file. */
export interface FileResult {
  settings: Settings;
  /** What is to be given to the host, by rule. */
  findings: ReadonlyMap<string, readonly Finding[]>;
  /** What keeps perf-lint from saying more: a config that cannot be used, a defect of its own. */
  problems: readonly Problem[];
}

export interface Problem {
  /** The rule that is to say it. */
  rule: string;
  message: string;
}

/** One pass over one file. */
interface Pass {
  /** Options as the host's config gives them, by rule. */
  asked: Map<string, unknown>;
  result: FileResult | undefined;
}

/**
 * Runs the engine once for each pass over a file, however many rules are on. The host makes all rules before it runs the first,
 * so that by then all are known, with their options.
 */
export class Linter {
  private readonly engine: Engine;
  private readonly projects: Projects;
  private readonly heard: (file: string, findings: readonly Finding[]) => void;
  /** By tree: hosts make a new one for each text, and oxlint has one SourceCode for all files. */
  private readonly passes = new WeakMap<object, Pass>();

  /** @param heard is told what was found in each file that was linted */
  constructor(engine: Engine, projects: Projects, heard: (file: string, findings: readonly Finding[]) => void) {
    this.engine = engine;
    this.projects = projects;
    this.heard = heard;
  }

  /** Notes that a rule is on for a file; the result is to be asked for when all rules are noted. */
  prepare(rule: string, context: Context): () => FileResult {
    const tree = context.sourceCode.ast;
    let pass = this.passes.get(tree);
    // A tree that is linted again belongs to another pass: other files may have changed.
    if (pass === undefined || pass.result !== undefined) this.passes.set(tree, (pass = { asked: new Map(), result: undefined }));
    const own = pass;
    own.asked.set(rule, context.options[0] ?? {});
    return () => (own.result ??= this.lint(context, own.asked));
  }

  private lint(context: Context, asked: ReadonlyMap<string, unknown>): FileResult {
    const settings = readSettings(context.settings);
    const [first = ''] = asked.keys();
    const failed = (lines: readonly string[]): FileResult => ({ settings: {}, findings: new Map(), problems: lines.map((line) => ({ rule: first, message: `perf-lint: ${line}` })) });
    if (!settings.ok) return failed(settings.lines);
    try {
      return this.check(context, settings.value, asked);
    } catch (error) {
      if (error instanceof ConfigError) return failed(error.lines);
      if (error instanceof UsageError) return failed([error.message]);
      return failed([`internal error: ${error instanceof Error ? `${error.message}${placeOf(error)}` : String(error)}`]);
    }
  }

  private check(context: Context, settings: Settings, asked: ReadonlyMap<string, unknown>): FileResult {
    const none: FileResult = { settings, findings: new Map(), problems: [] };
    const filename = fileOf(context);
    // Components are part of the program, and nothing is reported in them.
    if (filename === undefined || isComponent(filename)) return none;
    const found = this.projects.of(filename, context.cwd, settings);
    if (found === undefined) return none;
    const { project, file } = found;
    const rules = settingsOf(asked, settingsFor(project.config, file), this.engine.rules);
    const { findings, internalErrors } = project.check(file, openText(context), { rules, severity: settings.severity, confidence: settings.confidence });
    const given = findings.filter(({ suppressed }) => !suppressed);
    this.heard(filename, given);
    return {
      settings,
      findings: groupBy(given, ({ rule }) => rule),
      problems: internalErrors.map(({ rule, message, at }) => ({ rule, message: `perf-lint: internal error: rule ${rule} failed on ${file}: ${message}${at === '' ? '' : ` (at ${at})`}` })),
    };
  }
}

/** The absolute path of the file that is linted whole; undefined for text without a file, for a part of one, and for other people's code. */
function fileOf({ filename, physicalFilename, cwd }: Context): string | undefined {
  const isPart = physicalFilename !== undefined && physicalFilename !== filename;
  return isPart || filename.startsWith('<') || /[\\/]node_modules[\\/]/.test(filename) ? undefined : path.resolve(cwd, filename);
}

function openText({ sourceCode }: Context): OpenText {
  return { text: sourceCode.text, parsed: () => ({ program: sourceCode.ast, comments: sourceCode.getAllComments() as unknown as Parsed['comments'] }) };
}

/** The rules that the host asks for, with the options of its config above those of perf-lint's. */
function settingsOf(asked: ReadonlyMap<string, unknown>, configured: ReadonlyMap<string, RuleSetting>, rules: readonly Rule[]): Map<string, RuleSetting> {
  return new Map(
    rules.flatMap(({ id, meta }): [string, RuleSetting][] => {
      const given = asked.get(id);
      if (given === undefined) return [];
      const options = meta.options.safeParse({ ...Object(configured.get(id)?.options), ...Object(given) }, { reportInput: true });
      if (!options.success) throw new ConfigError(describeIssues(options.error, meta.options).map(({ path: key, text }) => `options of ${id}: ${formatPath(key)}: ${text}`));
      // How grave a finding is, is for the host's config to say; this level only meets the threshold.
      return [[id, { level: meta.level === 'off' ? 'warning' : meta.level, options: options.data }]];
    }),
  );
}

function placeOf({ stack }: Error): string {
  const frame = stack?.split('\n').find((line) => /^\s+at /.test(line));
  return frame === undefined ? '' : ` (${frame.trim()})`;
}
