import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as Jiti from 'jiti';
import { contains, findConfigs, isCode } from './find.ts';
import { describeIssues, formatPath } from './issues.ts';
import { configSchema } from './schema.ts';
import { LEVELS } from './types.ts';
import { hint, list } from './words.ts';
import type { Config, RuleInfo, RuleSetting, UserConfig } from './types.ts';

/** A config that cannot be used; `lines` says why, one line for each error, each with the file. */
export class ConfigError extends Error {
  readonly lines: readonly string[];
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'ConfigError';
    this.lines = lines;
  }
}

export interface LoadOptions {
  /** Absolute path of the scanned root, where the config is looked up. */
  root: string;
  /** Absolute path of the working directory: a config with code that was not named runs only if the root contains it. */
  cwd: string;
  /** A config file that the user named, relative to the working directory; false: read none. */
  file?: string | false;
  /** The rules that a config may set. */
  rules: readonly RuleInfo[];
  /** What `import … from 'perf-lint'` gives a config with code: it works where perf-lint is not installed. */
  api: Readonly<Record<string, unknown>>;
}

export interface LoadedConfig {
  config: Config;
  /** Absolute path of the file it came from; undefined when there is none. */
  file: string | undefined;
  /** What the user should know, one line each. */
  notes: string[];
}

/** Finds, reads and checks the config of a root; synchronous, since a rule in an editor cannot wait. Throws ConfigError. */
export function loadConfig({ root, cwd, file, rules, api }: LoadOptions): LoadedConfig {
  const notes: string[] = [];
  const found = typeof file === 'string' ? path.resolve(cwd, file) : file === false ? undefined : pickConfig(root, cwd, notes);
  const value = found === undefined ? {} : isCode(found) ? readCode(found, api) : readJson(found);
  return { config: checkConfig(value, displayPath(found ?? '', root), rules), file: found, notes };
}

/** The config in the root; a program that comes with somebody else's project is not run. */
function pickConfig(root: string, cwd: string, notes: string[]): string | undefined {
  const [file, ...others] = findConfigs(root);
  if (file === undefined) return undefined;
  for (const other of others) notes.push(`${path.basename(other)} is not read: ${path.basename(file)} lies beside it`);
  if (!isCode(file) || contains(realpathSync(root), realpathSync(cwd))) return file;
  notes.push(`${path.basename(file)} is not run: it is code, and the working directory is not in ${root}; to use it, pass --config ${file}`);
  return undefined;
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError([`${file}: cannot be read: ${reason(error)}`]);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ConfigError([`${file}: is not valid JSON: ${reason(error)}`]);
  }
}

function readCode(file: string, api: Readonly<Record<string, unknown>>): unknown {
  const { createJiti } = createRequire(import.meta.url)('jiti') as typeof Jiti;
  // No cache: nothing is written to the scanned project.
  const jiti = createJiti(file, { fsCache: false, moduleCache: false, virtualModules: { 'perf-lint': api } });
  let value: unknown;
  try {
    const module = jiti(file) as { default?: unknown };
    value = module.default ?? module;
  } catch (error) {
    throw new ConfigError([`${file}: cannot be loaded: ${awaits(error) ? `it, or a module that it imports, awaits at its top level; ${SYNCHRONOUS}` : reason(error)}`]);
  }
  if (value instanceof Promise) throw new ConfigError([`${file}: cannot be loaded: it exports a promise; ${SYNCHRONOUS}`]);
  return value;
}

const SYNCHRONOUS = 'a config is read synchronously, so it must export the value itself';

/** The error of a module with top-level await that was loaded synchronously: transformed, or by Node itself. */
function awaits(error: unknown): boolean {
  return error instanceof Error && (/^await is only valid/.test(error.message) || ('code' in error && error.code === 'ERR_REQUIRE_ASYNC_MODULE'));
}

/** The first line of an error, with the line number that a syntax error has in its second. */
function reason(error: unknown): string {
  const [first = '', second = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  const line = /:(\d+):\d+$/.exec(second)?.[1];
  return line === undefined ? first : `line ${line}: ${first.trim()}`;
}

/**
 * Checks a config value against the rules that there are, and fills in each rule's level and options.
 * @param name how errors call the file
 * @throws ConfigError with one line for each error
 */
export function checkConfig(value: unknown, name: string, rules: readonly RuleInfo[]): Config {
  const lines: string[] = [];
  const parsed = configSchema.safeParse(value, { reportInput: true });
  // What is wrong elsewhere does not hide what is wrong with the rules.
  const user: UserConfig = parsed.success ? parsed.data : { rules: configSchema.shape.rules.safeParse(Object(value).rules).data };
  if (!parsed.success) lines.push(...describeIssues(parsed.error, configSchema));

  const ids = rules.map((rule) => rule.id);
  for (const id of Object.keys(user.rules ?? {})) {
    if (!ids.includes(id)) lines.push(`${formatPath(['rules', id])}: ${noSuchRule(id, ids)}`);
  }
  const settings = new Map<string, RuleSetting>();
  for (const { id, meta } of rules) {
    const setting = user.rules?.[id];
    const [level, given] = Array.isArray(setting) ? setting : [setting ?? meta.level, {}];
    const options = meta.options.safeParse(given, { reportInput: true });
    if (options.success) settings.set(id, { level, options: options.data });
    else lines.push(...describeIssues(options.error, meta.options, ['rules', id, 1]));
  }
  if (lines.length > 0) throw new ConfigError(lines.map((line) => `${name}: ${line}`));
  return {
    include: user.include,
    exclude: user.exclude ?? [],
    rules: settings,
    libraries: user.libraries ?? [],
    settings: user.settings ?? {},
  };
}

/**
 * The config with the levels that `ID=LEVEL` assignments of the command line set; options stay.
 * @throws ConfigError with one line for each error
 */
export function overrideLevels(config: Config, assignments: readonly string[]): Config {
  const rules = new Map(config.rules);
  const lines: string[] = [];
  for (const assignment of assignments) {
    const [id = '', word = ''] = assignment.split('=', 2);
    const setting = rules.get(id);
    const level = LEVELS.find((known) => known === word);
    if (setting === undefined) lines.push(`--rule ${assignment}: ${noSuchRule(id, [...rules.keys()])}`);
    else if (level === undefined) lines.push(`--rule ${assignment}: must be ID=LEVEL, where LEVEL is ${list(LEVELS)}`);
    else rules.set(id, { ...setting, level });
  }
  if (lines.length > 0) throw new ConfigError(lines);
  return { ...config, rules };
}

function noSuchRule(id: string, ids: readonly string[]): string {
  return `no such rule${hint(id, ids)}; rules: ${ids.join(', ')}`;
}

/** As a reader finds it: below the root where it lies there. */
function displayPath(file: string, root: string): string {
  return contains(root, file) ? path.relative(root, file) : file;
}
