import { defineLibrary, entries } from './types.ts';

const docs = 'https://github.com/tj/commander.js#readme';

export default defineLibrary({
  id: 'commander',
  docs,
  packages: ['commander', '@commander-js/extra-typings'],
  exports: {
    Command: { docs, construct: 'command', extend: { instance: 'command' } },
    ...entries(['program', 'default'], { docs, handle: 'command' }),
    createCommand: { docs, call: { returns: 'command' } },
  },
  handles: {
    command: {
      title: 'a Commander command',
      members: {
        action: {
          docs: 'https://github.com/tj/commander.js#action-handler',
          call: { returns: 'this', callbacks: [{ arg: 0, runs: 'later', entry: { kind: 'cli' } }] },
        },
        hook: { docs, call: { returns: 'this', callbacks: [{ arg: 1, runs: 'later', entry: { kind: 'cli' } }] } },
        Command: { docs, construct: 'command' },
        opts: { docs, call: {} },
      },
      // The others describe the command and give it back.
      patterns: [{ match: /^[a-z]\w*$/, entry: { docs, call: { returns: 'this' } } }],
    },
  },
});
