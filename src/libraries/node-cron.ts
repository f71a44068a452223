import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/node-cron/node-cron#readme';
const members: Record<string, Entry> = entries(['schedule', 'createTask'], {
  docs,
  call: { callbacks: [{ arg: 1, runs: 'later', entry: { kind: 'job' } }] },
});

export default defineLibrary({
  id: 'node-cron',
  docs,
  packages: ['node-cron'],
  exports: { ...members, default: { docs, handle: 'cron' } },
  handles: { cron: { title: 'node-cron', members } },
});
