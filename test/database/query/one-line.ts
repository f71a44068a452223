import { translatedCalls, type TranslatedCall } from '../../../src/database/query/sites.ts';
import type { ColumnRef, Condition, Join, Operand, Query, TableRef } from '../../../src/database/query/types.ts';
import type { Schema } from '../../../src/database/schema/types.ts';
import type { Program } from '../../../src/program/types.ts';

/** Queries as one line of text each, nearly SQL. A column without a table is one of the first table; `?` after it: optional. */

export function printQuery(query: Query): string {
  const { operation, from, joins, where, order, limit, offset, group, distinct, columns, unknown } = query;
  const column = columnIn(from);
  const tests = printCondition(where, column);
  return [
    operation,
    distinct ? 'distinct' : '',
    columns === 'all' || columns === 'unknown' ? '' : columns.map(column).join(', '),
    `${operation === 'select' || operation === 'count' ? 'from ' : ''}${printTable(from)}`,
    ...joins.map((join) => printJoin(join, column)),
    tests === '' ? '' : `where ${tests}`,
    group.length === 0 ? '' : `group by ${group.map(column).join(', ')}`,
    order === 'unknown' ? 'order by unknown' : order.length === 0 ? '' : `order by ${order.map(({ by, direction }) => `${'expression' in by ? `(${by.expression})` : column(by)}${direction === 'desc' ? ' desc' : ''}`).join(', ')}`,
    limit === 'none' ? '' : `limit ${limit}`,
    offset === 'none' ? '' : `offset ${offset}`,
    unknown.length === 0 ? '' : `-- ${unknown.join('; ')}`,
  ]
    .filter(Boolean)
    .join(' ');
}

function columnIn(from: TableRef): (ref: ColumnRef) => string {
  return ({ table, column }) => (table === from.alias ? column : `${table}.${column}`);
}

function printTable({ name, alias, namespace }: TableRef): string {
  return `${namespace === undefined ? '' : `${namespace}.`}${name}${alias === name ? '' : ` ${alias}`}`;
}

function printJoin({ table, kind, on }: Join, column: (ref: ColumnRef) => string): string {
  return `${kind} join ${printTable(table)} on ${printCondition(on, column)}`;
}

export function printCondition(condition: Condition, column: (ref: ColumnRef) => string): string {
  const inner = (one: Condition): string => ((one.kind === 'and' || one.kind === 'or') && one.of.length > 1 ? `(${printCondition(one, column)})` : printCondition(one, column));
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.of.map(inner).join(` ${condition.kind} `);
    case 'not':
      return `not (${printCondition(condition.of, column)})`;
    case 'exists':
      return `${condition.negated ? 'not ' : ''}exists (${printTable(condition.from)}${condition.joins.map((join) => ` ${printJoin(join, column)}`).join('')} where ${printCondition(condition.where, column)})`;
    case 'unknown':
      return 'unknown';
    case 'compare': {
      const { operator, value, wrapped, optional } = condition;
      const left = wrapped ? `{${wrapped.by} ${wrapped.expression}}` : column(condition.column);
      const right = operator.startsWith('is ') ? '' : ` ${printOperand(value, column)}`;
      return `${left} ${operator}${right}${optional ? '?' : ''}`;
    }
  }
}

function printOperand(value: Operand, column: (ref: ColumnRef) => string): string {
  switch (value.kind) {
    case 'literal':
      return JSON.stringify(value.value);
    case 'value':
      return value.type === undefined ? '$' : `$${value.type}`;
    case 'list':
      return JSON.stringify(value.values);
    case 'column':
      return column(value.column);
    case 'pattern':
      return `${value.text === undefined ? '$pattern' : JSON.stringify(value.text)}${value.anchored === 'unknown' ? '' : value.anchored ? ' anchored' : ' open'}`;
  }
}

/** What each call of a file asks: its alternatives, each with what it loads beside, or why nothing is known. */
export function printCalls(program: Program, schemas: readonly Schema[], file: string): string[] {
  return translatedCalls(program, schemas, file).flatMap(printCall);
}

export function printCall({ call, sites, reason }: TranslatedCall): string[] {
  if (reason !== undefined) return [`${call.operation}: ${reason}`];
  return sites.flatMap(({ query, loads }) => [printQuery(query), ...loads.map((load) => `+ ${printQuery(load)}`)]);
}
