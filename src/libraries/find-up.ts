import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/sindresorhus/find-up#readme';

const blocking: Entry = { docs, call: { effect: { kind: 'block', resource: 'io', cost: 'small', instead: 'await findUp(…)', input: 0 } } };
const members: Record<string, Entry> = entries(['sync', 'findUpSync', 'findUpMultipleSync'], blocking);

export default defineLibrary({
  id: 'find-up',
  docs,
  packages: ['find-up'],
  exports: { ...members, default: { docs, handle: 'findUp', call: {} } },
  handles: { findUp: { title: 'find-up', members } },
});
