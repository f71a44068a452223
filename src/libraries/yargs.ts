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
});
