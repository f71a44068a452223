import type * as Fs from 'node:fs';
import type * as Inspector from 'node:inspector';
import type * as Path from 'node:path';
import type * as Threads from 'node:worker_threads';

/** What a process is recorded by. Times are microseconds, sizes bytes. */
export interface Preloaded {
  folder: string;
  cpuInterval: number;
  heapInterval: number;
}

/**
 * What each Node process of a profiled command loads first. It starts V8's profilers, as `--cpu-prof` and `--heap-prof` do (which NODE_OPTIONS may not
 * have: https://nodejs.org/api/cli.html#node_optionsoptions), and writes their files when the process ends, also where a signal ends it that the
 * application does not handle: without that, none would be written. It is written to a file as its own text, so it may use nothing but what stands in
 * it, and `load` in place of imports.
 */
export function preloadMain(load: NodeJS.Require, { folder, cpuInterval, heapInterval }: Preloaded): void {
  const { Session } = load('node:inspector') as typeof Inspector;
  const { writeFileSync } = load('node:fs') as typeof Fs;
  const { join } = load('node:path') as typeof Path;
  const { isMainThread, threadId } = load('node:worker_threads') as typeof Threads;
  // What starts other programs alone has nothing to tell.
  if (/[\\/]node_modules[\\/](?:npm|corepack|pnpm|yarn)[\\/]|[\\/](?:yarn|pnpm)(?:\.[cm]?js)?$/.test(process.argv[1] ?? '')) return;

  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: cpuInterval });
  session.post('Profiler.start');
  session.post('HeapProfiler.enable');
  session.post('HeapProfiler.startSampling', { samplingInterval: heapInterval });

  const name = join(folder, `${process.pid}-${threadId}`);
  process.once('exit', () => {
    // In the thread's own inspector answers come before `post` returns.
    session.post('HeapProfiler.stopSampling', (_, result) => result && writeFileSync(`${name}.heapprofile`, JSON.stringify(result.profile)));
    session.post('Profiler.stop', (_, result) => result && writeFileSync(`${name}.cpuprofile`, JSON.stringify(result.profile)));
  });
  if (!isMainThread) return;
  for (const [signal, number] of [['SIGINT', 2], ['SIGTERM', 15], ['SIGHUP', 1]] as const) {
    process.on(signal, () => {
      // Who handles a signal decides what it does.
      if (process.listenerCount(signal) === 1) process.exit(128 + number);
    });
  }
}
