import { defineLibrary, entries } from './types.ts';

const docs = 'https://github.com/Abazhenov/express-async-handler#readme';

export default defineLibrary({
  id: 'express-async-handler',
  docs,
  packages: ['express-async-handler', 'express-asyncify', 'express-async-wrapper'],
  exports: entries(['default', 'asyncHandler'], { docs, call: { wraps: { arg: 0 } } }),
  handles: {},
});
