import type { Dialect } from './thread.ts';

/** A statement in a text: UTF-16 offsets, without the comments and blanks before it and the semicolon behind it. */
export interface StatementSpan {
  start: number;
  end: number;
}

const BLANK = /\s+/y;
const WORD = /[\p{L}_][\p{L}\p{N}_$]*|\p{N}+/uy;
const DOLLAR_TAG = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;
/** Of the client of MySQL: another sign ends statements from here on. */
const DELIMITER = /DELIMITER[ \t]+(\S+)[^\n]*/iy;
/** Data in a dump of PostgreSQL: rows up to a line with `\.` alone. */
const COPY = /^COPY\b[\s\S]*\bFROM\s+STDIN\b/i;
/** Statements of routines hold others, between BEGIN and END. */
const ROUTINE = /^CREATE\s+(?:OR\s+REPLACE\s+)?(?:DEFINER\s*=\s*\S+\s+)?(?:TEMP(?:ORARY)?\s+)?(?:TRIGGER|PROCEDURE|FUNCTION|EVENT)\b/i;

/**
 * The statements of a text, by its semicolons alone: where a parser refuses the whole, each can be parsed by itself. Strings,
 * quoted names, comments, dollar quotes, bodies of routines, rows of COPY and commands of psql are passed over.
 */
export function splitStatements(text: string, dialect: Dialect): StatementSpan[] {
  return new Splitter(text, dialect).statements();
}

/** Where the items of a list begin, up to the bracket that closes it. @param start just behind the bracket that opens it */
export function itemStarts(text: string, start: number, dialect: Dialect): number[] {
  return new Splitter(text, dialect).items(start);
}

class Splitter {
  private readonly text: string;
  private readonly dialect: Dialect;
  private at = 0;

  constructor(text: string, dialect: Dialect) {
    this.text = text;
    this.dialect = dialect;
  }

  statements(): StatementSpan[] {
    const spans: StatementSpan[] = [];
    let delimiter = ';';
    for (;;) {
      this.skipBlanks();
      if (this.at >= this.text.length) return spans;
      if (this.dialect === 'postgresql' && this.text[this.at] === '\\') {
        this.skipLine();
        continue;
      }
      const change = this.match(DELIMITER);
      if (change) {
        delimiter = change[1]!;
        continue;
      }
      const start = this.at;
      const end = this.statementEnd(start, delimiter);
      if (end > start) spans.push({ start, end });
      if (COPY.test(this.text.slice(start, end))) this.skipRows();
    }
  }

  items(start: number): number[] {
    const starts: number[] = [];
    this.at = start;
    let depth = 0;
    this.skipBlanks();
    starts.push(this.at);
    while (this.at < this.text.length) {
      const sign = this.text[this.at]!;
      if (sign === ')' && depth === 0) break;
      if (sign === '(') depth++;
      else if (sign === ')') depth--;
      if (sign === ',' && depth === 0) {
        this.at++;
        this.skipBlanks();
        starts.push(this.at);
      } else this.skipOne();
    }
    return starts;
  }

  /** Moves behind the delimiter. */
  private statementEnd(start: number, delimiter: string): number {
    const isRoutine = this.dialect !== 'postgresql' && ROUTINE.test(this.text.slice(start, start + 200));
    let [depth, end] = [0, start];
    while (this.at < this.text.length) {
      if (this.text.startsWith(delimiter, this.at) && (depth === 0 || delimiter !== ';')) {
        this.at += delimiter.length;
        return end;
      }
      const word = this.match(WORD)?.[0].toUpperCase();
      if (word === undefined) {
        if (!this.skipBlanks()) this.skipOne();
        else continue;
      } else if (isRoutine && (word === 'BEGIN' || word === 'CASE' || ((word === 'IF' || word === 'LOOP') && depth > 0 && this.previousWord(word.length) !== 'END'))) depth++;
      else if (isRoutine && word === 'END' && depth > 0) depth--;
      end = this.at;
    }
    return end;
  }

  private previousWord(length: number): string {
    return /(\w+)\s*$/.exec(this.text.slice(Math.max(0, this.at - length - 20), this.at - length))?.[1]?.toUpperCase() ?? '';
  }

  /** Blanks and comments. */
  private skipBlanks(): boolean {
    const from = this.at;
    for (;;) {
      if (this.match(BLANK)) continue;
      if (this.startsLineComment()) {
        this.skipLine();
        continue;
      }
      if (!this.text.startsWith('/*', this.at) || this.isExecutable()) return this.at > from;
      this.skipBlockComment();
    }
  }

  private startsLineComment(): boolean {
    if (this.text[this.at] === '#') return this.dialect === 'mysql' || this.dialect === 'mariadb';
    return this.text.startsWith('--', this.at);
  }

  /** A comment that MySQL runs, `/*!40101 … *\/`, is a statement as any. */
  private isExecutable(): boolean {
    return (this.dialect === 'mysql' || this.dialect === 'mariadb') && this.text.startsWith('/*!', this.at);
  }

  private skipBlockComment(): void {
    let depth = 0;
    for (;;) {
      if (this.text.startsWith('/*', this.at) && (depth === 0 || this.dialect === 'postgresql')) {
        depth++;
        this.at += 2;
      } else if (this.text.startsWith('*/', this.at)) {
        this.at += 2;
        if (--depth === 0) return;
      } else if (this.at >= this.text.length) return;
      else this.at++;
    }
  }

  /** A string, a quoted name, a word or a sign. */
  private skipOne(): void {
    const sign = this.text[this.at]!;
    if (sign === "'") return this.skipQuoted(sign, this.dialect === 'mysql' || this.dialect === 'mariadb' || (this.dialect === 'postgresql' && /(?:^|[^\w$])[eE]$/.test(this.text.slice(Math.max(0, this.at - 2), this.at))));
    if (sign === '"' || sign === '`') return this.skipQuoted(sign, sign === '"' && (this.dialect === 'mysql' || this.dialect === 'mariadb'));
    if (sign === '[' && this.dialect === 'sqlite') return this.skipQuoted(']', false);
    if (sign === '$' && this.dialect === 'postgresql') {
      const tag = this.match(DOLLAR_TAG)?.[0];
      if (tag !== undefined) {
        const end = this.text.indexOf(tag, this.at);
        this.at = end < 0 ? this.text.length : end + tag.length;
        return;
      }
    }
    if (!this.skipBlanks() && !this.match(WORD)) this.at++;
  }

  private skipQuoted(quote: string, escapes: boolean): void {
    this.at++;
    while (this.at < this.text.length) {
      const sign = this.text[this.at]!;
      if (escapes && sign === '\\') this.at += 2;
      else if (sign !== quote) this.at++;
      else if (this.text[this.at + 1] === quote && quote !== ']') this.at += 2;
      else break;
    }
    this.at++;
  }

  private skipRows(): void {
    const end = /^\\\.\r?$/m;
    const found = end.exec(this.text.slice(this.at));
    this.at = found ? this.at + found.index + found[0].length : this.text.length;
  }

  private skipLine(): void {
    const end = this.text.indexOf('\n', this.at);
    this.at = end < 0 ? this.text.length : end + 1;
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at += found[0].length;
    return found;
  }
}
