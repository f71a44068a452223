import { defineLibrary, entries } from './types.ts';

const docs = 'https://docs.nestjs.com/websockets/gateways';

export default defineLibrary({
  id: 'nestjs-websockets',
  docs,
  packages: ['@nestjs/websockets'],
  exports: entries(['SubscribeMessage'], { docs, decorator: { entry: { kind: 'request' } } }),
  handles: {},
});
