import { defineLibrary, entries } from './types.ts';

const docs = 'https://github.com/sindresorhus/p-map#readme';

/** Without the option `concurrency` all run at once; with it, still each one runs. */
export default defineLibrary({
  id: 'p-map',
  docs,
  packages: ['p-map'],
  exports: entries(['default', 'pMapIterable', 'pMapSettled'], {
    docs,
    call: { callbacks: [{ arg: 1, runs: 'each', over: 0, mode: 'concurrent', params: ['element'] }] },
  }),
  handles: {},
});
