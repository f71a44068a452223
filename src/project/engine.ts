import { libraries } from '../libraries/index.ts';
import type { Library } from '../libraries/types.ts';
import { createProgram } from '../program/linker.ts';
import type { Program, ProgramInput } from '../program/types.ts';
import { rules } from '../../rules/index.ts';
import type { Rule } from '../rule.ts';
import { readSource } from '../source/read.ts';

/** The stages that a scan runs, as values: a test can add a rule, an embedder a library. */
export interface Engine {
  readSource: typeof readSource;
  createProgram: (input: ProgramInput) => Program;
  libraries: readonly Library[];
  rules: readonly Rule[];
}

/** What perf-lint ships. */
export const engine: Engine = { readSource, createProgram, libraries, rules };
