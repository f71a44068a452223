import { constant, identifier } from '../schema/identifiers.ts';
import type { SqlEngine } from '../schema/identifiers.ts';
import type { Engine, Table } from '../schema/types.ts';
import type { ColumnRef, Compare, Condition, Operand, OrderTerm, Query, TableRef } from './types.ts';

/** SQL with `$1` (PostgreSQL, SQLite) or `?` (MySQL, MariaDB) for each value that is put in. */
export interface Rendered {
  sql: string;
  /** How many values are put in. */
  values: number;
}

/**
 * The statement that asks what a query asks, for a planner: the columns that an UPDATE sets are not those of the code, and a LIKE
 * whose text is not seen gets one that begins in the same way. Undefined where a part of the query is unknown, where the engine
 * has no such statement, and for an INSERT, which looks for no rows.
 *
 * @param tables the table of a reference, where the schema has it
 */
export function render(query: Query, tables: (ref: TableRef) => Table | undefined, engine: Engine): Rendered | undefined {
  if (engine === 'mongodb' || query.unknown.length > 0) return undefined;
  try {
    const writer = new Writer(dialectOf(engine), query, tables);
    const sql = writer.statement();
    return { sql, values: writer.values };
  } catch (error) {
    if (error instanceof Unwritable) return undefined;
    throw error;
  }
}

/** Something that has no SQL. */
class Unwritable extends Error {}

function unwritable(): never {
  throw new Unwritable();
}

type Family = 'postgresql' | 'mysql' | 'sqlite';

interface Dialect {
  family: Family;
  quote(name: string): string;
  placeholder(number: number): string;
}

function dialectOf(engine: SqlEngine): Dialect {
  const quote = (name: string): string => identifier(name, engine);
  return engine === 'mysql' || engine === 'mariadb' ? { family: 'mysql', quote, placeholder: () => '?' } : { family: engine, quote, placeholder: (number) => `$${number}` };
}

/** Placeholders that stand for a list of any length, where the engine takes no list as one value. */
const LIST_LENGTH = 3;

class Writer {
  values = 0;
  private readonly dialect: Dialect;
  private readonly query: Query;
  private readonly tables: (ref: TableRef) => Table | undefined;

  constructor(dialect: Dialect, query: Query, tables: (ref: TableRef) => Table | undefined) {
    this.dialect = dialect;
    this.query = query;
    this.tables = tables;
  }

  statement(): string {
    switch (this.query.operation) {
      case 'select':
        return this.select(this.targets());
      case 'count':
        return this.count();
      case 'update':
        return this.update();
      case 'delete':
        return this.remove();
      default:
        return unwritable();
    }
  }

  private targets(): string {
    const { group, columns, distinct } = this.query;
    const distinctly = distinct ? 'DISTINCT ' : '';
    if (group.length > 0) return `${distinctly}${group.map((column) => this.column(column)).join(', ')}, count(*)`;
    // Which columns are read decides no access path but that of an index that has all of them.
    if (columns === 'all' || columns === 'unknown') return `${distinctly}*`;
    return `${distinctly}${columns.map((column) => this.column(column)).join(', ') || '1'}`;
  }

  private count(): string {
    const { columns, limit, offset, group, distinct } = this.query;
    const [column, ...more] = columns === 'all' || columns === 'unknown' ? [] : columns;
    if (distinct && (!column || more.length > 0)) unwritable();
    if (limit !== 'none' || offset !== 'none') {
      if (distinct || group.length > 0) unwritable();
      return `SELECT count(*) FROM (${this.select('1')}) AS ${this.name('counted')}`;
    }
    const counted = [column, ...more].flatMap((one) => (one ? [`count(${distinct ? 'DISTINCT ' : ''}${this.column(one)})`] : []));
    const grouped = group.map((one) => this.column(one));
    return this.select([...grouped, ...(counted.length > 0 ? counted : ['count(*)'])].join(', '));
  }

  private select(targets: string): string {
    const { from, joins, where, group } = this.query;
    const parts = [`SELECT ${targets} FROM ${this.table(from)}`, ...this.joins(joins), this.where(where)];
    if (group.length > 0) parts.push(`GROUP BY ${group.map((column) => this.column(column)).join(', ')}`);
    return [...parts, this.order(), this.limit()].filter(Boolean).join(' ');
  }

  private joins(joins: Query['joins']): string[] {
    return joins.map(({ table, kind, on }) => `${kind === 'inner' ? 'INNER' : 'LEFT'} JOIN ${this.table(table)} ON ${this.condition(on) ?? '1 = 1'}`);
  }

  /** Sets a column to what it is: which one is not what a planner looks at, unless an index has it. */
  private update(): string {
    const { from, joins, where } = this.query;
    const column = this.settable(from);
    if (this.dialect.family === 'mysql') {
      const parts = [`UPDATE ${this.table(from)}`, ...this.joins(joins), `SET ${this.column(column)} = ${this.column(column)}`, this.where(where)];
      return [...parts, ...(joins.length === 0 ? [this.order(), this.limit()] : this.alone())].filter(Boolean).join(' ');
    }
    const [tables, conditions] = this.joinedTables(joins);
    const parts = [`UPDATE ${this.table(from)} SET ${this.name(column.column)} = ${this.column(column)}`, tables && `FROM ${tables}`, this.where(and(conditions, where)), ...this.alone(), this.returning()];
    return parts.filter(Boolean).join(' ');
  }

