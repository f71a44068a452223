import { spanStart } from '../../facts/spans.ts';
import type { Expr, Property } from '../../facts/types.ts';
import type { Library } from '../../libraries/types.ts';
import { returnedValues } from '../resolve/calls.ts';
import type { EntryInfo } from './entries.ts';
import { evaluate } from '../resolve/evaluate.ts';
import type { Link } from '../link.ts';
import { librariesOf } from '../resolve/specifiers.ts';
import { stripped, type FunctionRef, type LinkedFile, type Value } from '../values.ts';
import { rootExprs, walkExpr } from '../../facts/walk.ts';

/** The functions of a file's object literals that a framework calls, `{ type, resolve }` of graphql-js, and the objects that it makes fields of root types. */
export function objectEntries(link: Link, file: LinkedFile): { objects: FieldEntry[]; roots: string[] } {
  const libraries = [...librariesOf(link, file)].filter((library) => library.objectEntries);
  if (libraries.length === 0) return { objects: [], roots: [] };
  const roots = new Set<string>();
  collectRoots(link, file, libraries, roots);
  return { objects: fieldsIn(link, file, libraries), roots: [...roots] };
}

/** A function that an object defines as that of a field; `object` is the object's key. */
interface FieldEntry {
  object: string;
  ref: FunctionRef;
  info: EntryInfo;
}

/** One string for an object literal; an object without properties defines nothing. */
function objectKey(file: LinkedFile, properties: readonly Property[]): string {
  return `${file.path}:${properties[0] ? spanStart(properties[0].span) : -1}`;
}

function fieldsIn(link: Link, file: LinkedFile, libraries: readonly Library[]): FieldEntry[] {
  const found: FieldEntry[] = [];
  const labels = new Map<readonly Property[], string>();
  for (const { expr, functionId } of rootExprs(file.facts)) {
    walkExpr(expr, (part) => {
      if (part.kind !== 'object') return;
      const { properties } = part;
      // The walk meets an object before the objects in it.
      for (const { key, value } of properties) if (key !== null && value.kind === 'object') labels.set(value.properties, key);
      for (const library of libraries) {
        for (const table of library.objectEntries!) {
          const property = properties.find(({ key }) => key === table.function);
          const has = (name: string): boolean => properties.some(({ key }) => key === name);
          if (!property || !table.keys.every(has) || table.unless?.some(has)) continue;
          const name = labels.get(properties);
          const perRow = table.entry.perRow === true;
          const info = { kind: table.entry.kind, perRow, label: !perRow ? `${table.function} ${file.path}` : name === undefined ? 'a field resolver' : `${name} (field)` };
          for (const value of evaluate(link, property.value, { file, functionId })) {
            if (value.kind === 'function') found.push({ object: objectKey(file, properties), ref: { file: value.file, id: value.id }, info });
          }
        }
      }
    });
  }
  return found;
}

/** Definitions of the fields of root types, `new GraphQLObjectType({ name: 'Query', fields })`: they run once per request. */
function collectRoots(link: Link, file: LinkedFile, libraries: readonly Library[], roots: Set<string>): void {
  const names = new Set(libraries.flatMap((library) => (library.resolverMaps ?? []).flatMap((map) => map.roots)));
  for (const { kind, args, functionId } of file.facts.calls) {
    const options = args[0];
    if (kind !== 'new' || options?.kind !== 'object') continue;
    const name = property(options, 'name');
    const fields = property(options, 'fields');
    if (!fields || name?.kind !== 'literal' || typeof name.value !== 'string' || !(names.has(name.value) || name.value.startsWith('Root'))) continue;
    for (const value of evaluate(link, fields, { file, functionId })) addFields(link, value, roots, 0);
  }
}

function property(options: Extract<Expr, { kind: 'object' }>, name: string): Expr | undefined {
  const found = options.properties.find(({ key }) => key === name)?.value;
  return found && stripped(found);
}

/** Spreads in field maps are followed so far. */
const MAX_SPREADS = 4;

function addFields(link: Link, fields: Value, roots: Set<string>, depth: number): void {
  if (depth > MAX_SPREADS) return;
  if (fields.kind === 'function') for (const value of returnedValues(link, fields.file, fields.id)) addFields(link, value, roots, depth + 1);
  if (fields.kind === 'module') {
    for (const list of fields.file.index.exportsNamed.values()) {
      for (const fact of list) if (fact.kind === 'local') addDefinitions(evaluate(link, { kind: 'name', name: fact.name, binding: fact.bindingId }, { file: fields.file, functionId: 0 }), roots);
    }
  }
  if (fields.kind !== 'object') return;
  for (const { key, value } of fields.properties) {
    const values = evaluate(link, value, fields);
    if (key === null) for (const inner of values) addFields(link, inner, roots, depth + 1);
    else addDefinitions(values, roots);
  }
}

function addDefinitions(values: readonly Value[], roots: Set<string>): void {
  for (const value of values) if (value.kind === 'object') roots.add(objectKey(value.file, value.properties));
}
