import { z } from 'zod';
import type { Predicate } from '../src/database/query/predicates.ts';
import type { Schema, Table } from '../src/database/schema/types.ts';
import { lastName } from '../src/facts/outline.ts';
import type { RuleFinding } from '../src/findings/types.ts';
import { argsText, exprText, symbolPath } from '../src/program/print.ts';
import type { Program } from '../src/program/types.ts';
import type { CallRef } from '../src/program/values.ts';
import { defineRule, type TableSizes } from '../src/rule.ts';
import { callPlace } from './shared/places.ts';
import { reasonsOf } from './shared/reasons.ts';
import { servingOf, type Serving } from './shared/serving.ts';
import { askingCalls, queryName, type AskingCall, type Statement } from './shared/statements.ts';
import { smallnessOf } from './shared/table-size.ts';

export default defineRule({
  id: 'unbounded-query',
  meta: {
    group: 'database',
    description: 'A list that is read without a limit from a table that grows',
    level: 'warning',
    options: z.strictObject({}),
  },
  check: ({ program, schemas, file, tables }) => {
    if (program.isClosed(file)) return [];
    const others = new Set(program.overFetches(file).flatMap(({ kind, call }) => (kind === 'relation' ? [] : [call.id])));
    return askingCalls(program, schemas(), file).flatMap((asking) => {
      if (others.has(asking.call.id) || isStream(asking.call) || !asking.alternatives.every(([statement]) => isUnbounded(statement!))) return [];
      const { table, schema } = asking.alternatives[0]![0]!.site;
      const serving = grows(table, schema) ? servingOf(program, asking.call) : undefined;
      // A job goes through all rows by intent.
      return serving && (!serving.sure || serving.kinds.has('request') || serving.kinds.has('lambda')) ? [toFinding(program, asking, table, serving, tables)] : [];
    });
  },
});

/** Rows that come one by one, as they are asked for. */
function isStream({ file, id }: CallRef): boolean {
  return /(stream|cursor|iterate|iterator)/i.test(lastName(file.facts.calls[id]!.callee) ?? '');
}

/** Whether a statement gives all rows of its table, or all but what a column of few values leaves out. */
function isUnbounded({ query, accesses, asked, site }: Statement): boolean {
  const { operation, limit, from, joins, group, distinct, unknown, text, columns } = query;
  // A builder may begin as a read and end as a write: the call says which.
  const reads = operation === 'select' && (site.operation === 'select' || site.operation === 'raw');
  if (!reads || limit !== 'none' || group.length > 0 || distinct || unknown.length > 0 || joins.some(({ kind }) => kind === 'inner')) return false;
  // What a statement of the code's own computes is not seen in full: one number, say.
  if (text && columns !== 'all') return false;
  const access = accesses.get(from.alias);
  if (access?.kind !== 'whole table' && access?.kind !== 'unselective') return false;
  const { predicates, alternatives, excludes, links, unknown: unseen } = asked.get(from.alias)!;
  // What must exist beside a row leaves most rows out.
  if (unseen !== undefined || alternatives.length > 0 || excludes || links.some(({ drives }) => drives)) return false;
  // Nor can a condition on what is joined be told from one on the rows themselves, where it is put in sometimes.
  if ([...asked.values()].some((of) => of.ref.alias !== from.alias && of.predicates.some(({ optional, strength }) => optional && strength === 'strong'))) return false;
  if (predicates.some((predicate) => !predicate.optional && waits(predicate, site.table))) return false;
  return site.table.kind === 'table' && predicates.every(({ strength, use, optional }) => (optional ? strength !== 'strong' : strength === 'weak' && use !== 'none'));
}

/** Whether it keeps rows for which something has not happened yet: they leave the list as it does. */
function waits({ column, compare: { operator, value } }: Predicate, { columns }: Table): boolean {
  const isNull = operator === 'is null' || (operator === '=' && value.kind === 'literal' && value.value === null);
  const type = columns.find(({ name }) => name === column)?.type;
  return isNull && (type === 'timestamp' || type === 'date') && DONE.test(column);
}

