import { identifier } from '../schema/identifiers.ts';
import { CANDIDATE_INDEX } from './rows.ts';
import type { Candidate, Plan, PlanNode } from './types.ts';

/** A node of `EXPLAIN (FORMAT JSON)`: https://www.postgresql.org/docs/18/sql-explain.html */
interface ExplainNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  'Hash Cond'?: string;
  'Merge Cond'?: string;
  'Join Filter'?: string;
  'Recheck Cond'?: string;
  Filter?: string;
  'Plan Rows'?: number;
  'Total Cost'?: number;
  Plans?: ExplainNode[];
}

/** The first part of an index of a table, as its definition writes it; undefined where its order does not matter, as in a GIN index. */
export type LeadingPart = (index: string, table: string | undefined) => string | undefined;

const KINDS: Readonly<Record<string, PlanNode['kind']>> = {
  'Seq Scan': 'scan', 'Sample Scan': 'scan', 'Bitmap Heap Scan': 'bitmap', BitmapAnd: 'bitmap', BitmapOr: 'bitmap', Sort: 'sort', 'Incremental Sort': 'sort',
  'Nested Loop': 'join', 'Hash Join': 'join', 'Merge Join': 'join', Aggregate: 'aggregate', Group: 'aggregate', WindowAgg: 'aggregate', Unique: 'aggregate', Limit: 'limit',
};

/** What PostgreSQL adds to the cost of a path that a setting forbids, before version 18: https://github.com/postgres/postgres/blob/REL_17_STABLE/src/backend/optimizer/path/costsize.c */
const DISABLED_COST = 1e10;

export interface HowAsked {
  /** What changes the answer: its costs mean nothing then. */
  forced?: string;
  /** What the engine calls the index that is tried. */
  candidate?: string;
}

/** PostgreSQL's answer to `EXPLAIN (FORMAT JSON)`. */
export function postgresPlan(answer: unknown, leading: LeadingPart, { forced, candidate }: HowAsked = {}): Plan {
  const [{ Plan: root }] = answer as [{ Plan: ExplainNode }];
  const cost = root['Total Cost'];
  return { cost: forced === undefined && cost !== undefined && cost < DISABLED_COST ? cost : undefined, root: nodeOf(root, leading, candidate, undefined), ...(forced === undefined ? {} : { forced }), raw: answer };
}

function nodeOf(node: ExplainNode, leading: LeadingPart, candidate: string | undefined, parentTable: string | undefined): PlanNode {
  const table = node['Relation Name'] ?? parentTable;
  const index = node['Index Name'] === candidate && candidate !== undefined ? CANDIDATE_INDEX : node['Index Name'];
  const condition = node['Index Cond'] ?? node['Hash Cond'] ?? node['Merge Cond'];
  const filter = node.Filter ?? node['Join Filter'];
  const name = node['Node Type'];
  const reads = index !== undefined || node['Relation Name'] !== undefined;
  return {
    kind: index === undefined ? (KINDS[name] ?? 'other') : constrains(node['Index Cond'], leading(index, table)) ? 'index' : 'index walk',
    name,
    ...(reads && table !== undefined ? { table } : {}),
    ...(index === undefined ? {} : { index }),
    ...(condition === undefined ? {} : { condition }),
    ...(filter === undefined ? {} : { filter }),
    rows: node['Plan Rows'],
    cost: node['Total Cost'],
    // The parts of a bitmap do not name their table.
    children: (node.Plans ?? []).map((child) => nodeOf(child, leading, candidate, name.startsWith('Bitmap') ? table : undefined)),
  };
}

/**
 * Whether what an index is asked concerns its first part. PostgreSQL 18 also looks up by a later part alone, by skipping from
 * value to value of the first; older ones read the whole index for it. Columns of other tables are written with their table.
 */
function constrains(condition: string | undefined, leading: string | undefined): boolean {
  if (condition === undefined) return false;
  if (leading === undefined) return true;
  const text = condition.replace(/'(?:[^']|'')*'/g, "''");
  const part = leading.replace(/'(?:[^']|'')*'/g, "''");
  const found = /^(?:\w+|"(?:[^"]|"")+")$/.test(part) ? new RegExp(`(?<![\\w."$])${escape(part)}(?![\\w"$]|\\s*\\()`) : undefined;
  return found === undefined ? squeeze(text).includes(squeeze(part)) : found.test(text);
}

/** Expressions are written with other parentheses and casts in an index than in what it is asked. */
function squeeze(expression: string): string {
  return expression.replace(/::(?:character varying|double precision|"[^"]+"|\w+)(?:\(\d+\))?(?:\[\])?|[\s()]/g, '');
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The first part of a candidate, as PostgreSQL would write it. */
export function leadingOf({ parts: [part] }: Candidate): string | undefined {
  if (part === undefined) return undefined;
  return part.column === undefined ? part.expression : /^[a-z_][a-z0-9_$]*$/.test(part.column) ? part.column : identifier(part.column, 'postgresql');
}
