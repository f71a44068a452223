import { WITH_BODY, withBodyType } from '../requests.ts';
import { missingIn, nameOf, partsOf, promisedTimes, variableOf, type ScriptRequest, type ScriptSettings } from './script.ts';

/** A script for k6: a scenario for each request, one after the other. https://grafana.com/docs/k6/latest/using-k6/ */
export function k6Script({ requests, server, headers, body, connections, duration }: ScriptSettings): string {
  const scenarios = requests.map((_, index) => [`route_${index}`, { executor: 'constant-vus', exec: `route_${index}`, vus: connections, duration: `${duration}s`, startTime: `${index * duration}s` }]);
  const thresholds = requests.flatMap((request): [string, string[]][] => {
    const tag = `{name:${nameOf(request)}}`;
    const times = promisedTimes(request).map(({ percent, limit }) => `p(${percent})<=${limit}`);
    return [
      ...(times.length > 0 ? [[`http_req_duration${tag}`, times] as [string, string[]]] : []),
      ...(request.levels.errorRate === undefined ? [] : [[`http_req_failed${tag}`, [`rate<=${request.levels.errorRate}`]] as [string, string[]]]),
    ];
  });
  const options = { summaryTrendStats: ['min', 'avg', 'med', 'p(50)', 'p(90)', 'p(95)', 'p(99)', 'max'], scenarios: Object.fromEntries(scenarios), thresholds: Object.fromEntries(thresholds) };
  const request = (one: ScriptRequest, index: number): string =>
    `export function route_${index}() {\n  http.request(${JSON.stringify(one.method)}, server + ${urlOf(one)}, ${WITH_BODY.has(one.method) ? 'body' : 'null'}, { headers, tags: { name: ${JSON.stringify(nameOf(one))} } });\n}`;
  return [
    '// k6 run --out json=k6.json THIS_FILE; then: perf-lint slo --evidence k6.json',
    "import http from 'k6/http';",
    '',
    `const server = __ENV.SERVER || ${JSON.stringify(server)};`,
    ...missingIn(requests).map((name) => `const ${constantOf(name)} = __ENV.${variableOf(name)} || '1'; // a value of :${name}`),
    `const headers = ${JSON.stringify(withBodyType(headers))};`,
    `const body = ${JSON.stringify(body ?? '{}')};`,
    '',
    `export const options = ${JSON.stringify(options, null, 2)};`,
    '',
    requests.map(request).join('\n\n'),
    '',
  ].join('\n');
}

function constantOf(name: string): string {
  return `param_${name}`;
}

function urlOf(request: ScriptRequest): string {
  return partsOf(request).map((part) => (typeof part === 'string' ? JSON.stringify(part) : `encodeURIComponent(${constantOf(part.name)})`)).join(' + ');
}
