import { LinkedFile } from './linked-file.ts';

/** Fields that say at which offset, or offsets, something stands. */
const PLACES: ReadonlySet<string> = new Set(['span', 'nameSpan', 'head', 'calleeEnd', 'at']);

/**
 * Whether two values say the same. Files are the same by their path, whatever their content; what is no plain data (a library, a
 * function) only by identity.
 *
 * @param isAnywhere whether it is no matter at which offsets something stands
 */
export function isSame(a: unknown, b: unknown, isAnywhere: boolean): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof LinkedFile) return b instanceof LinkedFile && a.path === b.path;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, at) => isSame(item, b[at], isAnywhere));
  if (a instanceof Map) return b instanceof Map && isSame([...a], [...b], isAnywhere);
  if (a instanceof Set) return b instanceof Set && isSame([...a], [...b], isAnywhere);
  if (Object.getPrototypeOf(a) !== Object.prototype || Object.getPrototypeOf(b) !== Object.prototype) return false;
  const fields = Object.entries(a);
  return fields.length === Object.keys(b).length && fields.every(([key, value]) => key in b && ((isAnywhere && PLACES.has(key) && isPlace(value)) || isSame(value, b[key as keyof typeof b], isAnywhere)));
}

function isPlace(value: unknown): boolean {
  return typeof value === 'number' || (Array.isArray(value) && value.every((offset) => typeof offset === 'number'));
}
