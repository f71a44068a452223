import { defineLibrary } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/jwalton/node-amqp-connection-manager#readme';
const members: Record<string, Entry> = { connect: { docs, call: { returns: 'connection' } } };

export default defineLibrary({
  id: 'amqp-connection-manager',
  docs,
  packages: ['amqp-connection-manager'],
  exports: { ...members, default: { docs, handle: 'manager' }, ChannelWrapper: { docs, type: 'channel' } },
  handles: {
    manager: { title: 'amqp-connection-manager', members },
    connection: {
      title: 'an AMQP connection',
      members: {
        createChannel: { docs, call: { returns: 'channel', callbacks: [{ arg: '0.setup', runs: 'later', params: ['amqplib:channel'], entry: { kind: 'start-up' } }] } },
      },
    },
    channel: {
      title: 'an AMQP channel',
      extends: 'amqplib:channel',
      members: {
        addSetup: { docs, call: { callbacks: [{ arg: 0, runs: 'later', params: ['amqplib:channel'], entry: { kind: 'start-up' } }] } },
      },
    },
  },
});
