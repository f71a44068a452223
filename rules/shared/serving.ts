import { SERVING_KINDS } from '../../src/program/entries/file-kinds.ts';
import type { Reached } from '../../src/program/entries/callers.ts';
import type { Program } from '../../src/program/types.ts';
import type { CallRef } from '../../src/program/values.ts';

/** For whom a call runs: by what is seen to lead to it, or because nothing is and its package may serve. */
export interface Serving extends Reached {
  /** A request, a job or a lambda leads to it. */
  sure: boolean;
}

/** Undefined for what runs for nobody who waits, nor again and again: start-up, scripts, tools. */
export function servingOf(program: Program, { file, id }: CallRef): Serving | undefined {
  const reached = program.reached(file.path, file.facts.calls[id]!.functionId);
  const sure = [...reached.kinds].some((kind) => SERVING_KINDS.has(kind));
  return sure || (reached.kinds.size === 0 && program.mayServe(file.path)) ? { ...reached, sure } : undefined;
}
