import type { Argument, ObjectArgument, Source } from './types.ts';

/** More alternatives than this say nothing. */
const MAX_CHOICES = 8;

/** One of several: scalars become one value, what is there twice stands once. */
export function choice(of: readonly Argument[], source: Source): Argument {
  const flat = of.flatMap((one) => (one.kind === 'choice' ? one.of : [one]));
  const merged: Argument[] = [];
  for (const one of flat) {
    const at = merged.findIndex((other) => joins(other, one));
    if (at < 0) merged.push(one);
    else merged[at] = joined(merged[at]!, one, source);
  }
  if (merged.length === 0) return { kind: 'unknown', why: 'nothing is known of it', source };
  if (merged.length === 1) return merged[0]!;
  if (merged.length <= MAX_CHOICES) return { kind: 'choice', of: merged, source };
  // Of many results of calls, what matters is that they come at run time.
  const shaped = merged.filter(({ kind }) => kind !== 'call' && kind !== 'value' && kind !== 'literal');
  if (shaped.length >= MAX_CHOICES) return { kind: 'unknown', why: `one of more than ${MAX_CHOICES}`, source };
  const value: Argument = { kind: 'value', why: 'one of several values', source };
  return shaped.length === 0 ? value : shaped.length === merged.length ? { kind: 'choice', of: shaped, source } : { kind: 'choice', of: [...shaped, value], source };
}

/** Whether something is a value that is put in as it is: no object and no list. */
export function isScalar(arg: Argument): boolean {
  return arg.kind === 'value' || arg.kind === 'text' || arg.kind === 'symbol' || (arg.kind === 'literal' && arg.value !== null) || (arg.kind === 'call' && arg.from === undefined);
}

function joins(left: Argument, right: Argument): boolean {
  if (left.kind === 'undefined' && right.kind === 'undefined') return true;
  if (left.kind === 'literal' && right.kind === 'literal' && left.value === right.value) return true;
  if (left.kind === 'unknown' && right.kind === 'unknown') return true;
  if (left.source.expr === right.source.expr && left.kind === right.kind && left.kind !== 'object' && left.kind !== 'list') return true;
  return isScalar(left) && isScalar(right) && isList(left) === isList(right);
}

function isList(arg: Argument): boolean {
  return (arg.kind === 'value' || arg.kind === 'call') && arg.type === 'list';
}

/** One value of two, which is known where they come together. */
function joined(left: Argument, right: Argument, source: Source): Argument {
  if (left.kind === 'undefined' || left.kind === 'unknown' || (left.kind === 'literal' && right.kind === 'literal' && left.value === right.value)) return left;
  const types = [typeOf(left), typeOf(right)];
  const type = types[0] === types[1] ? types[0] : undefined;
  return { kind: 'value', ...(type && { type }), why: left.kind === 'value' ? left.why : 'one of several values', source };
}

function typeOf(arg: Argument): Extract<Argument, { kind: 'value' }>['type'] {
  if (arg.kind === 'value' || arg.kind === 'call') return arg.type;
  if (arg.kind === 'text') return 'string';
  return arg.kind === 'literal' && (typeof arg.value === 'string' || typeof arg.value === 'number' || typeof arg.value === 'boolean') ? (typeof arg.value as 'string' | 'number' | 'boolean') : undefined;
}

/** A property's value without the possibility that it is not there, and whether there is one. */
export function present(arg: Argument): { value: Argument; optional?: true } {
  if (arg.kind === 'undefined') return { value: arg, optional: true };
  if (arg.kind !== 'choice' || !arg.of.some(({ kind }) => kind === 'undefined')) return { value: arg };
  return { value: choice(arg.of.filter(({ kind }) => kind !== 'undefined'), arg.source), optional: true };
}

/** An object with the properties of another over its own. `always`: whether it always gets them. */
export function merged(base: ObjectArgument, over: ObjectArgument, always: boolean): ObjectArgument {
  const properties = new Map(base.properties.map((property) => [property.key, property]));
  for (const property of over.properties) {
    const sure = always && !property.optional;
    const before = properties.get(property.key);
    if (sure || !before) {
      // A property that comes again stands where it came last.
      properties.delete(property.key);
      properties.set(property.key, sure ? property : { ...property, optional: true });
    } else {
      const value = choice([before.value, property.value], property.value.source);
      properties.set(property.key, { key: property.key, value, ...(before.optional && { optional: true as const }) });
    }
  }
  const open = base.open ?? over.open;
  return { kind: 'object', properties: [...properties.values()], ...(open !== undefined && { open }), source: base.source };
}

/**
 * The alternatives of an argument, none of which has a choice anywhere in it. Where there would be more than `most`, the choices
 * that are too many become unknown.
 */
export function variants(arg: Argument, most: number): readonly Argument[] {
  switch (arg.kind) {
    case 'choice': {
      const all = arg.of.flatMap((one) => variants(one, most));
      return all.length > most ? [{ kind: 'unknown', why: `more than ${most} alternatives`, source: arg.source }] : all;
    }
    case 'object': {
      const rows = product(arg.properties, ({ value }) => variants(value, most), (property, value) => ({ ...property, value }), ({ key, value }) => ({ key, value: tooMany(value, most) }), most);
      return rows.map((properties) => ({ ...arg, properties }));
    }
    case 'list': {
      const rows = product(arg.items, ({ value }) => variants(value, most), (item, value) => ({ ...item, value }), (item) => ({ ...item, value: tooMany(item.value, most) }), most);
      return rows.map((items) => ({ ...arg, items }));
    }
    default:
      return [arg];
  }
}

function tooMany({ source }: Argument, most: number): Argument {
  return { kind: 'unknown', why: `more than ${most} alternatives`, source };
}

/** All combinations of the alternatives of several parts; a part with which they would be more than `most` is given up. */
function product<T>(parts: readonly T[], alternatives: (part: T) => readonly Argument[], withValue: (part: T, value: Argument) => T, givenUp: (part: T) => T, most: number): T[][] {
  let rows: T[][] = [[]];
  for (const part of parts) {
    const values = alternatives(part);
    const next = rows.length * values.length > most ? [givenUp(part)] : values.map((value) => withValue(part, value));
    rows = rows.flatMap((row) => next.map((one) => [...row, one]));
  }
  return rows;
}
