import type { Expr } from '../../facts/types.ts';
import type { Mounts } from '../../libraries/types.ts';
import { evaluate } from '../resolve/evaluate.ts';
import { callTargets, type CallTarget } from '../resolve/targets.ts';
import type { Link } from '../link.ts';
import type { CallRef, LinkedFile, Place } from '../values.ts';
import { givenTo, joined, madeBy, pathsOf, routersOf, type Under } from './routers.ts';

/** A router that is put under others, or that has a path of its own. */
export interface Mount {
  router: string;
  /** Undefined for its own path. */
  under?: readonly Under[];
  /** None for an application that is made and that has it. */
  paths: readonly (string | null)[];
  /** Paths to which its own is not put in front. */
  except?: readonly (string | null)[];
}

/** Routers with more paths are told none. */
const MAX_PATHS = 4;

/** The names by which the tables know calls that put routes under a path. */
export function mountNames(link: Link): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { exports, handles } of link.libraries.all) {
    for (const table of [exports, ...Object.values(handles).map(({ members }) => members)]) {
      for (const [name, { call }] of Object.entries(table)) if (call?.mounts && call.mounts.what !== 'result') names.add(name);
    }
  }
  return names;
}

/** What the calls of a file put under which path. */
export function mountsIn(link: Link, file: LinkedFile, names: ReadonlySet<string>): Mount[] {
  return file.rows('calls').flatMap(([name, id]) => {
    if (!names.has(name)) return [];
    return callTargets(link, file, id).flatMap((target) => (target.kind === 'operation' && target.operation.mounts ? mountsAt(link, { file, id }, target, target.operation.mounts) : []));
  });
}

function mountsAt(link: Link, ref: CallRef, { operation, receiver: of }: Extract<CallTarget, { kind: 'operation' }>, mounts: Mounts): Mount[] {
  const { file, id } = ref;
  const { args, callee, functionId } = file.facts.calls[id]!;
  const place = { file, functionId };
  const receiver = (): readonly Under[] => (callee.kind === 'member' ? routersOf(link, callee.object, place) : []);
  switch (mounts.what) {
    case 'receiver':
      return receiver().map(({ router }) => ({ router, paths: pathsOf(link, ref, mounts.path) }));
    case 'controllers': {
      if (mounts.path === undefined) return [{ router: controllersOf(link, file), paths: [] }];
      const except = mounts.except === undefined ? [''] : pathsOf(link, ref, mounts.except);
      return [{ router: controllersOf(link, file), paths: pathsOf(link, ref, mounts.path), ...(except.some((path) => path !== '') && { except }) }];
    }
    case 'arguments': {
      const takesFunctions = operation.callbacks?.some(({ params }) => params) === true;
      const routers = args.flatMap((arg) => leaves(arg).flatMap((expr) => mountedAs(link, expr, place, takesFunctions)));
      if (routers.length === 0) return [];
      const paths = mounts.path === 0 && isHandler(link, args[0]!, place) ? [''] : pathsOf(link, ref, mounts.path);
      const under = of ? receiver() : [{ router: madeBy(ref), path: '', root: false }];
      // What a router adds to its own path is part of where its routes are, too.
      return routers.map((router) => ({ router, under, paths }));
    }
    case 'result':
      return [];
  }
}

/** `app.use(authenticate, router)`: what comes before a router is no path. */
function isHandler(link: Link, expr: Expr, place: Place): boolean {
  return leaves(expr).every((one) => evaluate(link, one, place).some(({ kind }) => kind === 'function' || kind === 'entry' || kind === 'handle'));
}

function leaves(expr: Expr): readonly Expr[] {
  return expr.kind === 'array' ? expr.elements : [expr];
}

/** A router, or a function that is given one to add routes to. */
function mountedAs(link: Link, expr: Expr, place: Place, takesFunctions: boolean): readonly string[] {
  const routers = routersOf(link, expr, place);
  if (routers.length > 0 || !takesFunctions) return routers.map(({ router }) => router);
  return evaluate(link, expr, place).flatMap((value) => (value.kind === 'function' ? [givenTo(value)] : []));
}

/** What the routes of a package's controllers are under. */
export function controllersOf(link: Link, file: LinkedFile): string {
  return `controllers of ${link.packageOf(file)?.dir ?? ''}`;
}

/** Tells the paths below which something is added: undefined where the code does not show all of them. */
export function pathTeller(mounts: readonly Mount[]): (under: readonly Under[], below: string) => readonly string[] | undefined {
  const by = new Map<string, Mount[]>();
  for (const mount of mounts) by.set(mount.router, [...(by.get(mount.router) ?? []), mount]);
  const known = new Map<string, readonly string[] | undefined>();

  const aboveOf = (router: string, root: boolean): readonly string[] | undefined => {
    if (known.has(router)) return known.get(router);
    // A router below itself has no path.
    known.set(router, undefined);
    const placed = (by.get(router) ?? []).filter(({ under }) => under !== undefined);
    const paths = placed.length === 0 ? (root ? [''] : undefined) : all(placed.flatMap(({ under, paths: own }) => own.map((path) => pathsUnder(under!, path))));
    known.set(router, paths);
    return paths;
  };

  const ownOf = (router: string, below: string): string | null => {
    const own = (by.get(router) ?? []).filter(({ under }) => under === undefined);
    const set = own.filter(({ paths }) => paths.length > 0);
    if (set.length === 0) return '';
    const values = new Set(set.flatMap(({ paths }) => paths));
    const except = set.flatMap((mount) => mount.except ?? []);
    // What one application sets says nothing of another one.
    if (values.size > 1 || own.length - set.length > set.length || except.includes(null)) return null;
    return except.some((path) => joined('', path) === below) ? '' : [...values][0]!;
  };

  const pathsUnder = (under: readonly Under[], below: string | null): readonly string[] | undefined => {
    if (under.length === 0) return undefined;
    return all(
      under.map(({ router, path, root }) => {
        const inner = joined(path, below);
        const own = inner === null ? null : joined(ownOf(router, inner), inner);
        const above = aboveOf(router, root);
        return own === null || above === undefined ? undefined : above.map((one) => `${one}${own}`);
      }),
    );
  };

  return (under, below) => pathsUnder(under, below)?.map((path) => (path === '' ? '/' : path));
}

/** All paths of several lists; undefined where one is not known, or where they are many. */
function all(lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  if (lists.includes(undefined)) return undefined;
  const paths = [...new Set((lists as readonly (readonly string[])[]).flat())];
  return paths.length > MAX_PATHS ? undefined : paths;
}
