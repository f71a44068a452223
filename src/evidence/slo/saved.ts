import { listOf, numberOf, objectOf, textOf } from '../importers/json.ts';
import { UNITS } from './targets.ts';
import type { Measured, ServiceLevel } from './types.ts';

/** A file of levels as `perf-lint slo --save` writes it. */
export interface SavedLevels {
  version: 1;
  tool: string;
  levels: readonly ServiceLevel[];
}

/**
 * Reads what `--save` wrote.
 * @throws Error with the reason, as a clause, for what is none
 */
export function readSavedLevels(text: string): SavedLevels {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error('it is no JSON', { cause: error });
  }
  const saved = objectOf(value);
  if (saved?.version !== 1 || !Array.isArray(saved.levels) || !listOf(saved.levels).every(isLevel)) throw new Error('it is not what perf-lint slo --save writes');
  return value as SavedLevels;
}

function isLevel(value: unknown): boolean {
  const { metric, route, current } = objectOf(value) ?? {};
  return typeof metric === 'string' && Object.hasOwn(UNITS, metric) && (route === undefined || textOf(route) !== undefined) && (current === undefined || isMeasured(current));
}

function isMeasured(value: unknown): value is Measured {
  const { value: exact, low, high } = objectOf(value) ?? {};
  return typeof exact === 'number' || (numberOf(low) !== undefined && (high === undefined || typeof high === 'number'));
}
