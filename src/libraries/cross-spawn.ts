import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/moxystudio/node-cross-spawn#readme';

const blocking: Entry = {
  docs,
  call: { effect: { kind: 'block', resource: 'io', cost: 'large', instead: 'spawn(…) and its close event', input: 0 } },
};
const members: Record<string, Entry> = entries(['sync'], blocking);

export default defineLibrary({
  id: 'cross-spawn',
  docs,
  packages: ['cross-spawn'],
  exports: { ...members, default: { docs, handle: 'crossSpawn', call: {} } },
  handles: { crossSpawn: { title: 'cross-spawn', members } },
});