  private remove(): string {
    const { from, joins, where } = this.query;
    if (this.dialect.family === 'mysql') {
      // MySQL and MariaDB before 11.6 take no alias in a DELETE from one table alone: https://mariadb.com/kb/en/delete/
      const head = joins.length === 0 && from.alias === from.name ? `DELETE FROM ${this.table(from)}` : `DELETE ${this.name(from.alias)} FROM ${this.table(from)}`;
      const isPlain = joins.length === 0 && from.alias === from.name;
      return [head, ...this.joins(joins), this.where(where), ...(isPlain ? [this.order(), this.limit()] : this.alone())].filter(Boolean).join(' ');
    }
    const [tables, conditions] = this.joinedTables(joins);
    if (tables && this.dialect.family === 'sqlite') unwritable();
    return [`DELETE FROM ${this.table(from)}`, tables && `USING ${tables}`, this.where(and(conditions, where)), ...this.alone(), this.returning()].filter(Boolean).join(' ');
  }

  /** A change of rows has neither an order nor a limit, save where MySQL changes one table. */
  private alone(): string[] {
    if (this.query.limit !== 'none' || this.query.offset !== 'none' || this.query.order === 'unknown' || this.query.order.length > 0) unwritable();
    return [];
  }

  private returning(): string {
    const { columns } = this.query;
    if (columns === 'unknown' || (columns !== 'all' && columns.length === 0)) return '';
    if (columns === 'all') return 'RETURNING *';
    // SQLite knows the columns here without their table alone: https://www.sqlite.org/lang_returning.html
    return `RETURNING ${columns.map((column) => (this.dialect.family === 'sqlite' ? this.name(column.column) : this.column(column))).join(', ')}`;
  }

  private joinedTables(joins: Query['joins']): [string, readonly Condition[]] {
    if (joins.some(({ kind }) => kind !== 'inner')) unwritable();
    return [joins.map(({ table }) => this.table(table)).join(', '), joins.map(({ on }) => on)];
  }

  /** A column of no primary key, where there is one. */
  private settable(from: TableRef): ColumnRef {
    const table = this.tables(from) ?? unwritable();
    const keys = new Set(table.indexes.flatMap(({ parts }) => parts.map(({ column }) => column)));
    const column = table.columns.find(({ name }) => !keys.has(name)) ?? table.columns[0] ?? unwritable();
    return { table: from.alias, column: column.name };
  }

  private where(where: Condition): string {
    const condition = this.condition(where);
    return condition === undefined ? '' : `WHERE ${condition}`;
  }

  private order(): string {
    const { order } = this.query;
    if (order === 'unknown') unwritable();
    return order.length === 0 ? '' : `ORDER BY ${order.map((term) => this.orderTerm(term)).join(', ')}`;
  }

  private orderTerm({ by, direction }: OrderTerm): string {
    const what = 'column' in by ? this.column(by) : this.expression(by.expression, undefined);
    return direction === 'desc' ? `${what} DESC` : what;
  }

  private limit(): string {
    const { limit, offset } = this.query;
    if (limit === 'unknown' || offset === 'unknown') unwritable();
    const rows = limit === 'none' ? undefined : limit === 'some' ? this.value() : String(limit);
    if (offset === 'none') return rows === undefined ? '' : `LIMIT ${rows}`;
    // MySQL and SQLite have no OFFSET without a LIMIT.
    const all = { postgresql: undefined, mysql: '18446744073709551615', sqlite: '-1' }[this.dialect.family];
    const head = rows ?? all;
    return `${head === undefined ? '' : `LIMIT ${head} `}OFFSET ${this.value()}`;
  }

  /** Undefined for no condition. */
  private condition(condition: Condition): string | undefined {
    switch (condition.kind) {
      case 'and': {
        const parts = condition.of.flatMap((one) => this.nested(one) ?? []);
        return parts.length > 0 ? parts.join(' AND ') : undefined;
      }
      case 'or': {
        const parts = condition.of.map((one) => this.nested(one) ?? '1 = 1');
        return parts.length > 0 ? parts.join(' OR ') : unwritable();
      }
      case 'not':
        return `NOT (${this.condition(condition.of) ?? '1 = 1'})`;
      case 'exists': {
        const parts = [`SELECT 1 FROM ${this.table(condition.from)}`, ...this.joins(condition.joins), this.where(condition.where)];
        return `${condition.negated ? 'NOT ' : ''}EXISTS (${parts.filter(Boolean).join(' ')})`;
      }
      case 'compare':
        return this.compare(condition);
      case 'unknown':
        return unwritable();
    }
  }

  private nested(condition: Condition): string | undefined {
    const text = this.condition(condition);
    return text !== undefined && (condition.kind === 'or' || (condition.kind === 'and' && condition.of.length > 1)) ? `(${text})` : text;
  }

