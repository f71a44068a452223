import type { Importer } from '../../importer.ts';
import { cpuProfile } from './cpu-profile.ts';

/** What Node and V8 write themselves. */
export const v8: readonly Importer[] = [cpuProfile];
