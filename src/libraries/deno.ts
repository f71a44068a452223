import { defineLibrary } from './types.ts';

const docs = 'https://docs.deno.com/api/deno/~/Deno.serve';
const request = { kind: 'request' } as const;

export default defineLibrary({
  id: 'deno',
  docs,
  packages: [],
  exports: {},
  globals: { Deno: { docs, handle: 'deno' } },
  handles: {
    deno: {
      title: 'Deno',
      members: {
        serve: {
          docs,
          call: {
            callbacks: [
              { arg: 'last', runs: 'later', entry: request },
              { arg: '0.handler', runs: 'later', entry: request },
            ],
          },
        },
        cron: { docs: 'https://docs.deno.com/api/deno/~/Deno.cron', call: { callbacks: [{ arg: 'last', runs: 'later', entry: { kind: 'job' } }] } },
      },
    },
  },
});
