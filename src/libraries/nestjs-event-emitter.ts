import { defineLibrary, entries } from './types.ts';

const docs = 'https://docs.nestjs.com/techniques/events';

export default defineLibrary({
  id: 'nestjs-event-emitter',
  docs,
  packages: ['@nestjs/event-emitter'],
  exports: entries(['OnEvent'], { docs, decorator: { entry: { kind: 'job' } } }),
  handles: {},
});
