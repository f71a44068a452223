import { defineLibrary, entries } from './types.ts';

const docs = 'https://github.com/sindresorhus/delay#readme';

export default defineLibrary({
  id: 'delay',
  docs,
  packages: ['delay', 'sleep-promise', 'await-delay'],
  exports: entries(['default', 'rangeDelay', 'delay'], { docs, call: { effect: { kind: 'pause' } } }),
  handles: {},
});
