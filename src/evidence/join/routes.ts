import type { Finding } from '../../findings/types.ts';
import type { Observation, Route } from '../types.ts';
import type { Match } from './match.ts';
import { OF_ROUTES } from './relevance.ts';

/** A route that an entry's label names: `GET /users/:id`. */
const LABEL = /^([A-Z]+|\*) (\/\S*)$/;
/** A part of a pattern that stands for any text: `:id`, `{id}`, `[id]`, `<id>`, `*`. */
const PARAMETER = /^(?::.+|\{.+\}|\[.+\]|<.+>|\*)$/;

/** How a route fits an entry: parts that are equal, or undefined. */
function fit(pattern: Route, given: Route): number | undefined {
  if (pattern.method !== undefined && given.method !== undefined && pattern.method !== '*' && pattern.method !== given.method.toUpperCase()) return undefined;
  const own = partsOf(pattern.path);
  const other = partsOf(given.path);
  if (own.length !== other.length) return undefined;
  let equal = 0;
  for (const [index, part] of own.entries()) {
    if (part === other[index]) equal++;
    else if (!PARAMETER.test(part) && !PARAMETER.test(other[index]!)) return undefined;
    // A pattern's fixed part is not what another pattern's parameter stands for.
    else if (!PARAMETER.test(part)) return undefined;
  }
  return equal;
}

function partsOf(path: string): string[] {
  return path.replace(/^[a-z]+:\/\/[^/?#]*/i, '').replace(/[?#].*$/, '').split('/').filter((part) => part !== '');
}

/** Tells which of some labels a route means; undefined where none does, or where two fit as well. */
export function labelOf(labels: Iterable<string>, route: Route): string | undefined {
  let best: { label: string; equal: number } | undefined;
  let isTie = false;
  for (const label of new Set(labels)) {
    const found = LABEL.exec(label);
    const equal = found === null ? undefined : fit({ method: found[1]!, path: found[2]! }, route);
    if (equal === undefined) continue;
    isTie = best !== undefined && equal === best.equal;
    if (best === undefined || equal > best.equal) best = { label, equal };
  }
  return isTie ? undefined : best?.label;
}

/** Joins what was measured of a route to the findings that its entry reaches. */
export function routeMatcher(findings: readonly Finding[]): (observation: Observation) => Match | undefined {
  const labels = findings.flatMap(({ impact }) => impact.entry ?? []);
  return ({ metric, route }) => {
    const label = route && OF_ROUTES.has(metric) ? labelOf(labels, route) : undefined;
    return label === undefined ? undefined : { findings: findings.filter(({ impact }) => impact.entry === label), by: 'route' };
  };
}
