import { defineLibrary, entries } from './types.ts';
import type { Callback, Entry } from './types.ts';

const docs = 'https://nodejs.org/api/stream.html';

const parts = ['read', 'write', 'writev', 'transform', 'flush', 'final', 'destroy', 'construct'];
const callbacks = parts.map((part): Callback => ({ arg: `0.${part}`, runs: 'later' }));

const stream: Entry = { docs, construct: 'stream', constructs: { callbacks }, extend: { instance: 'stream' }, handle: 'streamClass' };
const pipeline: Entry = { docs: `${docs}#streampipelinesource-transforms-destination-callback`, call: {} };
const finished: Entry = { docs: `${docs}#streamfinishedstream-options-callback`, call: { callbacks: [{ arg: 'last', runs: 'later' }] } };

/** A stream's parts run chunk by chunk, when its data comes. */
export default defineLibrary({
  id: 'node-stream',
  docs,
  packages: ['stream', 'stream/promises'],
  exports: {
    ...entries(['default', 'Stream', 'Readable', 'Writable', 'Duplex', 'Transform', 'PassThrough'], stream),
    pipeline,
    finished,
  },
  handles: {
    streamClass: {
      title: 'a class of streams',
      construct: 'stream',
      members: {
        // A list that is read as a stream is still that list.
        from: { docs: `${docs}#streamreadablefromiterable-options`, call: { returns: 'arg:0' } },
        ...entries(['fromWeb', 'toWeb', 'compose'], { docs, call: { returns: 'stream' } }),
        ...entries(['Readable', 'Writable', 'Duplex', 'Transform', 'PassThrough'], { docs, construct: 'stream', constructs: { callbacks } }),
        pipeline,
        finished,
        promises: { docs: `${docs}#streams-promises-api`, handle: 'promises' },
      },
    },
    promises: { title: 'stream.promises', members: { pipeline, finished: { docs, call: {} } } },
    stream: {
      title: 'a stream',
      extends: 'node-events:emitter',
      members: {
        pipe: { docs: `${docs}#readablepipedestination-options`, call: { returns: 'arg:0' } },
        ...entries(['write', 'end', 'push', 'destroy', 'cork', 'uncork', 'pause', 'resume', 'read', 'unpipe'], { docs, call: {} }),
      },
    },
  },
});
