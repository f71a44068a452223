/** Reads values out of JSON whose shape only its beginning has shown: what is not there is undefined, and nothing throws but `required`. */

import { isObject } from '../../source/text.ts';
import type { JsonObject } from '../../source/text.ts';
import { ContentError } from '../errors.ts';

export type { JsonObject } from '../../source/text.ts';

export function objectOf(value: unknown): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

/** The objects of a list; none where it is no list. */
export function objectsOf(value: unknown): JsonObject[] {
  return listOf(value).filter(isObject);
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A number, also where it is written as text, as some tools do. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The value that a format cannot do without. */
export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new ContentError(`it has no ${what}`);
  return value;
}
