import type { Importer } from '../../importer.ts';
import { collapsed } from './collapsed.ts';
import { pprof } from './pprof.ts';
import { speedscope } from './speedscope.ts';

/** Formats in which many profilers write stacks. */
export const stacks: readonly Importer[] = [speedscope, pprof, collapsed];
