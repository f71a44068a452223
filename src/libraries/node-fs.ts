import { defineLibrary, entries } from './types.ts';
import type { BlockEffect, Entry, FileEffect, Operation } from './types.ts';

const docs = 'https://nodejs.org/api/fs.html';
const synchronous = `${docs}#synchronous-api`;
const asynchronous = `${docs}#callback-api`;

/** A call that waits for the file system; `path` tells which argument is one. */
function blocking(cost: BlockEffect['cost'], instead: string, path: Pick<BlockEffect, 'input' | 'access'> = { input: 0 }): Entry {
  return { docs: synchronous, call: { effect: { kind: 'block', resource: 'io', cost, instead: `await ${instead}`, ...path } } };
}

/** The name of the promise API that does the same, for calls whose name differs by `Sync` alone. */
function twins(cost: BlockEffect['cost'], names: readonly string[]): Record<string, Entry> {
  return Object.fromEntries(names.map((name) => [`${name}Sync`, blocking(cost, `fs.promises.${name}(…)`, { input: 0, ...accessOf(name) })]));
}

/** Functions that read what a path names, and those that change it, with the argument that names it. */
export const files: readonly { names: readonly string[]; access: FileEffect['access']; input: number }[] = [
  { names: ['readFile', 'readdir'], access: 'read', input: 0 },
  { names: ['writeFile', 'appendFile', 'rm', 'unlink', 'truncate'], access: 'write', input: 0 },
  { names: ['copyFile', 'cp', 'rename'], access: 'write', input: 1 },
];

/** What a function does with the file or folder that its first argument names. */
function accessOf(name: string): Pick<BlockEffect, 'access'> {
  const found = files.find(({ names, input }) => input === 0 && names.includes(name));
  return found ? { access: found.access } : {};
}

/** The asynchronous functions on files, with what else a call of them does. */
export function fileCalls(docs: string, rest: Operation = {}): Record<string, Entry> {
  return Object.assign({}, ...files.map(({ names, access, input }) => entries(names, { docs, call: { ...rest, effect: { kind: 'file', access, input } } })));
}

/** Calls on a file descriptor: the promise API has them as methods of the handle that `open` gives. */
function handleTwins(cost: BlockEffect['cost'], methods: Readonly<Record<string, string>>): Record<string, Entry> {
  return Object.fromEntries(Object.entries(methods).map(([name, method]) => [name, blocking(cost, `fileHandle.${method}(…)`, {})]));
}

const callbacks = [
  ...['access', 'appendFile', 'chmod', 'chown', 'close', 'copyFile', 'cp', 'exists', 'fstat', 'fsync', 'lstat', 'mkdir', 'mkdtemp', 'open'],
  ...['opendir', 'read', 'readFile', 'readdir', 'readlink', 'realpath', 'rename', 'rm', 'rmdir', 'stat', 'symlink', 'truncate', 'unlink'],
  ...['utimes', 'watch', 'watchFile', 'write', 'writeFile', 'glob', 'link', 'statfs', 'ftruncate', 'readv', 'writev', 'fdatasync'],
];

const later: Operation = { callbacks: [{ arg: 'last', runs: 'later' }] };

const realpathSync = blocking('small', 'fs.promises.realpath(…)');

const members: Record<string, Entry> = {
  existsSync: blocking('small', 'fs.promises.access(…)'),
  ...twins('small', [
    ...[
      'access',
      'stat',
      'lstat',
      'statfs',
      'readlink',
      'mkdir',
      'mkdtemp',
      'rmdir',
      'unlink',
      'rename',
      'link',
      'symlink',
      'chmod',
      'lchmod',
    ],
    ...['chown', 'lchown', 'utimes', 'lutimes', 'truncate', 'open', 'opendir'],
  ]),
  ...twins('medium', ['readFile', 'writeFile', 'appendFile', 'copyFile', 'readdir', 'rm', 'glob']),
  ...twins('large', ['cp']),
  realpathSync: { ...realpathSync, handle: 'realpathSync' },
  ...handleTwins('small', {
    fstatSync: 'stat',
    fchmodSync: 'chmod',
    fchownSync: 'chown',
    futimesSync: 'utimes',
    ftruncateSync: 'truncate',
    readSync: 'read',
    readvSync: 'readv',
    writeSync: 'write',
    writevSync: 'writev',
    closeSync: 'close',
  }),
  ...handleTwins('medium', { fsyncSync: 'sync', fdatasyncSync: 'datasync' }),
  ...entries(callbacks, { docs: asynchronous, call: later }),
  ...fileCalls(asynchronous, later),
  ...entries(['createReadStream', 'createWriteStream'], { docs: `${docs}#fscreatereadstreampath-options`, call: {} }),
  promises: { docs: `${docs}#promises-api`, handle: 'promises' },
};

export default defineLibrary({
  id: 'node-fs',
  docs,
  packages: ['fs'],
  exports: { ...members, default: { docs, handle: 'fs' } },
  handles: {
    fs: { title: 'fs', members },
    promises: { title: 'fs.promises', members: fileCalls(`${docs}#promises-api`) },
    realpathSync: { title: 'fs.realpathSync', members: { native: realpathSync } },
  },
});
