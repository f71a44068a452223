import type { Schema } from '../../database/schema/types.ts';
import type { Evidence, Finding } from '../../findings/types.ts';
import type { Program } from '../../program/types.ts';
import type { Places } from '../places/places.ts';
import type { ImportedFile, Observation } from '../types.ts';
import { CodeIndex } from './code.ts';
import { evidenceOf } from './describe.ts';
import { matcher } from './match.ts';
import { observedFindings } from './observed.ts';
import type { Unexplained } from './observed.ts';
import { queryMatcher } from './queries.ts';
import { ranked } from './rank.ts';

/** Findings with what was measured of them, the costliest first. */
export interface Joined {
  findings: Finding[];
  /** The same findings, by what they were before. */
  told: ReadonlyMap<Finding, Finding>;
  /** Those that evidence alone tells of; they are among the findings. */
  observed: Finding[];
}

/** Evidence of one file that is shown of a finding. */
const MAX_OF_FILE = 3;

/**
 * Joins what files of evidence say to findings. What fits more than one problem joins none. A finding without evidence stays as
 * it is: that it did not run while something was recorded refutes nothing.
 */
export function joinEvidence(findings: readonly Finding[], files: readonly ImportedFile[], places: Places, program: Program, schemas: () => readonly Schema[]): Joined {
  const code = new CodeIndex(program);
  const statements = files.flatMap((file) => file.observations.flatMap(({ sql }) => sql ?? []));
  const byQuery = queryMatcher(findings, program, statements.length > 0 ? schemas() : [], statements);
  const { match } = matcher(findings, places, code, byQuery);
  const matched = new Map<Finding, { observation: Observation; file: ImportedFile; by: Evidence['joinedBy'] }[]>();
  const unexplained: Unexplained[] = [];
  for (const file of files) {
    for (const observation of file.observations) {
      const found = match(observation);
      for (const finding of found?.findings ?? []) {
        if (!matched.has(finding)) matched.set(finding, []);
        matched.get(finding)!.push({ observation, file, by: found!.by });
      }
      if (found === undefined) unexplained.push({ observation, file, evidence: evidenceOf(observation, file, observation.place?.marks ?? (observation.sql === undefined ? 'route' : 'query')) });
    }
  }
  const told = new Map(findings.map((finding) => [finding, withEvidence(finding, matched.get(finding) ?? [])]));
  const observed = observedFindings(unexplained, places, code);
  return { findings: ranked([...told.values(), ...observed]), told, observed };
}

/** The finding with the greatest of what each file says of it. */
function withEvidence(finding: Finding, matched: readonly { observation: Observation; file: ImportedFile; by: Evidence['joinedBy'] }[]): Finding {
  const kept: Evidence[] = [];
  const seen = new Map<ImportedFile, Set<string>>();
  for (const { observation, file, by } of matched.toSorted((a, b) => b.observation.value - a.observation.value)) {
    const metrics = seen.get(file) ?? new Set<string>();
    const metric = [observation.metric, observation.per, observation.metric === 'rows' && observation.subject].join(' ');
    if (metrics.has(metric) || metrics.size >= MAX_OF_FILE) continue;
    seen.set(file, metrics.add(metric));
    kept.push(evidenceOf(observation, file, by));
  }
  return kept.length === 0 ? finding : { ...finding, evidence: [...finding.evidence, ...kept] };
}
