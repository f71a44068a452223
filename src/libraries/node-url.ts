import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://nodejs.org/api/url.html';

const members: Record<string, Entry> = {
  ...entries(['fileURLToPath', 'pathToFileURL'], { docs, call: { path: true } }),
  URL: { docs: `${docs}#class-url`, constructs: { path: true } },
};

export default defineLibrary({
  id: 'node-url',
  docs,
  packages: ['url'],
  exports: { ...members, default: { docs, handle: 'url' } },
  handles: { url: { title: 'url', members } },
});
