import type { Importer } from '../../importer.ts';
import { csvObjects } from '../../input/csv.ts';
import type { Observation, Series } from '../../types.ts';
import { numberOf, objectOf, objectsOf, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { routeOf } from '../../routes.ts';
import { distribution, observationsOf } from './observed.ts';

const TOOL = 'Locust';
/** Name of the row about all requests. */
const ALL = 'Aggregated';
const PERCENT = /^([\d.]+)%$/;
/** Percentiles of the JSON, whose times are counted. */
const PERCENTS = [50, 66, 75, 80, 90, 95, 98, 99, 99.9] as const;

/** Columns differ by version: they are read by their names. https://docs.locust.io/en/stable/retrieving-stats.html */
const stats: Importer = {
  id: 'locust-stats',
  name: 'Locust (locust --headless --csv PREFIX, or --json)',
  recognises: ({ text = '' }) => /^"?Type"?,"?Name"?,"?Request Count"?,/.test(text.trimStart()),
  async read(input) {
    const observations: Observation[] = [];
    for await (const { row, line } of csvObjects(input.lines())) {
      const isAll = row.Name === ALL;
      const route = isAll ? undefined : routeOf(row.Name ?? '', row.Type);
      // A name that is no path is a task, or a request of another protocol.
      if (!isAll && route === undefined) continue;
      const count = numberOf(row['Request Count']);
      const percentiles = Object.entries(row).flatMap(([name, value]): [number, number | undefined][] => (PERCENT.test(name) ? [[parseFloat(name), numberOf(value)]] : []));
      observations.push(
        ...observationsOf({
          route,
          times: count === 0 ? undefined : distribution({ count, min: numberOf(row['Min Response Time']), max: numberOf(row['Max Response Time']), mean: numberOf(row['Average Response Time']) }, percentiles),
          requests: count,
          perSecond: numberOf(row['Requests/s']),
          failed: numberOf(row['Failure Count']),
          at: line,
        }),
      );
    }
    return { tool: TOOL, observations };
  },
};

const history: Importer = {
  id: 'locust-history',
  name: 'Locust’s history (locust --csv PREFIX --csv-full-history)',
  recognises: ({ text = '' }) => /^"?Timestamp"?,"?User Count"?,"?Type"?,"?Name"?,/.test(text.trimStart()),
  async read(input) {
    const rate: [number, number][] = [];
    const p95: [number, number][] = [];
    for await (const { row } of csvObjects(input.lines())) {
      const time = numberOf(row.Timestamp);
      if (row.Name !== ALL || time === undefined) continue;
      const [perSecond, slow] = [numberOf(row['Requests/s']), numberOf(row['95%'])];
      if (perSecond !== undefined) rate.push([time * 1000, perSecond]);
      if (slow !== undefined) p95.push([time * 1000, slow]);
    }
    const series: Series[] = [
      { metric: 'throughput', unit: 'per-second', title: 'requests per second', points: rate },
      { metric: 'response-time', unit: 'ms', title: 'response time, p95', points: p95 },
    ];
    return { tool: TOOL, observations: [], series: series.filter(({ points }) => points.length > 0) };
  },
};

const failures: Importer = {
  id: 'locust-failures',
  name: 'Locust’s failures and exceptions (locust --csv PREFIX)',
  recognises: ({ text = '' }) => /^(?:"?Method"?,"?Name"?,"?Error"?,|"?Count"?,"?Message"?,"?Traceback"?,)/.test(text.trimStart()),
  async read(input) {
    const notes: string[] = [];
    for await (const { row } of csvObjects(input.lines())) {
      const request = [row.Method, row.Name].filter(Boolean).join(' ');
      notes.push(`${row.Occurrences ?? row.Count} times${request && ` ${request}`}: ${row.Error ?? row.Message}`);
    }
    return { tool: TOOL, observations: [], notes };
  },
};

/** Times are rounded to two digits from 100 ms on, and counted. */
const json: Importer = {
  id: 'locust-json',
  name: 'Locust (locust --headless --json)',
  recognises: (head) => head.has('[].response_times', '[].num_requests'),
  async read(input) {
    const rows = objectsOf(await input.json());
    return { tool: TOOL, observations: rows.flatMap(measured) };
  },
};

function measured(row: JsonObject): Observation[] {
  const isAll = row.name === ALL;
  const route = isAll ? undefined : routeOf(textOf(row.name) ?? '', textOf(row.method));
  if (!isAll && route === undefined) return [];
  const times = Object.entries(objectOf(row.response_times) ?? {})
    .flatMap(([time, count]) => (numberOf(time) === undefined || numberOf(count) === undefined ? [] : [[numberOf(time)!, numberOf(count)!] as const]))
    .sort(([a], [b]) => a - b);
  const count = times.reduce((sum, [, many]) => sum + many, 0);
  const requests = numberOf(row.num_requests);
  const total = numberOf(row.total_response_time);
  const seconds = (numberOf(row.last_request_timestamp) ?? NaN) - (numberOf(row.start_time) ?? NaN);
  return observationsOf({
    route,
    times: count === 0 ? undefined : distribution({ count, min: numberOf(row.min_response_time), max: numberOf(row.max_response_time), mean: total === undefined ? undefined : total / count }, PERCENTS.map((percent) => [percent, timeAfter(times, Math.floor((percent / 100) * count))])),
    requests,
    perSecond: requests !== undefined && seconds > 0 ? requests / seconds : undefined,
    failed: numberOf(row.num_failures),
  });
}

/** The time of the request after so many, the fastest first: a percentile as Locust's own figures have it. https://github.com/locustio/locust/blob/master/locust/stats.py (calculate_response_time_percentile) */
function timeAfter(times: readonly (readonly [number, number])[], rank: number): number | undefined {
  let seen = 0;
  return times.find(([, count]) => (seen += count) > rank)?.[0];
}

export const locust: readonly Importer[] = [stats, history, failures, json];
