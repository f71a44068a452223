import globals from './globals.ts';
import { defineLibrary } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://nodejs.org/api/timers.html';
const names = ['setTimeout', 'setInterval', 'setImmediate'];
const members: Record<string, Entry> = Object.fromEntries(names.map((name) => [name, globals.globals![name]!]));

export default defineLibrary({
  id: 'node-timers',
  docs,
  packages: ['timers'],
  exports: { ...members, default: { docs, handle: 'timers' } },
  handles: { timers: { title: 'timers', members } },
});
