import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/isaacs/rimraf#readme';

const blocking: Entry = { docs, call: { effect: { kind: 'block', resource: 'io', cost: 'medium', instead: 'await rimraf(…)', input: 0 } } };
const members: Record<string, Entry> = entries(
  ['sync', 'rimrafSync', 'nativeSync', 'manualSync', 'windowsSync', 'moveRemoveSync'],
  blocking,
);

export default defineLibrary({
  id: 'rimraf',
  docs,
  packages: ['rimraf'],
  exports: { ...members, default: { docs, handle: 'rimraf', call: {} } },
  handles: { rimraf: { title: 'rimraf', members } },
});
