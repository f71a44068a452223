import type { Importer } from '../../importer.ts';
import { numberOf, objectOf, required, textOf } from '../json.ts';
import { routeOf } from '../../routes.ts';
import { distribution, observationsOf } from './observed.ts';

/** `p97_5` is the percentile 97.5; there is no p95. https://github.com/mcollina/autocannon#autocannonopts-cb */
const PERCENTILE = /^p(\d+)(?:_(\d+))?$/;

export const autocannon: Importer = {
  id: 'autocannon',
  name: 'autocannon (autocannon --json URL)',
  recognises: (head) => head.has('latency.p97_5', 'requests.total'),
  async read(input) {
    const run = required(objectOf(await input.json()), 'result');
    const latency = required(objectOf(run.latency), 'latency');
    const requests = objectOf(run.requests) ?? {};
    const answered = required(numberOf(requests.total), 'number of requests');
    // Timeouts are among the errors.
    const unanswered = numberOf(run.errors) ?? 0;
    const percentiles = Object.entries(latency).flatMap(([key, value]): [number, number | undefined][] => {
      const [, whole, part = '0'] = PERCENTILE.exec(key) ?? [];
      return whole === undefined ? [] : [[Number(`${whole}.${part}`), numberOf(value)]];
    });
    const seconds = numberOf(run.duration);
    return {
      tool: 'autocannon',
      ...(seconds !== undefined && { duration: Math.round(seconds * 1000) }),
      observations: observationsOf({
        route: routeOf(textOf(run.url) ?? '', textOf(run.method)),
        times: distribution({ count: answered, min: numberOf(latency.min), max: numberOf(latency.max), mean: numberOf(latency.mean) ?? numberOf(latency.average) }, percentiles),
        requests: answered + unanswered,
        perSecond: numberOf(requests.average),
        failed: unanswered + (numberOf(run['4xx']) ?? 0) + (numberOf(run['5xx']) ?? 0),
      }),
    };
  },
};
