import { defineLibrary, entries } from './types.ts';

const docs = 'https://docs.nestjs.com/microservices/basics';

export default defineLibrary({
  id: 'nestjs-microservices',
  docs,
  packages: ['@nestjs/microservices'],
  exports: entries(['MessagePattern', 'EventPattern', 'GrpcMethod', 'GrpcStreamMethod', 'GrpcStreamCall'], {
    docs,
    decorator: { entry: { kind: 'job' } },
  }),
  handles: {},
});
