import type { RouteLevels } from '../../../evidence/slo/types.ts';
import type { PlannedRequest } from '../requests.ts';

export interface ScriptRequest extends PlannedRequest {
  /** What the config promises of the route. */
  levels: RouteLevels;
}

export interface ScriptSettings {
  requests: readonly ScriptRequest[];
  /** Scheme, host and port. */
  server: string;
  headers: Readonly<Record<string, string>>;
  body: string | undefined;
  connections: number;
  /** Seconds for each request. */
  duration: number;
}

/** As load tests call a route: all of its requests are one. */
export function nameOf({ method, route }: PlannedRequest): string {
  return `${method} ${route}`;
}

/** The variable of the environment that has a parameter's value: `ORDER_ID`. */
export function variableOf(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toUpperCase();
}

/** Parameters of all requests that have no value yet. */
export function missingIn(requests: readonly PlannedRequest[]): string[] {
  return [...new Set(requests.flatMap(({ missing }) => missing))];
}

/** A path cut at its parameters without a value: texts, and names of these between them. */
export function partsOf({ path, missing }: PlannedRequest): (string | { name: string })[] {
  if (missing.length === 0) return [path];
  return path.split(/(?<=\/)(:\w+)(?=[/?]|$)/).filter((part) => part !== '').map((part) => (part.startsWith(':') && missing.includes(part.slice(1)) ? { name: part.slice(1) } : part));
}

/** Percentiles that are promised of a route, with the milliseconds that they may take. */
export function promisedTimes({ levels }: ScriptRequest): { percent: number; limit: number }[] {
  return ([50, 95, 99] as const).flatMap((percent) => {
    const limit = levels[`p${percent}`];
    return limit === undefined ? [] : [{ percent, limit }];
  });
}
