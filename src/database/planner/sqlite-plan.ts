import type { Plan, PlanNode } from './types.ts';

/** A row of EXPLAIN QUERY PLAN: https://sqlite.org/eqp.html */
export interface QueryPlanRow {
  id: number;
  parent: number;
  detail: string;
}

export interface SqliteStatement {
  /** It has a LIMIT of its own. */
  limited: boolean;
  /** It has a condition: which table's the plan does not say. */
  filtered: boolean;
  /** Real names of tables by what the statement calls them. */
  tables: ReadonlyMap<string, string>;
}

/** SQLite's plan as a tree. It gives no costs, and joins by loops within loops alone. */
export function sqlitePlan(rows: readonly QueryPlanRow[], statement: SqliteStatement): Plan {
  const root = combine(below(0, rows, statement, 0), statement);
  return { cost: undefined, root: statement.limited ? { kind: 'limit', name: 'LIMIT', children: [root] } : root, raw: rows.map(({ detail }) => detail) };
}

function below(parent: number, rows: readonly QueryPlanRow[], statement: SqliteStatement, loops: number): PlanNode[] {
  let count = loops;
  return rows.filter((row) => row.parent === parent).map(({ id, detail }): PlanNode => {
    const children = below(id, rows, statement, 0);
    const node = nodeOf(detail, statement, count);
    if (node.table !== undefined) count++;
    if (detail.startsWith('MULTI-INDEX OR')) return { kind: 'bitmap', name: detail, table: leafTable(children), children: children.flatMap(leaves) };
    return children.length === 0 ? node : { ...node, children: [combine(children, statement)] };
  });
}

/** `INDEX 1` and the look-up below it. */
function leaves(node: PlanNode): readonly PlanNode[] {
  return node.table === undefined && node.children.length > 0 ? node.children.flatMap(leaves) : [node];
}

function leafTable(nodes: readonly PlanNode[]): string | undefined {
  return nodes.flatMap(leaves)[0]?.table;
}

/** Parts of one query stand beside each other: loops, from the outermost on, and what is sorted after them. */
function combine(nodes: readonly PlanNode[], { limited }: SqliteStatement): PlanNode {
  const sorts = nodes.filter(({ kind }) => kind === 'sort' || kind === 'aggregate');
  const loops = nodes.filter(({ kind }) => kind !== 'sort' && kind !== 'aggregate');
  const inner: PlanNode = loops.length === 1 ? loops[0]! : { kind: limited || loops.length > 1 ? 'join' : 'other', name: 'loops', children: loops };
  return sorts.reduce((child, sort) => ({ ...sort, children: [child] }), inner);
}

const READS = /^(SCAN|SEARCH) (?:TABLE )?(\S+)(?: AS (\S+))?(?: USING (.*))?$/;
const SORTS = /^USE TEMP B-TREE FOR (.*)$/;

function nodeOf(detail: string, { tables, filtered }: SqliteStatement, loop: number): PlanNode {
  const sorted = SORTS.exec(detail)?.[1];
  // The last terms of an order alone are sorted where an index gives the first.
  if (sorted !== undefined) return { kind: sorted === 'ORDER BY' ? 'sort' : sorted.includes('ORDER BY') ? 'other' : 'aggregate', name: detail, children: [] };
  const [, verb, called = '', , using] = READS.exec(detail) ?? [];
  if (verb === undefined || /VIRTUAL TABLE|^CONSTANT|^\d/.test(`${using ?? ''}${called}`)) return { kind: 'other', name: detail, children: [] };
  const table = tables.get(called) ?? called;
  const index = /^(?:COVERING )?INDEX (\S+)/.exec(using ?? '')?.[1];
  const condition = /\((.*)\)/.exec(using ?? '')?.[1];
  // An index that it makes for the one query is what is missing.
  const automatic = using?.startsWith('AUTOMATIC') ?? false;
  // A look-up by a later part alone goes through all values of the first: `ANY(a) AND b=?`.
  const skips = condition?.startsWith('ANY(') ?? false;
  const kind = verb === 'SEARCH' ? (automatic ? 'scan' : skips ? 'index walk' : 'index') : index === undefined ? 'scan' : 'index walk';
  // Rows of an inner loop are always compared with those of the outer one.
  const tests = kind !== 'index' && (filtered || loop > 0);
  return { kind, name: verb, table, ...(index === undefined ? {} : { index }), ...(condition === undefined ? {} : { condition }), ...(tests ? { filter: 'WHERE' } : {}), children: [] };
}
