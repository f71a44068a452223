import { defineLibrary, entries } from './types.ts';

const docs = 'https://github.com/microsoft/tsyringe#readme';

export default defineLibrary({
  id: 'tsyringe',
  docs,
  packages: ['tsyringe'],
  exports: {
    container: { docs: 'https://github.com/microsoft/tsyringe#container', handle: 'container' },
    DependencyContainer: { docs: 'https://github.com/microsoft/tsyringe#container', type: 'container' },
    singleton: { docs: 'https://github.com/microsoft/tsyringe#singleton', decorator: { singleton: true } },
    ...entries(['injectable', 'autoInjectable'], { docs: 'https://github.com/microsoft/tsyringe#injectable', decorator: {} }),
  },
  handles: {
    container: {
      title: 'a tsyringe container',
      members: {
        resolve: { docs: 'https://github.com/microsoft/tsyringe#resolution', call: { returns: 'instance:0' } },
        createChildContainer: { docs: 'https://github.com/microsoft/tsyringe#child-containers', call: { returns: 'this' } },
      },
    },
  },
});
