import { defineLibrary } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://react.dev/reference/react/cache';
const members: Record<string, Entry> = { cache: { docs, call: { wraps: { arg: 0, memoised: true } } } };

/** `cache` runs a function once per arguments within a request. */
export default defineLibrary({
  id: 'react',
  docs,
  packages: ['react'],
  exports: { ...members, default: { docs, handle: 'react' } },
  handles: { react: { title: 'React', members } },
});
