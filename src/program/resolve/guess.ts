import type { CallFact, Expr } from '../../facts/types.ts';
import type { Entry, Library, Shape } from '../../libraries/types.ts';
import { dependsOn } from '../entries/file-kinds.ts';
import { NATIVE_MEMBERS } from './builtins.ts';
import { classBase } from './classes.ts';
import { evaluate } from './evaluate.ts';
import type { Link } from '../link.ts';
import { PerLink } from '../memo.ts';
import { lastName } from '../../facts/outline.ts';
import { memberOf } from './members.ts';
import { modelInFolder, modelNamed } from './models.ts';
import { handlesNamed } from './properties.ts';
import { callTargets, valueTargets, type CallTarget } from './targets.ts';
import type { LinkedFile } from '../values.ts';

/**
 * Targets of a call of which nothing is known, nor of its receiver, by two independent signs: a library's method on a model of the schema or
 * with that library's options, an accessor that an association declares, or the only project method of that name.
 */
export function guessTargets(link: Link, file: LinkedFile, call: CallFact): CallTarget[] {
  const { callee } = call;
  if (callee.kind !== 'member') return [];
  const shaped = shapeTarget(link, call, callee);
  if (shaped) return [shaped];
  const filed = filedTargets(link, file, call, callee);
  if (filed) return filed;
  if (!isOpen(link, file, call, callee.object)) return [];
  return namedTargets(link, file, callee) ?? accessorTarget(link, callee) ?? soleMethod(link, file, callee, call);
}

function shapeTarget(link: Link, call: CallFact, callee: Extract<Expr, { kind: 'member' }>): CallTarget | undefined {
  for (const { library, shape } of link.libraries.shapesOf(callee.name)) {
    if (!receiverFits(link, shape, callee.object) || !optionsFit(shape, call)) continue;
    const member = link.libraries.member(library, shape.handle, callee.name);
    if (member?.entry.call) return { kind: 'operation', library: member.library, operation: member.entry.call, name: callee.name, receiver: null, inferred: true };
  }
  return undefined;
}

/** How a statement begins that reads or writes rows, after comments. */
const STATEMENT = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:select|insert\s+into|update|delete\s+from|with|replace\s+into|merge\s+into)\s/i;

/**
 * Target of a template under a tag that nothing is known of: a library's, of which its text and the project's
 * dependencies are signs. One that the file's package depends on comes first.
 */
export function guessTag(link: Link, file: LinkedFile, call: CallFact): CallTarget[] {
  const [template] = call.args;
  if (template?.kind !== 'template' || !STATEMENT.test(template.quasis.join('?')) || leadsToTable(link, file, call.callee)) return [];
  // That somebody sets a property of a value says nothing of what it is.
  if (evaluate(link, call.callee, { file, functionId: call.functionId }).some(({ kind }) => kind !== 'assigned')) return [];
  const owner = link.packageOf(file);
  const offered = link.libraries.all.flatMap((library) => (library.shapes ?? []).flatMap(({ receiver, handle }) => (receiver === 'tag' ? [{ library, handle }] : [])));
  const shape = offered.find(({ library }) => owner && dependsOn(owner, library)) ?? offered.find(({ library }) => link.packages.some((item) => dependsOn(item, library)));
  const found = shape && link.libraries.handle(shape.library, shape.handle);
  return found ? valueTargets(link, { kind: 'handle', ...found, of: null, inferred: true }, 0, true) : [];
}

/** Whether a callee begins at an import from a package that has a table: what the table leaves out is no query. */
function leadsToTable(link: Link, file: LinkedFile, callee: Expr): boolean {
  const root = rootOf(callee, file);
  const binding = root.kind === 'name' && root.binding >= 0 ? file.facts.bindings[root.binding]! : undefined;
  if (binding?.kind !== 'import') return false;
  const { specifier } = file.facts.imports[binding.target]!;
  return !link.resolve(specifier, file) && link.libraries.bySpecifier(specifier) !== undefined;
}

