import { utf16Of } from './offsets.ts';
import type { Utf16 } from './offsets.ts';
import { splitStatements } from './split.ts';
import type { StatementSpan } from './split.ts';
import { askParsers } from './thread.ts';
import type { Answer, Dialect } from './thread.ts';

export type { Dialect } from './thread.ts';

/** One statement of a text. */
export interface ParsedStatement extends StatementSpan {
  /**
   * The parser's tree: of libpg-query one node, `{ SelectStmt: { … } }`, whose `location`s are UTF-16 offsets in the text;
   * of node-sql-parser `{ type: 'select', … }`. Undefined with `problem`.
   */
  tree: unknown;
  /** Why it could not be parsed, in one line. */
  problem?: string;
}

/**
 * Parses texts of SQL, many in one round. A text that its parser refuses as a whole is split at its semicolons, and what can be
 * parsed of it is. Never throws; synchronous, in a thread of its own (askParsers).
 */
export function parseStatements(texts: readonly string[], dialect: Dialect): ParsedStatement[][] {
  return dialect === 'postgresql' ? parsePostgresql(texts) : parseOthers(texts, dialect);
}

/** PostgreSQL's fingerprint of a statement: equal for statements that differ in values alone. Undefined where it cannot be parsed. */
export function fingerprints(texts: readonly string[]): (string | undefined)[] {
  return askParsers({ ask: 'fingerprint', dialect: 'postgresql', texts }).map(({ value }) => value as string | undefined);
}

/** Statements with `$1`, `$2`, … in the place of values. Undefined where they cannot be parsed. */
export function normalized(texts: readonly string[]): (string | undefined)[] {
  return askParsers({ ask: 'normalize', dialect: 'postgresql', texts }).map(({ value }) => value as string | undefined);
}

interface RawStatement {
  stmt: unknown;
  /** Bytes; left out where they are 0. */
  stmt_location?: number;
  /** Bytes; left out for the rest of the text. */
  stmt_len?: number;
}

function parsePostgresql(texts: readonly string[]): ParsedStatement[][] {
  const wholes = askParsers({ ask: 'parse', dialect: 'postgresql', texts });
  const refused = texts.flatMap((text, at) => (wholes[at]!.problem === undefined ? [] : [{ at, text, spans: splitStatements(text, 'postgresql') }]));
  const parts = askParsers({ ask: 'parse', dialect: 'postgresql', texts: refused.flatMap(({ text, spans }) => spans.map(({ start, end }) => text.slice(start, end))) });
  let next = 0;
  const found = texts.map((text, at) => (wholes[at]!.problem === undefined ? statementsOf(wholes[at]!.value as RawStatement[], text) : []));
  for (const { at, text, spans } of refused) {
    found[at] = spans.map((span) => statementAt(span, parts[next++]!, text));
  }
  return found;
}

/** The statements of a text that was parsed as a whole. */
function statementsOf(raw: readonly RawStatement[], text: string): ParsedStatement[] {
  const utf16 = utf16Of(text);
  return raw.map(({ stmt, stmt_location: at = 0, stmt_len: length }) => {
    const from = utf16.at(at);
    const end = length === undefined ? text.length : utf16.at(at + length);
    // What stands before it belongs to it, for the parser.
    const [span] = splitStatements(text.slice(from, end), 'postgresql');
    return { start: from + (span?.start ?? 0), end: from + (span?.end ?? end - from), tree: relocated(stmt, utf16, 0) };
  });
}

/** One that was parsed by itself. */
function statementAt(span: StatementSpan, { value, problem }: Answer, text: string): ParsedStatement {
  const stmt = (value as RawStatement[] | undefined)?.[0]?.stmt;
  if (stmt === undefined) return { ...span, tree: undefined, problem: problem ?? 'it holds no statement' };
  return { ...span, tree: relocated(stmt, utf16Of(text.slice(span.start, span.end)), span.start) };
}

/** The tree with its byte offsets as UTF-16 offsets in the whole text. */
function relocated(tree: unknown, utf16: Utf16, start: number): unknown {
  if (Array.isArray(tree)) for (const item of tree) relocated(item, utf16, start);
  else if (typeof tree === 'object' && tree !== null) {
    const node = tree as Record<string, unknown>;
    for (const key of Object.keys(node)) {
      if (key === 'location' && typeof node[key] === 'number') node[key] = node[key] < 0 ? -1 : start + utf16.at(node[key]);
      else relocated(node[key], utf16, start);
    }
  }
  return tree;
}

function parseOthers(texts: readonly string[], dialect: Dialect): ParsedStatement[][] {
  const spans = texts.map((text) => splitStatements(text, dialect));
  const answers = askParsers({ ask: 'parse', dialect, texts: texts.flatMap((text, at) => spans[at]!.map(({ start, end }) => text.slice(start, end))) });
  let next = 0;
  return spans.map((own) =>
    own.map((span) => {
      const { value, problem } = answers[next++]!;
      const tree: unknown = Array.isArray(value) ? value[0] : value;
      return tree === undefined || tree === null ? { ...span, tree: undefined, problem: problem ?? 'it holds no statement' } : { ...span, tree };
    }),
  );
}
