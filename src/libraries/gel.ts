import { connection, defineLibrary, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://docs.geldata.com/reference/using/js/client';
const transactions = `${docs}#transactions`;

const open: Entry = { docs, call: { returns: 'client', acquires: connection('a Gel client with its pool', ['close']) } };
const run = (rows: 'one' | 'many'): Entry => ({ docs, call: { effect: { kind: 'query', operation: 'raw', rows, batch: 'for id in array_unpack(<array<uuid>>$ids)' } } });

/** Gel, EdgeDB before: EdgeQL through a pool. */
export default defineLibrary({
  id: 'gel',
  docs,
  packages: ['gel', 'edgedb'],
  exports: {
    ...entries(['createClient', 'createHttpClient'], open),
    default: { docs, handle: 'module' },
    ...entries(['Client', 'Executor', 'Transaction'], { docs, type: 'client' }),
  },
  handles: {
    module: { title: 'Gel', members: entries(['createClient', 'createHttpClient'], open) },
    client: {
      title: 'a Gel client',
      members: {
        ...entries(['query', 'queryRequired', 'queryJSON', 'querySQL', 'execute', 'executeSQL'], run('many')),
        ...entries(['querySingle', 'queryRequiredSingle', 'querySingleJSON', 'queryRequiredSingleJSON'], run('one')),
        transaction: { docs: transactions, call: { returns: 'returned', callbacks: [{ arg: 0, runs: 'once', transaction: true, params: ['client'] }] } },
        ...entries(['withConfig', 'withGlobals', 'withSessionConfig', 'withTransactionOptions', 'withRetryOptions', 'ensureConnected', 'withModuleAliases'], { docs, call: { returns: 'this' } }),
        close: { docs, call: {} },
      },
    },
  },
  advice: {
    read: 'read them in one query: select … filter .id in array_unpack(<array<uuid>>$ids), or name the link in the shape of the query that loads the rows; then look each up in a Map by id',
    write: 'write them in one query: for row in json_array_unpack(<json>$rows) union (insert …)',
    docs: 'https://docs.geldata.com/reference/edgeql/for',
  },
});
