import type { Finding } from './types.ts';

/** Whether the location lies in the code. What evidence tells of a route or a statement alone has none there: its location is in the file of evidence, whose text may hold values. */
export function isInCode({ observed }: Pick<Finding, 'observed'>): boolean {
  return observed?.route === undefined && observed?.query === undefined;
}
