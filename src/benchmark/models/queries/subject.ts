import type { QueryJob, Sent, Statements } from '../../harness/processes/protocol.ts';
import type { Call, Form, Subject } from '../../harness/subject.ts';
import { open } from './connection.ts';
import type { Connection, Given } from './connection.ts';

const BEGIN: Sent = { sql: 'BEGIN', values: [] };
const ROLLBACK: Sent = { sql: 'ROLLBACK', values: [] };

/** Sends statements one after the other; what they change is taken back where that is asked. */
export async function sendAll(connection: Connection, statements: readonly Sent[], writes: boolean): Promise<Given[]> {
  const given: Given[] = [];
  if (writes) await connection.send(BEGIN);
  try {
    for (const statement of statements) given.push(await connection.send(statement));
  } finally {
    if (writes) await connection.send(ROLLBACK);
  }
  return given;
}

/** The time that statements take, in a worker. */
export async function querySubject({ database, writes, beside, ...own }: QueryJob): Promise<Subject> {
  const connection = await open(database);
  const sized = (statements: Statements): { n: number; make(form: Form): Call } => ({
    n: statements.n,
    make(form) {
      const calls = statements[form];
      return (index) => sendAll(connection, calls[index % calls.length]!, writes);
    },
  });
  return { kind: 'time', ...sized(own), beside: beside.map(sized) };
}
