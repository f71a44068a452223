import type { Importer } from '../../importer.ts';
import type { Distribution, Observation, Recording, Route } from '../../types.ts';
import { numberOf, objectOf, objectsOf, required, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { routeOf, routeText } from '../../routes.ts';
import { k6Points } from './k6-points.ts';
import { distribution, observationsOf } from './observed.ts';

/** Metrics that every run of k6 has. https://grafana.com/docs/k6/latest/using-k6/metrics/reference/ */
const ALWAYS = ['iterations', 'vus', 'vus_max', 'iteration_duration', 'data_sent', 'http_reqs', 'http_req_duration'] as const;
const PERCENTILE = /^p\(?([\d.]+)\)?$/;
/** `http_req_duration{name:GET /orders,method:GET}`: there for tags that thresholds name. */
const SUBMETRIC = /^([\w.]+)\{(.*)\}$/;

interface Metric {
  name: string;
  values: JsonObject;
}

/** What handleSummary is given; --summary-export writes the same with the values beside the type, and calls a rate `value`. */
const summary: Importer = {
  id: 'k6-summary',
  name: 'k6 (k6 run --summary-export FILE, or handleSummary)',
  recognises: (head) => head.shape?.root === 'object' && ALWAYS.some((metric) => head.has(`metrics.${metric}.values`) || (head.has(`metrics.${metric}`) && head.has('root_group'))),
  async read(input) {
    const file = required(objectOf(await input.json()), 'summary');
    const metrics = Object.entries(required(objectOf(file.metrics), 'metrics')).flatMap(([name, value]) => {
      const metric = objectOf(value);
      return metric ? [{ name, metric, values: objectOf(metric.values) ?? metric }] : [];
    });
    const duration = numberOf((objectOf(file.state) ?? {}).testRunDurationMs);
    const missed = metrics.flatMap(({ name, metric }) => failedThresholds(name, metric));
    return recording(metrics, duration, { ...(missed.length > 0 && { notes: [`its own thresholds were missed: ${missed.join('; ')}`] }) });
  },
};

/** --summary-mode with schema 1.0.0: a list of metrics. */
const machineReadable: Importer = {
  id: 'k6-machine-readable',
  name: 'k6 (k6 run --new-machine-readable-summary --summary-export FILE)',
  recognises: (head) => head.has('metadata.k6Version', 'results.metrics'),
  async read(input) {
    const file = required(objectOf(await input.json()), 'summary');
    const metrics = objectsOf((objectOf(file.results) ?? {}).metrics).flatMap((metric) => (textOf(metric.name) === undefined ? [] : [{ name: textOf(metric.name)!, values: objectOf(metric.values) ?? {} }]));
    const seconds = numberOf((objectOf(file.config) ?? {}).duration);
    const version = textOf((objectOf(file.metadata) ?? {}).k6Version);
    return recording(metrics, seconds === undefined ? undefined : seconds * 1000, version === undefined ? {} : { version });
  },
};

function recording(metrics: readonly Metric[], duration: number | undefined, more: Partial<Recording>): Recording {
  const groups = new Map<string, { route: Route | undefined; metrics: Map<string, JsonObject> }>();
  for (const { name, values } of metrics) {
    const [base, route] = named(name);
    if (base === undefined) continue;
    const key = route === undefined ? '' : routeText(route);
    if (!groups.has(key)) groups.set(key, { route, metrics: new Map() });
    groups.get(key)!.metrics.set(base, values);
  }
  return { tool: 'k6', ...(duration !== undefined && { duration }), ...more, observations: [...groups.values()].flatMap(({ route, metrics: own }) => measured(route, own, duration)) };
}

/** The metric, and the route that its tags name; nothing for tags that mean something else. */
function named(name: string): [metric?: string, route?: Route] {
  const [, base, tags] = SUBMETRIC.exec(name) ?? [];
  if (base === undefined || tags === undefined) return [name];
  // A value may hold colons and commas: tags begin with a word and a colon.
  const pairs = new Map(tags.split(/,(?=\w+:)/).map((tag) => [tag.slice(0, tag.indexOf(':')).trim(), tag.slice(tag.indexOf(':') + 1).trim()]));
  const route = routeOf(pairs.get('name') ?? pairs.get('url') ?? '', pairs.get('method'));
  const isOfMore = [...pairs.keys()].some((tag) => !['name', 'url', 'method'].includes(tag));
  return route === undefined || isOfMore ? [] : [base, route];
}

function measured(route: Route | undefined, metrics: ReadonlyMap<string, JsonObject>, duration: number | undefined): Observation[] {
  const { count: requests, rate } = metrics.get('http_reqs') ?? {};
  const failed = metrics.get('http_req_failed') ?? {};
  const count = numberOf(requests);
  return observationsOf({
    route,
    times: timesOf(metrics.get('http_req_duration')),
    requests: count,
    perSecond: numberOf(rate) ?? (count !== undefined && duration ? count / (duration / 1000) : undefined),
    failedShare: numberOf(failed.rate) ?? numberOf(failed.value),
  });
}

function timesOf(values: JsonObject | undefined): Distribution | undefined {
  if (values === undefined) return undefined;
  const percentiles = Object.entries(values).flatMap(([key, value]): [number, number | undefined][] => {
    const [, percent] = PERCENTILE.exec(key) ?? [];
    return percent === undefined ? [] : [[Number(percent), numberOf(value)]];
  });
  return distribution({ count: numberOf(values.count), min: numberOf(values.min), max: numberOf(values.max), mean: numberOf(values.avg) }, [[50, numberOf(values.med)], ...percentiles]);
}

/** handleSummary says whether a threshold held, --summary-export whether it did not. */
function failedThresholds(name: string, { thresholds }: JsonObject): string[] {
  return Object.entries(objectOf(thresholds) ?? {}).flatMap(([expression, result]) => (result === true || objectOf(result)?.ok === false ? [`${name} ${expression}`] : []));
}

export const k6: readonly Importer[] = [summary, machineReadable, k6Points];
