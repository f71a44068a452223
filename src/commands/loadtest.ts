import { existsSync } from 'node:fs';
import path from 'node:path';
import pkg from '../../package.json' with { type: 'json' };
import { routeFinder, routesIn } from '../evidence/join/routes.ts';
import { routeTeller } from '../evidence/slo/routes.ts';
import type { LevelSettings } from '../evidence/slo/types.ts';
import { Clock } from '../project/clock.ts';
import type { Engine } from '../project/engine.ts';
import { openProject } from '../project/open.ts';
import { drive } from '../recording/loadtest/drive.ts';
import { planRequests, type KnownRoute, type Plan } from '../recording/loadtest/requests.ts';
import type { SavedLoadTest } from '../recording/loadtest/saved.ts';
import { scripts } from '../recording/loadtest/scripts/index.ts';
import { FOLDER_VARIABLE } from '../recording/profile/record.ts';
import { UsageError } from '../source/errors.ts';
import type { LoadtestRequest } from './requests.ts';
import { saveReport } from './output.ts';

export type LoadtestOptions = Omit<LoadtestRequest, 'kind' | 'color'> & { cwd?: string; signal?: AbortSignal; onProgress?(line: string): void };

export type LoadtestResult = { notes: string[] } & (
  | { kind: 'measured'; test: SavedLoadTest; file: string }
  /** `file` is undefined for a script that goes to standard output. */
  | { kind: 'script'; script: string; file: string | undefined }
);

/** Where a server is that nobody names. */
const USUAL = 'http://127.0.0.1:3000';

/** The file of figures, in the folder of a profile that it runs beside, else in the working directory. */
const FILE = 'perf-lint-loadtest.json';

/**
 * Sends requests to routes of a server that is running, or writes a script that does.
 * @throws UsageError where nothing can be sent, ConfigError for a config that cannot be used, the signal's reason when it aborts
 */
export async function loadtest(options: LoadtestOptions, engine: Engine): Promise<LoadtestResult> {
  const { routes: named, tool, output, connections, duration, wait, headers, body, values, cwd = process.cwd(), signal, onProgress, config: file, cache } = options;
  const server = serverOf(options);
  const { program, config, notes: onProject } = openProject({ cwd, paths: [cwd], config: file, cache }, engine, new Clock());
  const labels = program.requests().map(({ label }) => label);
  const find = routeFinder(labels);
  const patternOf = ({ method, path: asked }: KnownRoute): string | undefined => {
    const label = find({ ...(method !== 'ALL' && { method }), path: asked });
    // Of several paths of one label the one that is asked is known by itself.
    const paths = label === undefined ? [] : routesIn(label);
    return paths.length === 1 ? paths[0]!.path : undefined;
  };
  const known = [...new Map(labels.flatMap(routesIn).map((route) => [`${route.method} ${route.path}`, { ...route, method: route.method === '*' ? 'ALL' : route.method }])).values()];
  const plan = planRequests({ named, levels: Object.keys(config.slo.routes ?? {}), routes: known, values, patternOf, keepsMissing: tool !== 'autocannon' });
  if (plan.requests.length === 0) throw nothing(plan);
  if (tool !== 'autocannon') {
    const levelsOf = levelsTeller(config.slo);
    const script = scripts[tool]({ requests: plan.requests.map((request) => ({ ...request, levels: levelsOf(request.method, request.route) })), server, headers, body, connections, duration });
    if (output !== undefined) saveReport(path.resolve(cwd, output), script);
    return { kind: 'script', script, file: output, notes: [...onProject, ...leftNotes(plan.left)] };
  }
  const driven = await drive({ requests: plan.requests, server, headers, body, connections, duration, wait, signal, ...(onProgress && { onProgress }) });
  const left = [...plan.left, ...driven.left];
  if (driven.routes.length === 0) throw nothing({ requests: [], left });
  const test: SavedLoadTest = { perfLint: 'loadtest', version: 1, tool: `perf-lint ${pkg.version}`, driver: 'autocannon', server, connections, routes: driven.routes };
  const to = output ?? path.join(profileFolder() ?? '', FILE);
  saveReport(path.resolve(cwd, to), `${JSON.stringify(test, null, 2)}\n`);
  return { kind: 'measured', test, file: to, notes: [...onProject, ...leftNotes(left)] };
}

function profileFolder(): string | undefined {
  const folder = process.env[FOLDER_VARIABLE];
  return folder !== undefined && existsSync(folder) ? folder : undefined;
}

/** Scheme, host and port. @throws UsageError for what is no URL of a server, and for one of another machine that was not asked for */
function serverOf({ url: given, remote, tool }: LoadtestOptions): string {
  if (given === undefined && tool === 'autocannon') throw new UsageError(`--url is missing: the server that is running, as --url ${USUAL}`);
  const url = given ?? USUAL;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) throw new UsageError(`--url ${url}: must be the address of a server, as http://127.0.0.1:3000`);
  if (parsed.pathname !== '/' || parsed.search !== '') throw new UsageError(`--url ${url}: must end with host and port; name paths as routes: perf-lint loadtest --url ${parsed.origin} "GET ${parsed.pathname}${parsed.search}"`);
  if (!remote && !/^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(parsed.hostname)) throw new UsageError(`--url ${url}: ${parsed.hostname} is not this machine; --remote sends requests there all the same: do so only where you may`);
  return parsed.origin;
}

function levelsTeller({ routes = {} }: LevelSettings): (method: string, route: string) => NonNullable<LevelSettings['routes']>[string] {
  const tell = routeTeller(Object.keys(routes).filter((name) => name !== '*'));
  return (method, route) => {
    const name = tell({ method, path: route });
    return name === undefined ? {} : routes[name]!;
  };
}

function nothing({ left }: Plan): UsageError {
  if (left.length === 0) return new UsageError('no route is known: name one, as perf-lint loadtest --url http://127.0.0.1:3000 "GET /orders"');
  return new UsageError(`no route can be asked: ${left.map(({ route, reason }) => `${route}: ${reason}`).join('; ')}`);
}

/** Reasons are told once. */
function leftNotes(left: Plan['left']): string[] {
  const by = new Map<string, string[]>();
  for (const { route, reason } of left) by.set(reason, [...(by.get(reason) ?? []), route]);
  return [...by].map(([reason, routes]) => `not asked: ${routes.join(', ')}: ${reason}`);
}
