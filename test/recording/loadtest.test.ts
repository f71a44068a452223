import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseSync } from 'oxc-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadtest, type LoadtestOptions, type LoadtestResult } from '../../src/commands/loadtest.ts';
import { importEvidence } from '../../src/evidence/import.ts';
import { engine } from '../../src/project/engine.ts';
import { planRequests } from '../../src/recording/loadtest/requests.ts';

const cwd = mkdtempSync(path.join(tmpdir(), 'perf-lint-loadtest-'));
const asked: string[] = [];
const server = createServer((request, response) => {
  const { method, url, headers } = request;
  if (asked.at(-1) !== `${method} ${url}`) asked.push(`${method} ${url}`);
  request.resume().on('end', () => {
    if (url === '/silent') return void response.destroy();
    response.statusCode = url === '/orders/gone' ? 404 : url === '/broken' ? 500 : headers.authorization === undefined && url === '/secret' ? 401 : 200;
    response.end('{}');
  });
});
let url = '';

beforeAll(async () => {
  writeFileSync(path.join(cwd, 'package.json'), '{"name":"shop","private":true,"dependencies":{"express":"5"}}');
  const routes = ["get('/orders'", "get('/orders/:id'", "post('/orders'", "get('/broken'", "get('/secret'"].map((route) => `app.${route}, (req, res) => res.json(1));`);
  writeFileSync(path.join(cwd, 'app.js'), ["const express = require('express');", 'const app = express();', ...routes].join('\n'));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(cwd, { recursive: true, force: true });
});

function run(more: Partial<LoadtestOptions> = {}): Promise<LoadtestResult> {
  return loadtest({ routes: [], tool: 'autocannon', url, remote: false, values: new Map(), headers: {}, body: undefined, connections: 2, duration: 1, wait: 0, output: undefined, config: false, cache: false, cwd, ...more }, engine);
}

async function scriptOf(tool: 'k6' | 'artillery' | 'locust', more: Partial<LoadtestOptions> = {}): Promise<string> {
  const result = await run({ tool, url: undefined, config: 'perf-lint.config.json', ...more });
  if (result.kind !== 'script') throw new Error('it is no script');
  return result.script;
}

describe('a load test', () => {
  it('measures each route under its pattern, and its file is evidence', async () => {
    const result = await run({ routes: ['GET /orders?shop=1', '/orders/7'] });
    if (result.kind !== 'measured') throw new Error('nothing was measured');
    expect(result.file).toBe('perf-lint-loadtest.json');
    const [file] = (await importEvidence([result.file], cwd)).files;
    expect(file).toMatchObject({ format: 'perf-lint-loadtest', tool: 'perf-lint loadtest' });
    const routes = result.test.routes.map(({ method, path: pattern, asked: sent }) => `${method} ${pattern} ${sent}`);
    expect(routes).toEqual(['GET /orders /orders?shop=1', 'GET /orders/:id /orders/7']);
    for (const { path: pattern, answered, seconds, statuses, times } of result.test.routes) {
      expect(statuses).toEqual({ 200: answered });
      const observed = file!.observations.filter(({ route }) => route?.path === pattern);
      expect(observed).toContainEqual(expect.objectContaining({ metric: 'requests', value: answered }));
      expect(observed).toContainEqual(expect.objectContaining({ metric: 'throughput', value: answered / seconds }));
      expect(observed).toContainEqual(expect.objectContaining({ metric: 'error-rate', value: 0 }));
      expect(observed).toContainEqual(expect.objectContaining({ metric: 'response-time', value: times.mean, distribution: expect.objectContaining({ count: answered, percentiles: times.percentiles }) }));
    }
  });

  it('asks all that is safe and whole where nothing is named, and says what it leaves out', async () => {
    asked.length = 0;
    const { notes, ...result } = await run({ values: new Map([['id', 'gone']]) });
    expect(result).toMatchObject({ kind: 'measured', test: { routes: [{ path: '/orders' }, { path: '/broken' }] } });
    expect(notes).toEqual([
      'not asked: POST /orders: it may change data: name it to send it all the same',
      'not asked: GET /orders/gone: it answers with status 404',
      'not asked: GET /secret: it answers with status 401: give --header "Authorization: …"',
    ]);
    expect(asked).not.toContain('POST /orders');
  });

  it('keeps what it measured when a later route gives no answer', async () => {
    const { notes, ...result } = await run({ routes: ['GET /orders', 'GET /silent'] });
    expect(result).toMatchObject({ kind: 'measured', test: { routes: [{ path: '/orders' }] } });
    expect(notes).toEqual(['not asked: GET /silent: it has no answer (UND_ERR_SOCKET)']);
    await expect(run({ routes: ['GET /silent'] })).rejects.toThrow('no route can be asked: GET /silent: it has no answer (UND_ERR_SOCKET)');
  });

  it('asks the routes of the service levels where there are some', async () => {
    writeFileSync(path.join(cwd, 'slo.json'), JSON.stringify({ slo: { routes: { 'GET /orders/:id': { p95: 200 }, '*': { p95: 300 } } } }));
    const result = await run({ config: 'slo.json', values: new Map([['id', '7 a']]), headers: { Authorization: 'x' } });
    expect(result).toMatchObject({ kind: 'measured', test: { routes: [{ path: '/orders/:id', asked: '/orders/7%20a' }] }, notes: [] });
    expect(readFileSync(path.join(cwd, 'perf-lint-loadtest.json'), 'utf8')).not.toContain('Authorization');
  });

  it('sends what changes data where that is named', async () => {
    asked.length = 0;
    await run({ routes: ['POST /orders'], body: '{"a":1}' });
    expect(asked).toContain('POST /orders');
  });

  it.each<[string, Partial<LoadtestOptions>, string]>([
    ['without a server', { url: undefined }, '--url is missing: the server that is running, as --url http://127.0.0.1:3000'],
    ['with a path in its URL', { url: 'http://localhost:1/orders?a=b' }, '--url http://localhost:1/orders?a=b: must end with host and port; name paths as routes: perf-lint loadtest --url http://localhost:1 "GET /orders?a=b"'],
    ['with another machine', { url: 'http://shop.example:3000' }, '--url http://shop.example:3000: shop.example is not this machine; --remote sends requests there all the same: do so only where you may'],
    ['with a name that only looks like this machine', { url: 'http://127.0.0.1.example' }, 'is not this machine'],
    ['with nothing that answers', { url: 'http://127.0.0.1:59999' }, '--url http://127.0.0.1:59999: nothing answers there (ECONNREFUSED): start the server, or let it have more time with --wait SECONDS'],
    ['with what is no route', { routes: ['orders'] }, '"orders" is no route: name it as "GET /orders/:id", or a path of one as "GET /orders/7?page=2"'],
    ['with no route that can be asked', { routes: ['GET /orders/:id'] }, 'no route can be asked: GET /orders/:id: no value for id: give --param id=VALUE'],
  ])('does not begin %s', async (_name, options, message) => {
    await expect(run(options)).rejects.toThrow(message);
  });

  it('ends when it is interrupted, and writes nothing', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('interrupted')), 300);
    await expect(run({ routes: ['GET /orders'], duration: 60, output: 'interrupted.json', signal: stop.signal })).rejects.toThrow('interrupted');
    expect(() => readFileSync(path.join(cwd, 'interrupted.json'))).toThrow('ENOENT');
  });
});

