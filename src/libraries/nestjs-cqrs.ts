import { defineLibrary } from './types.ts';

const docs = 'https://docs.nestjs.com/recipes/cqrs';

export default defineLibrary({
  id: 'nestjs-cqrs',
  docs,
  packages: ['@nestjs/cqrs'],
  exports: {
    ICommandHandler: { docs, implement: { execute: { kind: 'request' } } },
    IQueryHandler: { docs, implement: { execute: { kind: 'request' } } },
    IEventHandler: { docs, implement: { handle: { kind: 'job' } } },
  },
  handles: {},
});
