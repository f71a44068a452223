import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

const shared = {
  /** What is kept of the projects that tests make goes where they are made, not into the user's folder. */
  env: { XDG_CACHE_HOME: path.join(tmpdir(), 'perf-lint-test-caches') },
  /**
   * The files of a project that a worker runs share its modules: to read the sources anew for each of them takes longer than most of
   * them run. So a test leaves modules, globals and the working directory as they were.
   */
  isolate: false,
  /** These end what hangs, and nothing else: a machine may have much else to do. */
  testTimeout: 120_000,
  expect: { poll: { timeout: 60_000 } },
};

/** What waits longest, for npm and Python, runs from the start: at the end it would leave one worker alone for two minutes. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLongest = ({ moduleId }: TestSpecification): boolean => moduleId.endsWith('/pre-commit.test.ts');
    return [...sorted.filter(isLongest), ...sorted.filter((file) => !isLongest(file))];
  }
}

/** Each project is one kind of test; `npx vitest run --project unit` runs one alone. */
export default defineConfig({
  test: {
    // The default is one less; the process that hands out the files has little to do.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    experimental: { fsModuleCache: true },
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/fixtures/**', 'test/cli/**', 'test/live/**', 'test/browser/**'],
        },
      },
      { test: { ...shared, name: 'fixtures', include: ['test/fixtures/**/*.test.ts'] } },
      // On real database servers: PERF_LINT_TEST_POSTGRES and PERF_LINT_TEST_MYSQL say where, if not on this machine.
      { test: { ...shared, name: 'live', include: ['test/live/**/*.test.ts'] } },
      // In an installed Chromium, which PERF_LINT_TEST_CHROMIUM may name.
      { test: { ...shared, name: 'browser', include: ['test/browser/**/*.test.ts'] } },
      // Runs the built command line as a user does, so it is built first.
      { test: { ...shared, name: 'workflow', include: ['test/cli/**/*.test.ts'], globalSetup: 'test/cli/build.ts' } },
    ],
  },
});