  private compare({ column, operator, value, wrapped }: Compare): string {
    const left = wrapped ? this.expression(wrapped.expression, column) : this.column(column);
    const { family } = this.dialect;
    switch (operator) {
      case '=': case '<>': case '<': case '<=': case '>': case '>=':
        if (value.kind === 'list' || value.kind === 'pattern') unwritable();
        return `${left} ${operator} ${this.operand(value)}`;
      case 'is null':
      case 'is not null':
        return `${left} ${operator === 'is null' ? 'IS NULL' : 'IS NOT NULL'}`;
      case 'in':
      case 'not in':
        return this.inList(left, operator === 'not in', value);
      case 'between': {
        const [low, high] = value.kind === 'list' ? value.values.map((one) => this.literal(one)) : [this.value(), this.value()];
        return `${left} BETWEEN ${low ?? unwritable()} AND ${high ?? unwritable()}`;
      }
      case 'like': case 'not like': case 'ilike': {
        const verb = operator === 'not like' ? 'NOT LIKE' : operator === 'ilike' && family === 'postgresql' ? 'ILIKE' : 'LIKE';
        return `${left} ${verb} ${this.pattern(value)}`;
      }
      case 'contains':
        return family === 'postgresql' ? `${left} @> ${this.operand(value)}` : unwritable();
      case 'regexp':
        return family === 'postgresql' ? `${left} ~ ${this.operand(value)}` : family === 'mysql' ? `${left} REGEXP ${this.operand(value)}` : unwritable();
      case 'full text':
        // What stands around the column is part of the search: as it is not known here, neither is the index that serves it.
        return family === 'mysql' && !wrapped ? `MATCH (${left}) AGAINST (${this.value()})` : family === 'postgresql' ? `${left} @@ plainto_tsquery(${this.value()})` : unwritable();
      case 'other':
        return unwritable();
    }
  }

  private inList(left: string, isNegated: boolean, value: Operand): string {
    const verb = isNegated ? 'NOT IN' : 'IN';
    if (value.kind === 'list') return value.values.length > 0 ? `${left} ${verb} (${value.values.map((one) => this.literal(one)).join(', ')})` : unwritable();
    if (value.kind !== 'value') unwritable();
    if (this.dialect.family === 'postgresql' && value.type === 'list') return `${left} ${isNegated ? '<> ALL' : '= ANY'} (${this.value()})`;
    return `${left} ${verb} (${Array.from({ length: LIST_LENGTH }, () => this.value()).join(', ')})`;
  }

  private pattern(value: Operand): string {
    if (value.kind === 'literal') return this.literal(value.value);
    if (value.kind !== 'pattern' || value.anchored === 'unknown') unwritable();
    return this.literal(value.text ?? (value.anchored ? 'sample%' : '%sample%'));
  }

  private operand(operand: Operand): string {
    switch (operand.kind) {
      case 'literal':
        return this.literal(operand.value);
      case 'value':
        return this.value();
      case 'column':
        return this.column(operand.column);
      default:
        return unwritable();
    }
  }

  private value(): string {
    this.values += 1;
    return this.dialect.placeholder(this.values);
  }

  private literal(value: string | number | boolean | null): string {
    return constant(value, this.dialect.family);
  }

  /**
   * An expression as an index writes it, with its column quoted and named with its table. Where no column is told, or its name
   * stands there more than once, the text alone does not say what is what.
   */
  private expression(text: string, column: ColumnRef | undefined): string {
    if (column === undefined) {
      // In one table alone, names that need no quotes are clear without a table.
      return this.query.joins.length === 0 && /^[\w\s(),.:>'-]+$/.test(text) && this.hasPlainNames(this.query.from) ? text : unwritable();
    }
    const parts = text.split(/('(?:[^']|'')*')/);
    const name = new RegExp(`(?<![\\w.])${column.column.toLowerCase().replace(/[^\w]/g, '\\$&')}(?![\\w(])`, 'g');
    const found = parts.filter((_, index) => index % 2 === 0).reduce((count, part) => count + (part.match(name)?.length ?? 0), 0);
    if (found !== 1) unwritable();
    return `(${parts.map((part, index) => (index % 2 === 0 ? part.replace(name, () => this.column(column)) : part)).join('')})`;
  }

  private hasPlainNames(ref: TableRef): boolean {
    return this.tables(ref)?.columns.every(({ name }) => /^[a-z_][a-z0-9_]*$/.test(name)) ?? false;
  }

  private column({ table, column }: ColumnRef): string {
    return `${this.name(table)}.${this.name(column)}`;
  }

  private table({ name, namespace, alias }: TableRef): string {
    const full = namespace === undefined ? this.name(name) : `${this.name(namespace)}.${this.name(name)}`;
    return alias === name ? full : `${full} AS ${this.name(alias)}`;
  }

  private name(name: string): string {
    return this.dialect.quote(name);
  }
}

function and(conditions: readonly Condition[], where: Condition): Condition {
  return { kind: 'and', of: [...conditions, where].flatMap((one) => (one.kind === 'and' ? one.of : [one])) };
}
