import type { BenchmarkDetail } from '../benchmark/evidence.ts';
import type { Evidence } from '../findings/types.ts';

/** Characters of the longest bar. */
const WIDTH = 24;

/** Both forms of a benchmark over a size, as bars in text, which any page shows: a line for each size and form. None where there is no curve. */
export function curveLines({ kind, detail }: Evidence): string[] {
  const { curve, suspect, twin } = (kind === 'benchmark' ? (detail ?? {}) : {}) as Partial<BenchmarkDetail>;
  if (curve === undefined || suspect === undefined) return [];
  const values = curve.points.flatMap((point) => [point.suspect, ...(point.twin === undefined ? [] : [point.twin])]).filter((value) => value > 0);
  if (values.length === 0) return [];
  const bar = barsFor(Math.min(...values), Math.max(...values));
  const sizes = Math.max(...curve.points.map(({ n }) => String(n).length));
  const line = (n: string, mark: string, value: number): string => `${n.padStart(sizes)} ${mark} ${bar(value)} ${figure(value)} ${curve.unit}`;
  return [
    `${curve.over}: # ${suspect}${twin === undefined ? '' : `, . ${twin}`}; each step of a bar is the same factor`,
    ...curve.points.flatMap((point) => [line(String(point.n), '#', point.suspect), ...(point.twin === undefined ? [] : [line('', '.', point.twin)])]),
  ];
}

/** The bar of a value: times and bytes of a curve span factors of a thousand, so that its length goes with their logarithm. */
function barsFor(least: number, most: number): (value: number) => string {
  const span = Math.log(most / least) || 1;
  return (value) => (value <= 0 ? '' : '▇'.repeat(1 + Math.round((Math.log(value / least) / span) * (WIDTH - 1))));
}

function figure(value: number): string {
  return String(Number(value.toPrecision(3)));
}
