import type { Index, IndexPart, Schema } from '../../schema/types.ts';
import type { Asked, Predicate } from '../predicates.ts';
import type { Compare, OrderTerm, Query } from '../types.ts';
import { isImplied } from './implied.ts';

/** What one index can do for what a statement asks of its table. */

/** The index with its columns, as a reader names it: `orders_pkey (id)`, `(shop_id, created_at desc)`. */
export function indexText({ name, parts }: Pick<Index, 'name' | 'parts'>): string {
  const columns = `(${parts.map(({ column, expression, direction }) => `${column ?? expression}${direction === 'desc' ? ' desc' : ''}`).join(', ')})`;
  return name === undefined ? columns : `${name} ${columns}`;
}

/** Whether few rows meet it: who walks all in order until enough of them have come passes over the others. */
export function isPicky({ use, strength }: Predicate): boolean {
  return strength === 'strong' && (use === 'equal' || use === 'several');
}

/** An index whose first columns lead to few rows. */
export function indexFor({ table }: Asked, predicates: readonly Predicate[]): Index | undefined {
  return table?.indexes.find((index) => isInOrder(index) && !index.invalid && isImplied(index.where, predicates) && matched(index, predicates).some(({ strength }) => strength !== 'weak'));
}

/** The predicates that an index in order, or one by hash, finds rows by: equalities on its first columns, then one range. */
export function matched(index: Index, predicates: readonly Predicate[]): Predicate[] {
  const found: Predicate[] = [];
  for (const part of index.parts) {
    const on = predicates.filter((predicate) => predicate.use !== 'none' && isOn(predicate, part));
    const equal = on.find(({ use }) => use === 'equal' || use === 'several');
    if (equal) {
      found.push(equal);
      continue;
    }
    const range = index.method === 'hash' ? undefined : on.find((predicate) => predicate.use === 'range');
    if (range) found.push(range);
    break;
  }
  // A hash is of all columns together.
  return index.method === 'hash' && found.length < index.parts.length ? [] : found;
}

/** Whether a predicate is about what a part of an index holds. */
export function isOn({ on, wrapped }: Predicate, { column, expression }: IndexPart): boolean {
  return wrapped ? expression === on : column === on;
}

const IN_ORDER = new Set(['btree', 'hash', 'clustered', 'nonclustered']);

/** Whether it holds its columns one after the other, so that its first ones find rows. */
export function isInOrder({ method }: Index): boolean {
  return IN_ORDER.has(method.toLowerCase());
}

/** Operators that an index of another kind finds, by its method and, where it has one, its operator class. */
const BY_OTHERS: readonly { method: RegExp; operators?: RegExp; finds: readonly Compare['operator'][] }[] = [
  // https://www.postgresql.org/docs/current/pgtrgm.html#PGTRGM-INDEX
  { method: /^(gin|gist)$/, operators: /trgm/, finds: ['like', 'ilike', 'regexp', '='] },
  // https://www.postgresql.org/docs/current/gin.html
  { method: /^(gin|gist)$/, finds: ['contains', 'full text', 'other'] },
  { method: /^(fulltext|text)$/, finds: ['full text'] },
  { method: /^(brin)$/, finds: ['<', '<=', '>', '>=', 'between'] },
  { method: /^(gist|spgist|spatial|rtree|2d|2dsphere|geohaystack|hnsw|ivfflat|bloom)$/, finds: ['other', 'contains'] },
];

/** An index of a kind of its own that finds rows by one of the predicates. */
export function indexOfOtherType({ table }: Asked, predicates: readonly Predicate[]): Index | undefined {
  return table?.indexes.find(
    (index) =>
      !isInOrder(index) && !index.invalid && isImplied(index.where, predicates) &&
      // These find rows by any of their columns.
      index.parts.some((part) => predicates.some((predicate) => isOn(predicate, part) && BY_OTHERS.some(({ method, operators, finds }) => method.test(index.method.toLowerCase()) && (operators === undefined || operators.test(part.operators ?? '')) && finds.includes(predicate.compare.operator)))),
  );
}

