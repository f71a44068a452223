import { libraries } from '../libraries/index.ts';
import type { Library } from '../libraries/types.ts';
import { rules } from '../../rules/index.ts';
import type { Rule } from '../rule.ts';

/** What a project is looked at with, as values: a test can add a rule, an embedder a library. */
export interface Engine {
  libraries: readonly Library[];
  rules: readonly Rule[];
}

/** What perf-lint ships. */
export const engine: Engine = { libraries, rules };
