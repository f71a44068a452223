import { defineLibrary, entries, listener } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://nodejs.org/api/events.html';

const emitterClass: Entry = { docs: `${docs}#class-eventemitter`, construct: 'emitter', extend: { instance: 'emitter' }, handle: 'events' };

export default defineLibrary({
  id: 'node-events',
  docs,
  packages: ['events', 'eventemitter3', 'eventemitter2'],
  exports: {
    default: emitterClass,
    EventEmitter: emitterClass,
    ...entries(['EventEmitter2', 'EventEmitterAsyncResource'], emitterClass),
    once: { docs: `${docs}#eventsonceemitter-name-options`, call: {} },
  },
  handles: {
    events: {
      title: 'events',
      construct: 'emitter',
      extend: { instance: 'emitter' },
      members: { EventEmitter: emitterClass, once: { docs: `${docs}#eventsonceemitter-name-options`, call: {} } },
    },
    emitter: {
      title: 'an event emitter',
      members: {
        ...entries(['on', 'addListener', 'prependListener'], {
          docs: `${docs}#emitteroneventname-listener`,
          call: { returns: 'this', callbacks: [{ arg: 1, runs: 'later' }], acquires: listener },
        }),
        ...entries(['once', 'prependOnceListener'], {
          docs: `${docs}#emitteronceeventname-listener`,
          call: { returns: 'this', callbacks: [{ arg: 1, runs: 'later' }] },
        }),
        ...entries(['off', 'removeListener', 'removeAllListeners', 'setMaxListeners'], {
          docs: `${docs}#emitteroffeventname-listener`,
          call: { returns: 'this' },
        }),
      },
    },
  },
});
