import { z } from 'zod';
import { isNamedAsLookup } from '../src/database/schema/lookup.ts';
import type { RuleFinding } from '../src/findings/types.ts';
import type { OverFetch } from '../src/program/effects/over-fetch.ts';
import { argsText, builderText, calleeText, exprText, symbolPath } from '../src/program/print.ts';
import type { Program } from '../src/program/types.ts';
import { defineRule, type TableSizes } from '../src/rule.ts';
import { callPlace } from './shared/places.ts';
import { reasonsOf } from './shared/reasons.ts';
import { seldomWhy } from './shared/seldom.ts';
import { servingOf, type Serving } from './shared/serving.ts';
import { askingCalls, type Statement } from './shared/statements.ts';
import { smallnessOf } from './shared/table-size.ts';

export default defineRule({
  id: 'over-fetching',
  meta: {
    group: 'database',
    description: 'Rows or relations that are loaded and not used: counted or filtered in JavaScript, or never read',
    level: 'warning',
    options: z.strictObject({}),
  },
  check: ({ program, schemas, file, tables }) => {
    if (program.isClosed(file)) return [];
    return program.overFetches(file).flatMap((found) => {
      const serving = servingOf(program, found.call);
      const asking = serving && askingCalls(program, schemas(), file).find(({ call }) => call.id === found.call.id);
      return serving ? [toFinding(program, found, serving, asking?.alternatives[0]?.[0], tables)] : [];
    });
  },
});

/** @param statement what the call asks, where the schema of its database is known */
function toFinding(program: Program, found: OverFetch, serving: Serving, statement: Statement | undefined, sizes: TableSizes): RuleFinding {
  const { call, target, kind } = found;
  const { facts } = call.file;
  const fact = facts.calls[call.id]!;
  const query = builderText(facts, call.id) ?? calleeText(facts, call.id);
  const confidence = target.inferred || !serving.sure ? 'medium' : 'high';
  const minor = minorFor(program, found, query, statement, sizes);
  return {
    ...said(found, query),
    location: callPlace(program, call),
    related: [],
    confidence,
    impact: { multiplicity: 'once', ...(serving.entry ? { entry: serving.entry.label } : {}) },
    ...(minor !== undefined && { level: 'info' as const }),
    reasons: reasonsOf({
      repetition: `all uses of what ${query} gives were looked at`,
      entry: serving.entry,
      confidence,
      doubt: target.inferred ? 'the receiver was told by its shape, with a second sign' : 'no request or job is seen to lead here',
      severity: minor,
      benign: kind === 'relation' ? ['a row that is handed on whole', 'a spread or a rest of the row'] : ['another use of the rows', 'a limit', ...(kind === 'filter' ? ['a filter in the query'] : [])],
      docs: target.operation.effect && target.library.advice?.docs,
    }),
    key: { symbol: symbolPath(facts, fact.functionId), callee: exprText(facts, fact.callee), args: `${found.name} ${argsText(facts, fact)}`.trim(), over: '' },
    sink: `${call.file.path}:${symbolPath(facts, fact.functionId)}:${query}:${kind}`,
  };
}

/** Why it costs little, where it does. */
function minorFor(program: Program, { call, kind, name, local, keyed }: OverFetch, query: string, statement: Statement | undefined, sizes: TableSizes): string | undefined {
  if (local) return 'info: the database lies in this process, so that no row travels';
  if (kind === 'count' && statement && isOfOneRow(statement)) return 'info: a unique key is among the columns of its filter, so that no more than one row comes back';
  if (kind === 'count' && keyed) return 'info: the code has the keys of the rows, and no more of them come back';
  const table = statement?.site.table;
  const small = kind !== 'filter' ? undefined : table ? smallnessOf(table, sizes) : isNamedAsLookup(query) ? 'the table is named as one with few rows' : undefined;
  if (small !== undefined) return `info: ${small}`;
  if (kind === 'relation' && statement?.query.limit === 1 && table?.relations.some((relation) => relation.name === name && !relation.many)) return `info: ${name} is one row more, which its key finds`;
  const seldom = seldomWhy(program, call);
  return seldom === undefined ? undefined : `info: ${seldom}`;
}

/** Whether a statement asks by all columns of a unique key. */
function isOfOneRow({ site, query, asked }: Statement): boolean {
  const given = new Set(asked.get(query.from.alias)?.predicates.flatMap(({ column, use, optional, wrapped }) => (use === 'equal' && !optional && !wrapped ? [column] : [])));
  return site.table.indexes.some(({ unique, by, where, parts }) => (unique || by === 'primary key' || by === 'unique') && where === undefined && parts.length > 0 && parts.every(({ column }) => column !== undefined && given.has(column)));
}

function said({ kind, name }: OverFetch, query: string): Pick<RuleFinding, 'message' | 'help'> {
  switch (kind) {
    case 'count':
      return {
        message: `${query} loads all its rows, and only their number is used`,
        help: 'let the database count: count() with the same filter; where only whether there is one matters, read one row with a limit of 1, or ask exists()',
      };
    case 'filter':
      return {
        message: `${query} reads the whole table, and ${name}() throws most of it away: every call loads all rows`,
        help: `put the test of ${name}() into the filter of the query, so that only those rows are read`,
      };
    case 'relation':
      return {
        message: `${query} loads ${name} with the rows, and nothing reads it`,
        help: `leave ${name} out of the query`,
      };
  }
}
