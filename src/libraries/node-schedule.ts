import { defineLibrary } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/node-schedule/node-schedule#readme';
const members: Record<string, Entry> = {
  scheduleJob: { docs, call: { callbacks: [{ arg: 'last', runs: 'later', entry: { kind: 'job' } }] } },
};

export default defineLibrary({
  id: 'node-schedule',
  docs,
  packages: ['node-schedule'],
  exports: { ...members, default: { docs, handle: 'schedule' } },
  handles: { schedule: { title: 'node-schedule', members } },
});
