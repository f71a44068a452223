import type { LevelSettings } from '../evidence/slo/types.ts';
import { ConfigError } from './errors.ts';
import { namePattern, pathPattern } from './globs.ts';
import { describeIssues, formatPath } from './issues.ts';
import type { Problem } from './issues.ts';
import { configSchema } from './schema.ts';
import { LEVELS } from './types.ts';
import { hint, list } from './words.ts';
import type { Config, ConfigEntry, Override, RuleInfo, RuleSetting, TableSize, UserConfig, UserRules } from './types.ts';

/** A config as somebody wrote it. */
export interface Layer {
  value: unknown;
  /** How errors call the file. */
  name: string;
  /** What errors say of how it came in, or ''. */
  through?: string;
  /** Where a key stands, in a file that has places. */
  placeOf?: (path: readonly PropertyKey[]) => { line: number; column: number };
}

/**
 * Checks configs against the rules that there are, joins them and fills in each rule's level and options. Of each key the last layer
 * that has it wins; rules, tables, database, owners, service levels (routes and page one by one) and settings are joined one by one, libraries by id; globs to exclude, overrides and entries add up.
 * @throws ConfigError with one line for each error
 */
export function checkConfig(layers: readonly Layer[], rules: readonly RuleInfo[]): Config {
  const lines: string[] = [];
  const users: UserConfig[] = [];
  for (const layer of layers) {
    const parsed = configSchema.safeParse(layer.value, { reportInput: true });
    if (parsed.success) users.push(parsed.data);
    const problems = [...(parsed.success ? [] : describeIssues(parsed.error, configSchema)), ...ruleProblems(layer.value, rules)];
    lines.push(...problems.map((problem) => lineOf(problem, layer)));
  }
  if (lines.length > 0) throw new ConfigError(lines);
  return join(users, rules);
}

function lineOf({ path, text }: Problem, { name, through = '', placeOf }: Layer): string {
  const place = placeOf?.(path);
  return `${name}${place ? `:${place.line}:${place.column}` : ''}${through}: ${formatPath(path)}: ${text}`;
}

/** What is wrong with the ids and the options of rules; what is wrong elsewhere does not hide it. */
function ruleProblems(value: unknown, infos: readonly RuleInfo[]): Problem[] {
  const { rules, overrides } = Object(value) as Record<string, unknown>;
  const lists: [(string | number)[], unknown][] = [[['rules'], rules]];
  if (Array.isArray(overrides)) for (const [index, one] of overrides.entries()) lists.push([['overrides', index, 'rules'], (Object(one) as Record<string, unknown>).rules]);
  const ids = infos.map(({ id }) => id);
  return lists.flatMap(([path, given]) => {
    const settings = configSchema.shape.rules.safeParse(given).data ?? {};
    return Object.entries(settings).flatMap(([id, setting]): Problem[] => {
      const info = infos.find((rule) => rule.id === id);
      if (info === undefined) return [{ path: [...path, id], text: noSuchRule(id, ids) }];
      if (!Array.isArray(setting)) return [];
      const { error } = info.meta.options.safeParse(setting[1], { reportInput: true });
      return error === undefined ? [] : describeIssues(error, info.meta.options, [...path, id, 1]);
    });
  });
}

