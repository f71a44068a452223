import { posix } from 'node:path';
import type { CallFact, Expr } from '../../facts/types.ts';
import type { Effect } from '../../libraries/types.ts';
import type { Link } from '../link.ts';
import { PerLink } from '../memo.ts';
import { filesNaming } from '../resolve/specifiers.ts';
import { evaluate } from '../resolve/evaluate.ts';
import { callTargets } from '../resolve/targets.ts';
import type { CallRef, LinkedFile, Place } from '../values.ts';
import type { Sink } from './reach.ts';

/** Files that are read because they change: state, locks, logs, what is put down for a moment, what the system tells. */
const CHANGING = /(^|[/\\])(proc|sys|dev|run|tmp|temp|logs?|uploads?|cache|data|storage|downloads?)([/\\]|$)|\.(pid|sock|log|lock|tmp|flag|db|sqlite)$|maintenance|health|heartbeat|status|state|flag/i;

/** Whether a call reads one and the same file, or folder, each time that it runs, and nothing says that this file changes. */
export function isConstantRead(link: Link, { effect, call }: Pick<Sink, 'effect' | 'call'>): boolean {
  const path = accessOf(effect) === 'read' ? constantInput(link, call, effect) : undefined;
  return path !== undefined && !CHANGING.test(path) && !writtenPaths(link).has(path);
}

function accessOf(effect: Effect): 'read' | 'write' | undefined {
  return effect.kind === 'file' || effect.kind === 'block' ? effect.access : undefined;
}

/** The path that a call is given, when it is the same each time. */
function constantInput(link: Link, { file, id }: CallRef, effect: Effect): string | undefined {
  const call = file.facts.calls[id]!;
  const input = effect.kind === 'file' || effect.kind === 'block' ? effect.input : undefined;
  const arg = input === undefined ? undefined : call.args[input];
  const text = arg && constantText(link, arg, { file, functionId: call.functionId });
  // What is joined to a folder alone is no file.
  return text === undefined || text === '' ? undefined : posix.normalize(text);
}

/**
 * Text of an expression that has one value as long as the process lives: literals, module constants, settings of the
 * environment, this file's own folder, and paths made of these. The folder that a path starts from is left out.
 */
function constantText(link: Link, expr: Expr, place: Place, depth = 0): string | undefined {
  if (depth > 8) return undefined;
  const { file } = place;
  const text = (inner: Expr) => constantText(link, inner, place, depth + 1);
  switch (expr.kind) {
    case 'literal':
      return typeof expr.value === 'string' && !expr.regexp ? expr.value : undefined;
    case 'template': {
      const values = expr.values.map(text);
      return values.every((value) => value !== undefined) ? expr.quasis.map((quasi, index) => quasi + (values[index] ?? '')).join('') : undefined;
    }
    case 'binary': {
      const left = expr.operator === '+' ? text(expr.left) : undefined;
      const right = left === undefined ? undefined : text(expr.right);
      return right === undefined ? undefined : `${left}${right}`;
    }
    case 'logical':
      return text(expr.left) === undefined ? undefined : text(expr.right);
    case 'cast':
    case 'await':
      return text(expr.operand);
    case 'name':
      return nameText(link, expr, place, depth);
    case 'member':
      if (isFolder(expr)) return '';
      // A setting of the process.
      if (expr.object.kind === 'member' && expr.object.name === 'env') return expr.name;
      return literalOf(link, expr, place);
    case 'call': {
      const targets = callTargets(link, file, expr.call);
      if (targets.length === 0 || !targets.every((target) => target.kind === 'operation' && target.operation.path)) return undefined;
      const parts = file.facts.calls[expr.call]!.args.map(text);
      return parts.every((part) => part !== undefined) ? parts.filter((part) => part !== '').join('/') : undefined;
    }
    default:
      return undefined;
  }
}

