import { UsageError } from '../../source/errors.ts';

/** A route of the server, with a pattern as its path: `/orders/:id`. */
export interface KnownRoute {
  method: string;
  path: string;
}

/** A request that a load test sends again and again. */
export interface PlannedRequest {
  /** `GET`. */
  method: string;
  /** The route's pattern where it is known, else the path without what is asked: what its figures stand under. */
  route: string;
  /** With the values of its parameters, and with what is asked (`?shop=1`); a parameter without a value is as the pattern has it. */
  path: string;
  /** Names of the parameters that have no value. */
  missing: readonly string[];
}

/** A route that is not asked, and why. */
export interface LeftRoute {
  route: string;
  reason: string;
}

export interface Plan {
  requests: PlannedRequest[];
  left: LeftRoute[];
}

export interface PlanOptions {
  /** What the user named: `GET /orders?shop=1`, `/orders/7`, `GET /orders/:id`; none: what the config's service levels name, else all. */
  named: readonly string[];
  /** Names of routes that have service levels: `GET /orders/:id`, `/orders`. */
  levels: readonly string[];
  routes: readonly KnownRoute[];
  /** Values of parameters of paths, by name. */
  values: ReadonlyMap<string, string>;
  /** The pattern that a path means; undefined where no route of the project does. */
  patternOf(route: KnownRoute): string | undefined;
  /** A request with a missing value is planned too: a script asks for it. */
  keepsMissing: boolean;
}

const NAMED = /^(?:([A-Za-z]+) +)?(\/\S*)$/;
/** Methods that change nothing: https://www.rfc-editor.org/rfc/rfc9110#name-safe-methods */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Methods whose requests have a body. */
export const WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'QUERY']);
/** `:id`, `:id(\d+)`, `:id?`, `{id}`, `[id]`, `<id>` */
const PARAMETER = /^(?::(\w+)|\{(\w+)\??\}|\[(\w+)\]|<(\w+)>)/;

/**
 * Which requests a load test sends. What changes data is sent only where it is named.
 * @throws UsageError for a name that is no route
 */
export function planRequests({ named, levels, routes, values, patternOf, keepsMissing }: PlanOptions): Plan {
  const plan: Plan = { requests: [], left: [] };
  const ofLevels = levels.filter((name) => NAMED.test(name));
  const asked = named.length > 0 ? named : ofLevels.length > 0 ? ofLevels : routes.map(({ method, path }) => `${method} ${path}`);
  for (const name of new Set(asked)) {
    const [, written, target = ''] = NAMED.exec(name) ?? [];
    if (target === '') throw new UsageError(`${JSON.stringify(name)} is no route: name it as "GET /orders/:id", or a path of one as "GET /orders/7?page=2"`);
    // A question mark behind a parameter says that it may be left out.
    const [, path = '', query] = /^(.*?)(?:\?([^/?].*))?$/.exec(target) ?? [];
    const method = methodOf(written, path, routes, patternOf);
    if (named.length === 0 && !SAFE.has(method)) {
      plan.left.push({ route: `${method} ${path}`, reason: 'it may change data: name it to send it all the same' });
      continue;
    }
    const { filled, missing } = withValues(path, values);
    if (missing.length > 0 && !keepsMissing) plan.left.push({ route: `${method} ${path}`, reason: `no value for ${missing.join(', ')}: give ${missing.map((one) => `--param ${one}=VALUE`).join(' ')}` });
    else plan.requests.push({ method, route: patternOf({ method, path }) ?? path, path: query === undefined ? filled : `${filled}?${query}`, missing });
  }
  return plan;
}

/** The method that is written; else the only one of the routes that fit, else GET. `ALL` is any. */
function methodOf(written: string | undefined, path: string, routes: readonly KnownRoute[], patternOf: PlanOptions['patternOf']): string {
  const given = written?.toUpperCase();
  if (given !== undefined && given !== 'ALL') return given;
  const fitting = new Set(routes.map(({ method }) => method).filter((method) => method !== 'ALL' && patternOf({ method, path }) !== undefined));
  return fitting.size === 1 ? [...fitting][0]! : 'GET';
}

/** Headers of a request that has a body: that is JSON unless one of them says otherwise, in whatever case (https://www.rfc-editor.org/rfc/rfc9110#section-5.1). */
export function withBodyType(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'content-type') ? headers : { 'content-type': 'application/json', ...headers };
}

function withValues(path: string, values: ReadonlyMap<string, string>): { filled: string; missing: string[] } {
  const missing: string[] = [];
  const parts = path.split('/').map((part) => {
    const [, ...names] = PARAMETER.exec(part) ?? [];
    const name = names.find((one) => one !== undefined) ?? (part.startsWith('*') ? part.slice(1) || 'path' : undefined);
    if (name === undefined) return part;
    const value = values.get(name);
    if (value === undefined) missing.push(name);
    return value === undefined ? `:${name}` : encodeURIComponent(value);
  });
  return { filled: parts.join('/'), missing };
}
