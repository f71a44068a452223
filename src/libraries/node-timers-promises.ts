import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://nodejs.org/api/timers.html#timers-promises-api';

const members: Record<string, Entry> = {
  ...entries(['setTimeout', 'setImmediate', 'setInterval'], { docs, call: { effect: { kind: 'pause' } } }),
  scheduler: { docs, handle: 'scheduler' },
};

export default defineLibrary({
  id: 'node-timers-promises',
  docs,
  packages: ['timers/promises'],
  exports: { ...members, default: { docs, handle: 'timers' } },
  handles: {
    timers: { title: 'timers/promises', members },
    scheduler: { title: 'scheduler', members: entries(['wait', 'yield'], { docs, call: { effect: { kind: 'pause' } } }) },
  },
});
