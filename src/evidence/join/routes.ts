import type { Finding } from '../../findings/types.ts';
import { pathOf } from '../routes.ts';
import type { Observation, Route } from '../types.ts';
import type { Match } from './match.ts';
import { OF_ROUTES } from './relevance.ts';

/** The routes that an entry's label names: `GET /users/:id`, `GET /v1/users, /v2/users`. */
const LABEL = /^([A-Z]+|\*) (\/\S*(?:, \/\S*)*)$/;
/** A route of any method. */
const ANY = new Set(['*', 'ALL']);
/** A part of a pattern that stands for any text: `:id`, `{id}`, `[id]`, `<id>`, `*`. */
const PARAMETER = /^(?::.+|\{.+\}|\[.+\]|<.+>|\*)$/;

/** The routes that a label names; none where it is that of something else, or where the code does not show the whole path. */
export function routesIn(label: string): readonly Required<Route>[] {
  const [, method, paths] = LABEL.exec(label) ?? [];
  return method === undefined ? [] : paths!.split(', ').map((path) => ({ method, path }));
}

interface Parts {
  method: string | undefined;
  parts: readonly string[];
}

/** How a route fits an entry: parts that are equal, or undefined. */
function fit({ method, parts: own }: Parts, given: Parts): number | undefined {
  if (given.method !== undefined && !ANY.has(method!) && method !== given.method) return undefined;
  if (own.length !== given.parts.length) return undefined;
  let equal = 0;
  for (const [index, part] of own.entries()) {
    if (part === given.parts[index]) equal++;
    // A pattern's fixed part is not what another pattern's parameter stands for.
    else if (!PARAMETER.test(part)) return undefined;
  }
  return equal;
}

function partsOf(path: string): string[] {
  return pathOf(path).split('/').filter((part) => part !== '');
}

/** Tells which of some labels a route means; undefined where none does, or where two fit as well. */
export function routeFinder(labels: Iterable<string>): (route: Route) => string | undefined {
  const patterns = [...new Set(labels)].flatMap((label) => routesIn(label).map(({ method, path }) => ({ label, method, parts: partsOf(path) })));
  return (route) => {
    const given = { method: route.method?.toUpperCase(), parts: partsOf(route.path) };
    let best: { label: string; equal: number } | undefined;
    let isTie = false;
    for (const pattern of patterns) {
      const equal = fit(pattern, given);
      if (equal === undefined) continue;
      if (best === undefined || equal > best.equal) {
        best = { label: pattern.label, equal };
        isTie = false;
      } else if (equal === best.equal && pattern.label !== best.label) isTie = true;
    }
    return isTie ? undefined : best?.label;
  };
}

/** The same, of one route. */
export function labelOf(labels: Iterable<string>, route: Route): string | undefined {
  return routeFinder(labels)(route);
}

/** Joins what was measured of a route to the findings that its entry reaches. */
export function routeMatcher(findings: readonly Finding[]): (observation: Observation) => Match | undefined {
  const find = routeFinder(findings.flatMap(({ impact }) => impact.entry ?? []));
  return ({ metric, route }) => {
    const label = route && OF_ROUTES.has(metric) ? find(route) : undefined;
    return label === undefined ? undefined : { findings: findings.filter(({ impact }) => impact.entry === label), by: 'route' };
  };
}
