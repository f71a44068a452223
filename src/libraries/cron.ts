import { defineLibrary } from './types.ts';
import type { Callback, Entry } from './types.ts';

const docs = 'https://github.com/kelektiv/node-cron#api';
const job = { kind: 'job' } as const;

const ticks: readonly Callback[] = [
  { arg: 1, runs: 'later', entry: job },
  { arg: '0.onTick', runs: 'later', entry: job },
];
const CronJob: Entry = { docs, handle: 'cronJob', construct: 'job', constructs: { callbacks: ticks } };

export default defineLibrary({
  id: 'cron',
  docs,
  packages: ['cron'],
  exports: {
    CronJob,
    job: { docs, call: { returns: 'job', callbacks: ticks } },
    default: { docs, handle: 'cron' },
  },
  handles: {
    cron: { title: 'cron', members: { CronJob } },
    cronJob: {
      title: 'CronJob',
      construct: 'job',
      members: { from: { docs, call: { returns: 'job', callbacks: [{ arg: '0.onTick', runs: 'later', entry: job }] } } },
    },
    job: { title: 'a cron job', members: { start: { docs, call: {} }, stop: { docs, call: {} } } },
  },
});
