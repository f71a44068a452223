import type { Importer } from '../../importer.ts';
import { artillery } from './artillery.ts';
import { autocannon } from './autocannon.ts';
import { k6 } from './k6.ts';
import { locust } from './locust.ts';
import { perfLintLoadTest } from './perf-lint.ts';

/** What load tests write. */
export const loadTests: readonly Importer[] = [...k6, artillery, ...locust, autocannon, perfLintLoadTest];
