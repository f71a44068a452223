import type { Importer } from '../../importer.ts';
import { cpuProfile } from './cpu-profile.ts';
import { heapProfile } from './heap-profile.ts';
import { processStat } from './process-stat.ts';
import { profPreprocessed, ticks } from './ticks.ts';
import { traceGc } from './trace-gc.ts';
import { traceSyncIo } from './trace-sync-io.ts';

/** What Node and V8 write themselves, and what 0x and clinic make of it. */
export const v8: readonly Importer[] = [cpuProfile, heapProfile, profPreprocessed, ticks, traceSyncIo, traceGc, processStat];
