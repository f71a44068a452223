import { defineLibrary, entries } from './types.ts';

const docs = 'https://github.com/fastify/fastify-plugin#readme';

/** It marks a plugin and gives it back; Fastify calls it once with the instance. */
export default defineLibrary({
  id: 'fastify-plugin',
  docs,
  packages: ['fastify-plugin'],
  exports: entries(['default', 'fastifyPlugin'], {
    docs,
    call: { wraps: { arg: 0 }, callbacks: [{ arg: 0, runs: 'later', params: ['fastify:app'], entry: { kind: 'start-up' } }] },
  }),
  handles: {},
});
