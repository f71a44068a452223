import { defineLibrary } from './types.ts';

const docs = 'https://github.com/jmcdo29/nest-commander#readme';

export default defineLibrary({
  id: 'nest-commander',
  docs,
  packages: ['nest-commander'],
  exports: { CommandRunner: { docs, implement: { run: { kind: 'cli' } } } },
  handles: {},
});
