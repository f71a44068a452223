import { connection, defineLibrary, does, entries } from './types.ts';
import type { Entry } from './types.ts';

const docs = 'https://tediousjs.github.io/tedious/';
const api = `${docs}api-connection.html`;
const request = `${docs}api-request.html`;
const bulk = `${docs}bulk-load.html`;

const Connection: Entry = {
  docs: api,
  construct: 'connection',
  constructs: { acquires: connection('a connection to SQL Server', ['close']) },
  extend: { instance: 'connection' },
};
/** What it is given is called when the statement is done. */
const Request: Entry = { docs: request, construct: 'request', constructs: { callbacks: [{ arg: 1, runs: 'once' }] } };
const classes = { Connection, Request };
/** The text is the request's: `execSql(new Request('SELECT …', done))`. */
const send = does(api, { operation: 'raw', rows: 'many', sql: { arg: 0 }, batch: 'WHERE id IN (SELECT value FROM OPENJSON(@ids))' });
const later: Entry = { docs: api, call: { callbacks: [{ arg: 'last', runs: 'later' }] } };

/** Tedious, the driver of SQL Server: a connection carries out one request after the other. */
export default defineLibrary({
  id: 'tedious',
  docs,
  packages: ['tedious'],
  exports: { ...classes, default: { docs, handle: 'module' } },
  handles: {
    module: { title: 'tedious', members: classes },
    connection: {
      title: 'a connection to SQL Server',
      members: {
        ...entries(['execSql', 'execSqlBatch'], send),
        ...entries(['callProcedure', 'execute'], does(api, { operation: 'raw', rows: 'many' })),
        execBulkLoad: does(bulk, { operation: 'insert', rows: 'many', data: { arg: 1 } }),
        newBulkLoad: { docs: bulk, call: { callbacks: [{ arg: 'last', runs: 'later' }] } },
        transaction: { docs: api, call: { callbacks: [{ arg: 0, runs: 'once', transaction: true }] } },
        ...entries(['connect', 'on', 'once', 'beginTransaction', 'commitTransaction', 'rollbackTransaction', 'saveTransaction'], later),
        ...entries(['prepare', 'unprepare', 'close', 'reset', 'cancel'], { docs: api, call: {} }),
      },
    },
    request: {
      title: 'a request to SQL Server',
      members: { ...entries(['on', 'once'], later), ...entries(['addParameter', 'addOutputParameter', 'cancel', 'pause', 'resume', 'setTimeout'], { docs: request, call: {} }) },
    },
  },
  advice: {
    read: 'read them with one request: WHERE id IN (SELECT value FROM OPENJSON(@ids)), a table-valued parameter, or a join; then look each up in a Map by id',
    write: 'write them in one request: execBulkLoad(bulkLoad, rows), a VALUES list of many rows, or MERGE from OPENJSON(@rows)',
    docs: bulk,
  },
});
