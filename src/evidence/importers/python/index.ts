import type { Importer } from '../../importer.ts';
import { cProfileText, pstats } from './c-profile.ts';
import { memoryProfiler, mprof } from './memory.ts';

/** Profilers of Python. */
export const python: readonly Importer[] = [pstats, cProfileText, memoryProfiler, mprof];
