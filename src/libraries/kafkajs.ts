import { connection, defineLibrary, entries } from './types.ts';

const docs = 'https://kafka.js.org/docs/consuming';
const producing = 'https://kafka.js.org/docs/producing';

export default defineLibrary({
  id: 'kafkajs',
  docs,
  packages: ['kafkajs'],
  exports: {
    Kafka: { docs, construct: 'kafka', extend: { instance: 'kafka' } },
    default: { docs, handle: 'kafkajs' },
    Consumer: { docs, type: 'consumer' },
    Producer: { docs: producing, type: 'producer' },
    ...entries(['EachMessageHandler', 'EachBatchHandler'], { docs, annotates: { entry: { kind: 'job' } } }),
  },
  handles: {
    kafkajs: { title: 'KafkaJS', members: { Kafka: { docs, construct: 'kafka', extend: { instance: 'kafka' } } } },
    kafka: {
      title: 'a Kafka client',
      members: {
        consumer: { docs, call: { returns: 'consumer', acquires: connection('a Kafka consumer with its connections', ['disconnect']) } },
        producer: { docs: producing, call: { returns: 'producer', acquires: connection('a Kafka producer with its connections', ['disconnect']) } },
      },
    },
    consumer: {
      title: 'a Kafka consumer',
      members: {
        run: {
          docs: `${docs}#a-name-each-message-a-eachmessage`,
          call: {
            callbacks: [
              { arg: '0.eachMessage', runs: 'later', entry: { kind: 'job' } },
              { arg: '0.eachBatch', runs: 'later', entry: { kind: 'job' } },
            ],
          },
        },
        on: {
          docs: 'https://kafka.js.org/docs/instrumentation-events',
          call: { callbacks: [{ arg: 1, runs: 'later', entry: { kind: 'job' } }] },
        },
        ...entries(['connect', 'subscribe', 'disconnect', 'stop', 'pause', 'resume', 'seek'], { docs, call: {} }),
        commitOffsets: { docs, call: { effect: { kind: 'request' } } },
      },
    },
    producer: {
      title: 'a Kafka producer',
      members: entries(['send', 'sendBatch', 'transaction'], { docs: producing, call: { effect: { kind: 'request' } } }),
    },
  },
});
