import type { Condition, Operand, Query } from '../../../src/database/query/types.ts';

/** A query in one line, to be compared. */
export function printQuery(query: Query): string {
  const { operation, from, joins, where, order, limit, offset, group, distinct, columns, unknown } = query;
  const conditions = printCondition(where);
  return [
    operation,
    columns === 'all' ? '*' : columns === 'unknown' ? '?' : columns.map((column) => `${column.table}.${column.column}`).join(', '),
    `from ${printTable(from)}`,
    ...joins.map(({ table, kind, on }) => `${kind} join ${printTable(table)} on ${printCondition(on)}`),
    conditions === 'all' ? '' : `where ${conditions}`,
    group.length > 0 ? `group ${group.map((column) => `${column.table}.${column.column}`).join(', ')}` : '',
    order === 'unknown' ? 'order ?' : order.length > 0 ? `order ${order.map(({ by, direction }) => `${'column' in by ? `${by.table}.${by.column}` : by.expression} ${direction}`).join(', ')}` : '',
    limit === 'none' ? '' : `limit ${limit}`,
    offset === 'none' ? '' : `offset ${offset}`,
    distinct ? 'distinct' : '',
    ...unknown.map((why) => `[${why}]`),
  ]
    .filter(Boolean)
    .join(' ');
}

function printTable({ name, namespace, alias }: Query['from']): string {
  const full = namespace === undefined ? name : `${namespace}.${name}`;
  return alias === name ? full : `${full} ${alias}`;
}

export function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'compare': {
      const { column, operator, value, wrapped, optional } = condition;
      const name = `${column.table}.${column.column}`;
      return `${wrapped ? `{${wrapped.by} ${wrapped.expression} of ${name}}` : name} ${operator}${operator === 'is null' || operator === 'is not null' ? '' : ` ${printOperand(value)}`}${optional ? '?' : ''}`;
    }
    case 'and':
    case 'or':
      return condition.of.length === 0 ? 'all' : `(${condition.of.map(printCondition).join(` ${condition.kind} `)})`;
    case 'not':
      return `not ${printCondition(condition.of)}`;
    case 'exists':
      return `${condition.negated ? 'not ' : ''}exists(${printTable(condition.from)}${condition.joins.map(({ table, kind, on }) => ` ${kind} join ${printTable(table)} on ${printCondition(on)}`).join('')} where ${printCondition(condition.where)})`;
    case 'unknown':
      return `<${condition.why}>`;
  }
}

function printOperand(operand: Operand): string {
  switch (operand.kind) {
    case 'literal':
      return JSON.stringify(operand.value);
    case 'value':
      return operand.type === undefined ? '$' : `$${operand.type}`;
    case 'list':
      return JSON.stringify(operand.values);
    case 'column':
      return `${operand.column.table}.${operand.column.column}`;
    case 'pattern':
      return `/${operand.text ?? (operand.anchored === true ? 'x%' : operand.anchored === false ? '%x' : '?')}/`;
  }
}
