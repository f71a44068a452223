import type { Importer } from '../../importer.ts';
import { chromeTrace } from './chrome-trace.ts';
import { lighthouse } from './lighthouse.ts';

/** What browsers, and tools that drive them, write. */
export const browser: readonly Importer[] = [chromeTrace, lighthouse];
