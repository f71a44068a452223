import { isObject } from './text.ts';

/** Conditions under which code runs in a browser: their targets are tried last. */
const BROWSER = /^(browser|react-native|worker|edge-light|workerd)/;

/** Targets that the `exports` of a manifest give a subpath (`.` or `./x`), best first. Whether they exist is not asked. */
export function exportTargets(exports: unknown, subpath: string): string[] {
  const isMap = isObject(exports) && Object.keys(exports).some((key) => key.startsWith('.'));
  return targetsOf(isMap ? exports : { '.': exports }, subpath);
}

/** Targets that the `imports` of a manifest give a specifier such as `#db/client`. */
export function importTargets(imports: unknown, specifier: string): string[] {
  return isObject(imports) ? targetsOf(imports, specifier) : [];
}

function targetsOf(map: Record<string, unknown>, key: string): string[] {
  if (Object.hasOwn(map, key) && !key.includes('*')) return leaves(map[key]);
  let best: { prefix: string; matched: string; value: unknown } | undefined;
  for (const [pattern, value] of Object.entries(map)) {
    // './lib/' is how folders were exported before patterns.
    const [prefix = '', suffix = ''] = pattern.endsWith('/') ? [pattern] : pattern.includes('*') ? pattern.split('*') : [];
    if (prefix === '' || !key.startsWith(prefix) || !key.endsWith(suffix) || key.length < prefix.length + suffix.length) continue;
    if (best && best.prefix.length >= prefix.length) continue;
    best = { prefix, matched: key.slice(prefix.length, key.length - suffix.length), value };
  }
  if (!best) return [];
  const { matched } = best;
  return leaves(best.value).map((target) => (target.endsWith('/') ? target + matched : target.replaceAll('*', () => matched)));
}

/** All targets below a value, whatever their conditions; one of them leads to the source. */
function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(leaves);
  if (!isObject(value)) return [];
  const conditions = Object.entries(value);
  const inBrowser = conditions.filter(([name]) => BROWSER.test(name));
  const elsewhere = conditions.filter(([name]) => !BROWSER.test(name));
  return [...elsewhere, ...inBrowser].flatMap(([, target]) => leaves(target));
}
