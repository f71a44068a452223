type Parse = (sql: string) => readonly Readonly<Record<string, unknown>>[];

let loaded: Promise<Parse> | undefined;

/** PostgreSQL's own parser, loaded once. Each statement of a text is an object with its type as the only key; what is no SQL throws. */
export function loadPostgresParser(): Promise<Parse> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Parse> {
  const { loadModule, parseSync } = await import('libpg-query');
  await loadModule();
  return (sql) => (parseSync(sql).stmts ?? []).map(({ stmt }) => (stmt ?? {}) as Readonly<Record<string, unknown>>);
}
