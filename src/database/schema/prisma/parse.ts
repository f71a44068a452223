/** What a Prisma schema is written in, as a tree: https://www.prisma.io/docs/orm/reference/prisma-schema-reference */
export interface PrismaBlock {
  keyword: string;
  name: string;
  /** Of a model, a view, a type or an enum (its values). */
  fields: PrismaField[];
  /** `@@…`, and those of the generator and the datasource as `key = value`. */
  attributes: PrismaAttribute[];
  start: number;
  end: number;
}

export interface PrismaField {
  name: string;
  /** '' for a value of an enum; the text of `Unsupported("…")`. */
  type: string;
  unsupported: boolean;
  list: boolean;
  optional: boolean;
  attributes: PrismaAttribute[];
  start: number;
  end: number;
}

export interface PrismaAttribute {
  /** Without signs: `id`, `db.VarChar`; the key of an assignment. */
  name: string;
  args: PrismaArgument[];
  start: number;
  end: number;
}

export interface PrismaArgument {
  name?: string;
  value: PrismaValue;
}

export type PrismaValue =
  | { kind: 'string'; value: string }
  | { kind: 'number'; value: number }
  /** A field, a function's name, `true`; with dots for a field of a composite type. */
  | { kind: 'name'; value: string }
  | { kind: 'call'; name: string; args: PrismaArgument[] }
  | { kind: 'list'; items: PrismaValue[] }
  | { kind: 'object'; entries: PrismaArgument[] };

export interface PrismaTree {
  blocks: PrismaBlock[];
  /** Offsets of what could not be read, with the reason. */
  errors: { at: number; reason: string }[];
}

interface Token {
  kind: 'name' | 'string' | 'number' | 'sign';
  text: string;
  start: number;
  end: number;
}

const TOKEN = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|("(?:\\.|[^"\\\n])*")|(@@?)|(-?\d+(?:\.\d+)?)|([\p{L}_][\p{L}\p{N}_-]*)|([\s\S])/uy;

const KEYWORDS: ReadonlySet<string> = new Set(['model', 'view', 'type', 'enum', 'datasource', 'generator']);

class Unexpected extends Error {
  readonly at: number;

  constructor(at: number, reason: string) {
    super(reason);
    this.at = at;
  }
}

/** Parses one file. A block that cannot be read is left out and said; the others are there. */
export function parsePrisma(text: string): PrismaTree {
  return new Parser(text).parse();
}

class Parser {
  private readonly tokens: Token[];
  private readonly length: number;
  private next = 0;

  constructor(text: string) {
    this.tokens = tokensOf(text);
    this.length = text.length;
  }

  parse(): PrismaTree {
    const tree: PrismaTree = { blocks: [], errors: [] };
    while (this.peek()) {
      const from = this.next;
      try {
        tree.blocks.push(this.block());
      } catch (error) {
        if (!(error instanceof Unexpected)) throw error;
        tree.errors.push({ at: error.at, reason: error.message });
        this.next = from + 1;
        while (this.peek() && !this.startsBlock()) this.next++;
      }
    }
    return tree;
  }

  private startsBlock(): boolean {
    const [keyword, name, brace] = this.tokens.slice(this.next, this.next + 3);
    return KEYWORDS.has(keyword!.text) && name?.kind === 'name' && brace?.text === '{';
  }

  private block(): PrismaBlock {
    const keyword = this.expect('name');
    const name = this.expect('name');
    this.sign('{');
    const block: PrismaBlock = { keyword: keyword.text, name: name.text, fields: [], attributes: [], start: keyword.start, end: keyword.start };
    for (;;) {
      const token = this.peek();
      if (!token) throw new Unexpected(this.length, `${keyword.text} ${name.text} is not closed`);
      if (token.text === '}' && token.kind === 'sign') break;
      if (token.text === '@@') block.attributes.push(this.attribute());
      else {
        const first = this.expect('name');
        if (this.peek()?.text === '=') {
          this.take();
          const value = this.value();
          block.attributes.push({ name: first.text, args: [{ value }], start: first.start, end: this.lastEnd() });
        } else block.fields.push(this.field(first, keyword.text === 'enum'));
      }
    }
    block.end = this.take().end;
    return block;
  }

