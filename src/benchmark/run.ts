import type { Evidence } from '../findings/types.ts';
import { environment } from './environment.ts';
import { benchmarkEvidence, noBenchmark } from './evidence.ts';
import type { Described } from './evidence.ts';
import { MEASURES } from './harness/measures/measures.ts';
import { measureApart } from './harness/processes/measure-apart.ts';
import type { Limits } from './harness/processes/measure-apart.ts';
import type { Job, ModelInput } from './harness/processes/protocol.ts';
import { workerScript } from './harness/processes/script.ts';
import { Workspace } from './harness/processes/workspace.ts';
import { DEFAULT_PLAN, runSequence } from './harness/sequence.ts';
import type { Plan } from './harness/sequence.ts';
import { MODELS } from './models/index.ts';

export interface BenchmarkOptions {
  /** Looks, chance of a false verdict, seed, milliseconds. */
  plan?: Partial<Plan>;
  /** Milliseconds that a process may take; default: the budget, and 15 s for code of the user's. */
  timeout?: number;
  /** Ends the run: no process and no file is left. */
  signal?: AbortSignal;
  /** Called after each process, with how many have measured and how many there are at most. */
  onProcess?: (done: number, most: number) => void;
}

/** Bytes that a process of a model may hold. */
const MODEL_MEMORY = 2 ** 30;

/** Why no model speaks for an operation of a rule, as a clause; undefined where one does. Nothing is run. */
export function unfit(input: ModelInput): string | undefined {
  const model = MODELS[input.rule];
  return model ? model.unfit(input) : `${input.rule} has no model`;
}

/**
 * Measures the model of a rule. What cannot be measured is evidence too: an inconclusive verdict with its reason.
 * @throws the signal's reason when it aborts
 */
export async function runBenchmark(input: ModelInput, options: BenchmarkOptions = {}): Promise<Evidence> {
  const reason = unfit(input);
  if (reason !== undefined) return noBenchmark(reason);
  const model = MODELS[input.rule]!;
  return runJob({ kind: 'model', input }, { kind: model.kind, source: 'model', ...model.forms(input) }, options, { memory: MODEL_MEMORY });
}

/** Measures a job in one process after the other. */
export async function runJob(
  what: Job['what'],
  described: Described,
  { plan: given, signal, onProcess, timeout }: BenchmarkOptions,
  limits: Pick<Limits, 'memory' | 'execArgv' | 'launcher'>,
  workspace = new Workspace(),
): Promise<Evidence> {
  const plan = { ...DEFAULT_PLAN, ...given };
  try {
    const where = environment();
    const script = await workerScript(workspace.folder);
    const start = ({ seed }: { seed: number }): ReturnType<typeof measureApart> => measureApart({ seed, what }, workspace, { script, timeout: timeout ?? plan.budget, signal, ...limits });
    const run = await runSequence(MEASURES[described.kind], plan, start, onProcess ? { onProcess } : {});
    return benchmarkEvidence(described, run, plan, where);
  } finally {
    workspace.close();
  }
}
