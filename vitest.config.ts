import { defineConfig } from 'vitest/config';

/** Each project is one kind of test; `npx vitest run --project unit` runs one alone. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/fixtures/**', 'test/cli/**', 'test/live/**'],
        },
      },
      { test: { name: 'fixtures', include: ['test/fixtures/**/*.test.ts'] } },
      // On real database servers: PERF_LINT_TEST_POSTGRES and PERF_LINT_TEST_MYSQL say where, if not on this machine.
      { test: { name: 'live', include: ['test/live/**/*.test.ts'], testTimeout: 120_000 } },
      // Runs the built command line as a user does, so it is built first.
      { test: { name: 'workflow', include: ['test/cli/**/*.test.ts'], globalSetup: 'test/cli/build.ts', testTimeout: 120_000 } },
    ],
  },
});
