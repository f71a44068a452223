import type { PlannedRequest } from '../requests.ts';

/** Tools for which a script is written, by name; each as a function of what is asked for. */
export interface ScriptRequest extends PlannedRequest {
  /** Milliseconds, and for errors a share; what the config promises of the route. */
  levels: { p50?: number | undefined; p95?: number | undefined; p99?: number | undefined; errorRate?: number | undefined };
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

/** Methods whose requests have a body. */
export const WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'QUERY']);
