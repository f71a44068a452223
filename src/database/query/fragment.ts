import type { Argument } from '../../program/arguments/types.ts';
import { parseStatements } from '../sql/parse.ts';
import type { Engine } from '../schema/types.ts';
import { not, unknown } from './conditions.ts';
import { isHoleName, prepare, type SqlPart } from './holes.ts';
import { readCondition } from './sql.ts';
import { columnOf, type Named } from './tables.ts';
import { fromNodeSql } from './tree-node-sql.ts';
import { fromPostgres } from './tree-postgres.ts';
import type { ColumnRef, Condition, Join } from './types.ts';

/**
 * A condition that the code writes as SQL, over tables under the names that they have there. Columns may be called by their names
 * in the database or, as ORMs allow, by those of their properties.
 *
 * @param engine the engine whose grammar it is; PostgreSQL's where none is known
 */
export function conditionInSql(parts: readonly SqlPart[], tables: readonly Named[], engine: Engine | undefined): Condition {
  const dialect = engine === undefined || engine === 'mongodb' ? 'postgresql' : engine;
  const text = prepare(['SELECT 1 FROM t WHERE ', ...parts], [], dialect);
  const [statement, ...others] = parseStatements([text.sql], dialect)[0] ?? [];
  const tree = statement && others.length === 0 && statement.problem === undefined ? (dialect === 'postgresql' ? fromPostgres(statement.tree as Record<string, unknown>) : fromNodeSql(statement.tree as Record<string, unknown>)) : undefined;
  if (tree?.kind !== 'select' || !tree.where || text.fragments.length > 0) return unknown('a condition in SQL');
  const byName = new Map(tables.map(({ ref, table }) => [ref.name, table]));
  const condition = readCondition(tree.where, tables.map(({ ref }) => ref), {
    engine: dialect,
    // Both names of a column count.
    table: (name) => {
      const table = byName.get(name);
      return table && { ...table, columns: table.columns.flatMap((column) => (column.property === undefined || column.property === column.name ? [column] : [column, { ...column, name: column.property }])) };
    },
    isHole: isHoleName,
  });
  const named = new Map(tables.map((one) => [one.ref.alias, one]));
  return renamed(condition, (ref) => {
    const table = named.get(ref.table)?.table;
    if (!table) return ref;
    const column = columnOf(table, ref.column) ?? table.columns.find(({ name }) => name === ref.column);
    return column && { table: ref.table, column: column.name };
  });
}

/** A condition with other names for its columns; unknown where there is none for one. */
function renamed(condition: Condition, name: (ref: ColumnRef) => ColumnRef | undefined): Condition {
  switch (condition.kind) {
    case 'compare': {
      const column = name(condition.column);
      const other = condition.value.kind === 'column' ? name(condition.value.column) : undefined;
      if (!column || (condition.value.kind === 'column' && !other)) return unknown(`${condition.column.column} is no column of ${condition.column.table}`);
      return { ...condition, column, ...(other && { value: { kind: 'column', column: other } }) };
    }
    case 'and':
    case 'or':
      return { ...condition, of: condition.of.map((one) => renamed(one, name)) };
    case 'not':
      return not(renamed(condition.of, name));
    case 'exists':
      return { ...condition, joins: condition.joins.map((join): Join => ({ ...join, on: renamed(join.on, name) })), where: renamed(condition.where, name) };
    case 'unknown':
      return condition;
  }
}

/** Values by name in a text: `:id`, `:...ids`; `::` is a cast. */
const PARAMETER = /(?<![:\w]):(\.\.\.)?([A-Za-z_]\w*)/g;

/** A text with a hole for each of its values. */
export function textParts(arg: Argument): SqlPart[] | undefined {
  const parts = arg.kind === 'literal' && typeof arg.value === 'string' ? [arg.value] : arg.kind === 'text' ? arg.parts : undefined;
  return parts?.flatMap((part): SqlPart[] => {
    if (typeof part !== 'string') return [{ hole: 'any' }];
    const found: SqlPart[] = [];
    let end = 0;
    for (const match of part.matchAll(PARAMETER)) {
      found.push(part.slice(end, match.index), { hole: match[1] === undefined ? 'value' : 'list' });
      end = match.index + match[0].length;
    }
    return [...found, part.slice(end)];
  });
}
