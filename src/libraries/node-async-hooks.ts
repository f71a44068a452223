import { defineLibrary, entries } from './types.ts';

const docs = 'https://nodejs.org/api/async_context.html';

export default defineLibrary({
  id: 'node-async-hooks',
  docs,
  packages: ['async_hooks'],
  exports: {
    AsyncLocalStorage: { docs: `${docs}#class-asynclocalstorage`, construct: 'storage', extend: { instance: 'storage' } },
    AsyncResource: { docs: `${docs}#class-asyncresource`, construct: 'resource', extend: { instance: 'resource' } },
  },
  handles: {
    storage: {
      title: 'an AsyncLocalStorage',
      members: {
        run: {
          docs: `${docs}#asynclocalstoragerunstore-callback-args`,
          call: { returns: 'returned', callbacks: [{ arg: 1, runs: 'once' }] },
        },
        exit: { docs: `${docs}#asynclocalstorageexitcallback-args`, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once' }] } },
        ...entries(['getStore', 'enterWith', 'disable'], { docs, call: {} }),
      },
    },
    resource: {
      title: 'an AsyncResource',
      members: { runInAsyncScope: { docs: `${docs}#class-asyncresource`, call: { callbacks: [{ arg: 0, runs: 'once' }] } } },
    },
  },
});
