import type { Importer } from '../../importer.ts';
import type { Distribution } from '../../types.ts';
import { numberOf, objectOf, required } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { routeOf } from '../../routes.ts';
import { distribution, observationsOf } from './observed.ts';

/** https://www.artillery.io/docs/reference/extensions/metrics-by-endpoint */
const BY_ENDPOINT = 'plugins.metrics-by-endpoint.';
const ENDPOINT_TIMES = `${BY_ENDPOINT}response_time.`;
const CODES = /^(?:http|plugins\.metrics-by-endpoint\.(.*))\.codes\.(\d{3})$/;
const ERRORS = /^errors\.|^plugins\.metrics-by-endpoint\.(.*)\.errors\./;

interface Count {
  requests: number;
  failed: number;
}

export const artillery: Importer = {
  id: 'artillery',
  name: 'Artillery (artillery run SCRIPT --output FILE)',
  recognises: (head) => head.has('aggregate.counters'),
  async read(input) {
    const { counters: given, rates, summaries: times, firstMetricAt, lastMetricAt } = required(objectOf((objectOf(await input.json()) ?? {}).aggregate), 'aggregate');
    const counters = objectOf(given) ?? {};
    const summaries = objectOf(times) ?? {};
    const counts = countsOf(counters);
    const requests = numberOf(counters['http.requests']);
    const duration = (numberOf(lastMetricAt) ?? NaN) - (numberOf(firstMetricAt) ?? NaN);
    const endpoints = Object.keys(summaries).filter((key) => key.startsWith(ENDPOINT_TIMES)).map((key) => key.slice(ENDPOINT_TIMES.length));
    return {
      tool: 'Artillery',
      ...(duration > 0 && { duration }),
      observations: [
        ...observationsOf({
          times: timesOf(objectOf(summaries['http.response_time'])),
          requests,
          perSecond: numberOf((objectOf(rates) ?? {})['http.request_rate']),
          failed: counts.get('')?.failed ?? 0,
        }),
        ...endpoints.flatMap((name) => {
          const route = routeOf(name);
          const count = counts.get(name);
          if (route === undefined) return [];
          return observationsOf({ route, times: timesOf(objectOf(summaries[`${ENDPOINT_TIMES}${name}`])), ...count, ...(count && duration > 0 && { perSecond: count.requests / (duration / 1000) }) });
        }),
      ],
      ...(endpoints.length === 0 && { notes: ['it tells of no single endpoint: add the plugin metrics-by-endpoint to the script'] }),
    };
  },
};

/** Requests and those that failed, by endpoint; '' for all. */
function countsOf(counters: JsonObject): Map<string, Count> {
  const counts = new Map<string, Count>();
  const count = (endpoint: string): Count => {
    if (!counts.has(endpoint)) counts.set(endpoint, { requests: 0, failed: 0 });
    return counts.get(endpoint)!;
  };
  for (const [key, value] of Object.entries(counters)) {
    const times = numberOf(value) ?? 0;
    const code = CODES.exec(key);
    const error = code ? null : ERRORS.exec(key);
    const one = code || error ? count((code ?? error)?.[1] ?? '') : undefined;
    if (one === undefined) continue;
    one.requests += times;
    if (error || Number(code![2]) >= 400) one.failed += times;
  }
  return counts;
}

function timesOf(summary: JsonObject | undefined): Distribution | undefined {
  if (summary === undefined) return undefined;
  const percentiles = ['p50', 'p75', 'p90', 'p95', 'p99', 'p999'].map((key) => [key === 'p999' ? 99.9 : Number(key.slice(1)), numberOf(summary[key])] as const);
  return distribution({ count: numberOf(summary.count), min: numberOf(summary.min), max: numberOf(summary.max), mean: numberOf(summary.mean) }, percentiles);
}
