/** Which table a column of a statement is of: the names that its FROM gives, those of the queries around, and what hides them. */
import type { Engine, Table } from '../schema/types.ts';
import type { SqlCte, SqlExpr, SqlTarget } from './tree.ts';
import type { ColumnRef, TableRef } from './types.ts';

/** What the reader is told beside the statement. */
export interface SqlContext {
  engine: Engine;
  /** The table of a name, where the schema has it. */
  table(name: string, namespace: string | undefined): Table | undefined;
  /** A name that stands for something that the code puts in: a table or a column that is not shown. */
  isHole?(name: string): boolean;
}

export interface ScopeTable {
  alias: string;
  /** Undefined for what is no table: a query, a function. */
  ref?: TableRef;
  table?: Table;
}

export interface Scope {
  tables: readonly ScopeTable[];
  ctes: ReadonlyMap<string, SqlCte>;
  outer?: Scope;
  /** The query runs once for each row around it: columns of outer tables are values to it. */
  perRow?: true;
}

/** A column where it stands: of a table of this query, of one around it, or of something that is no table. */
export type Found = { kind: 'own' | 'outer'; column: ColumnRef; table?: Table } | { kind: 'value' } | { kind: 'unknown'; why: string };

/** The column that a name stands for in a scope. */
export function foundColumn(path: readonly string[], scope: Scope, context: SqlContext): Found {
  const name = path.at(-1)!;
  if (context.isHole?.(name)) return { kind: 'unknown', why: 'a column that the code does not show' };
  let isOuter = false;
  let perRow = false;
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    const qualifier = path.at(-2);
    perRow ||= at.perRow === true;
    const owner = qualifier === undefined ? ownerOf(name, at) : (at.tables.find(({ alias }) => alias === qualifier) ?? at.tables.find(({ alias }) => alias.toLowerCase() === qualifier.toLowerCase()));
    if (owner === 'unclear') return { kind: 'unknown', why: `${name} may be a column of one of several tables` };
    if (owner) {
      if (perRow) return { kind: 'value' };
      if (!owner.ref) return { kind: 'unknown', why: 'a column of a query' };
      return { kind: isOuter ? 'outer' : 'own', column: { table: owner.alias, column: (owner.table && columnNamed(owner.table, name)) ?? name }, ...(owner.table && { table: owner.table }) };
    }
    isOuter = true;
  }
  return { kind: 'unknown', why: `${path.join('.')} is of no table of the statement` };
}

/** The name that a table has for a column, whose letters need not be of the same case. */
export function columnNamed(table: Table, name: string): string | undefined {
  const exact = table.columns.find((column) => column.name === name);
  return (exact ?? table.columns.find((column) => column.name.toLowerCase() === name.toLowerCase()))?.name;
}

/** The table of a scope that a column without a table is of. */
function ownerOf(name: string, scope: Scope): ScopeTable | 'unclear' | undefined {
  const [only, ...more] = scope.tables;
  if (!only) return undefined;
  const having = scope.tables.filter(({ table }) => table && columnNamed(table, name) !== undefined);
  if (having.length === 1) return having[0];
  if (having.length > 1) return 'unclear';
  const open = scope.tables.filter(({ table }) => !table);
  // No table has it, as far as they are known: it is of the query around, where there is one.
  if (open.length === 0) return scope.outer && hasTables(scope.outer) ? undefined : more.length === 0 ? only : 'unclear';
  return open.length === 1 && more.length === 0 ? open[0] : 'unclear';
}

function hasTables(scope: Scope): boolean {
  return scope.tables.length > 0 || (scope.outer !== undefined && hasTables(scope.outer));
}

/** Whether a table of a query, or of one around it, is called so. */
export function hasAlias(scope: Scope, alias: string): boolean {
  return scope.tables.some((table) => table.alias === alias) || (scope.outer !== undefined && hasAlias(scope.outer, alias));
}

/** `ORDER BY 2`, `ORDER BY total`: what the target of that place or name is. */
export function named(expr: SqlExpr, targets: readonly SqlTarget[], scope: Scope): SqlExpr {
  if (expr.kind === 'literal' && typeof expr.value === 'number') return targets[expr.value - 1]?.expr ?? expr;
  if (expr.kind !== 'column' || expr.path.length > 1) return expr;
  const name = expr.path[0]!;
  const target = targets.find(({ alias }) => alias === name);
  return target && !(target.expr.kind === 'column' && target.expr.path.at(-1) === name && scope.tables.length === 1) ? target.expr : expr;
}