/** What a chain of members and calls begins at. */
function rootOf(expr: Expr, file: LinkedFile): Expr {
  for (let at = expr; ; ) {
    if (at.kind === 'member' || at.kind === 'index') at = at.object;
    else if (at.kind === 'await' || at.kind === 'cast') at = at.operand;
    else if (at.kind === 'call') at = file.facts.calls[at.call]!.callee;
    else return at;
  }
}

function receiverFits(link: Link, shape: Shape, receiver: Expr): boolean {
  if (shape.receiver === 'any') return true;
  return receiver.kind === 'member' && receiver.object.kind !== 'literal' && link.models.has(receiver.name);
}

function optionsFit(shape: Shape, call: CallFact): boolean {
  if (shape.options.length === 0) return true;
  return call.args.some((arg) => arg.kind === 'object' && arg.properties.some(({ key }) => key !== null && shape.options.includes(key)));
}

/** A receiver that is some value of the project: not an import that leads outside, not a global, and of no declared type. */
function isOpen(link: Link, file: LinkedFile, call: CallFact, receiver: Expr): boolean {
  let root = receiver;
  let field = '';
  for (;;) {
    if (root.kind === 'member') {
      field = root.name;
      root = root.object;
    } else if (root.kind === 'index') root = root.object;
    else if (root.kind === 'await' || root.kind === 'cast') root = root.operand;
    else break;
  }
  if (root.kind === 'this') return !hasTypedField(link, file, call.functionId, field);
  if (root.kind !== 'name') return root.kind === 'call';
  if (root.binding < 0) return false;
  const { kind, type } = file.facts.bindings[root.binding]!;
  return kind !== 'import' && (type === null || root !== receiver || type.kind === 'other');
}

/** A field whose annotation names a type that did not resolve is somebody else's. */
function hasTypedField(link: Link, file: LinkedFile, functionId: number, name: string): boolean {
  return evaluate(link, { kind: 'this' }, { file, functionId }).some(
    (value) => value.kind === 'instance' && classBase(link, value.file, value.id).chain.some(({ file: at, id }) => at.facts.classes[id]!.fields.some((field) => field.name === name && field.type !== null)),
  );
}

/**
 * A receiver named after a model that the project declares (`models.Team.findByPk`), or after a property that holds one
 * library's handle wherever it is set (`ctx.loaders.user.load`).
 */
function namedTargets(link: Link, file: LinkedFile, callee: Extract<Expr, { kind: 'member' }>): CallTarget[] | undefined {
  const name = callee.object.kind === 'member' ? callee.object.name : undefined;
  if (name === undefined) return undefined;
  const model = /^[A-Z]/.test(name) ? modelNamed(link, name, file) : undefined;
  const values = model ? [model] : handlesNamed(link, name);
  const targets = values.flatMap((value) => memberOf(link, value, callee.name)).flatMap((value) => valueTargets(link, value, 0));
  return targets.length > 0 ? targets.map((target) => ({ ...target, inferred: true as const })) : undefined;
}

/** `APP.models.users.query()` of a global, or of what a function is given: what the file `models/users` exports is a model, and has that method. */
function filedTargets(link: Link, file: LinkedFile, call: CallFact, { object, name }: Extract<Expr, { kind: 'member' }>): CallTarget[] | undefined {
  const folder = object.kind === 'member' ? lastName(object.object) : undefined;
  if (object.kind !== 'member' || folder === undefined) return undefined;
  const root = rootOf(object, file);
  if (root.kind !== 'name' || (root.binding >= 0 && !isOpen(link, file, call, object))) return undefined;
  const model = modelInFolder(link, folder, object.name);
  const targets = model ? memberOf(link, model, name).flatMap((value) => valueTargets(link, value, 0)) : [];
  return targets.length > 0 ? targets.map((target) => ({ ...target, inferred: true as const })) : undefined;
}

