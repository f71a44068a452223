import type { CallFact, Expr, TypeRef } from '../../facts/types.ts';
import { importedSpecifier } from '../../facts/requires.ts';
import { evaluate } from '../resolve/evaluate.ts';
import type { Link } from '../link.ts';
import { exported } from '../resolve/names.ts';
import { exprText } from '../print.ts';
import { callTargets } from '../resolve/targets.ts';
import { typeValues } from '../resolve/types-of.ts';
import type { LinkedFile, Place, Value } from '../values.ts';
import { isOfPackage, packageName } from './users.ts';

/** Where the evaluation of an expression came to its end. */
export interface Stop {
  kind:
    /** A parameter without a type whose callers are not known, or do not tell. */
    | 'parameter'
    /** A type that leads to no declaration, or to one that says nothing. */
    | 'type'
    /** An import that is no file of the project and no package that a manifest names. */
    | 'import'
    /** An import from a package that has no table. */
    | 'package'
    /** An export that the module, or the table of the package, does not have. */
    | 'export'
    /** A member that the value, whose kind is known, does not have. */
    | 'member'
    /** A call of something known that gives something unknown. */
    | 'result'
    /** A class whose base does not resolve. */
    | 'base'
    | 'global'
    /** A variable without a value that says anything. */
    | 'variable'
    | 'other';
  /** The name that it is about. */
  detail: string;
}

/** Declarations that are followed on the way. */
const MAX_HOPS = 12;

/** Tells why an expression evaluates to nothing: the innermost part that does. */
export function stopOf(link: Link, expr: Expr, place: Place, hops = 0): Stop {
  const { file } = place;
  const text = (part: Expr): string => exprText(file.facts, part).slice(0, 60);
  if (hops > MAX_HOPS) return { kind: 'other', detail: text(expr) };
  const deeper = (inner: Expr): Stop => stopOf(link, inner, place, hops + 1);
  const isKnown = (inner: Expr): boolean => !isNothing(evaluate(link, inner, place));
  switch (expr.kind) {
    case 'name':
      return expr.binding < 0 ? { kind: 'global', detail: expr.name } : bindingStop(link, file, expr.binding, hops);
    case 'this':
      return { kind: 'other', detail: 'this outside of a class' };
    case 'member': {
      const base = openBase(link, expr.object, place);
      if (base) return base;
      return isKnown(expr.object) ? { kind: 'member', detail: expr.name } : deeper(expr.object);
    }
    case 'index':
      return isKnown(expr.object) ? { kind: 'member', detail: `[${text(expr.index)}]` } : deeper(expr.object);
    case 'call':
      return callStop(link, file, expr.call, hops);
    case 'await':
    case 'spread':
    case 'cast':
      return expr.kind === 'cast' && expr.type ? typeStop(link, file, expr.type) : deeper(expr.operand);
    case 'logical':
      return deeper(expr.operator === '&&' ? expr.right : expr.left);
    case 'conditional':
      return deeper(expr.yes);
    case 'assign':
      return deeper(expr.value);
    default:
      return { kind: 'other', detail: text(expr) };
  }
}

/** That somebody sets a property of a value says nothing of what it is. */
export function isNothing(values: readonly Value[]): boolean {
  return values.every(({ kind }) => kind === 'assigned');
}

/** The base class that does not resolve, of a receiver that is an instance of a class of the project. */
export function openBase(link: Link, receiver: Expr, place: Place): Stop | undefined {
  for (const value of evaluate(link, receiver, place)) {
    if (value.kind !== 'instance' && value.kind !== 'class') continue;
    const base = unresolvedBase(link, value);
    if (base !== undefined) return { kind: 'base', detail: base };
  }
  return undefined;
}

/** The text of the base class at which the chain of a class breaks off. */
function unresolvedBase(link: Link, { file, id }: Extract<Value, { kind: 'instance' | 'class' }>): string | undefined {
  let at = { file, id };
  for (let hops = 0; hops < MAX_HOPS; hops++) {
    const { superClass, functionId } = at.file.facts.classes[at.id]!;
    if (!superClass) return undefined;
    const bases = evaluate(link, superClass, { file: at.file, functionId });
    if (bases.length === 0) return exprText(at.file.facts, superClass).slice(0, 60);
    const parent = bases.find((value) => value.kind === 'class');
    if (!parent) return undefined;
    at = { file: parent.file, id: parent.id };
  }
  return undefined;
}

