import { defineLibrary } from './types.ts';

const docs = 'https://github.com/koajs/mount#readme';

/** It gives a middleware that stands for an application, or for another middleware, under a path. */
export default defineLibrary({
  id: 'koa-mount',
  docs,
  packages: ['koa-mount'],
  exports: { default: { docs, call: { mounts: { path: 0, what: 'arguments' } } } },
  handles: {},
});
