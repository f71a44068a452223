import { UsageError } from '../../source/errors.ts';
import { isOutside, join } from '../../source/paths.ts';
import { toolPath } from './tool-path.ts';

const URL_START = /^https?:\/\//;

/** Where a folder of the machine that was measured lies in the project. */
export interface PathMapping {
  /** As the tools wrote it, with `/`, without one at its end: a path, or the beginning of a URL. */
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
  const written = given.slice(0, split).trim();
  const from = URL_START.test(written) ? written.replace(/\/+$/, '') : toolPath(written)?.path;
  const to = join(given.slice(split + 1));
  if (split <= 0 || from === undefined || split === given.length - 1) {
    throw new UsageError(`--path-map ${given}: must be FROM=TO: a folder of the machine that was measured, or the beginning of a URL, and where it lies below the root (/app=., http://localhost:3000=dist)`);
  }
  if (isOutside(to)) throw new UsageError(`--path-map ${given}: ${given.slice(split + 1)} must lie below the scanned root`);
  return { from, to };
}

/**
 * The path below the root that the longest mapping gives.
 *
 * @param written as the tool wrote it
 * @param path the same as a path
 */
export function mapped(written: string, path: string, mappings: readonly PathMapping[]): string | undefined {
  const url = written.replace(/[?#].*$/, '');
  const rests = mappings.flatMap(({ from, to }) => {
    const whole = URL_START.test(from) ? url : path;
    return whole === from || whole.startsWith(`${from}/`) ? [{ length: from.length, file: join(to, whole.slice(from.length + 1)) }] : [];
  });
  const longest = Math.max(...rests.map(({ length }) => length));
  return rests.find(({ length }) => length === longest)?.file;
}