describe('a script', () => {
  beforeAll(() => writeFileSync(path.join(cwd, 'perf-lint.config.json'), JSON.stringify({ slo: { routes: { 'GET /orders/:id': { p95: 200, p99: 500, errorRate: 0.01 } } } })));

  it('for k6 is JavaScript with a threshold for each level', async () => {
    const script = await scriptOf('k6');
    expect(parseSync('script.js', script).errors).toEqual([]);
    expect(script).toContain('http.request("GET", server + "/orders/" + encodeURIComponent(param_id), null, { headers, tags: { name: "GET /orders/:id" } });');
    expect(JSON.parse(/options = (\{[^]*?\n\});/.exec(script)![1]!)).toMatchObject({
      scenarios: { route_0: { exec: 'route_0', vus: 2, duration: '1s' } },
      thresholds: { 'http_req_duration{name:GET /orders/:id}': ['p(95)<=200', 'p(99)<=500'], 'http_req_failed{name:GET /orders/:id}': ['rate<=0.01'] },
    });
  });

  it('for Artillery is YAML', async () => {
    expect(parse(await scriptOf('artillery', { routes: ['GET /orders/:id', 'POST /orders'], body: '{"a":1}' }))).toMatchObject({
      config: { target: 'http://127.0.0.1:3000', variables: { id: '{{ $env.ID }}' }, plugins: { ensure: { thresholds: [{ 'plugins.metrics-by-endpoint.response_time.GET /orders/:id.p95': 200 }, {}] } } },
      scenarios: [{ flow: [{ get: { url: '/orders/{{ id }}', name: 'GET /orders/:id' } }] }, { flow: [{ post: { url: '/orders', body: '{"a":1}' } }] }],
    });
  });

  it('for Locust is Python', async () => {
    const script = await scriptOf('locust', { headers: { 'x-quote': '"\\' } });
    expect(script).toContain('("GET /orders/:id", "GET", 0.95, 200),');
    expect(script).toContain('self.client.request("GET", "/orders/" + PARAM_ID, name="GET /orders/:id", headers=HEADERS)');
    execFileSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], { input: script });
  });

  it.each(['k6', 'artillery', 'locust'] as const)('for %s has the type of the body that a header names, in whatever case', async (tool) => {
    const script = await scriptOf(tool, { routes: ['POST /orders'], headers: { 'Content-Type': 'text/csv' }, body: 'a,b' });
    expect(script).toContain('text/csv');
    expect(script).not.toContain('application/json');
  });

  it('goes to a file where one is named', async () => {
    await run({ tool: 'k6', routes: ['GET /orders'], output: 'k6.js' });
    expect(readFileSync(path.join(cwd, 'k6.js'), 'utf8')).toContain("import http from 'k6/http'");
  });
});

describe('parameters of paths', () => {
  it.each([
    ['/a/:id', 'id'],
    [String.raw`/a/:id(\d+)`, 'id'],
    ['/a/:id?', 'id'],
    ['/a/{id}', 'id'],
    ['/a/[id]', 'id'],
    ['/a/*', 'path'],
  ])('%s', (route, name) => {
    const plan = (values: [string, string][]) => planRequests({ named: [`GET ${route}`], levels: [], routes: [], values: new Map(values), patternOf: () => route, keepsMissing: false });
    expect(plan([[name, '1/2']]).requests.map((request) => request.path)).toEqual(['/a/1%2F2']);
    expect(plan([]).left[0]!.reason).toBe(`no value for ${name}: give --param ${name}=VALUE`);
  });
});
