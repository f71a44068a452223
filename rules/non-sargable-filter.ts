import { z } from 'zod';
import type { Predicate } from '../src/database/query/predicates.ts';
import { indexStatement } from '../src/database/schema/statement.ts';
import type { Engine, Table } from '../src/database/schema/types.ts';
import type { RuleFinding } from '../src/findings/types.ts';
import { argsText, exprText, symbolPath } from '../src/program/print.ts';
import type { Program } from '../src/program/types.ts';
import type { CallRef } from '../src/program/values.ts';
import { defineRule, type TableSizes } from '../src/rule.ts';
import { callPlace } from './shared/places.ts';
import { reasonsOf } from './shared/reasons.ts';
import { seldomWhy } from './shared/seldom.ts';
import { servingOf, type Serving } from './shared/serving.ts';
import { askingCalls, queryName, type AskingCall, type Statement } from './shared/statements.ts';
import { smallnessOf } from './shared/table-size.ts';

export default defineRule({
  id: 'non-sargable-filter',
  meta: {
    group: 'database',
    description: 'A filter that no index can serve as it is written: a function, a cast or a leading wildcard',
    level: 'warning',
    options: z.strictObject({}),
  },
  check: ({ program, schemas, file, tables }) => {
    if (program.isClosed(file)) return [];
    return askingCalls(program, schemas(), file).flatMap((asking) => {
      const found = unusableIn(asking);
      const serving = found && servingOf(program, asking.call);
      return serving ? [toFinding(program, asking, found, serving, tables)] : [];
    });
  },
});

/** A filter that nothing else of its statement makes up for. */
interface Unusable {
  statement: Statement;
  table: Table;
  predicate: Predicate;
  why: Why;
  /** Other ways of the code ask without it. */
  sometimes: boolean;
}

type Why = 'function' | 'cast' | 'json' | 'arithmetic' | 'wildcard' | 'pattern';

/** The first filter that reads a whole table because of how it is written. */
function unusableIn({ alternatives }: AskingCall): Unusable | undefined {
  const found = alternatives.map((statements) => statements.flatMap(unusableOf));
  const first = found.flat()[0];
  return first && { ...first, sometimes: found.some((unusable) => unusable.length === 0) };
}

function unusableOf(statement: Statement): Omit<Unusable, 'sometimes'>[] {
  return [...statement.accesses].flatMap(([alias, access]) => {
    if (access.kind !== 'unselective') return [];
    const { predicates, alternatives: branches, table } = statement.asked.get(alias)!;
    const first = firstUnusable(predicates) ?? ofAll(branches.find(({ unknown, branches: each }) => !unknown && each.every((one) => firstUnusable(one)))?.branches);
    return first && table ? [{ statement, table, ...first }] : [];
  });
}

function ofAll(branches: readonly (readonly Predicate[])[] | undefined): ReturnType<typeof firstUnusable> {
  return branches?.length ? firstUnusable(branches[0]!) : undefined;
}

function firstUnusable(predicates: readonly Predicate[]): Pick<Unusable, 'predicate' | 'why'> | undefined {
  for (const predicate of predicates) {
    const why = whyUnusable(predicate);
    if (why) return { predicate, why };
  }
  return undefined;
}

/** What stands in the way of an index; undefined for a filter that has none, and for one that leaves most rows anyway. */
function whyUnusable({ compare: { operator, value, wrapped } }: Predicate): Why | undefined {
  if (operator === 'like' || operator === 'ilike') {
    if (value.kind !== 'pattern' || value.anchored === 'unknown') return undefined;
    return value.anchored ? (operator === 'ilike' ? 'pattern' : wrapped?.by) : 'wildcard';
  }
  const isNarrow = operator === '=' || operator === 'in' || operator === 'between' || operator.startsWith('<') || operator.startsWith('>');
  return isNarrow && operator !== '<>' ? wrapped?.by : undefined;
}

