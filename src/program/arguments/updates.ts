/** What was done to a value after it was made: properties set, elements pushed, other objects merged into it. */
import { choice, merged, present } from './choices.ts';
import { alternatives, spread } from './parts.ts';
import type { Argument, ArgumentProperty, ObjectArgument, Source } from './types.ts';

/** A value with what stands at a path of it made anew. */
export function updated(value: Argument, path: readonly string[], make: (before: Argument) => Argument, always: boolean, source: Source): Argument {
  const [key, ...deeper] = path;
  if (key === undefined) return make(value);
  return choice(
    alternatives(value).map((one): Argument => {
      if (one.kind !== 'object') return one;
      const before = one.properties.find((property) => property.key === key);
      const inner = updated(before?.value ?? { kind: 'undefined', source }, deeper, make, always, source);
      const given = present(inner);
      if (given.value.kind === 'undefined') return always ? { ...one, properties: one.properties.filter((property) => property !== before) } : one;
      const added: ArgumentProperty = { key, ...given, ...(deeper.length > 0 && before?.optional && { optional: true as const }) };
      return merged(one, { kind: 'object', properties: [added], source }, always || deeper.length > 0);
    }),
    source,
  );
}

/** A value that may have more at a path than is seen. */
export function opened(value: Argument, path: readonly string[], why: string, source: Source): Argument {
  return updated(value, path, (before) => choice(alternatives(before).map((one) => (one.kind === 'object' || one.kind === 'list' ? { ...one, open: one.open ?? why } : one)), source), true, source);
}

/** A list with values behind its own. */
export function pushed(before: Argument, values: readonly Argument[], always: boolean, source: Source): Argument {
  const items = values.map((value) => (always ? present(value) : { ...present(value), optional: true as const }));
  return choice(alternatives(before).map((one): Argument => (one.kind === 'list' ? { ...one, items: [...one.items, ...items] } : one.kind === 'undefined' ? { kind: 'list', items, source } : one)), source);
}

/** What `Object.assign` makes of its first argument. */
export function mergedInto(before: Argument, values: readonly Argument[], always: boolean, source: Source): Argument {
  return choice(
    alternatives(before).flatMap((one): Argument[] => {
      const own = one.kind === 'object' ? [one] : isOpaque(one) ? spread({ kind: 'object', properties: [], source }, [one]) : undefined;
      if (!own) return [one];
      return values.reduce<ObjectArgument[]>((made, value) => made.flatMap((base) => spread(base, [...alternatives(value), ...(always ? [] : [{ kind: 'undefined' as const, source }])])), own);
    }),
    source,
  );
}

/** What has properties that are not seen, or none yet. */
function isOpaque(arg: Argument): boolean {
  return arg.kind === 'undefined' || arg.kind === 'value' || arg.kind === 'unknown' || (arg.kind === 'call' && arg.from === undefined);
}
