import type { Query } from '../database/query/types.ts';
import { sendersOf } from '../evidence/join/queries.ts';
import { routeFinder } from '../evidence/join/routes.ts';
import type { ImportedFile } from '../evidence/types.ts';
import { groupBy } from '../findings/group.ts';
import type { Place } from '../findings/types.ts';
import type { Project } from '../project/open.ts';
import type { HotQuery, RouteTraffic, Statement } from '../report/performance/facts.ts';
import type { TableCall } from './tables.ts';

/** Statements that logs and traces counted, with the one call of the project that sends each; the costliest first. */
export function hotQueries({ program, schemas }: Project, recordings: readonly ImportedFile[], statement: (query: Query) => Statement): HotQuery[] {
  const timed = recordings.flatMap(({ file, observations }) =>
    observations.flatMap(({ metric, sql, unit, distribution: { count, mean } = {} }) => (metric === 'query-time' && unit === 'ms' && sql !== undefined && count !== undefined && mean !== undefined ? [{ sql, calls: count, total: count * mean, source: file }] : [])),
  );
  if (timed.length === 0) return [];
  const senders = sendersOf(program, schemas(), timed.map(({ sql }) => sql));
  return timed
    .flatMap(({ sql, ...counted }): HotQuery[] => {
      const sender = senders.get(sql);
      return sender === undefined ? [] : [{ ...statement(sender.query), ...counted, place: sender.place }];
    })
    .sort((a, b) => b.total - a.total);
}

/** What is read and written below an entry. */
interface Below {
  place: Place;
  reads: Set<string>;
  writes: Set<string>;
}

/** Stands for a table that the code does not tell. */
const UNKNOWN = 'an unknown table';

/**
 * Requests that were counted by route, with the tables that the route's entry is seen to read and write; the busiest first. Of several
 * files that count one route, the one that counted most of it tells: they may have seen the same requests.
 */
export function routeTraffic({ program }: Project, recordings: readonly ImportedFile[], calls: readonly TableCall[]): RouteTraffic[] {
  const counted = recordings.flatMap(({ file, observations }) => observations.flatMap(({ metric, route, value }) => (metric === 'requests' && route?.method !== undefined && value > 0 ? [{ route, value, file }] : [])));
  if (counted.length === 0) return [];
  const entries = belowEntries(program, calls);
  const find = routeFinder(entries.keys());
  const perFile = [...groupBy(counted, ({ file }) => file)].flatMap(([source, own]) => {
    const whole = sum(own);
    return [...groupBy(own, ({ route }) => find(route))].flatMap(([route, same]): RouteTraffic[] => {
      const below = route === undefined ? undefined : entries.get(route);
      return below === undefined ? [] : [{ route: route!, requests: sum(same), share: sum(same) / whole, place: below.place, reads: [...below.reads], writes: [...below.writes], source }];
    });
  });
  const byRoute = groupBy(perFile.sort((a, b) => b.requests - a.requests), ({ route }) => route);
  return [...byRoute.values()].map(([most]) => most!);
}

function sum(counted: readonly { value: number }[]): number {
  return counted.reduce((all, { value }) => all + value, 0);
}

function belowEntries(program: Project['program'], calls: readonly TableCall[]): Map<string, Below> {
  const entries = new Map<string, Below>();
  for (const { file, functionId, place, table = UNKNOWN, reads } of calls) {
    for (const { label } of program.reached(file, functionId).entries) {
      const below = entries.get(label) ?? { place, reads: new Set<string>(), writes: new Set<string>() };
      entries.set(label, below);
      if (!reads) below.writes.add(table);
      else if (table !== UNKNOWN) below.reads.add(table);
    }
  }
  return entries;
}
