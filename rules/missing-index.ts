import { z } from 'zod';
import { render } from '../src/database/query/render.ts';
import { tableOf, type Asked } from '../src/database/query/predicates.ts';
import { indexText } from '../src/database/query/serve/indexes.ts';
import type { Unserved } from '../src/database/query/serve/types.ts';
import type { Query } from '../src/database/query/types.ts';
import { isOwned } from '../src/database/schema/keys.ts';
import { indexEdit, indexStatement } from '../src/database/schema/statement.ts';
import type { Schema, Table } from '../src/database/schema/types.ts';
import { groupBy } from '../src/findings/group.ts';
import type { PlanQuestion, RelatedPlace, RuleFinding } from '../src/findings/types.ts';
import { argsText, exprText, symbolPath } from '../src/program/print.ts';
import type { Program } from '../src/program/types.ts';
import type { CallRef } from '../src/program/values.ts';
import { defineRule, type TableSizes } from '../src/rule.ts';
import { askersOf } from './shared/askers.ts';
import { isCap } from './shared/cap.ts';
import { callPlace } from './shared/places.ts';
import { reasonsOf } from './shared/reasons.ts';
import { rareWhy } from './shared/seldom.ts';
import { servingOf, type Serving } from './shared/serving.ts';
import { askingCalls, queryName, type AskingCall, type Statement } from './shared/statements.ts';
import { smallnessOf } from './shared/table-size.ts';

export default defineRule({
  id: 'missing-index',
  meta: {
    group: 'database',
    description: 'A filter, a join or a sort that no index of the schema serves',
    level: 'error',
    options: z.strictObject({}),
  },
  check: ({ program, schemas, file, tables }) => {
    if (program.isClosed(file)) return [];
    const lacks = askingCalls(program, schemas(), file).flatMap((asking) => missingOf(asking).map((missing): Lack => ({ asking, missing })));
    return [...groupBy(lacks, conditionOf).values()].flatMap(([first, ...others]) => {
      const serving = servingOf(program, first!.asking.call);
      return serving ? [toFinding(program, first!, others.map(({ asking }) => asking.call), serving, levelOf(program, schemas(), first!, serving, tables))] : [];
    });
  },
});

/** An index that a call lacks. */
interface Missing {
  statement: Statement;
  /** What all statements that lack it ask of the table. */
  asked: readonly Asked[];
  table: Table;
  access: Unserved;
  /** Only some of the alternatives lack it. */
  sometimes: boolean;
}

interface Lack {
  asking: AskingCall;
  missing: Missing;
}

/** The indexes that a call's statements lack, each once; of what alternatives ask instead of each other, the one that most of them lack. */
function missingOf({ alternatives }: AskingCall): Missing[] {
  const found = new Map<string, Omit<Missing, 'sometimes'> & { asked: Asked[]; lacking: Set<number> }>();
  for (const [at, statements] of alternatives.entries()) {
    for (const statement of statements) {
      for (const [alias, access] of statement.accesses) {
        if (access.kind !== 'unserved') continue;
        const key = `${access.candidate.table}:${access.columns.join()}`;
        const asked = statement.asked.get(alias)!;
        const known = found.get(key);
        if (!known) found.set(key, { statement, asked: [asked], access, table: asked.table!, lacking: new Set([at]) });
        known?.asked.push(asked);
        known?.lacking.add(at);
      }
    }
  }
  // An index that begins with the columns of another one is asked for by fewer alternatives: the shorter one serves them all.
  for (const [key, long] of found) {
    const short = [...found].find(([other]) => key.startsWith(`${other},`))?.[1];
    if (!short) continue;
    for (const at of long.lacking) short.lacking.add(at);
    short.asked.push(...long.asked);
    found.delete(key);
  }
  const all = [...found.values()].sort((a, b) => b.lacking.size - a.lacking.size);
  return all
    .filter((one, at) => !all.slice(0, at).some(({ table, lacking }) => table === one.table && ![...one.lacking].some((alternative) => lacking.has(alternative))))
    .map(({ lacking, ...missing }) => ({ ...missing, sometimes: lacking.size < alternatives.length }));
}

