import { defineLibrary, entries } from './types.ts';

const docs = 'https://node-postgres.com/apis/cursor';

/** A statement whose rows come in pages; the client that it is given to sends it. */
export default defineLibrary({
  id: 'pg-cursor',
  docs,
  packages: ['pg-cursor', 'pg-query-stream'],
  exports: { default: { docs, construct: 'cursor' } },
  handles: { cursor: { title: 'a node-postgres cursor', members: entries(['read', 'close', 'on', 'pipe'], { docs, call: {} }) } },
});
