import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://nodejs.org/api/util.html';
const members: Record<string, Entry> = entries(['promisify', 'callbackify', 'deprecate'], {
  docs: `${docs}#utilpromisifyoriginal`,
  call: { wraps: { arg: 0 } },
});

export default defineLibrary({
  id: 'node-util',
  docs,
  packages: ['util'],
  exports: { ...members, default: { docs, handle: 'util' } },
  handles: { util: { title: 'util', members } },
});
