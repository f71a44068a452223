import { groupId } from './group.ts';
import { findingIds } from './id.ts';
import { SEVERITIES } from './levels.ts';
import type { Finding, Place, RuleFinding, Severity } from './types.ts';

/** What a rule gave, with the rule and the severity that the user's settings give it. */
export interface RawFinding {
  rule: string;
  severity: Severity;
  finding: RuleFinding;
}

/** Turns what the rules gave into findings with id, severity and group, sorted by place, then by rule. Nothing is suppressed yet. */
export function finalizeFindings(raw: readonly RawFinding[]): Finding[] {
  const sorted = [...raw].sort(
    (a, b) => comparePlaces(a.finding.location, b.finding.location) || compareText(a.rule, b.rule) || compareText(a.finding.message, b.finding.message),
  );
  const ids = findingIds(sorted.map(({ rule, finding }) => ({ rule, file: finding.location.file, key: finding.key })));
  return sorted.map(({ rule, severity, finding }, index) => ({
    id: ids[index] as string,
    rule,
    severity: finding.level ? lesser(finding.level, severity) : severity,
    confidence: finding.confidence,
    group: groupId(rule, finding.sink),
    message: finding.message,
    help: finding.help,
    location: finding.location,
    related: finding.related,
    impact: finding.impact,
    evidence: [],
    suggestions: [],
    ...(finding.fix && { fix: finding.fix }),
    ...(finding.receiver && { receiver: finding.receiver }),
    ...(finding.plan && { plan: finding.plan }),
    ...(finding.claim && { claim: finding.claim }),
    ...(finding.alike && { alike: finding.alike }),
    reasons: finding.reasons ?? [],
    suppressed: false,
    key: finding.key,
  }));
}

function lesser(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) > SEVERITIES.indexOf(b) ? a : b;
}

/** Orders places by file, line and column; by code units, so that no locale changes a report. */
function comparePlaces(a: Place, b: Place): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
