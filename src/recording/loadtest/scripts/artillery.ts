import { stringify } from 'yaml';
import { WITH_BODY, withBodyType } from '../requests.ts';
import { missingIn, nameOf, partsOf, promisedTimes, variableOf, type ScriptRequest, type ScriptSettings } from './script.ts';

/** A script for Artillery: a scenario for each request; as many new users in a second as there are connections. https://www.artillery.io/docs/reference/test-script */
export function artilleryScript({ requests, server, headers, body, connections, duration }: ScriptSettings): string {
  const missing = missingIn(requests);
  const levels = requests.flatMap((request) => promisedTimes(request).map(({ percent, limit }) => ({ [`plugins.metrics-by-endpoint.response_time.${nameOf(request)}.p${percent}`]: limit })));
  const script = {
    config: {
      target: server,
      phases: [{ duration: duration * requests.length, arrivalRate: connections }],
      plugins: { 'metrics-by-endpoint': { useOnlyRequestNames: true }, ...(levels.length > 0 && { ensure: { thresholds: levels } }) },
      ...(missing.length > 0 && { variables: Object.fromEntries(missing.map((name) => [name, `{{ $env.${variableOf(name)} }}`])) }),
    },
    scenarios: requests.map((request) => {
      const name = nameOf(request);
      const sent = WITH_BODY.has(request.method) ? { headers: withBodyType(headers), body: body ?? '{}' } : { headers };
      return { name, flow: [{ [request.method.toLowerCase()]: { url: urlOf(request), name, ...sent } }] };
    }),
  };
  return `# artillery run THIS_FILE --output artillery.json; then: perf-lint slo --evidence artillery.json\n${stringify(script, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

function urlOf(request: ScriptRequest): string {
  return partsOf(request).map((part) => (typeof part === 'string' ? part : `{{ ${part.name} }}`)).join('');
}
