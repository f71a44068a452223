import { querySites } from './sites.ts';
import type { Query } from './types.ts';
import { findTable } from '../schema/find.ts';
import type { Schema, Table } from '../schema/types.ts';
import type { Finding, Place } from '../../findings/types.ts';
import { callPlace } from '../../program/call-place.ts';
import type { QueryCall } from '../../program/queries/calls.ts';
import type { Program } from '../../program/types.ts';

/** A statement of a project. */
export interface Stated {
  query: Query;
  schema: Schema;
  /** Further statements that the same call sends. */
  loads: readonly Query[];
}

/** The statement in which a finding ends; a string says why there is none, as a clause. */
export function statementOf(program: Program, schemas: readonly Schema[], { location, related }: Pick<Finding, 'location' | 'related'>): Stated | string {
  return statementAt(program, schemas, related.find(({ role }) => role === 'sink') ?? location);
}

/** The statement of the call that begins at a place. Of several alternatives, the first. */
export function statementAt(program: Program, schemas: readonly Schema[], place: Place): Stated | string {
  const { file } = place;
  const isThere = ({ id }: { id: number }): boolean => {
    const { line, column } = callPlace(program, file, id);
    return line === place.line && column === place.column;
  };
  const site = querySites(program, schemas, file).find(({ call }) => isThere(call));
  if (site) return site;
  const call = program.queryCalls(file).find((one) => isThere(one.call));
  if (!call) return 'no statement is seen there';
  return lazyLoad(schemas, call) ?? 'what the statement asks is not understood';
}

/** What a lazy relation sends when it is first read: the rows of the other table that belong to one row. */
function lazyLoad(schemas: readonly Schema[], { effect, operation, receiver, call }: QueryCall): Stated | undefined {
  const row = receiver?.kind === 'handle' ? receiver.of : receiver;
  if (!effect.lazy || (row?.kind !== 'class' && row?.kind !== 'instance')) return undefined;
  const entity = row.file.facts.classes[row.id]?.name;
  const from = entity === undefined ? undefined : findTable(schemas, { entity, entityFile: row.file.path, from: call.file.path });
  const relation = from?.table.relations.find(({ name }) => name === operation);
  const to = relation && from && findTable([from.schema], { name: relation.table, from: call.file.path })?.table;
  const [column] = relation?.references ?? [];
  if (!from || !relation || !to || column === undefined || relation.through || relation.references.length > 1) return undefined;
  return { query: byColumn(to, column, relation.many), schema: from.schema, loads: [] };
}

function byColumn(table: Table, column: string, many: boolean): Query {
  const from = { name: table.name, alias: table.name, ...(table.namespace !== undefined && { namespace: table.namespace }) };
  return {
    operation: 'select',
    from,
    joins: [],
    where: { kind: 'compare', column: { table: from.alias, column }, operator: '=', value: { kind: 'value' } },
    order: [],
    limit: many ? 'none' : 1,
    offset: 'none',
    group: [],
    distinct: false,
    columns: 'all',
    unknown: [],
  };
}