/** Moments that nearly all rows come to, soon. */
const DONE = /^(process|sent|paid|complet|finish|handl|execut|dispatch|deliver|ship|fulfil|settl|resolv|sync|index|notif|acknowledg|consum|migrat)/i;

/** Whether rows come with time: each belongs to a row of another table, or says when it was made, where that is not what all tables say. */
function grows({ name, foreignKeys, ...table }: Table, { tables }: Schema): boolean {
  return foreignKeys.some((key) => key.table !== name) || (isDated(table) && tables.filter(isDated).length * 2 <= tables.length + 1);
}

function isDated({ columns }: Pick<Table, 'columns'>): boolean {
  return columns.some(({ name, type }) => (type === 'timestamp' || type === 'date') && /^(created|inserted|date_?created|timestamp|occurred|sent|posted|placed|registered)/i.test(name));
}

/** Words for what is read as a whole by intent. */
const WHOLE = /(export|report|backup|dump|sync|migrat|reindex|rebuild|backfill|sitemap|cleanup|purge|archive|import)/i;

function toFinding(program: Program, { call, alternatives }: AskingCall, table: Table, serving: Serving, sizes: TableSizes): RuleFinding {
  const { facts, path } = call.file;
  const fact = facts.calls[call.id]!;
  const { site, asked, query } = alternatives[0]![0]!;
  const name = queryName(call);
  const where = symbolPath(facts, fact.functionId);
  const confidence = site.confidence === 'high' && serving.sure ? 'high' : 'medium';
  const filtered = asked.get(query.from.alias)!.predicates.filter(({ optional }) => !optional).map(({ column }) => column);
  const minor = minorFor(table, site.schema.engine, `${where} ${path.split('/').at(-1)} ${serving.entry?.label ?? ''}`, sizes) ?? (serving.sure || !hasRequests(program) ? undefined : 'info: requests are seen in this project, and none leads here');
  const rows = `${name} reads every row of ${table.name}${filtered.length > 0 ? ` that ${filtered.join(' and ')} lets through` : ''}`;
  return {
    message: query.keepsOne ? `${rows} to keep one of those that are alike: it reads more as the table grows` : `${rows}, without a limit: the answer grows with the table`,
    help: query.keepsOne
      ? 'have the database tell the rows apart: group by the columns, as groupBy({ by: [column] }) does'
      : 'ask for a page: a limit with an order, and the last key of the page before (WHERE id > last) or an offset; where all rows are wanted, read them in pages or as a stream',
    location: callPlace(program, call),
    related: [],
    confidence,
    impact: { multiplicity: 'once', ...(serving.entry ? { entry: serving.entry.label } : {}) },
    ...(minor !== undefined && { level: 'info' as const }),
    reasons: reasonsOf({
      repetition: filtered.length > 0 ? `its filter is on ${filtered.join(', ')}, which few values share: most rows may have the one that is asked for` : 'it has no filter',
      size: table.foreignKeys.length > 0 ? `${table.name} has rows for rows of other tables, and grows with them` : `${table.name} notes when its rows were made, so that it grows`,
      entry: serving.entry,
      kinds: serving.kinds,
      confidence,
      doubt: site.confidence === 'high' ? 'no request is seen to lead here' : 'the receiver was told by its shape, with a second sign',
      severity: minor,
      benign: ['a limit', 'a filter by a key or a list', 'rows that wait for something', 'a filter that is not seen', 'a count or a group', 'a table of few rows', 'a job'],
    }),
    key: { symbol: where, callee: exprText(facts, fact.callee), args: argsText(facts, fact), over: '' },
    sink: `${path}:${where}:${name}`,
  };
}

/** Whether any code is seen to answer requests: what no request reaches then is more likely to run at start-up, or rarely. */
function hasRequests(program: Program): boolean {
  const entries = program.entries();
  return entries.has('request') || entries.has('lambda');
}

function minorFor(table: Table, engine: string | undefined, where: string, sizes: TableSizes): string | undefined {
  const small = smallnessOf(table, sizes);
  if (small !== undefined) return `info: ${small}`;
  if (engine === 'sqlite') return 'info: the database lies in this process, and holds what fits there';
  return WHOLE.test(where) ? 'info: by its name it reads all rows by intent' : undefined;
}
