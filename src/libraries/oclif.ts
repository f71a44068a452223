import { defineLibrary } from './types.ts';

const docs = 'https://oclif.io/docs/commands/';

export default defineLibrary({
  id: 'oclif',
  docs,
  packages: ['@oclif/core', '@oclif/command'],
  exports: {
    Command: { docs, implement: { run: { kind: 'cli' } } },
    default: { docs, implement: { run: { kind: 'cli' } } },
  },
  handles: {},
});