/** The same for calls of one function that ask by one condition, which the code writes once: a page and its count, say. */
function conditionOf({ asking: { call }, missing: { asked, access, table } }: Lack): string {
  const { path, facts } = call.file;
  const written = asked.flatMap(({ predicates }) => predicates.flatMap(({ on, compare: { value } }) => (access.columns.includes(on) && value.kind === 'value' && value.from ? [`${value.from.file}:${value.from.at}`] : [])));
  return written.length === 0 ? `${path}:${call.id}:${table.name}:${access.columns.join()}` : [facts.calls[call.id]!.functionId, table.name, access.columns.join(), ...new Set(written)].join('\0');
}

function toFinding(program: Program, { asking: { call }, missing }: Lack, others: readonly CallRef[], serving: Serving, level: Level | undefined): RuleFinding {
  const { statement, access, table } = missing;
  const { site, query } = statement;
  const { facts } = call.file;
  const fact = facts.calls[call.id]!;
  const name = queryName(call);
  const confidence = site.confidence === 'high' && serving.sure ? 'high' : 'medium';
  return {
    message: `${problem(missing, name)}${consideredText(access)}`,
    help: helpFor(site.schema, table, access),
    location: callPlace(program, call),
    related: [
      ...others.map((other): RelatedPlace => ({ ...callPlace(program, other), role: 'beside', message: 'asks by the same condition' })),
      ...askersOf(program, call, missing.asked.flatMap(({ predicates, alternatives }) => [...predicates, ...alternatives.flatMap(({ branches }) => branches.flat())]), access.columns),
    ],
    confidence,
    impact: { multiplicity: 'once', ...(serving.entry ? { entry: serving.entry.label } : {}) },
    ...(level && { level: level.level }),
    plan: planQuestion(site.schema, query, access),
    fix: indexEdit(table, access.candidate) ?? { kind: 'none', reason: `what declares ${table.name} has no form for this index: it goes into a migration` },
    reasons: reasonsOf({
      repetition: `the statement asks ${table.name} for ${columnsText(table, access)}, and an index leads to rows by its first columns alone`,
      size: `nothing says that ${table.name} is small; each call reads all of it`,
      entry: serving.entry,
      kinds: serving.kinds,
      confidence,
      certainty: 'the receiver was followed, the schema declares all indexes of the table, and a request or a job leads here',
      doubt: site.confidence === 'high' ? 'no request or job is seen to lead here' : 'the receiver was told by its shape, with a second sign',
      severity: level?.why,
      benign: ['an index whose first columns are among those that are asked for', 'a unique key', 'a partial index whose condition the query has', 'an index on the same expression, or of a type for the operator', 'an index in the order of a sort with a limit', 'a condition of few values alone'],
    }),
    key: { symbol: symbolPath(facts, fact.functionId), callee: `${exprText(facts, fact.callee)} ${table.name}(${access.columns.join()})`, args: argsText(facts, fact), over: '' },
    // An index that begins with a column leads to the rows for all that ask by it, whatever they ask beside.
    sink: `${site.schema.dir}:${access.candidate.table}:${access.need === 'sort' ? `sort:${access.columns.join()}` : access.candidate.parts[0]!.column}`,
    alike: ['needs this index', 'need this index'],
  };
}

function problem({ access, table, statement }: Missing, name: string): string {
  const columns = columnsText(table, access);
  const of = statement.isLoad || statement.site.table !== table ? ` of ${table.name}` : '';
  switch (access.need) {
    case 'sort':
      return `No index gives ${name} its order by ${columns}: every call reads and sorts the whole of ${table.name}`;
    case 'join':
      return `No index${of} leads ${name} to the rows that belong together by ${columns}: every call reads the whole of ${table.name}`;
    case 'alternative':
      return `No index${of} serves ${name} by ${columns}, one of its alternatives: every call reads the whole of ${table.name}`;
    default:
      return `No index${of} serves ${name} by ${columns}: ${access.walked ? `every call passes over rows of ${table.name} that do not fit` : `every call reads the whole of ${table.name}`}`;
  }
}

