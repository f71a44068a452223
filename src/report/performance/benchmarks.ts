import type { Comparison } from '../../benchmark/saved.ts';
import { plural } from '../summary.ts';
import type { BenchmarkFacts, SavedForms } from './facts.ts';
import { change, digits, figure } from './figures.ts';
import type { BenchmarkRow, Benchmarks } from './model.ts';

/** Rows of benchmarks that a page has room for. */
const MAX_ROWS = 50;

/** Saved runs as a table: an earlier run beside a later one, or, of one run alone, each finding as it is beside the form that is advised. */
export function benchmarksOf(facts: BenchmarkFacts | undefined): Benchmarks | undefined {
  if (facts === undefined) return undefined;
  const { runs, now, comparisons } = facts;
  const rows = comparisons === undefined ? now.map(alone) : comparisons.flatMap((one) => now.filter(({ id }) => id === one.id).map((forms) => compared(forms, one)));
  const unmatched = facts.unmatched.slice(0, MAX_ROWS);
  return {
    runs, unmatched,
    rows: rows.slice(0, MAX_ROWS),
    columns: comparisons === undefined ? ['as it is', 'as advised'] : ['before', 'after'],
    notes: [...(rows.length > MAX_ROWS ? [`And ${plural(rows.length - MAX_ROWS, 'further benchmark')}.`] : []), ...(unmatched.length > 0 ? [`In one run alone: ${unmatched.join('; ')}.`] : [])],
  };
}

function alone({ id, rule, place, source, suspect, twin, unit }: SavedForms): BenchmarkRow {
  const after = Math.max(twin.value, 0);
  return {
    id, rule, place, unit, before: suspect.value, after,
    what: `${suspect.name}${source === 'replay' ? ', in your code' : ', in a model'}`,
    labels: ['as it is', twin.name],
    form: twin.name,
    difference: change(suspect.value, after) ?? '',
    verdict: undefined,
  };
}

function compared({ rule, place, source, suspect }: SavedForms, { id, verdict, before, after, unit, interval, scale, reason }: Comparison): BenchmarkRow {
  const range = interval === undefined ? '' : scale === 'factor' ? ` (${digits(interval[0])} to ${digits(interval[1])} times as before)` : ` (${figure(interval[0], unit)} to ${figure(interval[1], unit)})`;
  return {
    id, rule, place, unit, before, after,
    what: `${suspect.name}${source === 'replay' ? ', in your code' : ', in a model'}`,
    labels: ['before', 'after'],
    form: undefined,
    difference: `${change(before, after) ?? ''}${range}${reason === undefined ? '' : `: ${reason}`}`,
    verdict,
  };
}
