import { createRequire } from 'node:module';
import type FastGlob from 'fast-glob';

/** Loaded when it is used: a run that knows which files there are has no need of it. */
export function fastGlob(): typeof FastGlob {
  return createRequire(import.meta.url)('fast-glob') as typeof FastGlob;
}
