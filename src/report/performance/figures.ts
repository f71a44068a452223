/** Numbers as a reader knows them, the same in every locale. */

/** As many digits as mean something: three, and whole numbers from a hundred on with thousands apart. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 100) return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
  return String(Number(value.toPrecision(size >= 10 ? 3 : 2)));
}

const LARGER: Readonly<Record<string, readonly (readonly [from: number, divisor: number, unit: string])[]>> = {
  ms: [[60_000, 60_000, 'min'], [1000, 1000, 's']],
  bytes: [[1e9, 1e9, 'GB'], [1e6, 1e6, 'MB'], [1e3, 1e3, 'kB']],
  B: [[1e9, 1e9, 'GB'], [1e6, 1e6, 'MB'], [1e3, 1e3, 'kB']],
};
const NAMES: Readonly<Record<string, string>> = { 'per-second': '/s', bytes: 'B', count: '', score: '', samples: 'samples' };

/** A value with its unit: `1.2 s`, `340 ms`, `4.5 MB`, `12 %`. */
export function figure(value: number, unit: string): string {
  if (unit === 'ratio') return `${digits(value * 100)} %`;
  const larger = LARGER[unit]?.find(([from]) => Math.abs(value) >= from);
  if (larger) return `${digits(value / larger[1])} ${larger[2]}`;
  const name = NAMES[unit] ?? unit;
  return name === '' ? digits(value) : `${digits(value)}${name === '/s' ? '' : ' '}${name}`;
}

/** How much a value changed: `-62 %`, `+8 %`; undefined where the first is none. */
export function change(before: number, after: number): string | undefined {
  if (before === 0) return undefined;
  const percent = ((after - before) / before) * 100;
  const text = digits(Math.abs(percent));
  return text === '0' ? '±0 %' : `${percent < 0 ? '−' : '+'}${text} %`;
}
