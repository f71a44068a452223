/** Parameters of a connection URL that are secret: https://www.postgresql.org/docs/current/libpq-connect.html */
const SECRETS = ['password', 'sslpassword', 'sslkey'];
const HIDDEN = '***';

/** The URL of a database as it may be printed: without its password, also where it is malformed. */
export function shownUrl(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return url.replace(/\/\/[^@/]*@/, `//${HIDDEN}@`);
  }
  if (parsed.password !== '') parsed.password = HIDDEN;
  for (const name of SECRETS) if (parsed.searchParams.has(name)) parsed.searchParams.set(name, HIDDEN);
  return parsed.href;
}
