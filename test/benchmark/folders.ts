import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';

/**
 * Gives the tests of a file a folder for temporary files of their own, so that what benchmarks leave there is seen, and not what tests
 * beside them make at the same time.
 * @returns the folders of benchmarks that are there now
 */
export function foldersOfBenchmarks(): () => string[] {
  const before = process.env.TMPDIR;
  let own = '';
  beforeAll(() => {
    process.env.TMPDIR = own = mkdtempSync(path.join(tmpdir(), 'perf-lint-tests-'));
  });
  afterAll(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(own, { recursive: true, force: true });
  });
  return () => readdirSync(own).filter((name) => name.startsWith('perf-lint-bench-'));
}
