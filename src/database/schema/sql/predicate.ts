import { expressionText, flattened } from '../../sql/expression.ts';
import type { Expression } from '../../sql/expression.ts';
import type { Predicate, PredicateTerm } from '../types.ts';

/** The predicate of a partial index. @param written its text, for one that is not understood */
export function predicateOf(expression: Expression, written: string): Predicate {
  const terms = flattened('and', expression).map(termOf);
  const text = expressionText(expression) ?? written.replace(/\s+/g, ' ').trim();
  return terms.includes(undefined) ? { text } : { text, terms: terms as PredicateTerm[] };
}

const COMPARISONS: ReadonlySet<string> = new Set<PredicateTerm['operator']>(['=', '<>', '<', '<=', '>', '>=']);
const MIRRORED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

function termOf(expression: Expression): PredicateTerm | undefined {
  switch (expression.kind) {
    // A boolean column by itself is a test of it.
    case 'column':
      return { column: expression.name, operator: '=', values: [true] };
    case 'not':
      return expression.of.kind === 'column' ? { column: expression.of.name, operator: '=', values: [false] } : negated(termOf(expression.of));
    case 'null test':
      return expression.of.kind === 'column' ? { column: expression.of.name, operator: expression.negated ? 'is not null' : 'is null', values: [] } : undefined;
    case 'in': {
      const column = columnOf(expression.left);
      const values = expression.list.map(valueOf);
      return column === undefined || expression.negated || values.includes(undefined) ? undefined : { column, operator: 'in', values: values as PredicateTerm['values'] };
    }
    case 'binary': {
      if (!COMPARISONS.has(expression.operator)) return undefined;
      const [column, value] = [columnOf(expression.left), valueOf(expression.right)];
      if (column !== undefined && value !== undefined) return { column, operator: expression.operator as PredicateTerm['operator'], values: [value] };
      const [other, first] = [columnOf(expression.right), valueOf(expression.left)];
      return other === undefined || first === undefined ? undefined : { column: other, operator: (MIRRORED[expression.operator] ?? expression.operator) as PredicateTerm['operator'], values: [first] };
    }
    default:
      return undefined;
  }
}

/** Null tests and equalities alone can be turned round without a third case. */
function negated(term: PredicateTerm | undefined): PredicateTerm | undefined {
  const opposite = { 'is null': 'is not null', 'is not null': 'is null', '=': '<>', '<>': '=' }[term?.operator as string] as PredicateTerm['operator'] | undefined;
  return term && opposite && { ...term, operator: opposite };
}

/** The catalog casts columns of text types to text. */
function columnOf(expression: Expression): string | undefined {
  if (expression.kind === 'cast' && (expression.type === 'text' || expression.type === 'varchar')) return columnOf(expression.of);
  return expression.kind === 'column' ? expression.name : undefined;
}

function valueOf(expression: Expression): string | number | boolean | undefined {
  if (expression.kind === 'cast') return valueOf(expression.of);
  return expression.kind === 'literal' && expression.value !== null ? expression.value : undefined;
}
