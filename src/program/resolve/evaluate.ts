import { isModuleExports } from '../../facts/requires.ts';
import type { Expr } from '../../facts/types.ts';
import type { Operation } from '../../libraries/types.ts';
import { thisOfAdded } from './added.ts';
import { autoImported } from './auto-imports.ts';
import { bindingValues } from './bindings.ts';
import { callValues } from './calls.ts';
import { classBase } from './classes.ts';
import { thisFunction } from '../file-index.ts';
import { entryValue } from '../library-index.ts';
import type { Link } from '../link.ts';
import { memberOf } from './members.ts';
import { exportedValues } from './names.ts';
import { carried } from './properties.ts';
import { typeValues } from './types-of.ts';
import { inferred, union, valueKey, type LinkedFile, type Place, type Value } from '../values.ts';

/** What an expression may stand for, as far as imports, classes, annotations and tables tell. */
export function evaluate(link: Link, expr: Expr, place: Place): Value[] {
  const { file } = place;
  switch (expr.kind) {
    case 'name':
      if (expr.binding >= 0) return bindingValues(link, file, expr.binding);
      return globalValues(link, file, expr.name);
    case 'this':
      return thisValues(link, place);
    case 'super':
      return superValues(link, place);
    case 'member':
      return isModuleExports(expr) ? exportedValues(link, file, '*') : membersOf(link, evaluate(link, expr.object, place), expr, place);
    case 'index':
      return union(...evaluate(link, expr.object, place).map((value) => anyMember(link, value)));
    case 'call':
      return callValues(link, file, expr.call);
    case 'function':
      return [{ kind: 'function', file, id: expr.function, self: null }];
    case 'class':
      return [{ kind: 'class', file, id: expr.class }];
    case 'object':
      return [{ kind: 'object', file, functionId: place.functionId, properties: expr.properties }];
    case 'array':
      return [{ kind: 'list', of: union(...expr.elements.map((element) => (element.kind === 'spread' ? elementsOf(link, evaluate(link, element.operand, place)) : evaluate(link, element, place)))) }];
    case 'literal':
      return expr.regexp ? [] : [{ kind: 'literal', value: expr.value }];
    case 'logical':
      return expr.operator === '&&' ? evaluate(link, expr.right, place) : union(evaluate(link, expr.left, place), evaluate(link, expr.right, place));
    case 'conditional':
      return union(evaluate(link, expr.yes, place), evaluate(link, expr.no, place));
    case 'await':
      return awaited(link, evaluate(link, expr.operand, place));
    case 'spread':
      return evaluate(link, expr.operand, place);
    case 'assign':
      return evaluate(link, expr.value, place);
    case 'cast': {
      const typed = expr.type ? typeValues(link, file, expr.type) : [];
      return typed.length > 0 ? typed : evaluate(link, expr.operand, place);
    }
    default:
      return [];
  }
}

/** A member of what its object may be; else, of a parameter or a variable that nothing is known of, what the project keeps under that name. */
export function membersOf(link: Link, objects: readonly Value[], { object, name }: Extract<Expr, { kind: 'member' }>, place: Place): Value[] {
  const values = union(...objects.map((value) => memberOf(link, value, name)));
  return values.length > 0 || objects.some((value) => value.kind !== 'handle') || !isLocal(object, place) ? values : carried(link, name);
}

/** Whether an expression starts from something that the project's own code was given or made. */
function isLocal(expr: Expr, { file }: Place): boolean {
  let root = expr;
  while (root.kind === 'member' || root.kind === 'await' || root.kind === 'cast') root = root.kind === 'member' ? root.object : root.operand;
  if (root.kind !== 'name') return root.kind === 'this' || root.kind === 'call';
  return root.binding >= 0 && file.row('bindings', root.binding).kind !== 'import';
}

/** What awaiting values gives: a thenable builder its rows. */
export function awaited(link: Link, values: readonly Value[]): Value[] {
  return union(
    values.flatMap((value): Value[] => {
      const operation = value.kind === 'handle' ? link.libraries.describe(value).awaited : undefined;
      if (value.kind !== 'handle' || !operation) return [value];
      const rows = rowsOf(link, value, operation);
      return operation.list && rows.length > 0 ? [{ kind: 'list', of: rows }] : rows;
    }),
  );
}

