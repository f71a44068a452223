import type { Importer } from '../../importer.ts';
import { listOf, numberOf, objectOf, objectsOf, required, textOf } from '../json.ts';
import { routeOf } from '../../routes.ts';
import { distribution, observationsOf } from './observed.ts';

/** Each percentile is one of the times that were measured. */
export const perfLintLoadTest: Importer = {
  id: 'perf-lint-loadtest',
  name: 'a load test (perf-lint loadtest)',
  recognises: (head) => head.shape?.strings.get('perfLint') === 'loadtest',
  async read(input) {
    const test = required(objectOf(await input.json()), 'result');
    const routes = objectsOf(test.routes);
    required(routes[0], 'route');
    const [, version] = /^perf-lint (\S+)$/.exec(textOf(test.tool) ?? '') ?? [];
    const seconds = routes.reduce((sum, { seconds: own }) => sum + (numberOf(own) ?? 0), 0);
    return {
      tool: 'perf-lint loadtest',
      ...(version !== undefined && { version }),
      duration: Math.round(seconds * 1000),
      observations: routes.flatMap((route) => {
        const times = objectOf(route.times) ?? {};
        const answered = required(numberOf(route.answered), 'number of answers');
        const unanswered = numberOf(route.unanswered) ?? 0;
        const failed = Object.entries(objectOf(route.statuses) ?? {}).reduce((sum, [status, count]) => sum + (Number(status) >= 400 ? (numberOf(count) ?? 0) : 0), unanswered);
        const own = numberOf(route.seconds);
        const percentiles = listOf(times.percentiles).flatMap((pair): [number, number | undefined][] => (Array.isArray(pair) && numberOf(pair[0]) !== undefined ? [[numberOf(pair[0])!, numberOf(pair[1])]] : []));
        return observationsOf({
          route: routeOf(textOf(route.path) ?? '', textOf(route.method)),
          times: answered > 0 ? distribution({ count: answered, min: numberOf(times.min), max: numberOf(times.max), mean: numberOf(times.mean) }, percentiles) : undefined,
          requests: answered + unanswered,
          perSecond: own ? answered / own : undefined,
          failed,
        });
      }),
    };
  },
};
