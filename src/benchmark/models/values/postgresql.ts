import { typeOf } from '../../../database/planner/ddl.ts';
import { literal } from '../../../database/schema/identifiers.ts';
import type { Column, ColumnType } from '../../../database/schema/types.ts';
import { ALIKE, clockOf, dayOf, DAYS, digits, MINUTE, number, START, turning, wholes } from './values.ts';
import type { NativeValues, Values } from './values.ts';

const text = { sql: (k: string) => `'v' || ${k}`, value: (k: number) => `v${k}` } satisfies Values;
/** Labels of an enum in turn. */
const labels: Values = {
  sql: (k, { values = [] }) => (values.length === 0 ? text.sql(k) : `(ARRAY[${values.map(literal).join(', ')}])[1 + ((${k}) - 1) % ${values.length}]`),
  value: (k, { values = [] }) => (values.length === 0 ? text.value(k) : values[(k - 1) % values.length]!),
};

const VALUES: Readonly<Record<ColumnType, Values>> = {
  ...ALIKE,
  text,
  timestamp: { sql: (k) => `timestamptz '2026-01-01 00:00Z' + (${k}) * interval '1 minute'`, value: (k) => new Date(START + k * MINUTE).toISOString() },
  date: { sql: (k) => `date '2000-01-01' + ((${k}) % ${DAYS})::integer`, value: dayOf },
  time: { sql: (k) => `time '00:00' + ((${k}) % 86400) * interval '1 second'`, value: clockOf },
  uuid: { sql: (k) => `lpad(to_hex(${k}), 32, '0')`, value: (k) => k.toString(16).padStart(32, '0').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') },
  json: { sql: () => `'{}'`, value: () => '{}' },
  bytes: { sql: (k) => `decode(lpad(to_hex(${k}), 8, '0'), 'hex')`, value: (k) => `\\x${k.toString(16).padStart(8, '0')}` },
  enum: labels,
  array: { sql: () => `'{}'`, value: () => '{}' },
  other: text,
};

const padded = digits((k, count, length) => `lpad(((${k}) % ${10 ** count})::text, ${length}, '0')`);

const NATIVE: NativeValues = [
  [/^small(?:int|serial)$|^(?:int|serial)2$/i, turning(30_000)],
  [/^"?char"?$|^(?:character|bpchar|char)$|^(?:character(?: varying)?|varchar|bpchar|char) ?\(\d\)$/i, padded],
  [/^(?:numeric|decimal) ?\(/i, wholes],
  [/^interval/i, { sql: (k) => `(${k}) * interval '1 minute'`, value: (k) => `${k} minutes` }],
  [/^inet$/i, { sql: (k) => `inet '10.0.0.0' + (${k})`, value: (k) => addressOf(k) }],
  [/^cidr$/i, { sql: (k) => `(inet '10.0.0.0' + (${k}))::cidr`, value: (k) => `${addressOf(k)}/32` }],
  [/^macaddr$/i, { sql: (k) => `lpad(to_hex(${k}), 12, '0')`, value: (k) => k.toString(16).padStart(12, '0') }],
  [/^macaddr8$/i, { sql: (k) => `lpad(to_hex(${k}), 16, '0')`, value: (k) => k.toString(16).padStart(16, '0') }],
  [/^(?:bit|bit varying|varbit)(?: ?\(\d+\))?$/i, { sql: () => `'0'`, value: () => '0' }],
  [/^(?:int[48]|num)range$/i, { sql: (k) => `'[' || (${k}) || ',' || (${k}) + 1 || ')'`, value: (k) => `[${k},${k + 1})` }],
  [/^(?:ts|tstz|date)range$/i, { sql: () => `'empty'`, value: () => 'empty' }],
  [/^point$/i, { sql: (k) => `'(' || (${k}) || ',0)'`, value: (k) => `(${k},0)` }],
  [/^line$/i, { sql: (k) => `'{1,-1,' || (${k}) || '}'`, value: (k) => `{1,-1,${k}}` }],
  [/^(?:lseg|path|box|polygon)$/i, { sql: (k) => `'((0,0),(1,' || (${k}) || '))'`, value: (k) => `((0,0),(1,${k}))` }],
  [/^circle$/i, { sql: (k) => `'<(0,0),' || (${k}) || '>'`, value: (k) => `<(0,0),${k}>` }],
  [/^(?:money|oid)$/i, number],
  [/^cube$/i, { sql: (k) => `'(' || (${k}) || ')'`, value: (k) => `(${k})` }],
  [/^hstore$/i, { sql: (k) => `'k=>' || (${k})`, value: (k) => `k=>${k}` }],
  [/^xml$/i, { sql: (k) => `'<v>' || (${k}) || '</v>'`, value: (k) => `<v>${k}</v>` }],
];

function addressOf(k: number): string {
  return `10.${(k >> 16) & 255}.${(k >> 8) & 255}.${k & 255}`;
}

/** Values of a column of PostgreSQL. */
export function postgresValues(column: Column): Values {
  if (column.values !== undefined) return labels;
  const native = typeOf(column, 'postgresql');
  if (native.endsWith('[]')) return VALUES.array;
  return NATIVE.find(([type]) => type.test(native))?.[1] ?? VALUES[column.type];
}