function join(users: readonly UserConfig[], infos: readonly RuleInfo[]): Config {
  const rules = new Map<string, RuleSetting>(infos.map(({ id, meta }) => [id, { level: meta.level, options: meta.options.parse({}) }]));
  for (const user of users) for (const [id, setting] of settingsOf(user.rules ?? {}, infos)) rules.set(id, { ...(rules.get(id) as RuleSetting), ...setting });
  return {
    include: users.findLast(({ include }) => include !== undefined)?.include,
    exclude: users.flatMap(({ exclude = [] }) => exclude),
    rules,
    overrides: users.flatMap(({ overrides = [] }) =>
      overrides.map(
        ({ files, excludedFiles, rules: own }): Override => ({
          globs: [files].flat(),
          files: pathPattern([files].flat()),
          excluded: excludedFiles === undefined ? undefined : pathPattern([excludedFiles].flat()),
          rules: settingsOf(own, infos),
        }),
      ),
    ),
    entries: users.flatMap(({ entries = [] }) =>
      entries.map(({ files, exports, kind }): ConfigEntry => {
        const globs = [files].flat();
        const names = exports === undefined ? undefined : [exports].flat();
        return { globs, files: pathPattern(globs), names, ...(names && { exports: namePattern(names) }), kind };
      }),
    ),
    libraries: [...new Map(users.flatMap(({ libraries = [] }) => libraries.map((library) => [library.id, { ...library, taught: true as const }]))).values()],
    tables: new Map(users.flatMap(({ tables = {} }) => Object.entries(tables).map(([name, size]): [string, TableSize] => [name, sizeOf(size)]))),
    database: Object.assign({}, ...users.map(({ database }) => database)) as Config['database'],
    slo: joinLevels(users),
    owners: Object.fromEntries(users.flatMap(({ owners = {} }) => Object.entries(owners).map(([kind, names]) => [kind, [names].flat()]))),
    settings: Object.assign({}, ...users.map(({ settings }) => settings)) as UserConfig['settings'] & object,
  };
}

function joinLevels(users: readonly UserConfig[]): LevelSettings {
  const own = users.flatMap(({ slo }) => slo ?? []);
  return { ...Object.assign({}, ...own), routes: Object.assign({}, ...own.map(({ routes }) => routes)), page: Object.assign({}, ...own.map(({ page }) => page)) } as LevelSettings;
}

/** Levels, and options where they were given. */
function settingsOf(rules: UserRules, infos: readonly RuleInfo[]): Map<string, { level: RuleSetting['level']; options?: unknown }> {
  return new Map(
    infos.flatMap(({ id, meta }) => {
      const setting = Object.hasOwn(rules, id) ? rules[id] : undefined;
      if (setting === undefined) return [];
      return [[id, Array.isArray(setting) ? { level: setting[0], options: meta.options.parse(setting[1]) } : { level: setting }] as const];
    }),
  );
}

function sizeOf(size: number | { rows?: number | undefined; lookup?: boolean | undefined }): TableSize {
  return typeof size === 'number' ? { rows: size, lookup: false } : { rows: size.rows, lookup: size.lookup ?? false };
}

/** The settings of rules for a file: those of each override that matches it, in their order, over those of the config. */
export function settingsFor({ rules, overrides }: Pick<Config, 'rules' | 'overrides'>, file: string): ReadonlyMap<string, RuleSetting> {
  const matching = overrides.filter((override) => matches(override, file));
  if (matching.length === 0) return rules;
  const settings = new Map(rules);
  for (const override of matching) for (const [id, setting] of override.rules) settings.set(id, { ...(settings.get(id) as RuleSetting), ...setting });
  return settings;
}

/** Whether an override is for a file, by its path below the root. */
export function matches({ files, excluded }: Override, file: string): boolean {
  return files.test(file) && !excluded?.test(file);
}

/**
 * The config with the levels that `ID=LEVEL` assignments of the command line set, for every file; options stay.
 * @throws ConfigError with one line for each error
 */
export function overrideLevels(config: Config, assignments: readonly string[]): Config {
  const levels = new Map<string, RuleSetting['level']>();
  const lines: string[] = [];
  for (const assignment of assignments) {
    const [id = '', word = ''] = assignment.split('=', 2);
    const level = LEVELS.find((known) => known === word);
    if (!config.rules.has(id)) lines.push(`--rule ${assignment}: ${noSuchRule(id, [...config.rules.keys()])}`);
    else if (level === undefined) lines.push(`--rule ${assignment}: must be ID=LEVEL, where LEVEL is ${list(LEVELS)}`);
    else levels.set(id, level);
  }
  if (lines.length > 0) throw new ConfigError(lines);
  const withLevels = <T extends { level: RuleSetting['level'] }>(rules: ReadonlyMap<string, T>): Map<string, T> =>
    new Map([...rules].map(([id, setting]) => [id, { ...setting, level: levels.get(id) ?? setting.level }]));
  return { ...config, rules: withLevels(config.rules), overrides: config.overrides.map((override) => ({ ...override, rules: withLevels(override.rules) })) };
}

function noSuchRule(id: string, ids: readonly string[]): string {
  return `no such rule${hint(id, ids)}; rules: ${ids.join(', ')}`;
}
