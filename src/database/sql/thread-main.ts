import type * as PgQuery from 'libpg-query';
import type * as NodeSqlParser from 'node-sql-parser';
import type { Answer, Job, Question, ThreadData } from './thread.ts';

/**
 * What the parsers' thread runs. It is handed to the thread as its own text, so that it works from sources, in a bundle and in a
 * plugin's bundle alike: it may use nothing but what stands in it, and no `import`.
 */
export function threadMain(): void {
  const { workerData } = process.getBuiltinModule('node:worker_threads');
  const { createRequire } = process.getBuiltinModule('node:module');
  const { port, flag, states, idleLimit, base } = workerData as ThreadData;
  const signal = new Int32Array(flag);

  let postgresql: Promise<typeof PgQuery> | undefined;
  const dialects = new Map<string, { astify(sql: string): unknown }>();

  const loadPostgresql = async (): Promise<typeof PgQuery> => {
    const module = createRequire(base)('libpg-query') as typeof PgQuery;
    await module.loadModule();
    return module;
  };

  // The whole of node-sql-parser takes ten times as long to load as one of its dialects.
  const builds = {
    mysql: () => createRequire(base)('node-sql-parser/build/mysql') as typeof NodeSqlParser,
    mariadb: () => createRequire(base)('node-sql-parser/build/mariadb') as typeof NodeSqlParser,
    sqlite: () => createRequire(base)('node-sql-parser/build/sqlite') as typeof NodeSqlParser,
  };

  const loadDialect = (name: keyof typeof builds): { astify(sql: string): unknown } => {
    const known = dialects.get(name);
    if (known) return known;
    const { Parser } = builds[name]();
    const parser = new Parser();
    const dialect = { astify: (sql: string): unknown => parser.astify(sql, { database: name }) };
    dialects.set(name, dialect);
    return dialect;
  };

  const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] as string;

  const run = async ({ ask, dialect, texts }: Job): Promise<Answer[]> => {
    const attempt = (make: (sql: string) => unknown) => (sql: string): Answer => {
      try {
        return { value: make(sql) };
      } catch (error) {
        return { problem: messageOf(error) };
      }
    };
    if (dialect !== 'postgresql') {
      const parser = loadDialect(dialect);
      return texts.map(attempt((sql) => parser.astify(sql)));
    }
    const module = await (postgresql ??= loadPostgresql());
    const ways: Record<Job['ask'], (sql: string) => unknown> = {
      parse: (sql) => (module.parseSync(sql) as { stmts?: unknown }).stmts ?? [],
      fingerprint: (sql) => module.fingerprintSync(sql),
      normalize: (sql) => module.normalizeSync(sql),
    };
    return texts.map(attempt(ways[ask]));
  };

  let idle: NodeJS.Timeout | undefined;
  const end = (): void => {
    if (Atomics.compareExchange(signal, 0, states.answered, states.ended) === states.answered) port.close();
  };

  const reply = (answers: Answer[] | string): void => {
    port.postMessage(answers);
    Atomics.store(signal, 0, states.answered);
    Atomics.notify(signal, 0);
    idle = setTimeout(end, idleLimit);
  };

  port.on('message', ({ job }: Question) => {
    clearTimeout(idle);
    run(job).then(reply, (error: unknown) => reply(messageOf(error)));
  });
}
