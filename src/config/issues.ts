import type { z } from 'zod';
import { hint, list } from './words.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** A thing that is wrong: the path within the config, what is wrong and what is allowed. */
export interface Problem {
  path: Path;
  text: string;
}

/** Each thing that is wrong with a value that lies at `prefix` in the config. */
export function describeIssues(error: z.ZodError, schema: z.ZodType, prefix: Path = []): Problem[] {
  return error.issues.flatMap((issue) => describeIssue(issue, schema, prefix));
}

function describeIssue(issue: Issue, schema: z.ZodType, prefix: Path): Problem[] {
  const where = [...prefix, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const allowed = keysAt(schema, issue.path, issue.input);
      return issue.keys.map((key) => ({ path: [...where, key], text: `unknown key${hint(key, allowed)}${allowed.length > 0 ? `; allowed: ${allowed.join(', ')}` : ''}` }));
    }
    case 'invalid_union': {
      const branch = deepest(issue.errors);
      if (branch !== undefined) return branch.flatMap((inner) => describeIssue(inner, schemaAt(schema, issue.path) ?? schema, where));
      const allowed = issue.errors.flatMap((errors) => errors.map(expectation));
      return [{ path: where, text: `must be ${list([...new Set(allowed)])}, not ${show(issue.input)}` }];
    }
    case 'invalid_key':
      return issue.issues.map((inner) => ({ path: where, text: `must be ${expectation(inner)}, not ${show(inner.input)}` }));
    default:
      return [{ path: where, text: `must be ${expectation(issue)}, not ${show(issue.input)}` }];
  }
}

/** The branch of a union that matched further than its first value: its errors lie below the union's own place. */
function deepest(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches.find((issues) => issues.length > 0 && issues.every((issue) => issue.path.length > 0));
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPE_NAMES[issue.expected] ?? `a ${issue.expected}`;
    case 'invalid_value':
      return list(issue.values.map((value) => JSON.stringify(value)));
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int' ? `at least ${issue.minimum}` : `${TYPE_NAMES[issue.origin] ?? 'a value'} that is not empty`;
    case 'too_big':
      return `at most ${issue.maximum}`;
    case 'custom':
      return issue.message;
    default:
      return `valid (${issue.message})`;
  }
}

/** How a reader calls the types of values. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  tuple: 'a list [level, options]',
  RegExp: 'a regular expression (which JSON cannot hold: use a config in TypeScript or JavaScript)',
};

function show(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'function' ? 'a function' : 'an object';
}

/** `rules.n-plus-one[1].depth`; the config itself is `config`. */
export function formatPath(path: Path): string {
  if (path.length === 0) return 'config';
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`)).join('');
}

/** Keys that the object at a path may have. */
function keysAt(schema: z.ZodType, path: Path, input: unknown): string[] {
  return objectKeys(schemaAt(schema, path), input);
}

function schemaAt(schema: z.ZodType, path: Path): z.ZodType | undefined {
  let current: z.ZodType | undefined = schema;
  for (const part of path) current = current && child(unwrap(current), part);
  return current && unwrap(current);
}

/** The parts of a schema's definition that lead to other schemas; zod keeps them public for tools. */
interface Definition {
  type: string;
  innerType?: z.ZodType;
  shape?: Record<string, z.ZodType>;
  element?: z.ZodType;
  valueType?: z.ZodType;
  items?: z.ZodType[];
  options?: z.ZodType[];
  discriminator?: string;
  values?: unknown[];
}

function definition(schema: z.ZodType): Definition {
  return schema._zod.def as unknown as Definition;
}

function unwrap(schema: z.ZodType): z.ZodType {
  const { innerType } = definition(schema);
  return innerType === undefined ? schema : unwrap(innerType);
}

function child(schema: z.ZodType, part: PropertyKey): z.ZodType | undefined {
  const { shape, element, valueType, items, options } = definition(schema);
  if (options !== undefined) return options.map((option) => child(unwrap(option), part)).find((found) => found !== undefined);
  return shape?.[String(part)] ?? items?.[Number(part)] ?? element ?? valueType;
}

function objectKeys(schema: z.ZodType | undefined, input: unknown): string[] {
  if (schema === undefined) return [];
  const { shape, options, discriminator } = definition(schema);
  if (shape !== undefined) return Object.keys(shape);
  if (options === undefined) return [];
  // Of a number or an object, the object's.
  if (discriminator === undefined) return options.map((option) => objectKeys(unwrap(option), input)).find((keys) => keys.length > 0) ?? [];
  const tag = (input as Record<string, unknown> | undefined)?.[discriminator];
  return objectKeys(
    options.find((option) => definition(definition(option).shape?.[discriminator] ?? option).values?.includes(tag)),
    input,
  );
}
