import type { Engine } from '../schema/types.ts';
import { PUT_IN } from './sql-operands.ts';
import { VALUE_MARK } from './tree-node-sql.ts';
import type { Condition, Query } from './types.ts';

/**
 * What the code puts into a statement's text: a value or a list that the driver binds, a name, a piece of SQL, or something whose
 * place in the text says what it is.
 */
export type Hole = { hole: 'value' | 'list' | 'name' | 'fragment' | 'any' };

export type SqlPart = string | Hole;

/**
 * How a driver writes values in the text: `$1`; `?`; `:name`; `@name`; knex's `??` for names; pg-promise's `$1:csv` and `$<name>`;
 * pg-format's `%L`, `%I` and `%s`.
 */
export type ParameterStyle = 'dollar' | 'question' | 'colon' | 'at' | 'knex' | 'pg-promise' | 'format';

/** A text in which everything that is put in has its place. */
export interface Prepared {
  /** For the engine's parser: `$1` (PostgreSQL) or `:p1` for a value. */
  sql: string;
  /** The same with a text for each value, for grammars that take none: `'\uE000 1'`. */
  withTexts: string;
  /** The statement as a server takes it: `$1` or `?`; undefined where names or pieces of it are not shown. */
  text: string | undefined;
  /** How many values are put in. */
  values: number;
  /** Pieces of SQL that are not shown: what they may add. */
  fragments: readonly Fragment[];
}

interface Fragment {
  /** The clause that it stands in, and the one after it. */
  from: number;
  to: number;
}

/** Stands for a name that is put in. */
const NAME = 'perf_lint_hole';

/** Whether a name stands for one that the code does not show. */
export function isHoleName(name: string): boolean {
  return name.startsWith(NAME);
}

/** Clauses in the order of a statement. */
const CLAUSES: Readonly<Record<string, number>> = { select: 0, returning: 7, from: 1, join: 1, on: 1, using: 1, set: 1.5, values: 1.5, where: 2, group: 3, having: 3, order: 4, limit: 5, fetch: 5, offset: 6 };
const SELECT = 0;
const END = 8;

/** What stands after these is a table. */
const BEFORE_TABLE: ReadonlySet<string> = new Set(['from', 'join', 'into', 'update', 'table', 'only']);
/** What stands after these is a condition, a column or a list of them. */
const BEFORE_EXPRESSION: ReadonlySet<string> = new Set(['where', 'and', 'or', 'on', 'not', 'having', 'when', 'then', 'else', 'case', 'select', 'distinct', 'by', 'returning', 'filter']);
/** What stands after these is a value. */
const BEFORE_VALUE: ReadonlySet<string> = new Set(['limit', 'offset', 'like', 'ilike', 'between', 'interval', 'regexp', 'rlike', 'glob', 'escape', 'is', 'from distinct', 'against', 'any', 'all', 'some', 'first', 'next']);

/** Puts something into each hole that the parser of the engine takes, by what the hole is and where it stands. */
export function prepare(parts: readonly SqlPart[], styles: readonly ParameterStyle[], engine: Engine): Prepared {
  return new Scanner(styles, engine).scan(parts);
}

type Piece = string | { value: number };