  private field(name: Token, isEnum: boolean): PrismaField {
    const field: PrismaField = { name: name.text, type: '', unsupported: false, list: false, optional: false, attributes: [], start: name.start, end: name.end };
    if (!isEnum) {
      // `name: Type` is an old way to write it.
      if (this.peek()?.text === ':') this.take();
      field.type = this.expect('name').text;
      if (field.type === 'Unsupported' && this.peek()?.text === '(') {
        const [argument] = this.arguments();
        field.unsupported = true;
        field.type = argument?.value.kind === 'string' ? argument.value.value : '';
      }
      if (this.peek()?.text === '[') {
        this.take();
        this.sign(']');
        field.list = true;
      }
      if (this.peek()?.text === '?') {
        this.take();
        field.optional = true;
      }
    }
    while (this.peek()?.text === '@') field.attributes.push(this.attribute());
    field.end = this.lastEnd();
    return field;
  }

  private attribute(): PrismaAttribute {
    const { start } = this.take();
    let name = this.expect('name').text;
    while (this.peek()?.text === '.') {
      this.take();
      name += `.${this.expect('name').text}`;
    }
    const args = this.peek()?.text === '(' ? this.arguments() : [];
    return { name, args, start, end: this.lastEnd() };
  }

  private arguments(): PrismaArgument[] {
    this.sign('(');
    return this.listOf(')', () => this.argument());
  }

  private argument(): PrismaArgument {
    const [first, second] = [this.tokens[this.next], this.tokens[this.next + 1]];
    if (first?.kind !== 'name' || second?.text !== ':') return { value: this.value() };
    this.next += 2;
    return { name: first.text, value: this.value() };
  }

  private value(): PrismaValue {
    const token = this.take();
    if (token.kind === 'string') return { kind: 'string', value: unescaped(token.text) };
    if (token.kind === 'number') return { kind: 'number', value: Number(token.text) };
    if (token.text === '[') return { kind: 'list', items: this.listOf(']', () => this.value()) };
    if (token.text === '{') return { kind: 'object', entries: this.listOf('}', () => this.argument()) };
    if (token.kind !== 'name') throw new Unexpected(token.start, `unexpected ${token.text}`);
    let name = token.text;
    while (this.peek()?.text === '.') {
      this.take();
      name += `.${this.expect('name').text}`;
    }
    return this.peek()?.text === '(' ? { kind: 'call', name, args: this.arguments() } : { kind: 'name', value: name };
  }

  private listOf<T>(end: string, item: () => T): T[] {
    const items: T[] = [];
    for (;;) {
      const token = this.peek();
      if (!token) throw new Unexpected(this.length, `${end} is missing`);
      if (token.text === end) break;
      items.push(item());
      if (this.peek()?.text === ',') this.take();
    }
    this.take();
    return items;
  }

  private peek(): Token | undefined {
    return this.tokens[this.next];
  }

  private take(): Token {
    const token = this.tokens[this.next];
    if (!token) throw new Unexpected(this.length, 'the file ends too early');
    this.next++;
    return token;
  }

  private expect(kind: Token['kind']): Token {
    const token = this.take();
    if (token.kind !== kind) throw new Unexpected(token.start, `unexpected ${token.text}`);
    return token;
  }

  private sign(text: string): void {
    const token = this.take();
    if (token.text !== text) throw new Unexpected(token.start, `unexpected ${token.text}, where ${text} should be`);
  }

  private lastEnd(): number {
    return this.tokens[this.next - 1]!.end;
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const found of text.matchAll(new RegExp(TOKEN.source, 'gu'))) {
    const [, string, at, number, name, sign] = found;
    const kind = string !== undefined ? 'string' : number !== undefined ? 'number' : name !== undefined ? 'name' : at !== undefined || sign !== undefined ? 'sign' : undefined;
    if (kind) tokens.push({ kind, text: found[0], start: found.index, end: found.index + found[0].length });
  }
  return tokens;
}

function unescaped(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.slice(1, -1).replace(/\\(.)/g, '$1');
  }
}