/** An index that gives the rows in the order that is asked for, so that reading ends after the first ones. */
export function sortIndex({ order, limit, group, distinct }: Query, asked: Asked, predicates: readonly Predicate[], schema: Schema): Index | undefined {
  if (order === 'unknown' || order.length === 0 || limit === 'none' || limit === 'unknown' || group.length > 0 || distinct) return undefined;
  return asked.table?.indexes.find((index) => index.method !== 'hash' && isInOrder(index) && !index.invalid && isImplied(index.where, predicates) && isSorted(index, order, asked, predicates, schema) === 'yes');
}

/** Whether an index has rows in an order. Columns that an equality fixes may stand in its way: they are the same in all rows. */
export function isSorted(index: Index, order: readonly OrderTerm[], asked: Asked, predicates: readonly Predicate[], { engine }: Schema): 'yes' | 'no' | 'other way' {
  const fixed = (part: IndexPart): boolean => predicates.some((predicate) => predicate.use === 'equal' && isOn(predicate, part));
  const wanted = order.filter(({ by }) => !('column' in by && predicates.some(({ on, use }) => use === 'equal' && on === by.column && by.table === asked.ref.alias)));
  if (wanted.length === 0) return 'yes';
  let at = 0;
  let reversed: boolean | undefined;
  let isOtherWay = false;
  for (const part of index.parts) {
    const term = wanted[at];
    if (!term) break;
    if (isSame(term, part, asked.ref.alias)) {
      const differs = term.direction !== part.direction;
      if (reversed !== undefined && reversed !== differs) {
        isOtherWay = true;
        break;
      }
      reversed = differs;
      at++;
    } else if (!fixed(part)) break;
  }
  if (at === wanted.length) return 'yes';
  if (isOtherWay) return 'other way';
  if (at === 0) return 'no';
  // PostgreSQL sorts within equal first columns; the others have the primary key at the end of every index.
  if (engine === 'postgresql') return 'yes';
  const key = asked.table?.indexes.find(({ by }) => by === 'primary key')?.parts.map(({ column }) => column) ?? [];
  return wanted.slice(at).every(({ by }) => 'column' in by && key.includes(by.column)) && engine !== 'mongodb' ? 'yes' : 'no';
}

function isSame({ by }: OrderTerm, { column, expression }: IndexPart, alias: string): boolean {
  return 'column' in by ? by.table === alias && by.column === column : by.expression === expression;
}

/** An index that a join leads into, by columns of its own. */
export function indexLedBy(asked: Asked, columns: readonly string[]): Index | undefined {
  return asked.table?.indexes.find((one) => isUsable(one, asked, columns) && leads(one, asked, columns));
}

/** Whether it may be used for what a statement asks of a table: not for its predicate's sake. */
function isUsable(index: Index, { predicates }: Asked, joined: readonly string[]): boolean {
  return !index.invalid && isInOrder(index) && isImplied(index.where, predicates.filter(({ optional }) => !optional), joined);
}

/** Whether an index leads to rows by columns that a join gives, beside equalities of the statement. */
function leads({ parts }: Index, { predicates }: Asked, joined: readonly string[]): boolean {
  for (const { column } of parts) {
    if (column !== undefined && joined.includes(column)) return true;
    if (!predicates.some(({ on, use, optional }) => on === column && use === 'equal' && !optional)) return false;
  }
  return false;
}

/** Whether nobody can say if an index may be used that would serve. */
export function isUnclear(index: Index, asked: Asked): boolean {
  if (!index.where || index.where.terms) return false;
  const whole = { ...index, where: undefined };
  const required = asked.predicates.filter(({ optional }) => !optional);
  return !index.invalid && isInOrder(index) && matched(whole as Index, required).some(({ strength }) => strength !== 'weak');
}
