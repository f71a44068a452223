import { measuredCost } from '../../findings/rank.ts';
import type { Finding, Place } from '../../findings/types.ts';
import { digits, figure } from './figures.ts';
import type { PerformanceFacts, Statement } from './facts.ts';
import type { CachingAdvice, Spot } from './model.ts';

/** What has to be seen of a statement or a route before a cache of it is worth its risk. */
const HOT = { calls: 100, total: 100, requests: 100, share: 0.1 };
/** Places that write to a table, beyond which nobody can be sure to have met them all. */
const MAX_WRITES = 10;
const MAX_ADVICE = 20;

/**
 * Where a cache is worth while, by what was measured: never by the code alone. Each with the key, what has to drop an entry as the code
 * shows it, and what goes wrong when that is forgotten.
 */
export function cachingAdvice(findings: readonly Finding[], facts: PerformanceFacts, spot: (place: Place) => Spot): CachingAdvice[] {
  const ofFindings = findings.flatMap((finding) => forFinding(finding, facts, spot) ?? []);
  const ofQueries = facts.hotQueries.filter((query) => query.reads && query.key.length > 0 && query.calls >= HOT.calls && query.total >= HOT.total).map((query): CachingAdvice => {
    const why = `${digits(query.calls)} times, ${figure(query.total, 'ms')} together (${query.source})`;
    const base = { what: `${query.table} by ${query.key.join(', ')}`, place: spot(query.place), why, key: keyOf(query), ...invalidationOf([query.table], facts, spot) };
    return query.lookup
      ? { ...base, technique: 'Read once, and again after a time', lifetime: 'minutes: its rows hardly change, as the config says', staleness: 'a changed row is seen after that time at the latest' }
      : { ...base, technique: 'lru-cache in the process (max and ttl), or Redis where several processes must agree', lifetime: 'seconds, and a limit on entries; drop the entry where the row is written', staleness: stale(facts, [query.table]) };
  });
  const ofRoutes = facts.traffic.filter(isReadMostly).map(
    ({ route, requests, share, place, reads, source }): CachingAdvice => ({
      what: route,
      technique: 'ETag and Cache-Control; a CDN where the answer is the same for all',
      place: spot(place),
      why: `${digits(requests)} requests, ${figure(share, 'ratio')} of all (${source}), and nothing that it reaches is seen to write`,
      key: 'method, path and query; with Vary, or private, where the answer depends on who asks',
      lifetime: 'max-age of seconds with stale-while-revalidate; an ETag costs no freshness',
      ...invalidationOf(reads, facts, spot),
      staleness: `${stale(facts, reads)}; a shared cache without Vary or private would show one user what another one asked for`,
    }),
  );
  return [...ofRoutes, ...ofQueries, ...ofFindings].slice(0, MAX_ADVICE);
}

function isReadMostly({ route, requests, share, reads, writes }: PerformanceFacts['traffic'][number]): boolean {
  return /^(?:GET|HEAD) /.test(route) && requests >= HOT.requests && share >= HOT.share && reads.length > 0 && writes.length === 0;
}

/** For rules whose remedy is to keep an answer. */
function forFinding(finding: Finding, facts: PerformanceFacts, spot: (place: Place) => Spot): CachingAdvice | undefined {
  const cost = measuredCost(finding);
  if (cost === undefined) return undefined;
  const { rule, location, key: { callee, args }, id } = finding;
  const statement = facts.statements.get(id);
  const common = { place: spot(location), why: cost.evidence.summary };
  if (rule === 'repeated-query') {
    return {
      ...common,
      what: statement === undefined ? callee : `${statement.table}: the same query again in one request`,
      technique: 'Keep the answer for the request: hand it on, or a Map that lives as long as the request (AsyncLocalStorage, a DataLoader)',
      key: statement === undefined || statement.key.length === 0 ? `the arguments: ${args === '' ? 'none' : args}` : keyOf(statement),
      lifetime: 'the request',
      ...(statement === undefined ? { invalidation: [], invalidationNote: 'nothing outlives the request' } : invalidationOf([statement.table], facts, spot, 'only those of the same request matter: ')),
      staleness: 'none beyond the request; within it, a write between the two reads is not seen',
    };
  }
  if (rule === 'static-io-per-request') {
    return {
      ...common,
      what: callee,
      technique: 'Read once, when the module loads',
      key: args === '' ? 'one value' : args,
      lifetime: 'the process',
      invalidation: [],
      invalidationNote: 'a restart; where it must be seen sooner, a watch on what is read',
      staleness: 'a change is seen after the next start',
    };
  }
  return undefined;
}

function keyOf({ table, key }: Statement): string {
  return `${table}:${key.map((column) => `{${column}}`).join(':')}`;
}

function invalidationOf(tables: readonly string[], { writes }: PerformanceFacts, spot: (place: Place) => Spot, before = ''): Pick<CachingAdvice, 'invalidation' | 'invalidationNote'> {
  const all = tables.flatMap((table) => writes.get(table) ?? []);
  const names = tables.join(', ');
  if (all.length === 0) return { invalidation: [], invalidationNote: `${before}no write to ${names} is seen in this code; whoever else writes there is not known` };
  const more = all.length > MAX_WRITES ? `, and ${all.length - MAX_WRITES} more` : '';
  return { invalidation: all.slice(0, MAX_WRITES).map(spot), invalidationNote: `${before}writes to ${names}${more}` };
}

function stale({ writes }: PerformanceFacts, tables: readonly string[]): string {
  const count = tables.reduce((sum, table) => sum + (writes.get(table)?.length ?? 0), 0);
  if (count === 0) return 'low as far as the code shows: nothing in it writes there; jobs and other services may';
  return `${count > 3 ? 'high' : 'some'}: ${count === 1 ? 'one place writes' : `${count} places write`} there, and each that drops no entry shows old rows until the time is over`;
}
