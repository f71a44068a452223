import { ddlOf } from '../../../database/planner/ddl.ts';
import { identifier } from '../../../database/schema/identifiers.ts';
import type { Table } from '../../../database/schema/types.ts';
import { insertRows } from '../rows.ts';
import type { Sizes } from '../rows.ts';
import type { Dialect } from './dialect.ts';
import { apart } from './tables.ts';

/** Tables with rows, in a namespace. */
export interface Filling {
  namespace: string;
  tables: readonly Table[];
  /** All tables of the schema: keys are followed through them. */
  schema: readonly Table[];
  sizes: Sizes;
  /** Values that rows have, where the statement asks for them. */
  fitting?: readonly { table: Table; column: string; value: string }[];
  /** Statements that are run when the rows are there. */
  then?: readonly string[];
}

/** What of the tables could not be made, as an error. */
class NotMade extends Error {}

/** The first line of what an error says. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}

/**
 * Fills a namespace of a database; indexes come after the rows.
 * @param enter the statement that goes into it
 * @throws Error with a reason; the signal's reason between two statements
 */
export async function fillNamespace(run: (sql: string) => Promise<unknown>, enter: string, { tables, schema: all, sizes, fitting = [], then = [] }: Omit<Filling, 'namespace'>, dialect: Dialect, signal: AbortSignal | undefined): Promise<void> {
  const { engine } = dialect;
  const step = async (sql: string): Promise<void> => {
    // An engine in this process runs without a pause: the turn of the loop is where a signal comes in.
    await new Promise((resolve) => void setImmediate(resolve));
    signal?.throwIfAborted();
    await run(sql);
  };
  const made = async (what: string, sql: string): Promise<void> => {
    try {
      await step(sql);
    } catch (error) {
      signal?.throwIfAborted();
      throw new NotMade(`${what} cannot be made: ${reasonOf(error)}`, { cause: error });
    }
  };
  // An index of an operator class or a method that the server lacks is left out, and so is a value that a column does not take.
  const optional = (sql: string): Promise<void> => step(sql).catch(() => signal?.throwIfAborted());
  const plain = new Map(all.map((table) => [table, apart(table)]));
  const own = tables.map((table) => plain.get(table) ?? apart(table));
  const plainSizes: Sizes = new Map([...sizes].map(([table, rows]) => [plain.get(table) ?? apart(table), rows]));
  await step(enter);
  const ddl = ddlOf({ tables: own.map((table) => dialect.beforeRows(table)) }, engine);
  for (const { sql, makes } of ddl.filter(({ makes: what }) => !what.startsWith('index '))) await made(makes, sql);
  for (const table of own) {
    for (const sql of insertRows(table, { tables: [...plain.values()] }, plainSizes, engine)) await made(`rows of ${table.name}`, sql);
    for (const sql of dialect.afterRows(table)) await made(`the primary key of ${table.name}`, sql);
  }
  for (const { table, column, value } of fitting) await optional(`UPDATE ${identifier(table.name, engine)} SET ${identifier(column, engine)} = ${value}`);
  for (const { sql } of ddl.filter(({ makes }) => makes.startsWith('index '))) await optional(sql);
  for (const sql of then) await step(sql);
  for (const table of own) await step(dialect.settle(table.name));
}
