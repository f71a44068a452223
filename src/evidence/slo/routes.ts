import type { Route } from '../types.ts';

/** Parts that stand for any text: `:id`, `{id}`, `[id]`, `<id>`. */
const PARAMETER = /^(?::.+|\{.+\}|\[.+\]|<.+>|\*)$/;

/**
 * Tells which of the routes of a config a measured one is, by their fixed parts: `/orders/7` is `GET /orders/:id` unless
 * `GET /orders/7` is there too. Undefined where none is, or where two are as near.
 */
export function routeTeller(names: readonly string[]): (route: Route) => string | undefined {
  const patterns = [...new Set(names)].map((name) => {
    const [, method, path] = /^(?:(\S+) )?(\S+)$/.exec(name) ?? [];
    return { name, method: method?.toUpperCase(), parts: partsOf(path ?? '') };
  });
  return ({ method, path }) => {
    const parts = partsOf(path);
    const fits = patterns
      .filter((one) => (one.method === undefined || method === undefined || one.method === method) && one.parts.length === parts.length && one.parts.every((part, index) => part === parts[index] || PARAMETER.test(part)))
      .map(({ name, parts: own, method: of }) => ({ name, fixed: own.filter((part, index) => part === parts[index]).length + (of === method ? 0.5 : 0) }))
      .sort((a, b) => b.fixed - a.fixed);
    return fits.length > 1 && fits[0]!.fixed === fits[1]!.fixed ? undefined : fits[0]?.name;
  };
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}
