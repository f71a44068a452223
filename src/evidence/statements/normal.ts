/** A piece of SQL that is not what asks: a comment, a string, a number, a parameter of a driver. */
const PIECE = /\/\*[\s\S]*?(?:\*\/|$)|--[^\n]*|'(?:[^'\\]|\\.|'')*(?:'|$)|"(?:[^"]|"")*"|`[^`]*`|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|\$\d+|[A-Za-z_][\w$]*|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|\s+/g;
const LIST = /\(\s*\?(?:\s*,\s*\?)+\s*\)/g;
const ROWS = /(\(\?\))(?:\s*,\s*\(\?\))+/g;

/**
 * A statement with `?` for each value, one for all values of a list, and neither comments nor needless blanks. It reads words and
 * quotes alone, so that millions of statements are grouped without a parser; what differs in more than values stays apart.
 * Values between double quotes, which MySQL allows, are taken for names.
 */
export function normalText(sql: string): string {
  const text = sql.replace(PIECE, (piece) => {
    const first = piece[0]!;
    if (/\s/.test(first) || piece.startsWith('/*') || piece.startsWith('--')) return ' ';
    if (first === "'" || first === '$' || /[\d.]/.test(first)) return '?';
    return piece;
  });
  return text.replace(/ +/g, ' ').replace(LIST, '(?)').replace(ROWS, '$1').trim().replace(/;$/, '').trimEnd();
}

/** Statements that ask for no rows: a driver's own, or a transaction's. */
const NO_QUERY = /^\s*(?:begin|commit|rollback|start transaction|savepoint|release|set|reset|show|discard|deallocate|use|prepare|listen|unlisten)\b/i;

/** Whether a statement reads or writes rows. */
export function isQuery(sql: string): boolean {
  return !NO_QUERY.test(sql);
}
