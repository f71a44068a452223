import { defineLibrary, entries } from './types.ts';

const docs = 'https://docs.nestjs.com/techniques/queues';
const events = [
  'OnQueueActive',
  'OnQueueProgress',
  'OnQueueCompleted',
  'OnQueueFailed',
  'OnQueueStalled',
  'OnQueueError',
  'OnWorkerEvent',
  'OnQueueEvent',
];

export default defineLibrary({
  id: 'nestjs-bull',
  docs,
  packages: ['@nestjs/bull', '@nestjs/bullmq'],
  exports: {
    Processor: { docs, decorator: { singleton: true } },
    ...entries(['Process', ...events], { docs: `${docs}#consumers`, decorator: { entry: { kind: 'job' } } }),
    WorkerHost: { docs: `${docs}#consumers`, implement: { process: { kind: 'job' } } },
    InjectQueue: { docs: `${docs}#producers`, decorator: { injects: 'bull:queue' } },
  },
  handles: {},
});
