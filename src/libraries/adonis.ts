import { defineLibrary } from './types.ts';

const controllers = 'https://docs.adonisjs.com/guides/basics/controllers';

/** AdonisJS: routes name the methods of controllers, which lie where its generators put them. */
export default defineLibrary({
  id: 'adonis',
  docs: controllers,
  packages: ['@adonisjs/core', '@adonisjs/core/*'],
  exports: {},
  conventions: [
    { docs: controllers, path: /^app\/(?:controllers\/.+_controller|Controllers\/.+Controller)\.[cm]?ts$/, exports: ['default.*'], entry: { kind: 'request' } },
    { docs: 'https://docs.adonisjs.com/guides/ace/creating-commands', path: /^commands\/.+\.[cm]?ts$/, exports: ['default.*'], entry: { kind: 'cli' } },
  ],
  handles: {},
});
