import { numberOf, objectOf, objectsOf, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';

/** What a plan of PostgreSQL that was run says (EXPLAIN (ANALYZE, FORMAT JSON), auto_explain). */
export interface PlanFacts {
  /** Rows that scans read, those that they left out included. */
  examined: number | undefined;
  /** The scan of a whole table that left out the most rows, as a reader knows it. */
  subject: string | undefined;
}

const MAX_DEPTH = 200;

/** https://www.postgresql.org/docs/current/using-explain.html */
export function planFacts(plan: unknown): PlanFacts {
  let examined: number | undefined;
  let worst = { removed: 0, text: undefined as string | undefined };
  const visit = (node: JsonObject, depth: number): void => {
    const loops = numberOf(node['Actual Loops']) ?? 1;
    const returned = numberOf(node['Actual Rows']);
    const removed = (numberOf(node['Rows Removed by Filter']) ?? 0) * loops;
    const type = textOf(node['Node Type']) ?? '';
    const table = textOf(node['Relation Name']);
    if (table !== undefined && returned !== undefined) examined = (examined ?? 0) + returned * loops + removed;
    // Rows are told per process of a parallel scan, and its processes as loops.
    if (type === 'Seq Scan' && removed > worst.removed) worst = { removed, text: `Seq Scan on ${table ?? 'a table'} reads ${Math.round(removed + (returned ?? 0) * loops)} rows for ${Math.round((returned ?? 0) * loops)}` };
    if (depth < MAX_DEPTH) for (const child of objectsOf(node.Plans)) visit(child, depth + 1);
  };
  visit(objectOf(plan) ?? {}, 0);
  return { examined, subject: worst.text };
}
