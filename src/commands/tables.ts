import { translatedCalls } from '../database/query/sites.ts';
import type { Place } from '../findings/types.ts';
import { readsRows } from '../libraries/types.ts';
import { callPlace } from '../program/call-place.ts';
import type { Project } from '../project/open.ts';

/** A call that reads or writes a table. */
export interface TableCall {
  file: string;
  functionId: number;
  place: Place;
  /** Its name in the database; undefined where the code does not tell. */
  table: string | undefined;
  reads: boolean;
}

/** What files that run for somebody do with tables: what tests, seeds and migrations write no cache sees. */
export function tableCalls({ program, schemas }: Project): TableCall[] {
  return program.paths.filter((file) => !program.isClosed(file)).flatMap((file) => {
    const { calls } = program.facts(file);
    return translatedCalls(program, schemas(), file).flatMap(({ call: { call: { id }, effect }, sites }): TableCall[] => {
      const here = { file, functionId: calls[id]!.functionId, place: callPlace(program, file, id) };
      return sites.length === 0 ? [{ ...here, table: undefined, reads: readsRows(effect.operation) }] : sites.map(({ query, table }) => ({ ...here, table: table.name, reads: readsRows(query.operation) }));
    });
  });
}

/** Calls that write to a table, by its name, one of a line. */
export function writesByTable(calls: readonly TableCall[]): Map<string, Place[]> {
  const writes = new Map<string, Map<string, Place>>();
  for (const { table, reads, place } of calls) {
    if (reads || table === undefined) continue;
    const places = writes.get(table) ?? new Map<string, Place>();
    writes.set(table, places);
    const line = `${place.file}:${place.line}`;
    if (!places.has(line)) places.set(line, place);
  }
  return new Map([...writes].map(([table, places]) => [table, [...places.values()]]));
}
