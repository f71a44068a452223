import { collapseSpace, findingIds } from './id.ts';
import type { Finding } from './types.ts';

/** What is kept of a finding of another time, to know it again. */
export interface Known {
  id: string;
  rule: string;
  file: string;
  /** Normalised callee or query, and what is iterated: they survive a move to another function. */
  callee: string;
  over: string;
}

export type Findable = Pick<Finding, 'id' | 'rule' | 'location' | 'key'>;

/** Which findings are known, and what matched none. */
export interface Matches<F, K> {
  byFinding: Map<F, K>;
  unmatched: K[];
}

/** One way of knowing a finding again: by what both sides have in common; undefined where the finding has nothing of the kind. */
interface Pass<F> {
  ofFinding(finding: F): string | undefined;
  ofKnown(known: Known): string;
}

export function knownOf({ id, rule, location, key }: Findable): Known {
  return { id, rule, file: location.file, callee: collapseSpace(key.callee), over: collapseSpace(key.over) };
}

/**
 * Finds the findings of another time among those of now: by id, then by rule, callee and iterated expression in the same file,
 * then both again under the name that a renamed file had. Each known one matches one finding, the first in the list.
 *
 * @param findings all findings of each file that is looked at: ids count equals
 * @param renames names that files had then by the names that they have now, below the root
 */
export function matchKnown<F extends Findable, K extends Known>(findings: readonly F[], known: readonly K[], renames: ReadonlyMap<string, string> = new Map()): Matches<F, K> {
  const renamedIds = idsUnderOldNames(findings, renames);
  const shape = ({ rule, callee, over }: Known, file: string): string => JSON.stringify([rule, file, callee, over]);
  const passes: readonly Pass<F>[] = [
    { ofFinding: ({ id }) => id, ofKnown: ({ id }) => id },
    { ofFinding: (finding) => shape(knownOf(finding), finding.location.file), ofKnown: (one) => shape(one, one.file) },
    { ofFinding: (finding) => renamedIds.get(finding), ofKnown: ({ id }) => id },
    {
      ofFinding: (finding) => {
        const old = renames.get(finding.location.file);
        return old === undefined ? undefined : shape(knownOf(finding), old);
      },
      ofKnown: (one) => shape(one, one.file),
    },
  ];
  const byFinding = new Map<F, K>();
  const left = new Set(known);
  for (const { ofFinding, ofKnown } of passes) {
    const byKey = new Map<string, K[]>();
    for (const one of left) byKey.set(ofKnown(one), [...(byKey.get(ofKnown(one)) ?? []), one]);
    for (const finding of findings) {
      if (byFinding.has(finding)) continue;
      const match = byKey.get(ofFinding(finding) ?? '')?.shift();
      if (match === undefined) continue;
      byFinding.set(finding, match);
      left.delete(match);
    }
  }
  return { byFinding, unmatched: [...left] };
}

/** The ids that findings of renamed files would have under the old names. */
function idsUnderOldNames<F extends Findable>(findings: readonly F[], renames: ReadonlyMap<string, string>): Map<F, string> {
  const renamed = findings.filter(({ location }) => renames.has(location.file));
  const ids = findingIds(renamed.map(({ rule, location, key }) => ({ rule, file: renames.get(location.file) as string, key })));
  return new Map(renamed.map((finding, index) => [finding, ids[index] as string]));
}