class Scanner {
  private readonly out: Piece[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly fragments: { at: number; depth: number }[] = [];
  /** Clauses at depth 0 in order, and how many pieces of SQL came before. */
  private readonly clauses: { clause: number; after: number }[] = [];
  private readonly styles: ReadonlySet<ParameterStyle>;
  private readonly engine: Engine;
  private values = 0;
  private names = 0;
  private depth = 0;
  private exact = true;
  /** Last word or sign before the place. */
  private before = '';

  constructor(styles: readonly ParameterStyle[], engine: Engine) {
    this.styles = new Set(styles);
    this.engine = engine;
  }

  scan(parts: readonly SqlPart[]): Prepared {
    // Everything that is put in becomes one sign, so that texts can be scanned over it.
    const holes: Hole[] = [];
    let text = '';
    for (const part of parts) {
      if (typeof part === 'string') text += part.replaceAll('\u0000', ' ');
      else {
        text += '\u0000';
        holes.push(part);
      }
    }
    let at = 0;
    while (at < text.length) at = this.step(text, at, holes);
    const write = (value: (number: number) => string): string => this.out.map((piece) => (typeof piece === 'string' ? piece : value(piece.value))).join('');
    const isPostgres = this.engine === 'postgresql';
    const isMysql = this.engine === 'mysql' || this.engine === 'mariadb';
    return {
      sql: write((number) => (isPostgres ? `$${number}` : `:p${number}`)),
      withTexts: write((number) => `'${VALUE_MARK} ${number}'`),
      text: this.exact ? write((number) => (isMysql ? '?' : `$${number}`)).trim() : undefined,
      values: isMysql ? this.out.filter((piece) => typeof piece !== 'string').length : this.values,
      fragments: this.fragments.map(({ at: index, depth }) => this.reach(index, depth)),
    };
  }

  private reach(index: number, depth: number): Fragment {
    if (depth > 0) return { from: 1, to: END };
    const before = this.clauses.filter(({ after }) => after <= index).at(-1);
    const next = this.clauses.find(({ after }) => after > index);
    return { from: before?.clause ?? SELECT, to: next && next.clause > (before?.clause ?? SELECT) ? next.clause : END };
  }

  /** Reads one token, and gives where the next begins. */
  private step(text: string, at: number, holes: Hole[]): number {
    const char = text[at]!;
    if (char === '\u0000') return this.hole(text, at, holes.shift()!);
    if (char === "'" || (char === '"' && this.engine.startsWith('m'))) return this.string(text, at, char, holes);
    if (char === '"' || char === '`' || (char === '[' && this.engine === 'sqlite')) return this.quoted(text, at, char, holes);
    if (text.startsWith('--', at) || (char === '#' && this.engine.startsWith('m'))) return this.skip(text, at, text.indexOf('\n', at), holes);
    if (text.startsWith('/*', at)) return this.skip(text, at, text.indexOf('*/', at) < 0 ? -1 : text.indexOf('*/', at) + 2, holes);
    const parameter = this.parameter(text, at);
    if (parameter !== undefined) return parameter;
    const word = /^(?:[A-Za-z_\u0080-\uDFFF][\w$\u0080-\uDFFF]*|\d[\w.]*)/.exec(text.slice(at, at + 256))?.[0];
    if (word) {
      this.word(word);
      return at + word.length;
    }
    if (char === '(') this.depth += 1;
    if (char === ')') this.depth -= 1;
    this.out.push(char);
    if (!/\s/.test(char)) this.before = char;
    return at + 1;
  }

  private word(word: string): void {
    const lower = word.toLowerCase();
    const clause = CLAUSES[lower];
    if (clause !== undefined && this.depth === 0 && this.before !== '.') this.clauses.push({ clause, after: this.fragments.length });
    this.out.push(word);
    this.before = lower;
  }

  /** Comments are no part of the statement. */
  private skip(text: string, at: number, end: number, holes: Hole[]): number {
    const to = end < 0 ? text.length : end;
    for (const char of text.slice(at, to)) if (char === '\u0000') holes.shift();
    this.out.push(' ');
    return to;
  }

  private string(text: string, at: number, quote: string, holes: Hole[]): number {
    let end = at + 1;
    let value = '';
    for (; end < text.length; end += 1) {
      const char = text[end]!;
      if (char === quote && text[end + 1] === quote) {
        value += quote;
        end += 1;
      } else if (char === quote) break;
      else if (char === '\\' && this.engine.startsWith('m') && end + 1 < text.length) {
        value += text[end + 1]!;
        end += 1;
      } else if (char === '\u0000') {
        holes.shift();
        value += PUT_IN;
      } else value += char;
    }
    this.before = "'";
    if (value === PUT_IN) {
      this.out.push(this.value());
      return end + 1;
    }
    if (value.includes(PUT_IN)) this.exact = false;
    this.out.push(`'${(this.engine.startsWith('m') ? value.replaceAll('\\', '\\\\') : value).replaceAll("'", "''")}'`);
    return end + 1;
  }

  private quoted(text: string, at: number, quote: string, holes: Hole[]): number {
    const close = quote === '[' ? ']' : quote;
    let end = text.indexOf(close, at + 1);
    if (end < 0) end = text.length;
    const name = text.slice(at + 1, end);
    const put = [...name].filter((char) => char === '\u0000').length;
    for (let index = 0; index < put; index += 1) holes.shift();
    // node-sql-parser takes `"name"` for a text.
    const own = this.engine === 'postgresql' ? '"' : '`';
    this.out.push(put > 0 ? this.name() : `${own}${name}${own}`);
    this.before = 'name';
    return end + 1;
  }

  /** A value that the text itself names, as the driver writes it; gives where the text goes on. */
  private parameter(text: string, at: number): number | undefined {
    const rest = text.slice(at, at + 128);
    const has = (style: ParameterStyle): boolean => this.styles.has(style);
    const promised = has('pg-promise') ? /^\$(?:(\d+)|\{(\w[\w.]*)\}|<(\w[\w.]*)>|\((\w[\w.]*)\)|\[(\w[\w.]*)\]|\/(\w[\w.]*)\/)(:\w+|\^|~|#)?/.exec(rest) : null;
    const formatted = has('format') ? /^%(?:\d+\$)?([LIs])/.exec(rest) : null;
    const named = has('colon') || has('knex') ? /^:([A-Za-z_]\w*):?/.exec(rest) : null;
    const found =
      (promised && this.put(promised[0], PROMISED[promised[7] ?? ''] ?? 'value', promised[0])) ??
      (formatted && this.put(formatted[0], FORMATTED[formatted[1]!]!, undefined)) ??
      (has('dollar') || has('pg-promise') ? this.matched(/^\$(\d+)/, rest, 'value') : undefined) ??
      (this.engine === 'sqlite' && has('dollar') ? this.matched(/^\$[A-Za-z_]\w*/, rest, 'value') : undefined) ??
      (has('knex') && rest.startsWith('??') ? this.put('??', 'name', undefined) : undefined) ??
      ((has('question') || has('knex')) && rest.startsWith('?') ? this.put(/^\?\d*/.exec(rest)![0], 'value', /^\?\d+/.exec(rest)?.[0]) : undefined) ??
      // `::` is a cast, `a:b` no parameter.
      (named && text[at - 1] !== ':' && rest[1] !== ':' && !/\w/.test(text[at - 1] ?? '') ? this.put(has('knex') ? named[0] : named[0].replace(/:$/, ''), has('knex') && named[0].endsWith(':') ? 'name' : 'value', named[1]) : undefined) ??
      (has('at') && text[at - 1] !== '@' ? this.matched(/^@[A-Za-z_]\w*/, rest, 'value') : undefined);
    return found ? at + found : undefined;
  }

  private matched(pattern: RegExp, rest: string, hole: Hole['hole']): number | undefined {
    const found = pattern.exec(rest)?.[0];
    return found === undefined ? undefined : this.put(found, hole, found);
  }

  private put(text: string, hole: Hole['hole'], key: string | undefined): number {
    this.place(hole, key, false);
    return text.length;
  }

  private hole(text: string, at: number, { hole }: Hole): number {
    this.place(hole, undefined, text[at + 1] === '.');
    return at + 1;
  }

  private place(hole: Hole['hole'], key: string | undefined, isQualifier: boolean): void {
    const { before } = this;
    if (hole === 'value' && before !== 'in') this.out.push(this.value(key));
    else if (hole === 'name' || isQualifier || before === '.') this.out.push(this.name());
    else if (before === 'in' || before === 'values') this.out.push('(', this.value(key), ')');
    else if (BEFORE_TABLE.has(before)) this.out.push(this.name());
    else if (hole === 'list' && (before === '(' || before === ',')) this.out.push(this.value(key));
    else if (before === 'set') this.out.push(`${this.name()} = NULL`);
    else if (BEFORE_EXPRESSION.has(before) || (hole !== 'any' && (before === '(' || before === ','))) this.out.push(this.name());
    else if (hole === 'any' && isBeforeValue(before)) this.out.push(this.value(key));
    else {
      this.fragments.push({ at: this.fragments.length, depth: this.depth });
      this.exact = false;
      this.out.push(' ');
      return;
    }
    this.before = 'hole';
  }

  private value(key?: string): Piece {
    const known = key === undefined ? undefined : this.numbers.get(key);
    const number = known ?? (this.values += 1);
    if (key !== undefined) this.numbers.set(key, number);
    return { value: number };
  }

  private name(): string {
    this.exact = false;
    this.names += 1;
    return `${NAME}_${this.names}`;
  }
}

function isBeforeValue(before: string): boolean {
  return BEFORE_VALUE.has(before) || /^[=<>!,(+\-*/|%~&^@?:]$/.test(before);
}

const PROMISED: Readonly<Record<string, Hole['hole']>> = { ':csv': 'list', ':list': 'list', ':name': 'name', '~': 'name', ':alias': 'name', ':raw': 'fragment', '^': 'fragment', ':value': 'fragment', '#': 'fragment' };
const FORMATTED: Readonly<Record<string, Hole['hole']>> = { L: 'value', I: 'name', s: 'fragment' };

/** The queries of a statement with what pieces of SQL that are not shown may add to them. */
export function withFragments(queries: readonly Query[], fragments: readonly Fragment[]): Query[] {
  return queries.map((query) => fragments.reduce(withFragment, query));
}

function withFragment(query: Query, { from, to }: Fragment): Query {
  const reaches = (clause: number): boolean => clause >= from && clause < to;
  const hidden: Condition = { kind: 'unknown', why: 'a part of the condition is put in' };
  return {
    ...query,
    ...(from === SELECT && { columns: 'unknown' as const }),
    ...(reaches(1) && { unknown: [...query.unknown, 'a part of FROM is put in'] }),
    ...(reaches(2) && { where: { kind: 'and' as const, of: [...(query.where.kind === 'and' ? query.where.of : [query.where]), hidden] } }),
    ...(reaches(4) && { order: 'unknown' as const }),
    ...(reaches(5) && query.limit === 'none' && { limit: 'unknown' as const }),
    ...(reaches(6) && query.offset === 'none' && { offset: 'unknown' as const }),
  };
}
