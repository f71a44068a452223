import { createHash } from 'node:crypto';
import { fingerprints, normalized, parseStatements } from '../../database/sql/parse.ts';
import type { Dialect } from '../../database/sql/parse.ts';
import { isObject } from '../../source/text.ts';
import { normalText } from './normal.ts';

/** A statement without its values. */
export interface Statement {
  /** Equal for statements of one dialect that differ in values alone, however they are laid out. */
  key: string;
  /** For people: `$1` (PostgreSQL) or `?` in the place of values. */
  text: string;
}

/** Types of node-sql-parser's nodes that are values. */
const VALUES: ReadonlySet<unknown> = new Set(['number', 'bigint', 'single_quote_string', 'string', 'double_quote_string', 'bool', 'boolean', 'param', 'var_string', 'hex_string', 'full_hex_string', 'bit_string', 'date', 'datetime', 'time', 'timestamp', 'origin', 'null']);

/** Of each text the key of its statement. */
export function statementKeys(texts: readonly string[], dialect: Dialect): string[] {
  if (dialect !== 'postgresql') return treeKeys(texts, dialect).map(({ key }) => key);
  return fingerprints(texts).map((mark, index) => (mark === undefined ? normalText(texts[index]!) : `postgresql:${mark}`));
}

/**
 * Of each text its statement: by libpg-query's fingerprint in PostgreSQL, by node-sql-parser's tree without values elsewhere, and
 * by its words where the parser refuses it.
 */
export function statementsOf(texts: readonly string[], dialect: Dialect): Statement[] {
  if (dialect !== 'postgresql') return treeKeys(texts, dialect);
  const keys = statementKeys(texts, dialect);
  const normal = normalized(texts);
  return texts.map((text, index) => ({ key: keys[index]!, text: tidy(normal[index]) ?? normalText(text) }));
}

/** libpg-query keeps comments and layout. */
function tidy(text: string | undefined): string | undefined {
  return text?.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/\s+/g, ' ').trim().replace(/;$/, '');
}

function treeKeys(texts: readonly string[], dialect: Dialect): Statement[] {
  const normal = texts.map(normalText);
  // Values are gone before it is parsed: a parser's nodes for them differ.
  const parsed = parseStatements(normal, dialect);
  return normal.map((text, index) => {
    const [statement, ...more] = parsed[index]!;
    if (statement?.tree === undefined || more.length > 0) return { key: text, text };
    return { key: `${dialect === 'sqlite' ? 'sqlite' : 'mysql'}:${createHash('sha256').update(JSON.stringify(statement.tree, withoutValues)).digest('hex').slice(0, 16)}`, text };
  });
}

/** For JSON.stringify: values are all one, and where they stand is left out. */
function withoutValues(key: string, value: unknown): unknown {
  if (key === 'loc' || key === 'tableList' || key === 'columnList' || key === 'parentheses') return undefined;
  return isObject(value) && VALUES.has(value.type) && 'value' in value ? '?' : value;
}
