import { defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://vercel.com/docs/storage/vercel-postgres/sdk';

const query: Entry = {
  docs,
  call: { effect: { kind: 'query', operation: 'raw', rows: 'many', sql: { arg: 0, property: 'text' }, batch: 'WHERE id = ANY(${ids})' } },
};

export default defineLibrary({
  id: 'vercel-postgres',
  docs,
  packages: ['@vercel/postgres'],
  exports: {
    ...entries(['sql', 'db'], { docs, handle: 'pool' }),
    ...entries(['createPool', 'createClient'], { docs, call: { returns: 'pool' } }),
    ...entries(['VercelPool', 'VercelClient', 'VercelPoolClient'], { docs, type: 'pool' }),
  },
  handles: {
    pool: {
      title: 'a Vercel Postgres pool',
      tag: query.call!,
      members: {
        ...entries(['query', 'sql'], query),
        connect: { docs, call: { returns: 'pool' } },
        ...entries(['end', 'release', 'on'], { docs, call: {} }),
      },
    },
  },
  shapes: [{ docs, receiver: 'tag', methods: [], options: [], handle: 'pool' }],
  advice: {
    read: 'read them with one query: WHERE id = ANY(${ids}), or a join; then look each up in a Map by id',
    write: 'write them in one statement: INSERT … SELECT * FROM unnest(${ids}::int[], ${names}::text[]), or WHERE id = ANY(${ids})',
    docs,
  },
});
