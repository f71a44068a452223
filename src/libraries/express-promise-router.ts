import { defineLibrary, entries } from './types.ts';

const docs = 'https://github.com/express-promise-router/express-promise-router#readme';

export default defineLibrary({
  id: 'express-promise-router',
  docs,
  packages: ['express-promise-router'],
  exports: entries(['default', 'Router'], { docs, call: { returns: 'express:router' }, construct: 'express:router' }),
  handles: {},
});