function toFinding(program: Program, { call }: AskingCall, found: Unusable, serving: Serving, sizes: TableSizes): RuleFinding {
  const { statement: { site }, table, predicate, why } = found;
  const { facts } = call.file;
  const fact = facts.calls[call.id]!;
  const name = queryName(call);
  const confidence = site.confidence === 'high' && serving.sure ? 'high' : 'medium';
  const minor = minorFor(program, call, found, sizes);
  const column = table.columns.find((one) => one.name === predicate.column)?.property ?? predicate.column;
  return {
    message: `No index can serve ${name}: ${PROBLEMS[why](column, predicate.on)}, so that every call reads the whole of ${table.name}`,
    help: remedy(why, table, predicate, site.schema.engine),
    location: callPlace(program, call),
    related: [],
    confidence,
    impact: { multiplicity: 'once', ...(serving.entry ? { entry: serving.entry.label } : {}) },
    ...(minor !== undefined && { level: 'info' as const }),
    reasons: reasonsOf({
      repetition: `an index has the values of ${column} as they are, from the front; no other filter of the statement leads to few rows`,
      entry: serving.entry,
      kinds: serving.kinds,
      confidence,
      doubt: site.confidence === 'high' ? 'no request or job is seen to lead here' : 'the receiver was told by its shape, with a second sign',
      severity: minor,
      benign: ['an index on the same expression', 'a trigram or full-text index', 'another filter that is selective', 'an order with a limit that an index serves'],
    }),
    key: { symbol: symbolPath(facts, fact.functionId), callee: `${exprText(facts, fact.callee)} ${table.name}(${predicate.on})`, args: argsText(facts, fact), over: '' },
    sink: `${site.schema.dir}:${table.name}:${predicate.on}:${why}`,
  };
}

const PROBLEMS: Readonly<Record<Why, (column: string, expression: string) => string>> = {
  function: (column, expression) => `${expression} is computed for each row before it is compared, and an index has ${column} as it is`,
  cast: (column, expression) => `${column} is cast for each row (${expression}) before it is compared`,
  json: (column, expression) => `${expression} is taken out of ${column} for each row before it is compared`,
  arithmetic: (column, expression) => `${expression} is computed for each row before it is compared, and an index has ${column} as it is`,
  wildcard: (column) => `${column} may have the text anywhere, and an index is ordered by how values begin`,
  pattern: (column) => `${column} is compared regardless of case, and an index is ordered by the very letters`,
};

function remedy(why: Why, table: Table, { on, column }: Predicate, engine: Engine | undefined): string {
  if (why === 'wildcard' || why === 'pattern') {
    // https://www.postgresql.org/docs/current/pgtrgm.html
    if (engine === 'postgresql') return `add an index of trigrams: CREATE INDEX CONCURRENTLY ON "${table.name}" USING gin ("${column}" gin_trgm_ops), with the extension pg_trgm; or search with a full-text index`;
    if (engine === 'mysql' || engine === 'mariadb') return `search with a FULLTEXT index on ${column} (MATCH … AGAINST), or compare the beginning of the text alone`;
    if (engine === 'sqlite') return `search in an FTS5 table, or compare the beginning of the text alone`;
    return `search with a full-text index on ${column}, or compare the beginning of the text alone`;
  }
  if (engine === 'mongodb') return `store what is compared in a field of its own, with an index on it`;
  const { sql } = indexStatement(table, { parts: [{ expression: on, direction: 'asc' }] }, engine);
  // MariaDB has no index on an expression: https://mariadb.com/kb/en/generated-columns/
  if (engine === 'mariadb') return `compare ${column} as it is, or keep ${on} in a generated column with an index on it`;
  return `compare ${column} as it is, or add an index on the expression: ${sql}`;
}

function minorFor(program: Program, call: CallRef, { table, predicate, statement, sometimes }: Unusable, sizes: TableSizes): string | undefined {
  const small = smallnessOf(table, sizes);
  if (small !== undefined) return `info: ${small}`;
  if (statement.site.schema.engine === 'sqlite') return 'info: the database lies in this process, and holds what fits there';
  const seldom = seldomWhy(program, call);
  if (seldom !== undefined) return `info: ${seldom}`;
  return predicate.optional || sometimes ? 'info: the filter is there only where a value is given' : undefined;
}
