import { settingsFor } from '../config/check.ts';
import type { Config } from '../config/types.ts';
import type { Schema } from '../database/schema/types.ts';
import { finalizeFindings } from '../findings/finalize.ts';
import type { RawFinding } from '../findings/finalize.ts';
import { CONFIDENCES, SEVERITIES } from '../findings/levels.ts';
import { silenced } from '../findings/suppress.ts';
import type { SuppressionsByFile } from '../findings/suppress.ts';
import type { Confidence, Finding, RuleFinding, Severity } from '../findings/types.ts';
import type { Program } from '../program/types.ts';
import type { Rule } from '../rule.ts';
import type { Clock } from './clock.ts';

/** A rule that broke on a file: a defect of perf-lint, not of the code. */
export interface InternalError {
  rule: string;
  file: string;
  message: string;
  /** Where in perf-lint, or ''. */
  at: string;
}

/** What the rules say of some files. */
export interface Checked {
  raw: RawFinding[];
  internalErrors: InternalError[];
}

/** How the rules are asked, or what they say is known from before. */
export interface Keeping {
  file(file: string, check: () => Checked): Checked;
  project(check: () => Checked): Checked;
  /** What a rule gathers from a file; one string stands for one question. */
  gathered<T>(what: string, compute: () => T): T;
}

export const KEEPING_NOTHING: Keeping = { file: (_file, check) => check(), project: (check) => check(), gathered: (_what, compute) => compute() };

/** A program, and what its project declares of its databases. */
export interface Linked {
  program: Program;
  schemas(): readonly Schema[];
}

/** Runs each rule that is on over one file. A rule that throws is reported with the file; the others go on. */
export function checkFile({ program, schemas }: Linked, file: string, config: Config, rules: readonly Rule[], clock?: Clock): Checked {
  const raw: RawFinding[] = [];
  const internalErrors: InternalError[] = [];
  const settings = settingsFor(config, file);
  for (const rule of rules) {
    const setting = settings.get(rule.id);
    if (setting === undefined || setting.level === 'off') continue;
    const { level: severity, options } = setting;
    const run = () => rule.check({ program, schemas, tables: config.tables, file, options });
    try {
      const found = clock ? clock.time(`rule:${rule.id}`, run) : run();
      for (const finding of found) raw.push({ rule: rule.id, severity, finding });
    } catch (error) {
      internalErrors.push({ rule: rule.id, file, ...describe(error) });
    }
  }
  return { raw, internalErrors };
}

/** Asks the rules that have a question about the project as a whole. A finding counts as the config has it for the finding's own file. */
export function checkProject({ program, schemas }: Linked, isAsked: (file: string) => boolean, config: Config, rules: readonly Rule[], clock?: Clock, keeping = KEEPING_NOTHING): Checked {
  const raw: RawFinding[] = [];
  const internalErrors: InternalError[] = [];
  for (const rule of rules) {
    const setting = config.rules.get(rule.id);
    const isOn = setting && [setting, ...config.overrides.flatMap((override) => override.rules.get(rule.id) ?? [])].some(({ level }) => level !== 'off');
    if (!rule.checkProject || !isOn) continue;
    const { tables } = config;
    const gathered = (file: string) => keeping.gathered(`${rule.id} of ${file}`, () => rule.gather!({ program, schemas, tables, file }));
    const run = (): RuleFinding[] => rule.checkProject!({ program, schemas, tables, isAsked, gathered, options: setting.options });
    try {
      const found = clock ? clock.time(`rule:${rule.id}`, run) : run();
      for (const finding of found) {
        const level = settingsFor(config, finding.location.file).get(rule.id)?.level ?? 'off';
        if (level !== 'off' && isAsked(finding.location.file)) raw.push({ rule: rule.id, severity: level, finding });
      }
    } catch (error) {
      internalErrors.push({ rule: rule.id, file: '', ...describe(error) });
    }
  }
  return { raw, internalErrors };
}

function describe(error: unknown): Pick<InternalError, 'message' | 'at'> {
  if (!(error instanceof Error)) return { message: String(error), at: '' };
  const frame = error.stack?.split('\n').find((line) => /^\s+at /.test(line)) ?? '';
  return { message: error.message.split('\n', 1)[0] as string, at: frame.trim().replace(/^at /, '') };
}

/** What the rules gave as findings, sorted by place, with what comments silence marked. Ids need all findings of a file at once. */
export function settleFindings(raw: readonly RawFinding[], suppressions: SuppressionsByFile, host: 'cli' | 'eslint' = 'cli'): Finding[] {
  return finalizeFindings(raw).map((finding) => ({ ...finding, ...silenced(finding, suppressions, host) }));
}

/** What is shown where nobody says otherwise. */
export const DEFAULT_THRESHOLDS = { severity: 'warning', confidence: 'medium' } as const;

/** Lightest severity and lowest confidence that are shown. */
export interface Thresholds {
  severity: Severity;
  confidence: Confidence;
}

/** The thresholds of a run: what it asks for, else what the config says, else the defaults. */
export function thresholdsOf(asked: { severity?: Severity | undefined; confidence?: Confidence | undefined }, { settings }: Config): Thresholds {
  return {
    severity: asked.severity ?? settings.severity ?? DEFAULT_THRESHOLDS.severity,
    confidence: asked.confidence ?? settings.confidence ?? DEFAULT_THRESHOLDS.confidence,
  };
}

/** Which threshold hides a finding; undefined for one that is shown. */
export function hiddenBy({ severity, confidence }: Finding, least: Thresholds): 'severity' | 'confidence' | undefined {
  if (SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(least.severity)) return 'severity';
  return CONFIDENCES.indexOf(confidence) > CONFIDENCES.indexOf(least.confidence) ? 'confidence' : undefined;
}
