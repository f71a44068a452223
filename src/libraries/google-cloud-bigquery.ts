import { defineLibrary, does, entries } from './types.ts';

const docs = 'https://cloud.google.com/nodejs/docs/reference/bigquery/latest';
const at = (name: string): string => `${docs}/bigquery/${name}`;
const arrays = 'https://cloud.google.com/bigquery/docs/parameterized-queries#using_arrays_in_parameterized_queries';

const statement = { operation: 'raw', rows: 'many', sql: { arg: 0, property: 'query' }, batch: 'WHERE id IN UNNEST(@ids)' } as const;

/** What the client, a data set and a table have alike: each statement is a job of its own. */
const queries = {
  ...entries(['query', 'createQueryStream'], does(at('bigquery'), statement)),
  createQueryJob: does(at('bigquery'), statement, { returns: 'job', list: true }),
};

/** BigQuery: a statement is a job that is planned, queued and billed for at least 10 MB of each table that it reads. */
export default defineLibrary({
  id: 'google-cloud-bigquery',
  docs,
  packages: ['@google-cloud/bigquery'],
  exports: {
    BigQuery: { docs: at('bigquery'), construct: 'client', extend: { instance: 'client' } },
    Dataset: { docs: at('dataset'), type: 'dataset' },
    Table: { docs: at('table'), type: 'table' },
    Job: { docs: at('job'), type: 'job' },
  },
  handles: {
    client: {
      title: 'a BigQuery client',
      members: {
        ...queries,
        dataset: { docs: at('bigquery'), call: { returns: 'dataset' } },
        job: { docs: at('bigquery'), call: { returns: 'job' } },
        ...entries(['createDataset', 'getDatasets', 'getJobs', 'createJob'], { docs: at('bigquery'), call: {} }),
      },
    },
    dataset: {
      title: 'a BigQuery data set',
      members: {
        ...queries,
        table: { docs: at('dataset'), call: { returns: 'table' } },
        ...entries(['get', 'create', 'exists', 'delete', 'createTable', 'getTables', 'routine', 'model'], { docs: at('dataset'), call: {} }),
      },
    },
    table: {
      title: 'a BigQuery table',
      members: {
        ...queries,
        insert: does(at('table'), { operation: 'insert', rows: 'one', data: { arg: 0 }, bulk: true, batch: 'table.insert(rows)' }),
        getRows: does(at('table'), { operation: 'select', rows: 'many' }),
        // Jobs over files and whole tables.
        ...entries(['load', 'createLoadJob', 'extract', 'createExtractJob', 'copy', 'createCopyJob'], { docs: at('table'), call: { effect: { kind: 'request' } } }),
        ...entries(['get', 'create', 'exists', 'delete', 'getMetadata', 'setMetadata', 'createWriteStream', 'createInsertStream'], { docs: at('table'), call: {} }),
      },
    },
    job: { title: 'a BigQuery job', members: entries(['getQueryResults', 'getQueryResultsStream', 'getMetadata', 'promise', 'cancel', 'on'], { docs: at('job'), call: {} }) },
  },
  advice: {
    read: 'read them with one query: WHERE id IN UNNEST(@ids), or a join with GROUP BY id; then look each up in a Map by id',
    write: 'write them together: table.insert(rows) takes a list, a load job a file, and one MERGE … USING UNNEST(@rows) changes many rows',
    docs: arrays,
  },
});
