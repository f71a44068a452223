import { connection, defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://vitaly-t.github.io/pg-promise/Database.html';
const main = 'https://vitaly-t.github.io/pg-promise/module-pg-promise.html';
const task = 'https://vitaly-t.github.io/pg-promise/Task.html';
const helpers = 'https://vitaly-t.github.io/pg-promise/helpers.html';

function query(rows: 'one' | 'many'): Entry {
  return {
    docs,
    call: {
      effect: { kind: 'query', operation: 'raw', rows, sql: { arg: 0, property: 'text' }, batch: 'WHERE id IN ($1:csv)' },
      // map and each call a function with every row, in this process.
      callbacks: [{ arg: 2, runs: 'each', over: 'receiver', mode: 'concurrent' }],
    },
  };
}

const session: Entry = { docs: `${docs}#tx`, call: { returns: 'returned', callbacks: [{ arg: 'last', runs: 'once', params: ['db'] }] } };

export default defineLibrary({
  id: 'pg-promise',
  docs: main,
  packages: ['pg-promise'],
  exports: {
    default: { docs: main, handle: 'namespace', call: { returns: 'pgp' } },
    ...entries(['IDatabase', 'ITask', 'IBaseProtocol'], { docs, type: 'db' }),
    IMain: { docs: main, type: 'pgp' },
  },
  handles: {
    namespace: {
      title: 'pg-promise',
      members: { ...entries(['IDatabase', 'ITask', 'IBaseProtocol'], { docs, type: 'db' }), IMain: { docs: main, type: 'pgp' } },
    },
    pgp: {
      title: 'an initialised pg-promise',
      call: { returns: 'db', acquires: connection('a pg-promise database with its connection pool', ['$pool']) },
      members: { helpers: { docs: helpers, handle: 'helpers' }, end: { docs: main, call: {} } },
    },
    helpers: { title: "pg-promise's helpers", members: entries(['insert', 'update', 'values', 'sets', 'concat'], { docs: helpers, call: {} }) },
    db: {
      title: 'a pg-promise database',
      members: {
        ...entries(['one', 'oneOrNone', 'none'], query('one')),
        ...entries(['many', 'manyOrNone', 'any', 'query', 'result', 'multi', 'multiResult', 'map', 'each'], query('many')),
        ...entries(['func', 'proc'], { docs, call: { effect: { kind: 'query', operation: 'raw', rows: 'many' } } }),
        stream: { docs: `${docs}#stream`, call: { effect: { kind: 'query', operation: 'select', rows: 'many' }, callbacks: [{ arg: 1, runs: 'once' }] } },
        ...entries(['task', 'taskIf', 'tx', 'txIf'], session),
        connect: { docs: `${docs}#connect`, call: { returns: 'db' } },
        batch: { docs: `${task}#batch`, call: { gathers: true } },
        ...entries(['page', 'sequence'], { docs: task, call: { callbacks: [{ arg: 0, runs: 'once' }] } }),
        done: { docs, call: {} },
      },
    },
  },
  advice: {
    read: 'read them with one query: WHERE id IN ($1:csv) with the list of ids, or a join; then look each up in a Map by id',
    write: 'write them in one statement: pgp.helpers.insert(rows, columnSet), helpers.update(rows, columnSet) with a WHERE, or WHERE id IN ($1:csv); a batch sends one statement each',
    docs: helpers,
  },
});
