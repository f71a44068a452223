import type { Evidence } from '../findings/types.ts';

/** What each kind is called where a label has room for few letters. */
const LABELS: Readonly<Record<Evidence['kind'], string>> = { plan: 'plan', benchmark: 'bench', profile: 'cpu', trace: 'trace', 'query-log': 'log', 'load-test': 'load', heap: 'heap' };

export function evidenceLabel({ kind }: Evidence): string {
  return LABELS[kind];
}

/** The verdict, where it is one, and what it rests on, in one line. */
export function evidenceText({ verdict, summary }: Evidence): string {
  return verdict === 'observed' ? summary : `${verdict}: ${summary}`;
}
