import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/isaacs/node-mkdirp#readme';

const blocking: Entry = { docs, call: { effect: { kind: 'block', resource: 'io', cost: 'small', instead: 'await mkdirp(…)', input: 0 } } };
const members: Record<string, Entry> = entries(
  ['sync', 'mkdirpSync', 'nativeSync', 'manualSync', 'mkdirpNativeSync', 'mkdirpManualSync'],
  blocking,
);

export default defineLibrary({
  id: 'mkdirp',
  docs,
  packages: ['mkdirp'],
  exports: { ...members, default: { docs, handle: 'mkdirp', call: {} } },
  handles: { mkdirp: { title: 'mkdirp', members } },
});
