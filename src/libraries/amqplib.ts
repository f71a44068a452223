import { connection, defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://amqp-node.github.io/amqplib/channel_api.html';
const start = { kind: 'start-up' } as const;

/** Both forms of the package: what gives a promise, and what calls back with an error first. */
const members: Record<string, Entry> = {
  connect: {
    docs: `${docs}#connect`,
    call: {
      returns: 'connection',
      callbacks: [{ arg: 'last', runs: 'later', params: [null, 'connection'], entry: start }],
      acquires: connection('an AMQP connection', ['close']),
    },
  },
};

export default defineLibrary({
  id: 'amqplib',
  docs,
  packages: ['amqplib', 'amqplib/*'],
  exports: {
    ...members,
    ...entries(['Channel', 'ConfirmChannel'], { docs, type: 'channel' }),
    ...entries(['Connection', 'ChannelModel'], { docs, type: 'connection' }),
    default: { docs, handle: 'amqplib' },
  },
  handles: {
    amqplib: { title: 'amqplib', members },
    connection: {
      title: 'an AMQP connection',
      members: {
        ...entries(['createChannel', 'createConfirmChannel'], {
          docs: `${docs}#model_createChannel`,
          call: { returns: 'channel', callbacks: [{ arg: 'last', runs: 'later', params: [null, 'channel'], entry: start }] },
        }),
        close: { docs: `${docs}#model_close`, call: {} },
        ...entries(['on', 'once'], { docs: `${docs}#model_events`, call: { callbacks: [{ arg: 1, runs: 'later' }] } }),
      },
    },
    channel: {
      title: 'an AMQP channel',
      members: {
        consume: { docs: `${docs}#channel_consume`, call: { callbacks: [{ arg: 1, runs: 'later', entry: { kind: 'job' } }] } },
        // They write to a buffer and return.
        ...entries(['publish', 'sendToQueue', 'ack', 'ackAll', 'nack', 'reject', 'prefetch'], { docs: `${docs}#channel_publish`, call: {} }),
        ...entries(['assertQueue', 'assertExchange', 'bindQueue', 'checkQueue', 'get', 'waitForConfirms'], { docs, call: { effect: { kind: 'request' } } }),
      },
    },
  },
});
