import { hint } from '../config/words.ts';
import type { Explanation } from '../report/explain.ts';
import { UsageError } from '../source/errors.ts';
import type { Engine } from '../project/engine.ts';
import type { ProjectOptions } from '../project/open.ts';
import { wholeProject } from '../project/paths.ts';
import { findingNamed, NAMES_OF_FINDINGS, namesFinding } from './finding-named.ts';
import { describeRules } from './rule-pages.ts';
import { scan } from './scan.ts';

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
  if (!namesFinding(subject)) {
    throw new UsageError(`${JSON.stringify(subject)} is no rule${hint(subject, ids)}, and no finding’s ${NAMES_OF_FINDINGS}; rules: ${ids.join(', ')}`);
  }
  const paths = options.paths?.length ? options.paths : wholeProject(options.cwd ?? process.cwd());
  const { findings, notes, root } = await scan({ ...options, paths, severity: 'info', confidence: 'low', baseline: false }, engine);
  const finding = findingNamed(subject, findings);
  const explained = ruleNamed(finding.rule);
  if (!explained) throw new Error(`the rule ${finding.rule} has no description`);
  return { explanation: { kind: 'finding', rule: explained, finding }, root, notes };
}
