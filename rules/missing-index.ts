import { z } from 'zod';
import { render } from '../src/database/query/render.ts';
import { tableOf, type Asked } from '../src/database/query/predicates.ts';
import { indexText, type Unserved } from '../src/database/query/serve.ts';
import type { Query } from '../src/database/query/types.ts';
import { indexEdit, indexStatement } from '../src/database/schema/statement.ts';
import type { Schema, Table } from '../src/database/schema/types.ts';
import type { PlanQuestion, RuleFinding } from '../src/findings/types.ts';
import { exprText, symbolPath } from '../src/program/print.ts';
import type { Program } from '../src/program/types.ts';
import { defineRule, type TableSizes } from '../src/rule.ts';
import { askersOf } from './shared/askers.ts';
import { callPlace } from './shared/places.ts';
import { reasonsOf } from './shared/reasons.ts';
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
    return askingCalls(program, schemas(), file).flatMap((asking) => {
      const missing = missingOf(asking);
      const serving = missing.length > 0 ? servingOf(program, asking.call) : undefined;
      return serving ? missing.map((one) => toFinding(program, asking, one, serving, tables)) : [];
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

/** The indexes that a call's statements lack, each once. */
function missingOf({ alternatives }: AskingCall): Missing[] {
  const found = new Map<string, Missing & { asked: Asked[]; times: number }>();
  for (const statements of alternatives) {
    const here = new Set<string>();
    for (const statement of statements) {
      for (const [alias, access] of statement.accesses) {
        if (access.kind !== 'unserved') continue;
        const key = `${access.candidate.table}:${access.columns.join()}`;
        const known = found.get(key);
        const asked = statement.asked.get(alias)!;
        if (!known) found.set(key, { statement, asked: [asked], access, table: asked.table!, sometimes: false, times: 1 });
        else {
          known.asked.push(asked);
          if (!here.has(key)) known.times++;
        }
        here.add(key);
      }
    }
  }
  // An index that begins with the columns of another one is asked for by fewer alternatives: the shorter one serves them all.
  for (const [key, long] of found) {
    const short = [...found].find(([other]) => key.startsWith(`${other},`))?.[1];
    if (!short) continue;
    short.times += long.times;
    short.asked.push(...long.asked);
    found.delete(key);
  }
  return [...found.values()].map(({ times, ...missing }) => ({ ...missing, sometimes: times < alternatives.length }));
}

function toFinding(program: Program, { call }: AskingCall, missing: Missing, serving: Serving, sizes: TableSizes): RuleFinding {
  const { statement, access, table } = missing;
  const { site, query } = statement;
  const { facts } = call.file;
  const fact = facts.calls[call.id]!;
  const name = queryName(call);
  const confidence = site.confidence === 'high' && serving.sure ? 'high' : 'medium';
  const level = levelOf(missing, serving, sizes);
  return {
    message: `${problem(missing, name)}${consideredText(access)}`,
    help: helpFor(site.schema, table, access),
    location: callPlace(program, call),
    related: askersOf(program, call, missing.asked.flatMap(({ predicates, alternatives }) => [...predicates, ...alternatives.flatMap(({ branches }) => branches.flat())]), access.columns),
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
    key: { symbol: symbolPath(facts, fact.functionId), callee: `${exprText(facts, fact.callee)} ${table.name}(${access.columns.join()})`, args: fact.args.map((arg) => exprText(facts, arg)).join(', '), over: '' },
    sink: `${site.schema.dir}:${access.candidate.table}:${access.need === 'sort' ? 'sort:' : ''}${access.columns.toSorted().join()}`,
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
      return `No index${of} serves ${name} by ${columns}: every call reads the whole of ${table.name}`;
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

/** What lowers the level, and why. */
function levelOf({ access, table, sometimes, statement }: Missing, { sure, kinds }: Serving, sizes: TableSizes): { level: 'info' | 'warning'; why: string } | undefined {
  const small = smallnessOf(table, sizes);
  if (small !== undefined) return { level: 'info', why: `info: ${small}` };
  if (statement.site.schema.engine === 'sqlite') return { level: 'info', why: 'info: the database lies in this process, and holds what fits there' };
  if (access.optional) return { level: 'info', why: 'info: the filter is there only where a value is given' };
  if (sometimes) return { level: 'warning', why: 'warning: only one of the ways that the code takes asks so' };
  if (access.need === 'sort' && table.foreignKeys.length === 0) return { level: 'info', why: `info: ${table.name} has no rows for rows of other tables, so that nothing shows that it grows` };
  if (access.need === 'range' || access.need === 'sort') return { level: 'warning', why: `warning: how many rows ${access.need === 'range' ? 'a range leaves' : 'there are to sort'} hangs on the data` };
  if (sure && !kinds.has('request') && !kinds.has('lambda')) return { level: 'warning', why: 'warning: a job asks, and nobody waits for it' };
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
