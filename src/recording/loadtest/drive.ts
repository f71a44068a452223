import { Values } from '../../evidence/values.ts';
import { UsageError } from '../../source/errors.ts';
import { WITH_BODY, withBodyType, type LeftRoute, type PlannedRequest } from './requests.ts';
import type { SavedRoute } from './saved.ts';

/** Seconds that a request may take. */
const TIMEOUT = 30;
/** Milliseconds between two attempts to reach a server that is still starting. */
const RETRY = 200;

export interface DriveOptions {
  requests: readonly PlannedRequest[];
  /** Scheme, host and port. */
  server: string;
  headers: Readonly<Record<string, string>>;
  /** Sent with methods that take one. */
  body: string | undefined;
  connections: number;
  /** Seconds for each request. */
  duration: number;
  /** Seconds that the server has to start. */
  wait: number;
  signal?: AbortSignal | undefined;
  onProgress?(line: string): void;
}

export interface Driven {
  routes: SavedRoute[];
  /** Routes that were asked once, and not again and again. */
  left: LeftRoute[];
}

/**
 * Sends each request again and again over several connections, one request after the other, and keeps each answer's time. Once it is asked alone: a
 * route that is not there, or that gives no answer, is not measured.
 * @throws UsageError where no server answers, the signal's reason when it aborts
 */
export async function drive(options: DriveOptions): Promise<Driven> {
  const { requests, server, wait, onProgress, signal } = options;
  const driven: Driven = { routes: [], left: [] };
  await reach(server, wait, signal);
  for (const request of requests) {
    const reason = await refusalOf(options, request);
    const name = `${request.method} ${request.path}`;
    if (reason !== undefined) driven.left.push({ route: name, reason });
    else {
      onProgress?.(`${name} …`);
      driven.routes.push(await measure(options, request));
    }
  }
  return driven;
}

const HINTS: Readonly<Record<number, string>> = {
  400: ': name it with what it asks for, as "GET /orders?shop=1", or give --body',
  401: ': give --header "Authorization: …"',
  403: ': give --header "Authorization: …"',
  415: ': give --header "Content-Type: …"',
};

/** Waits until something listens. */
async function reach(server: string, wait: number, signal: AbortSignal | undefined): Promise<void> {
  const end = performance.now() + wait * 1000;
  for (;;) {
    signal?.throwIfAborted();
    try {
      await ask(server, { method: 'HEAD' }, signal);
      return;
    } catch (error) {
      signal?.throwIfAborted();
      if (performance.now() >= end) throw new UsageError(`--url ${server}: nothing answers there (${reasonOf(error)}): start the server, or let it have more time with --wait SECONDS`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, RETRY));
    }
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : String(cause);
}

/** Asks once: why a route is not measured, or undefined for one that is. What was measured of others before stays. */
async function refusalOf(options: DriveOptions, { method, path }: PlannedRequest): Promise<string | undefined> {
  const { server, signal } = options;
  try {
    const answer = await ask(`${server}${path}`, sent(options, method), signal);
    await answer.arrayBuffer();
    const { status } = answer;
    return status >= 400 && status < 500 ? `it answers with status ${status}${HINTS[status] ?? ''}` : undefined;
  } catch (error) {
    signal?.throwIfAborted();
    return `it has no answer (${reasonOf(error)})`;
  }
}

function ask(url: string, init: ReturnType<typeof sent> | { method: string }, signal: AbortSignal | undefined): Promise<Response> {
  return fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT * 1000), ...(signal ? [signal] : [])]) });
}

/** What is sent with a method. */
function sent({ headers, body }: DriveOptions, method: string): { method: string; headers: Readonly<Record<string, string>>; body?: string } {
  return WITH_BODY.has(method) && body !== undefined ? { method, headers: withBodyType(headers), body } : { method, headers };
}

async function measure(options: DriveOptions, { method, route, path }: PlannedRequest): Promise<SavedRoute> {
  const { server, connections, duration, signal } = options;
  const { default: autocannon } = await import('autocannon');
  const times = new Values();
  const statuses: Record<string, number> = {};
  const run = autocannon({ url: `${server}${path}`, ...sent(options, method), connections, duration, timeout: TIMEOUT, excludeErrorStats: true });
  run.on('response', (_, status, __, time) => {
    times.add(time);
    statuses[status] = (statuses[status] ?? 0) + 1;
  });
  const stop = (): void => run.stop();
  signal?.addEventListener('abort', stop);
  try {
    const { duration: seconds, errors } = await run;
    signal?.throwIfAborted();
    const { min = 0, max = 0, mean = 0, percentiles } = times.distribution();
    return { method, path: route, asked: path, seconds, answered: times.count, unanswered: errors, statuses, times: { min, max, mean, percentiles: percentiles.map(([percent, value]) => [percent, value]) } };
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
