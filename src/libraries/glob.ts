import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/isaacs/node-glob#readme';

const blocking: Entry = { docs, call: { effect: { kind: 'block', resource: 'io', cost: 'medium', instead: 'await glob(…)', input: 0 } } };
const members: Record<string, Entry> = entries(['sync', 'globSync'], blocking);

export default defineLibrary({
  id: 'glob',
  docs,
  packages: ['glob'],
  exports: { ...members, default: { docs, handle: 'glob', call: {} } },
  handles: { glob: { title: 'glob', members } },
});
