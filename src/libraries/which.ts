import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/npm/node-which#readme';

const blocking: Entry = { docs, call: { effect: { kind: 'block', resource: 'io', cost: 'small', instead: 'await which(…)', input: 0 } } };
const members: Record<string, Entry> = entries(['sync'], blocking);

export default defineLibrary({
  id: 'which',
  docs,
  packages: ['which'],
  exports: { ...members, default: { docs, handle: 'which', call: {} } },
  handles: { which: { title: 'which', members } },
});
