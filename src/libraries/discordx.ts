import { defineLibrary, entries } from './types.ts';

const docs = 'https://discordx.js.org/docs/category/decorators';
const job = { kind: 'job' } as const;
// For the first event of its name alone: what follows the log-in.
const startUp = { kind: 'start-up' } as const;

export default defineLibrary({
  id: 'discordx',
  docs,
  packages: ['discordx'],
  exports: {
    Client: { docs: 'https://discordx.js.org/docs/discordx/basics/client', construct: 'discord-js:client', extend: { instance: 'discord-js:client' } },
    Discord: { docs: 'https://discordx.js.org/docs/decorators/general/discord', decorator: { singleton: true } },
    ...entries(['On', 'Reaction', 'Slash', 'SimpleCommand', 'ContextMenu', 'ButtonComponent', 'ModalComponent', 'SelectMenuComponent'], {
      docs,
      decorator: { entry: job },
    }),
    Once: { docs: 'https://discordx.js.org/docs/decorators/general/once', decorator: { entry: startUp } },
    // What the decorators are made of, for those who write their own.
    DOn: { docs: 'https://discordx.js.org/api/discordx/classes/don.html', handle: 'events' },
  },
  handles: {
    events: { title: 'DOn', members: { create: { docs, call: { returns: 'event', returnsWith: { arg: 0, property: 'once', handle: 'firstEvent' } } } } },
    event: { title: 'an event handler', members: { decorate: { docs, call: { returns: 'this', callbacks: [{ arg: 2, runs: 'later', entry: job }] } } } },
    firstEvent: { title: 'a handler of one event', members: { decorate: { docs, call: { returns: 'this', callbacks: [{ arg: 2, runs: 'later', entry: startUp }] } } } },
  },
});
