import { argumentOf } from '../arguments/follow.ts';
import { spotOf } from '../arguments/spots.ts';
import type { Argument, ObjectArgument } from '../arguments/types.ts';
import { callTargets, decoratorEntries, type CallTarget } from '../resolve/targets.ts';
import type { Link } from '../link.ts';
import type { CallRef, LinkedFile } from '../values.ts';
import { HTTP_VERBS } from './labels.ts';
import { controllersOf } from './mounts.ts';
import { joined, pathsOf, routersOf, textsOf, type Under } from './routers.ts';

/** A route as one place of the code adds it. */
export interface Route {
  /** `GET`, or `ALL`. */
  method: string;
  /** Below what it is added to: `/:id`, or '' for that itself. */
  paths: readonly string[];
  under: readonly Under[];
}

/** What options of a route may be written as: a name that has them, or what a call makes of them. */
const MAY_BE_OPTIONS: ReadonlySet<string | undefined> = new Set(['object', 'name', 'member', 'call']);

/** The route that a call adds to a router, with a method of HTTP as its name or among its options; undefined for what is none, or whose path the code does not show. */
export function routeOfCall(link: Link, ref: CallRef, { receiver, name }: Extract<CallTarget, { kind: 'operation' }>): Route | undefined {
  const { callee, args, functionId } = ref.file.facts.calls[ref.id]!;
  if (receiver?.kind !== 'handle' || callee.kind !== 'member' || link.libraries.describe(receiver).routes === undefined) return undefined;
  const under = routersOf(link, callee.object, { file: ref.file, functionId });
  const isVerb = HTTP_VERBS.has(name.toLowerCase());
  if (!isVerb && !MAY_BE_OPTIONS.has(args[0]?.kind)) return undefined;
  const first = args[0] && argumentOf(link, { expr: args[0], spot: spotOf(ref) });
  if (isVerb) return routeWith(name, pathsAt(link, ref, first), under);
  const options = first && optionsOf(link, first);
  const method = options && literal(options, ['method']);
  const path = options && literal(options, ['url', 'path']);
  return method === undefined || path === undefined ? undefined : routeWith(method, [path], under);
}

/** Options, or those that a library's call gives back as it was given them. */
function optionsOf(link: Link, argument: Argument): ObjectArgument | undefined {
  if (argument.kind === 'object') return argument;
  if (argument.kind !== 'call') return undefined;
  const [target] = callTargets(link, argument.call.file, argument.call.id);
  const given = target?.kind === 'operation' && target.operation.returns === 'arg:0' ? argument.args()[0] : undefined;
  return given?.kind === 'object' ? given : undefined;
}

/** A name may stand before the path. */
function pathsAt(link: Link, ref: CallRef, first: Argument | undefined): readonly (string | null)[] {
  const paths = first ? textsOf(first) : [''];
  const [, second] = paths.length === 1 && paths[0] !== null && /^[^/*:]/.test(paths[0]!) ? ['', ...pathsOf(link, ref, 1)] : [];
  return typeof second === 'string' && second.startsWith('/') ? [second] : paths;
}

function routeWith(method: string, paths: readonly (string | null)[], under: readonly Under[]): Route | undefined {
  return paths.includes(null) ? undefined : { method: method.toUpperCase(), paths: paths.map((path) => joined('', path)!), under };
}

function literal({ properties }: ObjectArgument, names: readonly string[]): string | undefined {
  const found = properties.find(({ key, optional }) => names.includes(key) && !optional)?.value;
  return found?.kind === 'literal' && typeof found.value === 'string' ? found.value : undefined;
}

/** The route of a method under a decorator, in a class that is marked as a controller; undefined for any other. */
export function routeOfMethod(link: Link, file: LinkedFile, functionId: number, name: string, callId: number): Route | undefined {
  const owner = file.index.methodOf.get(functionId);
  if (!owner || !HTTP_VERBS.has(name.toLowerCase())) return undefined;
  const { decorators, functionId: around } = file.facts.classes[owner.classId]!;
  const router = controllersOf(link, file);
  const isChanged = file.facts.functions[functionId]!.decorators.some(({ callee }) => decoratorEntries(link, file, around, callee).some(({ entry }) => entry.decorator?.changesPath));
  for (const { callee, call } of decorators) {
    const controller = decoratorEntries(link, file, around, callee).map(({ entry }) => entry.decorator?.controller).find((found) => found !== undefined);
    if (!controller) continue;
    const above = isChanged ? [null] : call < 0 ? [''] : controllerPaths(link, { file, id: call }, controller.unless);
    const below = callId < 0 ? [''] : pathsOf(link, { file, id: callId }, 0);
    if (below.includes(null)) return undefined;
    return { method: name.toUpperCase(), paths: below.map((path) => joined('', path)!), under: above.map((path) => ({ router, path: joined('', path), root: true })) };
  }
  return undefined;
}

function controllerPaths(link: Link, ref: CallRef, unless: readonly string[]): readonly (string | null)[] {
  const options = ref.file.facts.calls[ref.id]!.args[0];
  if (!options) return [''];
  const argument = argumentOf(link, { expr: options, spot: spotOf(ref) });
  if (argument.kind !== 'object') return textsOf(argument);
  return argument.open !== undefined || argument.properties.some(({ key }) => unless.includes(key)) ? [null] : pathsOf(link, ref, '0.path');
}
