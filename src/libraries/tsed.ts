import { defineLibrary, entries } from './types.ts';

const docs = 'https://tsed.dev/docs/controllers.html';

export default defineLibrary({
  id: 'tsed',
  docs,
  packages: ['@tsed/common', '@tsed/schema', '@tsed/di'],
  exports: {
    ...entries(['Controller', 'Service', 'Injectable', 'Middleware'], { docs: 'https://tsed.dev/docs/providers.html', decorator: { singleton: true } }),
    ...entries(['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options', 'All'], { docs, decorator: { entry: { kind: 'request' } } }),
    MiddlewareMethods: { docs: 'https://tsed.dev/docs/middlewares.html', implement: { use: { kind: 'request' } } },
  },
  handles: {},
});
