import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/mrmlnc/fast-glob#readme';

const blocking: Entry = { docs, call: { effect: { kind: 'block', resource: 'io', cost: 'medium', instead: 'await glob(…)', input: 0 } } };
const members: Record<string, Entry> = entries(['sync', 'globSync'], blocking);

export default defineLibrary({
  id: 'fast-glob',
  docs,
  packages: ['fast-glob', 'tinyglobby'],
  exports: { ...members, default: { docs, handle: 'fastGlob', call: {} } },
  handles: { fastGlob: { title: 'fast-glob', members } },
});