/** Rows as the handle that the table names, or of the class that the builder belongs to. */
function rowsOf(link: Link, value: Extract<Value, { kind: 'handle' }>, { returns, entity }: Operation): Value[] {
  const found = returns === undefined ? undefined : link.libraries.handle(value.library, returns);
  if (found) return [{ kind: 'handle', ...found, of: value.of, ...(value.inferred && { inferred: true }) }];
  return entity === 'receiver' && value.of?.kind === 'class' ? [{ kind: 'instance', file: value.of.file, id: value.of.id }] : [];
}

function globalValues(link: Link, file: LinkedFile, name: string): Value[] {
  const value = link.libraries.global(name);
  return value ? [value] : autoImported(link, file, name);
}

/** What `this` is at a place. */
function thisValues(link: Link, { file, functionId }: Place): Value[] {
  const id = thisFunction(file.facts, functionId);
  if (id === 0) return [];
  const { thisType } = file.facts.functions[id]!;
  const typed = thisType ? typeValues(link, file, thisType) : [];
  if (typed.length > 0) return typed;
  const method = file.index.methodOf.get(id);
  if (method) return [{ kind: method.static ? 'class' : 'instance', file, id: method.classId }];
  const fact = file.facts.functions[id]!;
  if (fact.kind === 'static-block') return [{ kind: 'class', file, id: fact.classId }];
  const prototype = file.index.prototypeMethod.get(id);
  if (prototype !== undefined) return union(...bindingValues(link, file, prototype).map((value) => instancesOf(link, value)));
  const added = thisOfAdded(link, file, id);
  if (added.length > 0) return added;
  const owner = file.index.objectOf.get(id);
  if (owner && fact.kind !== 'arrow') return [{ kind: 'object', file, functionId: owner.functionId, properties: owner.properties }];
  return [];
}

function superValues(link: Link, { file, functionId }: Place): Value[] {
  const method = file.index.methodOf.get(thisFunction(file.facts, functionId));
  if (!method) return [];
  const { chain, library } = classBase(link, file, method.classId);
  const base = chain[1];
  if (base) return [{ kind: method.static ? 'class' : 'instance', ...base }];
  const handle = library && (method.static ? library.static : library.instance);
  const found = handle === undefined ? undefined : link.libraries.handle(library!.library, handle);
  return found ? [{ kind: 'handle', ...found, of: library!.of }] : [];
}

/** What `new value()` gives. */
export function instancesOf(link: Link, value: Value): Value[] {
  if (value.kind === 'class') return [{ kind: 'instance', file: value.file, id: value.id }];
  for (const { library, table } of link.libraries.facets(value)) {
    const found = table.construct === undefined ? undefined : link.libraries.handle(library, table.construct);
    if (found) return [{ kind: 'handle', ...found, of: value.kind === 'handle' ? value.of : null }];
  }
  return [];
}

/** What iterating a value gives. */
export function elementsOf(link: Link, values: readonly Value[]): Value[] {
  return union(
    ...values.map((value): Value[] => {
      if (value.kind === 'list') return value.of;
      if (value.kind !== 'handle') return [];
      const element = link.libraries.describe(value).element;
      if (element === 'entity') return value.of?.kind === 'class' ? [{ kind: 'instance', file: value.of.file, id: value.of.id }] : [];
      const found = element === undefined ? undefined : link.libraries.handle(value.library, element);
      return found ? [{ kind: 'handle', ...found, of: value.of }] : [];
    }),
  );
}

/** What `value[unknown]` may give. */
function anyMember(link: Link, value: Value): Value[] {
  const isHeld = value.kind === 'object' || value.kind === 'assigned';
  return isHeld ? link.answers.members.get(`${valueKey(value)}[]`, () => anyOf(link, value)) : anyOf(link, value);
}

/** A table that is filled from itself, `next[key] = next[other]`, leads back to the same question. */
function anyOf(link: Link, value: Value): Value[] {
  switch (value.kind) {
    case 'list':
    case 'handle': {
      const elements = elementsOf(link, [value]);
      if (elements.length > 0 || value.kind === 'list') return elements;
      const pattern = link.libraries.describe(value).patterns?.[0];
      return pattern ? inferred([entryValue(link.libraries, value.library, '[]', pattern.entry, value)]) : [];
    }
    case 'object':
      return union(...value.properties.slice(0, 16).map((property) => (property.key === null ? [] : evaluate(link, property.value, value))));
    case 'assigned':
      return union(
        ...[...(value.file.index.membersOf.get(value.binding)?.values() ?? [])].slice(0, 16).flatMap((list) =>
          list.map((assigned) => evaluate(link, assigned.value, { file: value.file, functionId: assigned.functionId })),
        ),
      );
    default:
      return [];
  }
}
