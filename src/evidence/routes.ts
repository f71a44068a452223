import type { Route } from './types.ts';

const METHOD = /^(get|head|post|put|patch|delete|options|trace|connect|query)\s+(?=\S)/i;
const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i;

/** A route as a reader writes it: `GET /orders/:id`. */
export function routeText({ method, path }: Route): string {
  return method === undefined ? path : `${method} ${path}`;
}

/** The path of a URL, or of a path, without what follows it: `http://localhost:3000/orders?page=2` as `/orders`; '' where there is an origin alone. */
export function pathOf(url: string): string {
  return url.replace(ORIGIN, '').replace(/[?#].*$/s, '');
}

/**
 * The route that a name in a load test or a trace tells: `GET /orders`, `http://127.0.0.1:3000/orders?page=2`, `/orders/:id`.
 * Undefined for names that people gave to something else.
 */
export function routeOf(name: string, method?: string): Route | undefined {
  const written = METHOD.exec(name)?.[1] ?? method;
  const rest = name.replace(METHOD, '');
  const path = pathOf(rest);
  if (!path.startsWith('/') && !(path === '' && ORIGIN.test(rest))) return undefined;
  // k6 names a request whose URL is a template by what is fixed of it.
  return { ...(written !== undefined && written !== '' && { method: written.toUpperCase() }), path: (path || '/').replaceAll('${}', ':value') };
}
