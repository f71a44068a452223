import type { Column, ColumnType } from '../../../database/schema/types.ts';

/**
 * The value number k, from 1, of a column: as SQL over an expression for k, and as what a driver is given. Another k gives another
 * value, but for types that have few.
 */
export interface Values {
  sql(k: string, column: Column): string;
  value(k: number, column: Column): string | number | boolean;
}

/** Values of native types that no kind of column stands for, or that take fewer values than their kind; the first that fits counts. */
export type NativeValues = readonly (readonly [type: RegExp, values: Values])[];

/** The number itself. */
export const number: Values = { sql: (k) => k, value: (k) => k };

/** Kinds of columns whose values all engines write alike. */
export const ALIKE = {
  integer: number,
  bigint: number,
  decimal: number,
  float: number,
  boolean: { sql: (k) => `(${k}) % 2 = 0`, value: (k) => k % 2 === 0 },
} satisfies Partial<Record<ColumnType, Values>>;

/** A minute apart, so that a year has half a million. */
export const START = Date.UTC(2026, 0, 1);
export const MINUTE = 60_000;

/** As many values as that, again and again. */
export function turning(count: number): Values {
  return { sql: (k) => `1 + ((${k}) - 1) % ${count}`, value: (k) => 1 + ((k - 1) % count) };
}

/** The length in `varchar(3)`; 1 where none is written. */
function lengthOf({ nativeType }: Column): number {
  return Math.max(1, Number(/\((\d+)\)/.exec(nativeType ?? '')?.[1] ?? 1));
}

/** More whole numbers than a table has rows. */
const MOST_DIGITS = 9;

/** Whole numbers of a `decimal(5,2)`, as many as it takes; 0 is left out. */
export const wholes: Values = { sql: (k, column) => turning(wholesOf(column)).sql(k, column), value: (k, column) => turning(wholesOf(column)).value(k, column) };

/** A decimal whose precision is not told takes more than a table has. */
function wholesOf({ nativeType }: Column): number {
  const [, precision = MOST_DIGITS, scale = 0] = /\((\d+)(?:, ?(\d+))?\)/.exec(nativeType ?? '') ?? [];
  return Math.max(1, 10 ** Math.min(MOST_DIGITS, Math.max(0, Number(precision) - Number(scale))) - 1);
}

/**
 * Text of the length that a column has, of numbers with zeros before them.
 * @param sql the same over an expression for the number, cut to so many digits
 */
export function digits(sql: (k: string, digits: number, length: number) => string): Values {
  const digitsOf = (column: Column): number => Math.min(lengthOf(column), MOST_DIGITS);
  return { sql: (k, column) => sql(k, digitsOf(column), lengthOf(column)), value: (k, column) => String(k % 10 ** digitsOf(column)).padStart(lengthOf(column), '0') };
}

/** Seconds of a day as `hh:mm:ss`. */
export function clockOf(seconds: number): string {
  return new Date((seconds % 86_400) * 1000).toISOString().slice(11, 19);
}

/** Days after the year 2000 as `yyyy-mm-dd`; after 273 years they begin again. */
export function dayOf(days: number): string {
  return new Date(Date.UTC(2000, 0, 1 + (days % DAYS))).toISOString().slice(0, 10);
}
export const DAYS = 100_000;
