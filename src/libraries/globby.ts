import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/sindresorhus/globby#readme';

const blocking: Entry = { docs, call: { effect: { kind: 'block', resource: 'io', cost: 'medium', instead: 'await globby(…)', input: 0 } } };
const members: Record<string, Entry> = entries(['sync', 'globbySync'], blocking);

export default defineLibrary({
  id: 'globby',
  docs,
  packages: ['globby'],
  exports: { ...members, default: { docs, handle: 'globby', call: {} } },
  handles: { globby: { title: 'globby', members } },
});
