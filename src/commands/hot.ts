import { querySites } from '../database/query/sites.ts';
import type { Query } from '../database/query/types.ts';
import { sendersOf } from '../evidence/join/queries.ts';
import { labelOf } from '../evidence/join/routes.ts';
import type { ImportedFile } from '../evidence/types.ts';
import type { Place } from '../findings/types.ts';
import type { Project } from '../project/open.ts';
import type { HotQuery, RouteTraffic, Statement } from '../report/performance/facts.ts';

/** Statements that logs and traces counted, with the one call of the project that sends each; the costliest first. */
export function hotQueries({ program, schemas }: Project, recordings: readonly ImportedFile[], statement: (query: Query) => Statement): HotQuery[] {
  const timed = recordings.flatMap(({ file, observations }) =>
    observations.flatMap(({ metric, sql, unit, distribution: { count, mean } = {} }) => (metric === 'query-time' && unit === 'ms' && sql !== undefined && count !== undefined && mean !== undefined ? [{ sql, calls: count, total: count * mean, source: file }] : [])),
  );
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

/** Requests that were counted by route, with the tables that the route's entry is seen to read and write; the busiest first. */
export function routeTraffic(project: Project, recordings: readonly ImportedFile[]): RouteTraffic[] {
  const counted = recordings.flatMap(({ file, observations }) => observations.flatMap(({ metric, route, value }) => (metric === 'requests' && route?.method !== undefined && value > 0 ? [{ route, value, source: file }] : [])));
  if (counted.length === 0) return [];
  const whole = counted.reduce((sum, { value }) => sum + value, 0);
  const entries = belowEntries(project);
  return counted
    .flatMap(({ route, value, source }): RouteTraffic[] => {
      const label = labelOf(entries.keys(), route);
      const below = label === undefined ? undefined : entries.get(label);
      return below === undefined ? [] : [{ route: label!, requests: value, share: value / whole, place: below.place, reads: [...below.reads], writes: [...below.writes], source }];
    })
    .sort((a, b) => b.requests - a.requests);
}

function belowEntries({ program, schemas }: Project): Map<string, Below> {
  const entries = new Map<string, Below>();
  for (const file of program.paths) {
    if (program.isClosed(file)) continue;
    const { calls } = program.facts(file);
    for (const { call, query, table } of querySites(program, schemas(), file)) {
      const { functionId, span, calleeEnd } = calls[call.id]!;
      const label = program.reached(file, functionId).entry?.label;
      if (label === undefined) continue;
      const below = entries.get(label) ?? { place: program.place(file, [span[0], calleeEnd]), reads: new Set<string>(), writes: new Set<string>() };
      entries.set(label, below);
      (query.operation === 'select' || query.operation === 'count' ? below.reads : below.writes).add(table.name);
    }
  }
  return entries;
}
