import type { Schema } from '../../src/database/schema/types.ts';
import type { Program } from '../../src/program/types.ts';
import type { CallRef } from '../../src/program/values.ts';
import { askingCalls, type AskingCall } from './statements.ts';

/** Tables from which one run deletes: so many hang on what is taken down as a whole, an account say. */
const MANY = 5;

/** Closures around a call. */
const MAX_HOPS = 8;

/**
 * Why a call runs once in the life of a row, in a clause: its function deletes, by equalities, rows of many tables, and so takes down
 * all that belongs to the row. Deletes by an age are a sweep, which comes again. Undefined where nothing says so.
 */
export function teardownWhy(program: Program, schemas: readonly Schema[], { file, id }: CallRef): string | undefined {
  const { facts, path } = file;
  const rootOf = (call: number): number => outermost(program, path, facts.calls[call]!.functionId);
  const root = rootOf(id);
  const tables = new Set(
    askingCalls(program, schemas, path).flatMap((asking) => {
      const deleted = deletedByKey(asking);
      return deleted.length > 0 && rootOf(asking.call.id) === root ? deleted : [];
    }),
  );
  return tables.size >= MANY ? `it runs with deletes from ${tables.size} tables, once for each row whose belongings they take down` : undefined;
}

/** The tables from which a call deletes the rows that have certain values. */
function deletedByKey({ alternatives }: AskingCall): string[] {
  return alternatives.flatMap(([statement]) => {
    const { query, asked, site } = statement!;
    const predicates = asked.get(query.from.alias)?.predicates ?? [];
    // Also where rows are marked as deleted.
    return site.operation === 'delete' && !predicates.some(({ use }) => use === 'range') ? [site.table.name] : [];
  });
}

/** The function around a call that runs the closures in which the call stands. */
function outermost(program: Program, path: string, functionId: number): number {
  let at = functionId;
  for (let hops = 0; hops < MAX_HOPS; hops++) {
    const { parentId } = program.facts(path).functions[at]!;
    const runs = parentId > 0 && program.callers(path, at).some(({ file, id }) => file.path === path && file.facts.calls[id]!.functionId === parentId);
    if (!runs) return at;
    at = parentId;
  }
  return at;
}
