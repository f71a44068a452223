import type { Schema } from '../../database/schema/types.ts';
import { groupBy } from '../../findings/group.ts';
import { ranked } from '../../findings/rank.ts';
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
import { SHOWN } from './relevance.ts';

/** Findings with what was measured of them, the costliest first, and those that evidence alone tells of among them. */
export interface Joined {
  findings: Finding[];
  /** The same findings, by what they were before. */
  told: ReadonlyMap<Finding, Finding>;
}

/** An observation of a finding. */
interface Matched {
  observation: Observation;
  file: ImportedFile;
  by: Evidence['joinedBy'];
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
  const match = matcher(findings, places, code, byQuery);
  const matched = new Map<Finding, Matched[]>();
  const unexplained: Unexplained[] = [];
  for (const file of files) {
    for (const observation of file.observations) {
      const found = match(observation);
      for (const finding of found?.findings ?? []) {
        if (!matched.has(finding)) matched.set(finding, []);
        matched.get(finding)!.push({ observation, file, by: found!.by });
      }
      if (found === undefined) unexplained.push({ observation, file });
    }
  }
  const told = new Map(findings.map((finding) => [finding, withEvidence(finding, matched.get(finding) ?? [])]));
  return { findings: ranked([...told.values(), ...observedFindings(unexplained, places, code)]), told };
}

/** The finding with what each file says of it: of each metric the greatest, since values of one metric alone compare. */
function withEvidence(finding: Finding, matched: readonly Matched[]): Finding {
  const kept = [...groupBy(matched, ({ file }) => file).values()].flatMap((ofFile) => {
    const greatest = [...groupBy(ofFile, metricKey).values()].map((same) => same.reduce((best, one) => (one.observation.value > best.observation.value ? one : best)));
    return greatest.sort((a, b) => SHOWN.indexOf(a.observation.metric) - SHOWN.indexOf(b.observation.metric)).slice(0, MAX_OF_FILE);
  });
  return kept.length === 0 ? finding : { ...finding, evidence: [...finding.evidence, ...kept.map(({ observation, file, by }) => evidenceOf(observation, file, by))] };
}

function metricKey({ observation: { metric, unit, per, subject } }: Matched): string {
  return JSON.stringify([metric, unit, per, metric === 'rows' && subject]);
}
