import type { Plan, PlanNode } from './types.ts';

/**
 * How a plan reaches the rows of a table: `index` looks them up by the first part of an index; `scan` reads the whole table to keep
 * some of it; `walk` reads the whole of an index to keep some of it, also where it skips; `sort` reads and sorts the whole table for
 * a page of it; `ordered` reads a table or an index from its start until a page is full; `whole` reads all because all is asked for.
 */
export type Access = 'index' | 'scan' | 'walk' | 'sort' | 'ordered' | 'whole';

export interface TableAccess {
  table: string;
  access: Access;
  /** The node that reads it. */
  node: PlanNode;
  index?: string;
}

/** Ways that read more than is asked for, the gravest first. */
export const UNSERVED: readonly Access[] = ['scan', 'walk', 'sort'];

/** How a plan reaches the rows of each table that it reads, in the order of the plan. */
export function accessesOf(plan: Plan): TableAccess[] {
  return visit(plan.root, { limited: false, sorted: false, few: plan.forced === undefined ? FEW : FEW_FORCED });
}

/** The gravest way in which a plan reaches rows: `served` where each table is looked up, read in order for a page, or asked for as a whole. Small tables count as served. */
export function verdictOf(accesses: readonly TableAccess[], isSmall: (table: string) => boolean = () => false): Access | 'served' {
  const grave = accesses.filter(({ table }) => !isSmall(table)).map(({ access }) => access);
  return UNSERVED.find((access) => grave.includes(access)) ?? (grave.length > 0 && grave.every((access) => access === 'whole') ? 'whole' : 'served');
}

/** A look-up costs a planner about as much as a thousand rows of a scan; where scans are forbidden, it looks up whatever it can. */
const FEW = 1000;
const FEW_FORCED = 10;

interface Above {
  /** Only some of the rows are taken, and the rest need not be read. */
  limited: boolean;
  /** They are sorted for that. */
  sorted: boolean;
  /** How many times more rows a table has than what it is joined with, where looking them up one by one is the cheaper way. */
  few: number;
}

function visit(node: PlanNode, above: Above): TableAccess[] {
  switch (node.kind) {
    case 'limit':
      return children(node, { ...above, limited: true, sorted: false });
    case 'sort':
      return children(node, { ...above, limited: false, sorted: above.limited || above.sorted });
    case 'aggregate':
      return children(node, { ...above, limited: false, sorted: false });
    case 'join':
      return joined(node, above);
    case 'scan':
      return node.table === undefined ? children(node, above) : [read(node, node.filter === undefined ? wayOf(above) : 'scan'), ...children(node, above)];
    case 'index':
      return [read(node, 'index'), ...children(node, above)];
    case 'index walk':
      return [read(node, node.filter !== undefined || node.condition !== undefined ? 'walk' : wayOf(above)), ...children(node, above)];
    case 'bitmap':
      return node.table === undefined || node.children.length === 0 ? children(node, above) : [read(node, looksUp(node) ? 'index' : 'walk')];
    case 'other':
      return children(node, above);
  }
}

/** How all rows are read. */
function wayOf({ sorted, limited }: Above): Access {
  return sorted ? 'sort' : limited ? 'ordered' : 'whole';
}

function children(node: PlanNode, above: Above): TableAccess[] {
  return node.children.flatMap((child) => visit(child, above));
}

function read(node: PlanNode, access: Access): TableAccess {
  return { table: node.table ?? '', access, node, ...indexOf(node) };
}

function indexOf(node: PlanNode): { index?: string } {
  const index = node.index ?? node.children.map((child) => indexOf(child).index).find((name) => name !== undefined);
  return index === undefined ? {} : { index };
}

/** Of all that is set apart by AND one look-up is enough; with OR each part needs its own. */
function looksUp({ kind, name, children }: PlanNode): boolean {
  if (kind !== 'bitmap') return kind === 'index';
  return name === 'BitmapAnd' ? children.some(looksUp) : children.every(looksUp);
}

/**
 * A table that is read as a whole to be joined with a few rows is one that no index serves: with one, the planner would look them
 * up. So is one whose rows are looked up in another table only to be dropped there.
 */
function joined(node: PlanNode, above: Above): TableAccess[] {
  const sides = node.children.map((child) => ({ rows: child.rows, accesses: visit(child, above) }));
  return sides.flatMap(({ accesses }, side) =>
    accesses.map((found) => {
      if (found.access !== 'whole' && found.access !== 'sort') return found;
      const others = sides.filter((_, other) => other !== side);
      const few = others.some(({ rows }) => rows !== undefined && found.node.rows !== undefined && rows * above.few < found.node.rows);
      const dropped = others.some(({ accesses }) => accesses.some(({ access, node }) => access === 'index' && node.filter !== undefined));
      return few || dropped ? { ...found, access: found.access === 'sort' ? ('sort' as const) : ('scan' as const) } : found;
    }),
  );
}