function bindingStop(link: Link, file: LinkedFile, bindingId: number, hops: number): Stop {
  const binding = file.facts.bindings[bindingId]!;
  const { name, kind, type, init, functionId, loopRegion } = binding;
  if (kind === 'import') {
    const { specifier, imported } = file.facts.imports[binding.target]!;
    return importStop(link, file, specifier, imported, hops);
  }
  if (kind === 'param') {
    const given = type ?? file.facts.functions[functionId]!.params[binding.target]?.type;
    return given ? typeStop(link, file, given) : { kind: 'parameter', detail: name };
  }
  if (type) return typeStop(link, file, type);
  const over = loopRegion < 0 ? null : file.facts.regions[loopRegion]!.over;
  const source = over ?? init;
  if (!source) return { kind: 'variable', detail: name };
  const place = { file, functionId };
  if (isNothing(evaluate(link, source, place))) return stopOf(link, source, place, hops + 1);
  return binding.path.length > 0 ? { kind: 'member', detail: binding.path.at(-1)! } : { kind: 'variable', detail: name };
}

function importStop(link: Link, file: LinkedFile, specifier: string, imported: string, hops: number): Stop {
  const target = link.resolve(specifier, file);
  if (!target) return outsideStop(link, specifier, imported);
  for (const item of imported === '*' ? [] : exported(link, target, imported)) {
    if (item.kind === 'binding' && hops < MAX_HOPS) return bindingStop(link, item.file, item.id, hops + 1);
  }
  for (const fact of target.index.exportsNamed.get(imported) ?? []) {
    if (fact.kind === 'value' && hops < MAX_HOPS) return stopOf(link, fact.value, { file: target, functionId: 0 }, hops + 1);
    if (fact.kind === 'from' && hops < MAX_HOPS) return importStop(link, target, fact.specifier, fact.imported, hops + 1);
  }
  return { kind: 'export', detail: `${imported} of ${target.path}` };
}

/** An import that leads out of the project. */
function outsideStop(link: Link, specifier: string, imported: string): Stop {
  if (link.libraries.bySpecifier(specifier)) return { kind: 'export', detail: `${imported} of ${specifier}` };
  return isOfPackage(link, specifier) ? { kind: 'package', detail: packageName(specifier) } : { kind: 'import', detail: specifier };
}

function typeStop(link: Link, file: LinkedFile, type: TypeRef): Stop {
  const unresolved = unresolvedType(link, file, type);
  if (unresolved?.kind === 'ref' && unresolved.binding >= 0) {
    const binding = file.facts.bindings[unresolved.binding]!;
    if (binding.kind === 'import') {
      const { specifier, imported } = file.facts.imports[binding.target]!;
      if (!link.resolve(specifier, file)) return outsideStop(link, specifier, imported);
    }
  }
  return { kind: 'type', detail: unresolved ? typeText(unresolved) : typeText(type) };
}

/** The part of a type that names something unknown: `Db` of `Promise<Db>`. */
function unresolvedType(link: Link, file: LinkedFile, type: TypeRef): TypeRef | undefined {
  if (typeValues(link, file, type).length > 0) return undefined;
  if (type.kind === 'union' || type.kind === 'intersection') return type.members.map((member) => unresolvedType(link, file, member)).find((found) => found?.kind === 'ref') ?? type;
  if (type.kind === 'array') return unresolvedType(link, file, type.element) ?? type;
  return type;
}

function typeText(type: TypeRef): string {
  switch (type.kind) {
    case 'ref':
      return `${type.path.join('.')}${type.args.length > 0 ? `<${type.args.map(typeText).join(', ')}>` : ''}`;
    case 'array':
      return `${typeText(type.element)}[]`;
    case 'union':
      return type.members.map(typeText).join(' | ');
    case 'intersection':
      return type.members.map(typeText).join(' & ');
    case 'typeof':
      return `typeof ${type.path.join('.')}`;
    case 'import':
      return `import('${type.specifier}').${type.path.join('.')}`;
    case 'indexed':
      return `${typeText(type.object)}[${typeText(type.key)}]`;
    case 'literal':
      return JSON.stringify(type.value);
    case 'function':
      return 'a function type';
    case 'object':
      return 'an object type';
    case 'tuple':
      return 'a tuple type';
    case 'this':
      return 'this';
    default:
      return 'a computed type';
  }
}

function callStop(link: Link, file: LinkedFile, callId: number, hops: number): Stop {
  const call: CallFact = file.facts.calls[callId]!;
  const place = { file, functionId: call.functionId };
  const specifier = importedSpecifier(file.facts, call);
  if (specifier !== undefined) return importStop(link, file, specifier, '*', hops + 1);
  const targets = call.kind === 'new' ? [] : callTargets(link, file, callId);
  if (targets.length === 0 && evaluate(link, call.callee, place).length === 0) return stopOf(link, call.callee, place, hops + 1);
  for (const target of targets) {
    if (target.kind !== 'function' || hops >= MAX_HOPS) continue;
    const { returnType, returns } = target.file.facts.functions[target.id]!;
    if (returnType) return typeStop(link, target.file, returnType);
    const [first] = returns;
    if (first && evaluate(link, first, { file: target.file, functionId: target.id }).length === 0) return stopOf(link, first, { file: target.file, functionId: target.id }, hops + 1);
  }
  return { kind: 'result', detail: exprText(file.facts, call.callee).slice(0, 60) };
}
