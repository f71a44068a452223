import nodeFs from './node-fs.ts';
import { defineLibrary } from './types.ts';

const docs = 'https://github.com/isaacs/node-graceful-fs#readme';

/** A drop-in replacement for fs: it queues the asynchronous calls and leaves the synchronous ones as they are. */
export default defineLibrary({
  id: 'graceful-fs',
  docs,
  packages: ['graceful-fs'],
  exports: {
    ...nodeFs.exports,
    realpathSync: { ...nodeFs.exports.realpathSync!, handle: 'node-fs:realpathSync' },
    promises: { docs, handle: 'node-fs:promises' },
    default: { docs, handle: 'node-fs:fs' },
  },
  handles: {},
});
