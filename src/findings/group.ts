import { shortHash } from './id.ts';
import { CONFIDENCES, SEVERITIES } from './levels.ts';
import type { Finding } from './types.ts';

/** The group of a finding: one rule and one sink. Two rules that meet at one sink are two problems. */
export function groupId(rule: string, sink: string): string {
  return shortHash(JSON.stringify([rule, sink]));
}

/** Findings of one group: the one that people read, and the places that are the same problem. */
export interface FindingGroup {
  lead: Finding;
  others: Finding[];
}

/** Collects findings by group: the gravest, then the surest, then the first member leads. Groups stand in the order of their leads. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map(
    [...groupBy(findings, (finding) => finding.group).values()].map((members): [Finding, FindingGroup] => {
      const lead = members.reduce((best, finding) => (weight(finding) < weight(best) ? finding : best));
      return [lead, { lead, others: members.filter((finding) => finding !== lead) }];
    }),
  );
  return findings.map((finding) => groups.get(finding)).filter((group) => group !== undefined);
}

/** Lists by key, in the order in which keys and items come. */
export function groupBy<Key, Item>(items: Iterable<Item>, key: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const members = groups.get(key(item));
    if (members === undefined) groups.set(key(item), [item]);
    else members.push(item);
  }
  return groups;
}

function weight(finding: Finding): number {
  return SEVERITIES.indexOf(finding.severity) * CONFIDENCES.length + CONFIDENCES.indexOf(finding.confidence);
}
