import { expect, it } from 'vitest';
import { openDatabase } from './databases.ts';

it.each([
  ['postgres', 'postgres://root@127.0.0.1:1/test', /^no PostgreSQL answers at postgres:\/\/root@127\.0\.0\.1:1\/test; start one, or set PERF_LINT_TEST_POSTGRES: /],
  ['mysql', 'mysql://root@127.0.0.1:1/test', /^no MariaDB or MySQL answers at mysql:\/\/root@127\.0\.0\.1:1\/test; start one, or set PERF_LINT_TEST_MYSQL: /],
] as const)('a %s server that does not answer is named', async (dialect, server, message) => {
  await expect(openDatabase(dialect, server)).rejects.toThrow(message);
});
