import { UsageError } from '../../source/errors.ts';
import { isOutside, join } from '../../source/paths.ts';
import { toolPath } from './tool-path.ts';

/** Where a folder of the machine that was measured lies in the project. */
export interface PathMapping {
  /** As the tools wrote it, with `/`, without one at its end. */
  from: string;
  /** Below the root; '' for the root. */
  to: string;
}

/**
 * Reads `--path-map FROM=TO`.
 * @throws UsageError for one that names no folder, or one outside the project
 */
export function pathMapping(given: string): PathMapping {
  const split = given.lastIndexOf('=');
  const from = toolPath(given.slice(0, split));
  const to = join(given.slice(split + 1));
  if (split <= 0 || from === undefined || split === given.length - 1) throw new UsageError(`--path-map ${given}: must be FROM=TO: a folder of the machine that was measured, and where it lies below the root (/app=.)`);
  if (isOutside(to)) throw new UsageError(`--path-map ${given}: ${given.slice(split + 1)} must lie below the scanned root`);
  return { from: from.path, to };
}

/** The path below the root that the longest mapping gives. */
export function mapped(path: string, mappings: readonly PathMapping[]): string | undefined {
  const fitting = mappings.filter(({ from }) => path === from || path.startsWith(`${from}/`));
  const best = fitting.reduce<PathMapping | undefined>((longest, one) => (longest === undefined || one.from.length > longest.from.length ? one : longest), undefined);
  return best && join(best.to, path.slice(best.from.length + 1));
}
