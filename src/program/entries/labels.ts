import { PerFile } from '../memo.ts';
import type { Expr } from '../../facts/types.ts';
import type { pathTeller } from './mounts.ts';
import type { Route } from './routes.ts';
import { symbolPath } from '../print.ts';
import type { LinkedFile } from '../values.ts';
import { rootExprs, walkExpr } from '../../facts/walk.ts';

/** How a reader knows an entry: `GET /orders`, `User.posts`, `defineTask server/tasks/tidy.ts`. */

/** Names of calls and decorators that are methods of HTTP; `all` is any. */
export const HTTP_VERBS: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all']);

/** The label of a route: `GET /customers/:id`, or `GET /v1/customers, /v2/customers`; of one whose path begins with what the code does not show `GET …/:id`. */
export function routeLabel({ method, paths, under }: Route, tell: ReturnType<typeof pathTeller>): string {
  const told = paths.map((path) => tell(under, path));
  const all = told.includes(undefined) ? paths.map((path) => (path === '' ? '…' : `…${path}`)) : [...new Set(told.flatMap((list) => list ?? []))];
  return `${method} ${all.join(', ')}`;
}

/** The label of a method under a decorator: `GET orders/:id`. */
export function decoratorLabel(file: LinkedFile, functionId: number, name: string, callId: number): string {
  const path = callId < 0 ? undefined : literalText(file.facts.calls[callId]!.args[0]);
  return HTTP_VERBS.has(name.toLowerCase()) ? `${name.toUpperCase()} ${path ?? symbolPath(file.facts, functionId)}` : symbolPath(file.facts, functionId);
}

/** The label of a function that is handed to a library's call. */
export function callLabel(file: LinkedFile, callId: number, name: string): string {
  const call = file.facts.calls[callId]!;
  const first = call.args[0];
  const path = literalText(first?.kind === 'array' ? first.elements[0] : first) ?? (first?.kind === 'object' ? literalText(first.properties.find(({ key }) => key === 'url' || key === 'path')?.value) : undefined);
  if (path !== undefined) return HTTP_VERBS.has(name.toLowerCase()) ? `${name.toUpperCase()} ${path}` : `${name} ${path}`;
  return fieldLabel(file, callId) || symbolPath(file.facts, call.functionId) || `${name} ${file.path}`;
}

/** The file that a label tells for want of a path or a name: of `defineTask server/tasks/tidy.ts`, `handle (src/a.ts)`, `src/a.ts`. Of other labels what comes out is no file's path. */
export function toldFile(label: string): string {
  return label.replace(/^[^ /]+ \(?/, '').replace(/\)$/, '');
}

function literalText(expr: Expr | undefined): string | undefined {
  return expr?.kind === 'literal' && typeof expr.value === 'string' ? expr.value : undefined;
}

/** A call that is kept under a name, or defines a field of an object: `User.notes`. */
function fieldLabel(file: LinkedFile, callId: number): string {
  const name = namesOfCalls(file).get(callId);
  return [...ownerNames(file, callId), ...(name === undefined ? [] : [name])].join('.');
}

/** What names the object whose fields a call's function defines: `objectType('User', …)`, `objectField('User', 'notes', …)`, `User.implement(…)`. */
function ownerNames(file: LinkedFile, callId: number): string[] {
  const site = file.index.callbackSite.get(file.facts.calls[callId]!.functionId);
  if (!site) return [];
  const { args, callee } = file.facts.calls[site.call]!;
  const literals = args.map(literalText).filter((text) => text !== undefined);
  if (literals.length > 0 || callee.kind !== 'member' || callee.object.kind !== 'name') return literals;
  return /^[A-Z]/.test(callee.object.name) ? [callee.object.name] : [];
}

const known = new PerFile<ReadonlyMap<number, string>>(collect);

/** Variables and keys that hold the result of a call, by the call. */
function namesOfCalls(file: LinkedFile): ReadonlyMap<number, string> {
  return known.get(file);
}

function collect({ facts }: LinkedFile): Map<number, string> {
  const names = new Map<number, string>();
  for (const { init, name, path } of facts.bindings) if (init?.kind === 'call' && path.length === 0) names.set(init.call, name);
  for (const { expr } of rootExprs(facts)) {
    walkExpr(expr, (part) => {
      for (const { key, value } of part.kind === 'object' ? part.properties : []) if (key !== null && value.kind === 'call') names.set(value.call, key);
    });
  }
  return names;
}
