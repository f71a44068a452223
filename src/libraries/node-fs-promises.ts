import { fileCalls } from './node-fs.ts';
import { defineLibrary } from './types.ts';

const docs = 'https://nodejs.org/api/fs.html#promises-api';

/** Nothing here holds the event loop: the calls wait in the thread pool. */
export default defineLibrary({
  id: 'node-fs-promises',
  docs,
  packages: ['fs/promises'],
  exports: { ...fileCalls(docs), '*': { docs, call: {} }, default: { docs, handle: 'node-fs:promises' } },
  handles: {},
});
