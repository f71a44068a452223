import { defineLibrary, entries, listener } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://discord.js.org/docs/packages/discord.js/main/Client:Class';
const client: Entry = { docs, construct: 'client', extend: { instance: 'client' } };

/** A bot serves those who write to it: what its client calls for an event is work that others wait for. */
export default defineLibrary({
  id: 'discord-js',
  docs,
  packages: ['discord.js'],
  exports: { Client: client },
  handles: {
    client: {
      title: 'a Discord client',
      extends: 'node-events:emitter',
      members: {
        ...entries(['on', 'addListener', 'prependListener'], {
          docs,
          call: { returns: 'this', callbacks: [{ arg: 1, runs: 'later', entry: { kind: 'job' } }], acquires: listener },
        }),
        // For the first event of its name alone: what follows the log-in.
        once: { docs, call: { returns: 'this', callbacks: [{ arg: 1, runs: 'later', entry: { kind: 'start-up' } }] } },
      },
    },
  },
});
