import { defineLibrary } from './types.ts';

const docs = 'https://yargs.js.org/docs/#api-reference-commandcmd-desc-builder-handler';

export default defineLibrary({
  id: 'yargs',
  docs,
  packages: ['yargs', 'yargs/*'],
  exports: { default: { docs, handle: 'yargs', call: { returns: 'yargs' } } },
  handles: {
    yargs: {
      title: 'yargs',
      members: {
        command: {
          docs,
          call: {
            returns: 'this',
            callbacks: [
              { arg: 3, runs: 'later', entry: { kind: 'cli' } },
              { arg: '0.handler', runs: 'later', entry: { kind: 'cli' } },
            ],
          },
        },
        parse: { docs, call: {} },
        parseSync: { docs, call: {} },
      },
      patterns: [{ match: /^[a-z]\w*$/, entry: { docs, call: { returns: 'this' } } }],
    },
  },
  // A command in a module of its own, which is handed over by name, or found in its folder.
  objectEntries: [{ docs: 'https://yargs.js.org/docs/#api-reference-commandmodule', keys: ['command'], function: 'handler', entry: { kind: 'cli' } }],
});
