import { defineLibrary, entries } from './types.ts';

const docs = 'https://inversify.io/docs/api/container/';

/** Bindings by symbol resolve to nothing here; those by class resolve to an instance of it. */
export default defineLibrary({
  id: 'inversify',
  docs,
  packages: ['inversify'],
  exports: { Container: { docs, construct: 'container' } },
  handles: {
    container: {
      title: 'an Inversify container',
      members: entries(['get', 'getAsync', 'resolve'], { docs, call: { returns: 'instance:0' } }),
    },
  },
});
