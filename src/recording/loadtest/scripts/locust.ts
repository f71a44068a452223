import { WITH_BODY, withBodyType } from '../requests.ts';
import { missingIn, nameOf, partsOf, promisedTimes, variableOf, type ScriptRequest, type ScriptSettings } from './script.ts';

/** A locustfile: a task for each request. Its exit code is 1 where a level is not met. https://docs.locust.io/en/stable/writing-a-locustfile.html */
export function locustScript({ requests, server, headers, body, connections, duration }: ScriptSettings): string {
  const levels = requests.flatMap((request) => promisedTimes(request).map(({ percent, limit }) => `    (${text(nameOf(request))}, ${text(request.method)}, ${percent / 100}, ${limit}),`));
  const failures = requests.flatMap((request) => (request.levels.errorRate === undefined ? [] : [`    (${text(nameOf(request))}, ${text(request.method)}, ${request.levels.errorRate}),`]));
  const task = (request: ScriptRequest, index: number): string =>
    [`    @task`, `    def route_${index}(self):`, `        self.client.request(${text(request.method)}, ${urlOf(request)}, name=${text(nameOf(request))}, headers=HEADERS${WITH_BODY.has(request.method) ? ', data=BODY' : ''})`].join('\n');
  return [
    `# locust -f THIS_FILE --headless --users ${connections} --spawn-rate ${connections} --run-time ${duration * requests.length}s --csv locust; then: perf-lint slo --evidence locust_stats.csv`,
    'import os',
    'from urllib.parse import quote',
    '',
    'from locust import HttpUser, constant, events, task',
    '',
    `HEADERS = {${Object.entries(withBodyType(headers)).map(([name, value]) => `${text(name)}: ${text(value)}`).join(', ')}}`,
    `BODY = ${text(body ?? '{}')}`,
    ...missingIn(requests).map((name) => `PARAM_${variableOf(name)} = quote(os.environ.get(${text(variableOf(name))}, "1"), safe="")  # a value of :${name}`),
    '# Route, method, share of the requests, milliseconds that these may take',
    'TIMES = [',
    ...levels,
    ']',
    '# Route, method, share of the requests that may fail',
    'FAILURES = [',
    ...failures,
    ']',
    '',
    '',
    'class Visitor(HttpUser):',
    `    host = os.environ.get("SERVER", ${text(server)})`,
    '    wait_time = constant(0)',
    '',
    requests.map(task).join('\n\n'),
    '',
    '',
    '@events.quitting.add_listener',
    'def judge(environment, **_):',
    '    stats = environment.stats',
    '    slow = [name for name, method, share, limit in TIMES if stats.get(name, method).get_response_time_percentile(share) > limit]',
    '    failing = [name for name, method, limit in FAILURES if stats.get(name, method).fail_ratio > limit]',
    '    if slow or failing:',
    '        environment.process_exit_code = 1',
    '',
  ].join('\n');
}

/** JSON's strings are Python's, but for pairs of surrogates. */
function text(value: string): string {
  return JSON.stringify(value);
}

function urlOf(request: ScriptRequest): string {
  return partsOf(request).map((part) => (typeof part === 'string' ? text(part) : `PARAM_${variableOf(part.name)}`)).join(' + ');
}
