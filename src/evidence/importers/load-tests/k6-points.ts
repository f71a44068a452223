import { ContentError } from '../../errors.ts';
import type { Importer } from '../../importer.ts';
import type { Route } from '../../types.ts';
import { Values } from '../../values.ts';
import { numberOf, objectOf, textOf } from '../json.ts';
import { routeOf, routeText } from '../../routes.ts';
import { observationsOf } from './observed.ts';

/** Routes that are kept apart: more are addresses that nobody named. */
const MAX_ROUTES = 5000;

class Requests {
  readonly times = new Values();
  failed = 0;
  readonly route: Route | undefined;

  constructor(route?: Route) {
    this.route = route;
  }
}

/** One value a line, as they came: https://grafana.com/docs/k6/latest/results-output/real-time/json/ */
export const k6Points: Importer = {
  id: 'k6-points',
  name: 'k6 (k6 run --out json=FILE)',
  recognises: (head) => head.has('metric', 'type', 'data') && ['Metric', 'Point'].includes(head.shape!.strings.get('type') ?? ''),
  async read(input) {
    const all = new Requests();
    const routes = new Map<string, Requests>();
    let [first, last] = [Infinity, -Infinity];
    for await (const { value } of input.values()) {
      const point = objectOf(value) ?? {};
      const isTime = point.metric === 'http_req_duration';
      if (point.type !== 'Point' || (!isTime && point.metric !== 'http_req_failed')) continue;
      const { value: measured, time, tags: given } = objectOf(point.data) ?? {};
      const number = numberOf(measured);
      if (number === undefined) continue;
      const tags = objectOf(given) ?? {};
      const route = routeOf(textOf(tags.name) ?? textOf(tags.url) ?? '', textOf(tags.method));
      for (const requests of [all, route && requestsOf(route, routes)]) {
        if (isTime) requests?.times.add(number);
        else if (requests && number > 0) requests.failed++;
      }
      const at = Date.parse(textOf(time) ?? '');
      if (at < first) first = at;
      if (at > last) last = at;
    }
    if (all.times.count === 0) throw new ContentError('it holds no request over HTTP');
    const duration = last - first;
    return {
      tool: 'k6',
      ...(duration > 0 && { duration }),
      observations: [all, ...routes.values()].filter(({ times }) => times.count > 0).flatMap(({ route, times, failed }) =>
        observationsOf({ route, times: times.distribution(), requests: times.count, perSecond: duration > 0 ? times.count / (duration / 1000) : undefined, failed }),
      ),
      ...(routes.size === MAX_ROUTES && { notes: [`it names more than ${MAX_ROUTES} routes: give requests the tag name, so that those of one route are one`] }),
    };
  },
};

function requestsOf(route: Route, routes: Map<string, Requests>): Requests | undefined {
  const key = routeText(route);
  if (!routes.has(key) && routes.size < MAX_ROUTES) routes.set(key, new Requests(route));
  return routes.get(key);
}