/** `row.getOwner()` where an association declares the accessor. */
function accessorTarget(link: Link, { object, name }: Extract<Expr, { kind: 'member' }>): CallTarget[] | undefined {
  if (object.kind !== 'name' && object.kind !== 'member') return undefined;
  // Reads alone: `set…` and `add…` are the names of too much else.
  const found = /^(get|count|has)[A-Z]/.test(name) ? accessorsOf(link).get(name) : undefined;
  if (!found?.entry.call) return undefined;
  return [{ kind: 'operation', library: found.library, operation: found.entry.call, name, receiver: null, inferred: true }];
}

type Accessors = Map<string, { library: Library; entry: Entry }>;
const accessors = new PerLink<'all', Accessors>();

/** Accessors that the project's associations declare, by name. */
function accessorsOf(link: Link): Accessors {
  return accessors.get(link, 'all', () => collectAccessors(link));
}

function collectAccessors(link: Link): Accessors {
  const found: Accessors = new Map();
  const declaring = new Set(link.libraries.all.flatMap((library) => Object.values(library.handles).flatMap((handle) => Object.entries(handle.members).flatMap(([name, entry]) => (entry.call?.accessors ? [name] : [])))));
  for (const method of declaring) {
    for (const { file, id } of link.names.calls(method)) {
      const call = file.facts.calls[id]!;
      for (const target of callTargets(link, file, id)) {
        if (target.kind !== 'operation' || !target.operation.accessors) continue;
        const as = associationName(call);
        if (!as) continue;
        for (const template of target.operation.accessors) {
          const name = template.replace('{As}', as);
          const entry = accessorEntry(target.library, name);
          if (entry) found.set(name, { library: target.library, entry });
        }
      }
    }
  }
  return found;
}

/** The `as` option, or the target's own name; capitalised. */
function associationName(call: CallFact): string | undefined {
  const options = call.args[1];
  const as = options?.kind === 'object' ? options.properties.find(({ key }) => key === 'as')?.value : undefined;
  const name = as?.kind === 'literal' && typeof as.value === 'string' ? as.value : call.args[0] && lastName(call.args[0]);
  return name ? name[0]!.toUpperCase() + name.slice(1) : undefined;
}

function accessorEntry(library: Library, name: string): Entry | undefined {
  for (const handle of Object.values(library.handles)) {
    const pattern = handle.patterns?.find(({ match, entry }) => match.test(name) && entry.call?.effect?.kind === 'query');
    if (pattern) return pattern.entry;
  }
  return undefined;
}

/** The only method of that name in the caller's package, or the one on the class that the receiver is named after. */
function soleMethod(link: Link, from: LinkedFile, callee: Extract<Expr, { kind: 'member' }>, call: CallFact): CallTarget[] {
  if (NATIVE_MEMBERS.has(callee.name)) return [];
  const methods = link.names.methods(callee.name, from).filter(({ file }) => link.packageOf(file) === link.packageOf(from));
  const receiver = lastName(callee.object)?.toLowerCase() ?? '';
  const chosen = methods.length === 1 && !isQueryName(link, callee.name) ? methods : methods.filter(({ owner }) => owner !== '' && owner.toLowerCase() === receiver);
  const only = chosen[0];
  if (!only || chosen.length > 1 || only.file.facts.functions[only.id]!.params.length < call.args.length) return [];
  return [{ kind: 'function', file: only.file, id: only.id, self: null, shift: 0, inferred: true }];
}

const queryNames = new WeakMap<Link, ReadonlySet<string>>();

/** A name that some library gives a query: on a receiver that nobody knows it is that library's as likely as the project's. */
function isQueryName(link: Link, name: string): boolean {
  let names = queryNames.get(link);
  if (!names) {
    const members = link.libraries.all.flatMap((library) => Object.values(library.handles).flatMap((handle) => Object.entries(handle.members)));
    queryNames.set(link, (names = new Set(members.flatMap(([member, { call }]) => (call?.effect?.kind === 'query' ? [member] : [])))));
  }
  return names.has(name);
}
