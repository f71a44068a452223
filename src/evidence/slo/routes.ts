import { routeFinder } from '../join/routes.ts';
import type { Route } from '../types.ts';

/**
 * Tells which of the routes of a config a measured one is: `/orders/7` is `GET /orders/:id` unless `GET /orders/7` is there too, and
 * `/orders/:id` where no route with a method fits. Undefined where none is, or where two are as near.
 */
export function routeTeller(names: readonly string[]): (route: Route) => string | undefined {
  const labels = new Map(names.map((name) => [name.startsWith('/') ? `* ${name}` : name.replace(/^\S+/, (method) => method.toUpperCase()), name]));
  const [own, any] = [true, false].map((hasMethod) => routeFinder([...labels.keys()].filter((label) => label.startsWith('*') !== hasMethod)));
  return (route) => labels.get(own!(route) ?? any!(route) ?? '');
}
