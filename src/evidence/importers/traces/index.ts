import type { Importer } from '../../importer.ts';
import { otlp } from './otlp.ts';

/** What tracers write. */
export const traces: readonly Importer[] = [otlp];
