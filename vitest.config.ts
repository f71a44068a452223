import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** What is kept of the projects that tests make goes where they are made, not into the user's folder. */
const env = { XDG_CACHE_HOME: path.join(tmpdir(), 'perf-lint-test-caches') };

/** Each project is one kind of test; `npx vitest run --project unit` runs one alone. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          env,
          include: ['test/**/*.test.ts'],
          exclude: ['test/fixtures/**', 'test/cli/**', 'test/live/**'],
        },
      },
      { test: { name: 'fixtures', env, include: ['test/fixtures/**/*.test.ts'] } },
      // On real database servers: PERF_LINT_TEST_POSTGRES and PERF_LINT_TEST_MYSQL say where, if not on this machine.
      { test: { name: 'live', env, include: ['test/live/**/*.test.ts'], testTimeout: 120_000 } },
      // Runs the built command line as a user does, so it is built first.
      { test: { name: 'workflow', env, include: ['test/cli/**/*.test.ts'], globalSetup: 'test/cli/build.ts', testTimeout: 120_000 } },
    ],
  },
});
