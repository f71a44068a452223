import nodeFs from './node-fs.ts';
import { defineLibrary, entries } from './types.ts';
import type { BlockEffect, Entry } from './types.ts';

const docs = 'https://github.com/jprichardson/node-fs-extra#sync';

const reads = ['readJson', 'readJSON'];
const writes = ['writeJson', 'writeJSON', 'outputJson', 'outputJSON', 'outputFile', 'remove', 'emptyDir', 'emptydir'];

function accessOf(name: string): Pick<BlockEffect, 'access'> {
  if (reads.includes(name)) return { access: 'read' };
  return writes.includes(name) ? { access: 'write' } : {};
}

/** The function of the same name without `Sync` gives a promise. */
function twins(cost: BlockEffect['cost'], names: readonly string[]): Record<string, Entry> {
  return Object.fromEntries(
    names.map((name) => [
      `${name}Sync`,
      { docs, call: { effect: { kind: 'block', resource: 'io', cost, instead: `await fs.${name}(…)`, input: 0, ...accessOf(name) } } },
    ]),
  );
}

const members: Record<string, Entry> = {
  ...twins('small', [
    ...[
      'pathExists',
      'ensureDir',
      'mkdirs',
      'mkdirp',
      'ensureFile',
      'createFile',
      'ensureLink',
      'createLink',
      'ensureSymlink',
      'createSymlink',
    ],
  ]),
  ...twins('medium', ['readJson', 'readJSON', 'writeJson', 'writeJSON', 'outputJson', 'outputJSON', 'outputFile', 'remove', 'move']),
  ...twins('large', ['copy', 'emptyDir', 'emptydir']),
  ...entries(reads, { docs, call: { effect: { kind: 'file', access: 'read', input: 0 } } }),
  ...entries(writes, { docs, call: { effect: { kind: 'file', access: 'write', input: 0 } } }),
  ...entries(['copy', 'move'], { docs, call: { effect: { kind: 'file', access: 'write', input: 1 } } }),
};

/** fs with more functions; those of fs give promises when called without a callback. */
export default defineLibrary({
  id: 'fs-extra',
  docs,
  packages: ['fs-extra', 'fs-extra/*'],
  exports: {
    ...nodeFs.exports,
    realpathSync: { ...nodeFs.exports.realpathSync!, handle: 'node-fs:realpathSync' },
    promises: { docs, handle: 'node-fs:promises' },
    ...members,
    default: { docs, handle: 'fs' },
  },
  handles: { fs: { title: 'fs-extra', extends: 'node-fs:fs', members } },
});
