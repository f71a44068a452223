import { groupBy } from '../../findings/group.ts';
import type { Owners } from './facts.ts';
import type { Decision, RankedFinding } from './model.ts';
import { workOf } from './rules.ts';

/** Findings that one question names. */
const MAX_NAMED = 8;

/** Questions that are not the code's alone, each once, with who is to answer: by the config for the kind of question, else the owners of the files. */
export function decisionsOf(findings: readonly RankedFinding[], { ofKind }: Owners): Decision[] {
  const asked = findings.filter(({ rule }) => workOf(rule).decision !== undefined);
  return [...groupBy(asked, ({ rule }) => rule)].map(([rule, own]): Decision => {
    const { kind, question } = workOf(rule).decision!;
    const named = ofKind[kind] ?? [];
    const owners = named.length > 0 ? named : [...new Set(own.flatMap((finding) => finding.owners))];
    return {
      question, kind,
      findings: own.slice(0, MAX_NAMED).map(({ rank, id, place }) => ({ rank, id, place })),
      more: Math.max(own.length - MAX_NAMED, 0),
      owners,
      from: owners.length === 0 ? undefined : named.length > 0 ? 'config' : 'CODEOWNERS',
    };
  });
}
