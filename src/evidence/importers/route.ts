import type { Route } from '../types.ts';

const METHOD = /^(get|head|post|put|patch|delete|options|trace|connect|query)\s+(?=\S)/i;
const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i;

/**
 * The route that a name in a load test or a trace tells: `GET /orders`, `http://127.0.0.1:3000/orders?page=2`, `/orders/:id`.
 * Undefined for names that people gave to something else.
 */
export function routeOf(name: string, method?: string): Route | undefined {
  const written = METHOD.exec(name)?.[1] ?? method;
  const rest = name.replace(METHOD, '');
  const path = rest.replace(ORIGIN, '').replace(/[?#].*$/s, '');
  if (!path.startsWith('/') && !(path === '' && ORIGIN.test(rest))) return undefined;
  // k6 names a request whose URL is a template by what is fixed of it.
  return { ...(written !== undefined && written !== '' && { method: written.toUpperCase() }), path: (path || '/').replaceAll('${}', ':value') };
}
