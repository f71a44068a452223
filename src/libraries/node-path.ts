import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://nodejs.org/api/path.html';

const members: Record<string, Entry> = entries(['join', 'resolve', 'normalize', 'dirname', 'toNamespacedPath'], { docs, call: { path: true } });
const variants: Record<string, Entry> = entries(['posix', 'win32'], { docs, handle: 'path' });

export default defineLibrary({
  id: 'node-path',
  docs,
  packages: ['path', 'path/posix', 'path/win32', 'upath', 'pathe'],
  exports: { ...members, ...variants, default: { docs, handle: 'path' } },
  handles: { path: { title: 'path', members: { ...members, ...variants } } },
});
