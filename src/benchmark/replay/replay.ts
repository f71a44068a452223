import { realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Evidence } from '../../findings/types.ts';
import { bundle } from '../bundle.ts';
import type { Bundle } from '../bundle.ts';
import { noBenchmark } from '../evidence.ts';
import type { InputShape, ReplayCall, ReplayClaim } from '../harness/processes/protocol.ts';
import { workerScript } from '../harness/processes/script.ts';
import { Workspace } from '../harness/processes/workspace.ts';
import { runJob } from '../run.ts';
import type { BenchmarkOptions } from '../run.ts';
import { isolation } from './isolation.ts';
import { impurity, PURE_BUILTINS } from './purity.ts';
import { inputShapes } from './shapes.ts';
import type { FunctionAt, ReplaySource } from './source.ts';
import { offsetsOf } from '../../facts/spans.ts';

/** Elements of the generated inputs. */
const SIZES: Readonly<Record<ReplayClaim, readonly number[]>> = { growth: [64, 128, 256, 512, 1024, 2048, 4096], hold: [64, 512, 4096] };
/** Milliseconds and bytes that a process may take: the user's code is not trusted to end. */
const TIMEOUT = 15_000;
const MEMORY = 512 * 2 ** 20;

/** A function that may be run, with what it is called with. */
export interface Replayable {
  /** As a reader knows it. */
  title: string;
  bundle: Bundle;
  /** Name under which the bundle exports it. */
  name: string;
  inputs: readonly InputShape[];
}

/** Name under which the function is exported beside its own. */
const EXPORTED = '__perfLintReplay';

/**
 * Whether a function of the project's can be run by itself: it stands in a module and has a name, it and all that it reaches compute
 * from their arguments alone, all imports are files of the project or modules of Node's own that do nothing else, and inputs can
 * be made by the types of its parameters. A string says why not, as a clause. Nothing of it is run.
 */
export async function replayable(source: ReplaySource, at: FunctionAt): Promise<Replayable | string> {
  const fact = source.facts(at.file)?.functions[at.id];
  if (!fact || fact.kind === 'module') return 'there is no function';
  if (fact.parentId !== 0 || fact.classId >= 0 || fact.name === '') return 'it is no function of a module with a name of its own';
  if (fact.generator) return 'it is a generator';
  if (fact.typeParams.length > 0) return 'it takes types as arguments';
  const { ts } = await import('ts-morph');
  const inputs = inputShapes(ts, source, at.file, offsetsOf(fact.span));
  if (typeof inputs === 'string') return inputs;
  let made: Bundle;
  try {
    made = await bundle({
      entry: at.file,
      read: (file) => (file === at.file ? `${source.read(file) ?? ''}\nexport { ${fact.name} as ${EXPORTED} };\n` : (source.read(file) ?? '')),
      resolve: (specifier, from) => source.resolve(specifier, from),
      allows: (builtin) => PURE_BUILTINS.has(builtin),
    });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return impurity(source, at, made.files) ?? { title: fact.name, bundle: made, name: EXPORTED, inputs };
}

export interface ReplayOptions extends BenchmarkOptions {
  /** Default: growth. */
  claim?: ReplayClaim;
}

/**
 * Runs the user's own function with generated inputs of growing size, and measures the power by which its time grows, or how long it holds the event loop. It runs in processes
 * without network, that read and write nothing but their own folder, for a limited time, in limited memory. What may not be run is
 * not: the evidence says why.
 * @throws the signal's reason when it aborts
 */
export async function replay(source: ReplaySource, at: FunctionAt, options: ReplayOptions = {}): Promise<Evidence> {
  const found = await replayable(source, at);
  return typeof found === 'string' ? noBenchmark(`${source.facts(at.file)?.functions[at.id]?.name || 'the function'} is not run: ${found}`) : replayFunction(found, options);
}

/** Runs a function that may be run. */
export async function replayFunction({ title, bundle: { text }, name, inputs }: Replayable, { claim = 'growth', ...options }: ReplayOptions = {}): Promise<Evidence> {
  const workspace = new Workspace();
  try {
    const folder = realpathSync(workspace.folder);
    const file = path.join(folder, 'replay.cjs');
    writeFileSync(file, text);
    const sizes = SIZES[claim];
    const call: ReplayCall = { file, name, inputs, sizes, claim };
    const { text: how, ...kept } = isolation([realpathSync(await workerScript(folder)), folder], folder);
    const described = { kind: claim, source: 'replay' as const, suspect: title, assumed: `generated inputs of ${claim === 'growth' ? `${sizes[0]} to ` : ''}${sizes.at(-1)} elements`, isolation: how };
    // What fails once is not tried again.
    return await runJob({ kind: 'replay', call }, described, { timeout: TIMEOUT, ...options, plan: { maxFailed: 0, ...options.plan } }, { memory: MEMORY, ...kept }, workspace);
  } finally {
    workspace.close();
  }
}
