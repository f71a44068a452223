import { expressionText, otherExpression, postgresqlExpression } from '../../sql/expression.ts';
import type { Expression } from '../../sql/expression.ts';
import { parseStatements } from '../../sql/parse.ts';
import type { Dialect } from '../../sql/parse.ts';
import { NOT_UNDERSTOOD } from '../code/predicates.ts';
import type { Engine, Index, Table } from '../types.ts';
import { remembered } from './memory.ts';
import type { Memory } from './memory.ts';
import { predicateOf } from './predicate.ts';
import { dialectOf } from './read.ts';

/** Tables with the predicates and expressions of their indexes normalised, where a model gives them as SQL; what `memory` knows is not parsed again. */
export function predicatesRead(tables: readonly Table[], engine: Engine | undefined, memory?: Memory): Table[] {
  const dialect = engine === undefined ? 'postgresql' : dialectOf(engine);
  const texts = [...new Set(tables.flatMap(({ indexes }) => indexes.flatMap(textsIn)))];
  if (texts.length === 0 || dialect === undefined) return [...tables];
  const questions = texts.map((text) => `expression\0${dialect}\0${text}`);
  const read = remembered(memory, questions, (positions) => expressionsOf(positions.map((at) => texts[at]!), dialect).map((expression): { expression?: Expression } => (expression ? { expression } : {})));
  const expressions = new Map(texts.map((text, at) => [text, read[at]!.expression] as const));
  return tables.map((table) => ({ ...table, indexes: table.indexes.map((index) => withRead(index, expressions)) }));
}

/** What is written as SQL; a predicate with terms is understood already. */
function textsIn({ where, parts }: Index): string[] {
  return [...(where && !where.terms && where.text !== NOT_UNDERSTOOD ? [where.text] : []), ...parts.flatMap(({ expression }) => expression ?? [])];
}

function withRead(index: Index, expressions: ReadonlyMap<string, Expression | undefined>): Index {
  if (textsIn(index).length === 0) return index;
  const where = index.where && !index.where.terms ? expressions.get(index.where.text) : undefined;
  return {
    ...index,
    parts: index.parts.map((part) => {
      const read = part.expression === undefined ? undefined : expressions.get(part.expression);
      const expression = read && expressionText(read);
      return expression === undefined ? part : { ...part, expression };
    }),
    ...(index.where && where && { where: predicateOf(where, index.where.text) }),
  };
}

/** Expressions by their texts: each as the one column of a SELECT. */
function expressionsOf(texts: readonly string[], dialect: Dialect): (Expression | undefined)[] {
  return parseStatements(texts.map((text) => `SELECT (${text})`), dialect).map(([statement]) => {
    const tree = statement?.tree as { SelectStmt?: { targetList?: { ResTarget?: { val?: unknown } }[] }; columns?: { expr?: unknown }[] } | undefined;
    if (tree === undefined) return undefined;
    return dialect === 'postgresql' ? postgresqlExpression(tree.SelectStmt?.targetList?.[0]?.ResTarget?.val) : otherExpression(tree.columns?.[0]?.expr);
  });
}
