import type { Plan, PlanNode } from './types.ts';

/**
 * `EXPLAIN FORMAT=JSON` of MySQL and MariaDB: https://dev.mysql.com/doc/refman/8.4/en/explain-output.html,
 * https://mariadb.com/kb/en/explain-format-json/. Tables lie in it at any depth, in wrappers that differ between the two.
 */
interface TableNode {
  table_name?: string;
  access_type?: string;
  key?: string;
  possible_keys?: readonly string[];
  used_key_parts?: readonly string[];
  rows?: number;
  rows_examined_per_scan?: number;
  attached_condition?: string;
  index_condition?: string;
  using_index_for_skip_scan?: boolean;
  message?: string;
}

/** How the access types reach rows; the others look up. */
const KINDS: Readonly<Record<string, PlanNode['kind']>> = { ALL: 'scan', index: 'index walk' };

const SORTS: ReadonlySet<string> = new Set(['filesort', 'ordering_operation']);
const AGGREGATES: ReadonlySet<string> = new Set(['grouping_operation', 'duplicates_removal']);

/** What is said where a unique key was looked up while planning, and its row is not there. */
const LOOKED_UP = /after reading const tables|no matching (?:row|unique)|const table/i;

export interface MysqlStatement {
  /** Its own LIMIT: the plan does not show it. */
  limited: boolean;
  /** Real names of tables by what the statement calls them. */
  tables: ReadonlyMap<string, string>;
}

/** The plan in an answer; `forced` says how it was asked where that changes the answer. */
export function mysqlPlan(answer: unknown, statement: MysqlStatement, forced?: string): Plan {
  const children = new Reader(statement).read(answer, undefined);
  const root: PlanNode = children.length === 1 ? children[0]! : { kind: 'other', name: 'query', children };
  return { cost: forced === undefined ? costOf(answer) : undefined, root: statement.limited ? { kind: 'limit', name: 'LIMIT', children: [root] } : root, ...(forced === undefined ? {} : { forced }), raw: answer };
}

function costOf(answer: unknown): number | undefined {
  const { query_block: block } = answer as { query_block?: { cost?: number; cost_info?: { query_cost?: string } } };
  const cost = Number(block?.cost_info?.query_cost ?? block?.cost);
  return Number.isFinite(cost) ? cost : undefined;
}

class Reader {
  private readonly statement: MysqlStatement;

  constructor(statement: MysqlStatement) {
    this.statement = statement;
  }

  /** The nodes in a part of the answer. A join with a buffer tests its rows outside of the table that it reads. */
  read(part: unknown, filter: string | undefined): PlanNode[] {
    if (Array.isArray(part)) return part.flatMap((item) => this.read(item, filter));
    if (typeof part !== 'object' || part === null) return [];
    const object = part as TableNode & Record<string, unknown>;
    if (typeof object.access_type === 'string' && typeof object.table_name === 'string') return [this.table(object, filter), ...this.below(object, undefined)];
    if (typeof object.message === 'string') return [LOOKED_UP.test(object.message) ? { kind: 'index', name: 'const', condition: object.message, table: [...this.statement.tables.values()][0], children: [] } : { kind: 'other', name: object.message, children: [] }];
    return this.below(object, object.attached_condition ?? filter);
  }

  private below(object: Readonly<Record<string, unknown>>, filter: string | undefined): PlanNode[] {
    return Object.entries(object).flatMap(([key, value]): PlanNode[] => {
      const children = this.read(value, filter);
      if (children.length === 0) return [];
      if (key === 'nested_loop' && children.length > 1) return [{ kind: 'join', name: 'nested loop', children }];
      if (AGGREGATES.has(key)) return [{ kind: 'aggregate', name: key, children }];
      const sorts = SORTS.has(key) && (value as { using_filesort?: boolean }).using_filesort !== false;
      return sorts ? [{ kind: 'sort', name: 'filesort', children }] : children;
    });
  }

  private table(node: TableNode, filter: string | undefined): PlanNode {
    const name = this.statement.tables.get(node.table_name!) ?? node.table_name!;
    const access = node.access_type!;
    const tested = node.attached_condition ?? filter;
    const rows = node.rows ?? node.rows_examined_per_scan;
    return {
      kind: node.using_index_for_skip_scan ? 'index walk' : (KINDS[access] ?? 'index'),
      name: access,
      table: name,
      ...(node.key === undefined ? {} : { index: node.key }),
      ...(node.used_key_parts === undefined || access === 'index' ? {} : { condition: node.index_condition ?? node.used_key_parts.join(', ') }),
      ...(tested === undefined ? {} : { filter: tested }),
      ...(rows === undefined ? {} : { rows: Number(rows) }),
      children: [],
    };
  }
}

/** Tables that are read as a whole though an index could be used, by what the statement calls them, with these indexes. */
export function avoidedKeys(answer: unknown): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const { access_type: access, table_name: table, possible_keys: keys } = part as TableNode;
    if (access === 'ALL' && table !== undefined && keys !== undefined && keys.length > 0) found.set(table, keys);
    for (const child of Object.values(part)) visit(child);
  };
  visit(answer);
  return found;
}

/** How many tables are read as a whole. */
export function wholeReads({ kind, children }: PlanNode): number {
  return Number(kind === 'scan' || kind === 'index walk') + children.reduce((sum, child) => sum + wholeReads(child), 0);
}
