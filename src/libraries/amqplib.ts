import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://amqp-node.github.io/amqplib/channel_api.html';
const members: Record<string, Entry> = { connect: { docs: `${docs}#connect`, call: { returns: 'connection' } } };

export default defineLibrary({
  id: 'amqplib',
  docs,
  packages: ['amqplib'],
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
      members: entries(['createChannel', 'createConfirmChannel'], { docs: `${docs}#model_createChannel`, call: { returns: 'channel' } }),
    },
    channel: {
      title: 'an AMQP channel',
      members: {
        consume: { docs: `${docs}#channel_consume`, call: { callbacks: [{ arg: 1, runs: 'later', entry: { kind: 'job' } }] } },
        // They write to a buffer and return.
        ...entries(['publish', 'sendToQueue', 'ack', 'nack', 'prefetch'], { docs: `${docs}#channel_publish`, call: {} }),
      },
    },
  },
});
