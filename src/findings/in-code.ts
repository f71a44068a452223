import type { Finding } from './types.ts';

/** What evidence alone can find, beside rules: a comment may name it as it names a rule. */
export const OBSERVED_ALONE: readonly string[] = ['hot-function', 'forced-reflow', 'slow-query'];

/** Whether the location lies in the code. What evidence tells of a route or a statement alone has none there: its location is in the file of evidence, whose text may hold values. */
export function isInCode({ observed }: Pick<Finding, 'observed'>): boolean {
  return observed?.route === undefined && observed?.query === undefined;
}
