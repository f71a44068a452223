import { ConfigError } from '../config/errors.ts';
import { UsageError } from '../source/errors.ts';

/** What to tell a user about an error that is not perf-lint's own: lines to print; undefined for any other error. */
export function expectedError(error: unknown): readonly string[] | undefined {
  if (error instanceof ConfigError) return error.lines;
  return error instanceof UsageError ? [error.message] : undefined;
}
