/** A piece of a statement. Comments and white space are none. */
export interface Token {
  kind: 'word' | 'quoted name' | 'string' | 'number' | 'placeholder' | 'variable' | 'symbol';
  text: string;
  start: number;
  end: number;
  /** Parentheses around it. */
  depth: number;
}

/** The forms of SQL text that MySQL, MariaDB and SQLite read, and of PostgreSQL what its statements share with these. */
const PIECE =
  /(?<space>\s+|--[^\n]*|\/\*[\s\S]*?\*\/)|(?<string>'(?:[^'\\]|''|\\[\s\S])*')|(?<name>`(?:[^`]|``)*`|"(?:[^"]|"")*"|\[[^\]\n]*\])|(?<placeholder>\?\d*|\$\d+|:[A-Za-z_]\w*)|(?<variable>@{1,2}[\w.$]*)|(?<number>\d+(?:\.\d+)?(?:e[+-]?\d+)?\b)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<symbol><=>|->>|->|<>|!=|<=|>=|:=|\|\||&&|::|[^\s])/giu;

const KINDS = [['string', 'string'], ['name', 'quoted name'], ['placeholder', 'placeholder'], ['variable', 'variable'], ['number', 'number'], ['word', 'word']] as const;

/** A statement in pieces. Backslashes escape in strings only where `backslashes` says so. */
export function tokensOf(sql: string, backslashes: boolean): Token[] {
  const pattern = backslashes ? PIECE : STANDARD;
  const tokens: Token[] = [];
  let depth = 0;
  for (const match of sql.matchAll(pattern)) {
    const { space, ...groups } = match.groups!;
    if (space !== undefined) continue;
    const kind = KINDS.find(([group]) => groups[group] !== undefined)?.[1] ?? 'symbol';
    const text = match[0];
    if (text === ')' && kind === 'symbol') depth--;
    tokens.push({ kind, text, start: match.index, end: match.index + text.length, depth });
    if (text === '(' && kind === 'symbol') depth++;
  }
  return tokens;
}

const STANDARD = new RegExp(PIECE.source.replace("'(?:[^'\\\\]|''|\\\\[\\s\\S])*'", "'(?:[^']|'')*'"), PIECE.flags);

/** The statement without a semicolon at its end. */
export function withoutEnd(tokens: readonly Token[]): readonly Token[] {
  return tokens.at(-1)?.text === ';' ? tokens.slice(0, -1) : tokens;
}

/**
 * The SELECT that reads the rows which an UPDATE or DELETE of one table would change, so that it can be planned where the statement
 * itself may not be. Undefined where it is of another form.
 */
export function asSelect(sql: string, backslashes: boolean): string | undefined {
  const tokens = withoutEnd(tokensOf(sql, backslashes));
  const word = (index: number): string => (tokens[index]?.kind === 'word' ? tokens[index].text.toUpperCase() : '');
  const at = (words: readonly string[]): number => tokens.findIndex(({ kind, depth, text }) => kind === 'word' && depth === 0 && words.includes(text.toUpperCase()));
  const end = tokens.at(-1)?.end ?? 0;
  const returning = at(['RETURNING']);
  const stop = returning < 0 ? end : tokens[returning]!.start;
  if (word(0) === 'DELETE' && word(1) === 'FROM' && at(['USING', 'JOIN']) < 0) return renumbered(`SELECT 1 ${sql.slice(tokens[1]!.start, stop)}`.trim(), backslashes);
  const set = at(['SET']);
  if (word(0) !== 'UPDATE' || set < 0 || at(['FROM', 'JOIN']) >= 0) return undefined;
  const rest = at(['WHERE', 'ORDER', 'LIMIT']);
  return renumbered(`SELECT 1 FROM ${sql.slice(tokens[1]!.start, tokens[set]!.start)}${rest < 0 ? '' : sql.slice(tokens[rest]!.start, stop)}`.trim(), backslashes);
}

/** Values numbered from 1 again: PostgreSQL cannot tell the type of one that is left out. */
function renumbered(sql: string, backslashes: boolean): string {
  const numbers = new Map<string, number>();
  let text = '';
  let last = 0;
  for (const { kind, text: written, start, end } of tokensOf(sql, backslashes)) {
    if (kind !== 'placeholder' || !written.startsWith('$')) continue;
    const number = numbers.get(written) ?? numbers.size + 1;
    numbers.set(written, number);
    text += `${sql.slice(last, start)}$${number}`;
    last = end;
  }
  return text + sql.slice(last);
}

/** A table in a statement. */
export interface TableMention {
  name: string;
  /** What the statement calls it: `FROM orders o` calls it `o`. */
  called: string;
  /** Offset after its name and alias. */
  end: number;
}

/** The tables that a statement names, in order. */
export function mentionsOf(tokens: readonly Token[]): TableMention[] {
  const mentions: TableMention[] = [];
  const isName = (token: Token | undefined): token is Token => token !== undefined && (token.kind === 'quoted name' || (token.kind === 'word' && !AFTER_TABLE.test(token.text)));
  tokens.forEach(({ kind, text, depth }, start) => {
    const opens = kind === 'word' && /^(?:from|join|update|into)$/i.test(text);
    // A list of tables goes on after a comma, as long as nothing else began.
    const continues = text === ',' && inTables(tokens, start, depth);
    if (!opens && !continues) return;
    let at = start + 1;
    if (!isName(tokens[at])) return;
    if (tokens[at + 1]?.text === '.' && isName(tokens[at + 2])) at += 2;
    const table = tokens[at]!;
    const alias = tokens[at + 1]?.text.toLowerCase() === 'as' ? tokens[at + 2] : tokens[at + 1];
    const last = isName(alias) ? alias : table;
    mentions.push({ name: nameOf(table), called: nameOf(last), end: last.end });
  });
  return mentions;
}

/** Real names of tables by what a statement calls them. */
export function tablesOf(tokens: readonly Token[]): Map<string, string> {
  return new Map(mentionsOf(tokens).map(({ called, name }) => [called, name]));
}

const AFTER_TABLE = /^(?:where|join|inner|left|right|full|cross|natural|on|using|order|group|having|limit|offset|union|except|intersect|set|values|select|for|as|force|use|ignore|window|returning|default|lateral|straight_join)$/i;

function inTables(tokens: readonly Token[], comma: number, depth: number): boolean {
  for (let at = comma - 1; at >= 0; at--) {
    const token = tokens[at]!;
    if (token.depth < depth) return false;
    if (token.depth === depth && token.kind === 'word' && /^(?:from|join|where|select|on|order|group|set|values|having|limit)$/i.test(token.text)) return /^(?:from|join)$/i.test(token.text);
  }
  return false;
}

function nameOf({ kind, text }: Token): string {
  return kind === 'quoted name' ? text.slice(1, -1) : text;
}
