import { typeOf } from '../../../database/planner/ddl.ts';
import { constant } from '../../../database/schema/identifiers.ts';
import type { Column, ColumnType } from '../../../database/schema/types.ts';
import { ALIKE, clockOf, dayOf, DAYS, digits, MINUTE, START, turning, wholes } from './values.ts';
import type { NativeValues, Values } from './values.ts';

const text: Values = { sql: (k) => `concat('v', ${k})`, value: (k) => `v${k}` };

const VALUES: Readonly<Record<ColumnType, Values>> = {
  ...ALIKE,
  text,
  timestamp: { sql: (k) => `timestamp '2026-01-01 00:00:00' + interval (${k}) minute`, value: (k) => new Date(START + k * MINUTE).toISOString().slice(0, 19).replace('T', ' ') },
  date: { sql: (k) => `date '2000-01-01' + interval ((${k}) % ${DAYS}) day`, value: dayOf },
  time: { sql: (k) => `sec_to_time((${k}) % 86400)`, value: clockOf },
  uuid: { sql: (k) => `concat(lpad(lower(hex(${k})), 8, '0'), '-0000-4000-8000-000000000000')`, value: (k) => `${k.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000` },
  json: { sql: () => `'{}'`, value: () => '{}' },
  bytes: text,
  enum: text,
  array: { sql: () => `'[]'`, value: () => '[]' },
  other: text,
};

const padded = digits((k, count, length) => `lpad((${k}) % ${10 ** count}, ${length}, '0')`);

/** https://dev.mysql.com/doc/refman/8.4/en/data-types.html */
const NATIVE: NativeValues = [
  [/^tinyint/i, turning(100)],
  [/^smallint/i, turning(30_000)],
  [/^(?:decimal|numeric) ?\(/i, wholes],
  [/^year/i, { sql: (k) => `2000 + (${k}) % 100`, value: (k) => 2000 + (k % 100) }],
  [/^bit/i, { sql: (k) => `(${k}) % 2`, value: (k) => k % 2 }],
  // What is shorter in a column of a fixed length is filled up with zeros: https://dev.mysql.com/doc/refman/8.4/en/binary-varbinary.html
  [/^(?:var)?char ?\(\d\)|^(?:char|binary)$|^binary ?\(/i, padded],
  [/^(?:point|geometry)$/i, { sql: (k) => `point(${k}, 0)`, value: (k) => `POINT(${k} 0)` }],
];

/** Values of a column of MySQL or MariaDB. */
export function mysqlValues(column: Column): Values {
  const { values = [], type } = column;
  if (values.length > 0) return { sql: (k) => `elt(1 + ((${k}) - 1) % ${values.length}, ${values.map((label) => constant(label, 'mysql')).join(', ')})`, value: (k) => values[(k - 1) % values.length]! };
  // A boolean is a number of one digit there.
  if (type === 'boolean') return ALIKE.boolean;
  const native = typeOf(column, 'mysql');
  return NATIVE.find(([one]) => one.test(native))?.[1] ?? VALUES[type];
}
