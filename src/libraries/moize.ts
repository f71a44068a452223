import { defineLibrary } from './types.ts';

const docs = 'https://github.com/planttheidea/moize#usage';

/** It keeps one result unless `maxSize` says more. */
export default defineLibrary({
  id: 'moize',
  docs,
  packages: ['moize'],
  exports: { default: { docs, call: { wraps: { arg: 0, memoised: true } } } },
  handles: {},
});
