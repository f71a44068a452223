import globals from './globals.ts';
import { defineLibrary } from './types.ts';

const docs = 'https://nodejs.org/api/process.html';

export default defineLibrary({
  id: 'node-process',
  docs,
  packages: ['process'],
  exports: { ...globals.handles.process!.members, default: { docs, handle: 'globals:process' } },
  handles: {},
});
