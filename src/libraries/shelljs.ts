import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/shelljs/shelljs#readme';

const blocking: Entry = {
  docs,
  call: { effect: { kind: 'block', resource: 'io', cost: 'medium', instead: 'child_process and fs.promises', input: 0 } },
};
const members: Record<string, Entry> = {
  exec: { docs, call: { effect: { kind: 'block', resource: 'io', cost: 'large', instead: 'await promisify(exec)(…)', input: 0 } } },
  ...entries(
    ['cat', 'cp', 'find', 'grep', 'head', 'ls', 'mkdir', 'mv', 'rm', 'sed', 'sort', 'tail', 'test', 'touch', 'uniq', 'which'],
    blocking,
  ),
};

export default defineLibrary({
  id: 'shelljs',
  docs,
  packages: ['shelljs'],
  exports: { ...members, default: { docs, handle: 'shelljs', call: {} } },
  handles: { shelljs: { title: 'shelljs', members } },
});