/** Columns as the code names them. */
function columnsText({ columns: declared }: Table, { columns }: Unserved): string {
  const names = columns.map((column) => declared.find(({ name }) => name === column)?.property ?? column);
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names.join();
}

/** Indexes that are named in a message. */
const MAX_CONSIDERED = 2;

function consideredText({ considered }: Unserved): string {
  const named = considered.slice(0, MAX_CONSIDERED).map(({ index, why }) => `${indexText(index)} does not: ${why}`);
  return named.length > 0 ? `; ${named.join('; ')}` : '';
}

function helpFor({ engine }: Schema, table: Table, { candidate }: Unserved): string {
  const { declaration, goes, sql } = indexStatement(table, candidate, engine);
  return `add ${declaration} ${goes}${sql === undefined || sql === declaration ? '' : `; as SQL: ${sql}`}`;
}

/** A level that is not the rule's, and why. */
interface Level {
  level: 'info' | 'warning';
  why: string;
}

function levelOf(program: Program, schemas: readonly Schema[], { asking: { call }, missing: { access, table, sometimes, statement } }: Lack, { sure, kinds }: Serving, sizes: TableSizes): Level | undefined {
  const isWaitedFor = kinds.has('request') || kinds.has('lambda');
  const small = smallnessOf(table, sizes);
  if (small !== undefined) return { level: 'info', why: `info: ${small}` };
  if (statement.site.schema.engine === 'sqlite') return { level: 'info', why: 'info: the database lies in this process, and holds what fits there' };
  if (access.optional) return { level: 'info', why: 'info: the filter is there only where a value is given' };
  if (access.need === 'sort' && table.foreignKeys.length === 0) return { level: 'info', why: `info: ${table.name} has no rows for rows of other tables, so that nothing shows that it grows` };
  if (isCap(program, schemas, call, statement)) return { level: 'info', why: `info: it runs before a row is added to ${table.name}, of which each owner may have a few` };
  const seldom = rareWhy(program, schemas, call);
  // Who sorts a table as a whole waits for all that ever came into it, however seldom.
  const isOfAll = access.need === 'sort' && isOwned(table);
  if (seldom !== undefined && !isOfAll) return { level: 'info', why: `info: ${seldom}` };
  if (access.need === 'range' && !isWaitedFor) return { level: 'info', why: 'info: no request is seen to ask, and what sweeps over a range of rows reads the table once each time' };
  if (sometimes) return { level: 'warning', why: 'warning: only one of the ways that the code takes asks so' };
  if (access.walked) return { level: 'warning', why: 'warning: an index has the rows in order, and how many are passed over before enough have come that fit hangs on the data' };
  if (access.need === 'range' || access.need === 'sort') return { level: 'warning', why: `warning: how many rows ${access.need === 'range' ? 'a range leaves' : 'there are to sort'} hangs on the data` };
  if (sure && !isWaitedFor) return { level: 'warning', why: 'warning: a job asks, and nobody waits for it' };
  return undefined;
}

/**
 * Of any row that fits, a planner reckons to meet the first one soon. That one fits, or that it stands early, nothing says: what the
 * statement costs where it does not is what reading all rows costs.
 */
function withoutHaste(query: Query): Query {
  return query.order !== 'unknown' && query.order.length === 0 && query.group.length === 0 ? { ...query, limit: 'none' } : query;
}

/** What a planner can settle: the statement as each engine writes it. */
function planQuestion(schema: Schema, query: Query, { candidate }: Unserved): PlanQuestion {
  const engines = ['postgresql', 'mysql', 'sqlite'] as const;
  const sql = engines.flatMap((engine): [string, string][] => {
    if (query.text) return query.text.engine === engine || (query.text.engine === 'mariadb' && engine === 'mysql') ? [[engine, query.text.sql]] : [];
    const rendered = render(withoutHaste(query), (ref) => tableOf(schema, ref), engine);
    return rendered ? [[engine, rendered.sql]] : [];
  });
  const { table, namespace, parts } = candidate;
  return { schema: schema.dir, sql: Object.fromEntries(sql), candidate: { table, ...(namespace !== undefined && { namespace }), parts: parts.map(({ column, direction }) => ({ column: column!, direction })) } };
}
