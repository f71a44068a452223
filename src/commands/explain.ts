import { hint } from '../config/words.ts';
import type { Finding } from '../findings/types.ts';
import type { Explanation } from '../report/explain.ts';
import { UsageError } from '../source/errors.ts';
import type { Engine } from '../project/engine.ts';
import type { ProjectOptions } from '../project/open.ts';
import { describeRules } from './rule-pages.ts';
import { scan } from './scan.ts';

/** What an id of a finding, or the start of one, looks like. */
const ID = /^[0-9a-f]{4,16}$/;
/** A place as the report for people prints it: `src/a.ts:12`, `src/a.ts:12:5`. */
const PLACE = /^(.+?):(\d+)(?::(\d+))?$/;
/** Findings that an ambiguous prefix names. */
const MAX_LISTED = 10;

/** An explanation, and what a user should know beside it. */
export interface Explained {
  explanation: Explanation;
  /** Absolute path of the scanned root; undefined for a rule. */
  root: string | undefined;
  notes: string[];
}

/**
 * Explains a rule, or a finding of a scan of the project by its id, an unambiguous start of it, or its place. Thresholds hide nothing
 * here, and comments do not either.
 * @throws UsageError when there is no such rule or finding, ConfigError for a config that cannot be used
 */
export async function explain(subject: string, options: ProjectOptions, engine: Engine): Promise<Explained> {
  const descriptions = describeRules(engine.rules);
  const ruleNamed = (id: string) => descriptions.find((rule) => rule.id === id);
  const rule = ruleNamed(subject);
  if (rule) return { explanation: { kind: 'rule', rule }, root: undefined, notes: [] };
  const ids = descriptions.map(({ id }) => id);
  if (!ID.test(subject) && !PLACE.test(subject)) {
    throw new UsageError(`${JSON.stringify(subject)} is no rule${hint(subject, ids)}, and no finding’s id (4 to 16 hexadecimal digits, as --format json gives them) or place (FILE:LINE); rules: ${ids.join(', ')}`);
  }
  const { findings, notes, root } = await scan({ ...options, severity: 'info', confidence: 'low', baseline: false }, engine);
  const finding = findingOf(subject, findings);
  const explained = ruleNamed(finding.rule);
  if (!explained) throw new Error(`the rule ${finding.rule} has no description`);
  return { explanation: { kind: 'finding', rule: explained, finding }, root, notes };
}

function findingOf(subject: string, findings: readonly Finding[]): Finding {
  const [, file, line, column] = PLACE.exec(subject) ?? [];
  const isMeant = ({ id, location }: Finding): boolean =>
    file === undefined ? id.startsWith(subject) : location.file === file && location.line === Number(line) && (column === undefined || location.column === Number(column));
  const [first, ...others] = findings.filter(isMeant);
  if (first && others.length === 0) return first;
  if (!first && file !== undefined) {
    const lines = findings.flatMap(({ location }) => (location.file === file ? [location.line] : []));
    throw new UsageError(`no finding stands at ${subject} (a path below the root and a line); ${lines.length > 0 ? `in that file they stand at ${[...new Set(lines)].join(', ')}` : `in that file there is none, of ${count(findings.length)} in the paths given`}`);
  }
  if (!first) {
    const near = hint(subject, findings.map(({ id }) => id));
    throw new UsageError(`no finding of this project has the id ${subject}${near}; if there was one, it is gone: what it pointed at was fixed, moved to another function or file, or lies outside the paths given (${count(findings.length)} now)`);
  }
  const listed = [first, ...others].slice(0, MAX_LISTED).map(({ id, rule, location }) => `${id} ${rule} ${location.file}:${location.line}`);
  throw new UsageError(`${subject} ${file === undefined ? `is the start of ${others.length + 1} ids; give more of it` : `is the place of ${others.length + 1} findings; give the id of one`}: ${listed.join(', ')}${others.length >= MAX_LISTED ? ', …' : ''}`);
}

function count(findings: number): string {
  return `${findings} finding${findings === 1 ? '' : 's'}`;
}
