import { defineLibrary, entries } from './types.ts';

const docs = 'https://docs.nestjs.com/techniques/task-scheduling';

export default defineLibrary({
  id: 'nestjs-schedule',
  docs,
  packages: ['@nestjs/schedule'],
  exports: entries(['Cron', 'Interval', 'Timeout'], { docs, decorator: { entry: { kind: 'job' } } }),
  handles: {},
});
