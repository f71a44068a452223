import type { Importer } from '../importer.ts';
import { browser } from './browser/index.ts';
import { loadTests } from './load-tests/index.ts';
import { python } from './python/index.ts';
import { queryLogs } from './query-logs/index.ts';
import { snapshots } from './snapshot/index.ts';
import { stacks } from './stacks/index.ts';
import { traces } from './traces/index.ts';
import { v8 } from './v8/index.ts';

/** All formats that are read, in the order in which content is tried: collapsed stacks, which nearly any text may be, come last. */
export const importers: readonly Importer[] = [...v8, ...snapshots, ...browser, ...python, ...traces, ...loadTests, ...queryLogs, ...stacks];