/** `import.meta.url`, `import.meta.dirname` */
function isFolder({ object, name }: Extract<Expr, { kind: 'member' }>): boolean {
  return object.kind === 'member' && object.name === 'meta' && (name === 'url' || name === 'dirname' || name === 'filename');
}

function nameText(link: Link, expr: Extract<Expr, { kind: 'name' }>, place: Place, depth: number): string | undefined {
  const { facts, index } = place.file;
  const binding = facts.bindings[expr.binding];
  if (!binding) return expr.name === '__dirname' || expr.name === '__filename' ? '' : undefined;
  if (binding.kind === 'import') return literalOf(link, expr, place);
  const isFixed = binding.init !== null && binding.path.length === 0 && binding.loopRegion < 0 && !index.assignmentsTo.has(expr.binding);
  return isFixed && binding.kind !== 'param' ? constantText(link, binding.init!, { file: place.file, functionId: binding.functionId }, depth + 1) : undefined;
}

/** The one string that a name of another module, or a member of a constant object, stands for. */
function literalOf(link: Link, expr: Expr, place: Place): string | undefined {
  if (expr.kind === 'member' && !isModuleConstant(expr.object, place.file)) return undefined;
  const values = evaluate(link, expr, place);
  const [only] = values;
  return values.length === 1 && only?.kind === 'literal' && typeof only.value === 'string' ? only.value : undefined;
}

function isModuleConstant(expr: Expr, { facts }: LinkedFile): boolean {
  if (expr.kind === 'member') return isModuleConstant(expr.object, { facts } as LinkedFile);
  const binding = expr.kind === 'name' ? facts.bindings[expr.binding] : undefined;
  return binding !== undefined && binding.functionId === 0 && (binding.kind === 'const' || binding.kind === 'import' || binding.kind === 'enum');
}

const written = new PerLink<'paths', ReadonlySet<string>>();

/** Paths that the project itself writes to, where they are constant. */
function writtenPaths(link: Link): ReadonlySet<string> {
  return written.get(link, 'paths', () => {
    const found = new Set<string>();
    for (const file of filesNaming(link, isWriter(link))) {
      for (const [id, { args }] of file.facts.calls.entries()) {
        // What is given nothing is given no path.
        for (const target of args.length === 0 ? [] : callTargets(link, file, id)) {
          const effect = target.kind === 'operation' ? target.operation.effect : undefined;
          const path = effect && accessOf(effect) === 'write' ? constantInput(link, { file, id }, effect) : undefined;
          if (path !== undefined) found.add(path);
        }
      }
    }
    return found;
  });
}

/** Whether a specifier is that of something that writes files, by the tables. */
function isWriter(link: Link): (specifier: string) => boolean {
  const writers = new Set(
    link.libraries.all.filter((library) =>
      [library.exports, ...Object.values(library.handles).map(({ members }) => members)].some((table) => Object.values(table).some(({ call }) => call?.effect && accessOf(call.effect) === 'write')),
    ),
  );
  return (specifier) => {
    const library = link.libraries.bySpecifier(specifier);
    return library !== undefined && writers.has(library);
  };
}

/** A call that reads, each time that its function runs, what does not change. */
export interface ConstantRead {
  call: CallRef;
  fact: CallFact;
  /** Function in which it stands. */
  functionId: number;
  inferred: boolean;
}

/** A file's calls that read one and the same file without holding the event loop. */
export function constantReadsIn(link: Link, file: LinkedFile): ConstantRead[] {
  return file.facts.calls.flatMap((fact, id): ConstantRead[] => {
    if (fact.functionId === 0 || fact.args.length === 0 || (fact.kind !== 'call' && fact.kind !== 'new')) return [];
    const call = { file, id };
    const target = callTargets(link, file, id).find((item) => item.kind === 'operation' && item.operation.effect?.kind === 'file');
    if (target?.kind !== 'operation' || !isConstantRead(link, { effect: target.operation.effect!, call })) return [];
    return [{ call, fact, functionId: fact.functionId, inferred: target.inferred === true }];
  });
}
