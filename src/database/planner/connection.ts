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

/** The servers that are asked: their usual ports, and what their codes of refusal mean. */
const SERVERS: Readonly<Record<'postgresql' | 'mysql', { name: string; port: number; refusals: Readonly<Record<string, string>> }>> = {
  postgresql: {
    name: 'PostgreSQL',
    port: 5432,
    // https://www.postgresql.org/docs/18/errcodes-appendix.html
    refusals: { '28P01': 'the password is wrong', '28000': 'the user may not connect', '3D000': 'there is no such database', '53300': 'it has no connection left', '57P03': 'it is starting up', '42501': 'the user may not connect' },
  },
  mysql: {
    name: 'MySQL',
    port: 3306,
    // https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
    refusals: {
      ER_ACCESS_DENIED_ERROR: 'the user or the password is wrong', ER_DBACCESS_DENIED_ERROR: 'the user may not use the database', ER_BAD_DB_ERROR: 'there is no such database',
      ER_CON_COUNT_ERROR: 'it has no connection left', ER_NOT_SUPPORTED_AUTH_MODE: 'it asks for a way to log in that the driver does not have', PROTOCOL_CONNECTION_LOST: 'it ended the connection',
    },
  },
};

/** What an error of a driver means when a connection is opened. */
export function connectionError(engine: 'postgresql' | 'mysql', url: URL, error: unknown): PlannerError {
  const { name, port, refusals } = SERVERS[engine];
  const [{ code = '', message = '' }] = causes(error);
  const user = decodeURIComponent(url.username);
  const place = placeOf(url, port);
  if (UNREACHED[code] !== undefined) return new PlannerError(`${name} at ${place}: ${UNREACHED[code]} (${code})`);
  if (/timeout/i.test(message)) return new PlannerError(`${name} at ${place}: it does not answer`);
  const refused = refusals[code];
  return new PlannerError(`${name} at ${place}${user === '' ? '' : ` as ${user}`}: ${refused ?? withoutSecrets(message, url)}`);
}

/** Node gathers the errors of several addresses of one host. */
function causes(error: unknown): readonly [{ code?: string; message?: string }, ...unknown[]] {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors as unknown as [{ code?: string }];
  return [error as { code?: string; message?: string }];
}
