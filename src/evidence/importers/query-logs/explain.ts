import { groupBy } from '../../../findings/group.ts';
import { mean } from '../../../statistics/location.ts';
import { ContentError } from '../../errors.ts';
import type { Importer } from '../../importer.ts';
import { statementsOf } from '../../statements/keys.ts';
import type { Observation } from '../../types.ts';
import { listOf, numberOf, objectOf, objectsOf, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { planFacts } from './plan.ts';

/** psql -e writes the statement before its plan. */
const ECHOED = /^\s*EXPLAIN\s*\([^)]*\bFORMAT\s+JSON\b[^)]*\)\s*([\s\S]*?);?\s*$/i;
/** Of psql's tables: a plus at the end of a line, the head, the count. */
const TABLE = /^\s*QUERY PLAN\s*$|^-+$|^\(\d+ rows?\)$/gm;

/** https://www.postgresql.org/docs/current/sql-explain.html */
export const explain: readonly Importer[] = [
  {
    id: 'explain-json',
    name: 'a plan of PostgreSQL (EXPLAIN (ANALYZE, FORMAT JSON) …)',
    recognises: (head) => head.has('[].Plan.Node Type') || head.has('Plan.Node Type') || head.has('[].QUERY PLAN'),
    async read(input) {
      const value = await input.json();
      return { tool: 'PostgreSQL', ...observed(plansIn(value).map((plan) => ({ plan }))) };
    },
  },
  {
    id: 'explain-psql',
    name: 'plans of PostgreSQL with their statements (psql -XAte -f FILE, whose statements are EXPLAIN (ANALYZE, FORMAT JSON) …)',
    recognises: ({ text = '', shape }) => shape === undefined && /^\s*(?:EXPLAIN\s*\([^)]*\bFORMAT\s+JSON\b|QUERY PLAN\s*$)/im.test(text) && text.includes('"Node Type"'),
    async read(input) {
      const text = (await input.text()).replace(TABLE, '').replace(/[ \t]*\+$/gm, '');
      return { tool: 'PostgreSQL', ...observed(psqlPlans(text)) };
    },
  },
];

interface Explained {
  plan: JsonObject;
  sql?: string | undefined;
}

/** The plans of a value: as PostgreSQL writes them, one alone, or as drivers give rows. */
function plansIn(value: unknown): JsonObject[] {
  const one = objectOf(value);
  return (one ? [one] : objectsOf(value)).flatMap((row) => ('QUERY PLAN' in row ? plansIn(row['QUERY PLAN']) : objectOf(row.Plan) ? [row] : []));
}

/** JSON begins with a bracket at the beginning of a line, and ends with one. */
function psqlPlans(text: string): Explained[] {
  const found: Explained[] = [];
  const pattern = /^\s?\[\s*$[\s\S]*?^\s?\]\s*$/gm;
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const sql = ECHOED.exec(text.slice(end, match.index))?.[1];
    end = match.index + match[0].length;
    let value: unknown;
    try {
      value = JSON.parse(match[0]);
    } catch (error) {
      throw new ContentError('a plan in it is no JSON', { cause: error });
    }
    found.push(...objectsOf(listOf(value)).map((plan) => ({ plan, sql })));
  }
  return found;
}

/** A statement that was explained several times is one, as it is in a log. */
function observed(explained: readonly Explained[]): { observations: Observation[]; notes?: string[] } {
  const measured = explained.flatMap(({ plan, sql }, index) => {
    const ms = numberOf(plan['Execution Time']);
    return ms === undefined ? [] : [{ ms, text: sql ?? textOf(plan['Query Text']), index, ...planFacts(plan.Plan) }];
  });
  if (measured.length === 0) throw new ContentError('it holds no plan that was run: EXPLAIN takes ANALYZE, and FORMAT JSON');
  const known = measured.flatMap(({ text }) => text ?? []);
  const statements = new Map(statementsOf(known, 'postgresql').map(({ text }, index) => [known[index], text]));
  const nameless = measured.length - known.length;
  return {
    observations: [...groupBy(measured, ({ text, index }) => statements.get(text) ?? index)].flatMap(([sql, runs]): Observation[] => {
      const { subject } = runs.reduce((slowest, run) => (run.ms > slowest.ms ? run : slowest));
      const examined = runs.flatMap((run) => run.examined ?? []);
      const base = { kind: 'query-log' as const, per: 'call' as const, samples: runs.length, ...(typeof sql === 'string' && { sql }) };
      return [
        { ...base, metric: 'query-time', value: mean(runs.map(({ ms }) => ms)), unit: 'ms', ...(subject !== undefined && { subject }) },
        ...(examined.length === 0 ? [] : [{ ...base, metric: 'rows' as const, value: mean(examined), unit: 'count' as const, subject: 'examined' }]),
      ];
    }),
    ...(nameless > 0 && { notes: [`${nameless === 1 ? 'a plan' : `${nameless} plans`} without a statement: it joins no finding (psql -XAte writes the statement before its plan)`] }),
  };
}
