/** A server that could not be asked: what happened and what to do, in one line without a password. */
export class PlannerError extends Error {
  override name = 'PlannerError';
}

/** Where a URL leads, for messages: `127.0.0.1:5432/shop`. */
export function placeOf(url: URL, port: number): string {
  return `${url.hostname || 'localhost'}:${url.port || port}${url.pathname === '/' ? '' : url.pathname}`;
}

/** What a driver says, without the secrets of the URL. */
export function withoutSecrets(message: string, url: URL): string {
  const secrets = [url.password, decodeURIComponent(url.password), ...[...url.searchParams].filter(([name]) => /pass|key|secret|token/i.test(name)).map(([, value]) => value)];
  return secrets.filter((secret) => secret !== '').reduce((text, secret) => text.replaceAll(secret, '***'), message.split('\n')[0]!);
}

/** Codes of Node for a server that is not reached: https://nodejs.org/api/errors.html#common-system-errors */
const UNREACHED: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there', ENOTFOUND: 'its host is not known', EAI_AGAIN: 'its host is not known now', ETIMEDOUT: 'it does not answer', ECONNRESET: 'it ended the connection',
  EHOSTUNREACH: 'there is no way to its host', ENETUNREACH: 'there is no way to its network',
};

/** What an error of a driver means when a connection is opened. `refusals` are the engine's own codes. */
export function connectionError(engine: string, url: URL, port: number, error: unknown, refusals: Readonly<Record<string, string>>): PlannerError {
  const [{ code = '', message = '' }] = causes(error);
  const user = decodeURIComponent(url.username);
  const place = placeOf(url, port);
  if (UNREACHED[code] !== undefined) return new PlannerError(`${engine} at ${place}: ${UNREACHED[code]} (${code})`);
  if (/timeout/i.test(message)) return new PlannerError(`${engine} at ${place}: it does not answer`);
  const refused = refusals[code];
  return new PlannerError(`${engine} at ${place}${user === '' ? '' : ` as ${user}`}: ${refused ?? withoutSecrets(message, url)}`);
}

/** Node gathers the errors of several addresses of one host. */
function causes(error: unknown): readonly [{ code?: string; message?: string }, ...unknown[]] {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors as unknown as [{ code?: string }];
  return [error as { code?: string; message?: string }];
}
