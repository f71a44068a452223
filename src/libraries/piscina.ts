import { defineLibrary } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/piscinajs/piscina#readme';
const pool: Entry = { docs, construct: 'pool', constructs: { starts: { arg: '0.filename', entry: { kind: 'thread' } } } };

export default defineLibrary({
  id: 'piscina',
  docs,
  packages: ['piscina'],
  exports: { default: pool, Piscina: pool },
  handles: { pool: { title: 'a worker pool', members: { run: { docs, call: {} } } } },
});
