import { conjuncts } from '../../database/query/predicates.ts';
import { readSql } from '../../database/query/sql.ts';
import { fromNodeSql } from '../../database/query/tree-node-sql.ts';
import { fromPostgres } from '../../database/query/tree-postgres.ts';
import type { ColumnRef, Condition, Query } from '../../database/query/types.ts';
import { parseStatements } from '../../database/sql/parse.ts';
import type { Dialect } from '../../database/sql/parse.ts';
import { findTable } from '../../database/schema/find.ts';
import type { Schema } from '../../database/schema/types.ts';
import { byDialect, dialectsOf } from '../statements/dialects.ts';

/**
 * What a statement asks, whoever wrote it: what it does, its tables, the columns that it filters by and how. A mapper writes more
 * into its statements than the code shows, such as columns, an order by the key and a limit of one. Undefined where a part of the
 * condition is not understood.
 */
export function shapeOf({ operation, from, joins, where, unknown }: Query): string | undefined {
  if (unknown.length > 0) return undefined;
  const names = new Map([from, ...joins.map(({ table }) => table)].map(({ alias, name }) => [alias, name.toLowerCase()]));
  const filters = new Set<string>();
  for (const condition of [where, ...joins.map(({ on }) => on)]) if (!addFilters(condition, names, filters)) return undefined;
  return JSON.stringify([operation, [...names.values()].sort(), [...filters].sort()]);
}

function addFilters(condition: Condition, names: ReadonlyMap<string, string>, filters: Set<string>): boolean {
  return conjuncts(condition).every((part) => {
    switch (part.kind) {
      case 'compare': {
        const { column, operator, value, wrapped } = part;
        const named = (one: ColumnRef): string => `${names.get(one.table) ?? one.table}.${one.column.toLowerCase()}`;
        // Which side of a join's condition stands first says nothing.
        const sides = value.kind === 'column' ? [named(column), named(value.column)].sort() : [named(column)];
        filters.add([operator, ...sides, ...(wrapped ? [wrapped.by] : [])].join(' '));
        return true;
      }
      case 'and':
        return part.of.every((one) => addFilters(one, names, filters));
      case 'or':
      case 'not':
      case 'exists':
      case 'unknown':
        return false;
    }
  });
}

/** `1=1`, as mappers write it, once its values are gone: it says nothing of rows. */
const ALWAYS_TRUE = /(?:\$\d+|\?)\s*=\s*(?:\$\d+|\?)/g;

/** Of each statement that a tool tells, its shape; undefined where it is not understood. */
export function shapesOf(texts: readonly string[], schemas: readonly Schema[]): (string | undefined)[] {
  const shapes = texts.map((): string | undefined => undefined);
  for (const turn of [0, 1, 2] as const) {
    const left = [...texts.keys()].filter((index) => shapes[index] === undefined);
    const found = byDialect(left, (index) => dialectsOf(texts[index]!)[turn], (own, dialect) => parseStatements(own.map((index) => texts[index]!.replace(ALWAYS_TRUE, '1=1')), dialect).map((parsed) => shapeIn(parsed, dialect, schemas)));
    for (const [at, index] of left.entries()) shapes[index] = found[at];
  }
  return shapes;
}

function shapeIn(parsed: ReturnType<typeof parseStatements>[number], dialect: Dialect, schemas: readonly Schema[]): string | undefined {
  const [statement, ...more] = parsed;
  if (statement === undefined || more.length > 0 || statement.problem !== undefined) return undefined;
  const tree = dialect === 'postgresql' ? fromPostgres(statement.tree as Parameters<typeof fromPostgres>[0]) : fromNodeSql(statement.tree as Parameters<typeof fromNodeSql>[0]);
  if (tree === undefined) return undefined;
  const reading = readSql(tree, { engine: dialect, table: (name, namespace) => findTable(schemas, { name, namespace, from: '' })?.table });
  return 'unknown' in reading ? undefined : shapeOf(reading.queries[0]);
}
