import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://nodejs.org/api/child_process.html';
const synchronous = `${docs}#synchronous-process-creation`;

/** It holds the event loop until the process has ended. */
const blocking = (instead: string): Entry => ({
  docs: synchronous,
  call: { effect: { kind: 'block', resource: 'io', cost: 'large', instead, input: 0 } },
});

const members: Record<string, Entry> = {
  execSync: blocking('await promisify(exec)(…)'),
  execFileSync: blocking('await promisify(execFile)(…)'),
  spawnSync: blocking('spawn(…) and its close event'),
  ...entries(['exec', 'execFile'], {
    docs: `${docs}#asynchronous-process-creation`,
    call: { callbacks: [{ arg: 'last', runs: 'later' }] },
  }),
  spawn: { docs: `${docs}#asynchronous-process-creation`, call: {} },
  fork: { docs: `${docs}#child_processforkmodulepath-args-options`, call: { starts: { arg: 0, entry: { kind: 'thread' } } } },
};

export default defineLibrary({
  id: 'node-child-process',
  docs,
  packages: ['child_process'],
  exports: { ...members, default: { docs, handle: 'childProcess' } },
  handles: { childProcess: { title: 'child_process', members } },
});
