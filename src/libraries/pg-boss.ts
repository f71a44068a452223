import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://github.com/timgit/pg-boss#readme';
const PgBoss: Entry = { docs, construct: 'boss' };

export default defineLibrary({
  id: 'pg-boss',
  docs,
  packages: ['pg-boss'],
  exports: { default: PgBoss, PgBoss },
  handles: {
    boss: {
      title: 'pg-boss',
      members: entries(['work', 'subscribe'], { docs, call: { callbacks: [{ arg: 'last', runs: 'later', entry: { kind: 'job' } }] } }),
    },
  },
});
