/** The code of a single-file component, with the path that tells the parser its dialect. */
export interface ComponentCode {
  path: string;
  /** As long as the component: all but the code is blank, so that offsets and lines hold. */
  text: string;
}

const COMPONENT = /\.(?:vue|svelte)$/;

/** Dialects by the `lang` of a script; a script in another language is no code of ours. */
const DIALECT_OF: Readonly<Record<string, string>> = { ts: 'ts', typescript: 'ts', tsx: 'tsx', js: 'js', javascript: 'js', jsx: 'jsx' };
const SCRIPT_TYPE = /^(?:module|(?:text|application)\/(?:javascript|ecmascript|typescript|babel)|ts)$/i;

/** Parts of a Svelte file that may hold scripts which are markup, besides comments. */
const SVELTE_BLOCKS = new Set(['script', 'style', 'svelte:head']);

/** Whether a file keeps its code in script blocks. */
export function isComponent(path: string): boolean {
  return COMPONENT.test(path);
}

/**
 * The script blocks of a .vue or .svelte file in their places. As the compilers of both have it, a block ends at the first
 * closing tag, wherever that stands; a block that nobody closes ends with the file.
 */
export function componentCode(path: string, text: string): ComponentCode {
  const blocks = scripts(text, path.endsWith('.vue'));
  let code = '';
  let at = 0;
  for (const { start, end } of blocks) {
    // The semicolon keeps two blocks from being read as one statement.
    code += blank(text.slice(at, start)) + text.slice(start, end) + (end < text.length ? ';' : '');
    at = Math.min(end + 1, text.length);
  }
  return { path: `${path}.${dialectOf(blocks)}`, text: code + blank(text.slice(at)) };
}

/** Blocks share one module, so that one of them in TypeScript makes it all TypeScript. */
function dialectOf(blocks: readonly Block[]): string {
  const dialects = new Set(blocks.map(({ dialect }) => dialect));
  return ['tsx', 'ts', 'jsx'].find((dialect) => dialects.has(dialect)) ?? 'js';
}

function blank(text: string): string {
  return text.replace(/[^\n\r\u2028\u2029]/g, ' ');
}

interface Block {
  start: number;
  end: number;
  dialect: string;
}

/** The scripts at the top level of a component, in order. */
function scripts(text: string, isVue: boolean): Block[] {
  const blocks: Block[] = [];
  for (let at = text.indexOf('<'); at >= 0; ) {
    if (text.startsWith('<!--', at)) at = after(text, /-->/g, at);
    else {
      const name = nameAt(text, at);
      at = name === '' || isQuoted(text, at) || !(isVue || SVELTE_BLOCKS.has(name)) ? at + 1 : afterBlock(text, name, tagAt(text, at), isVue, blocks);
    }
    at = text.indexOf('<', at);
  }
  return blocks;
}

/** Behind the block that a tag opens; a script is added to the list. */
function afterBlock(text: string, name: string, { attributes, end, closed }: Tag, isVue: boolean, blocks: Block[]): number {
  if (closed) return end;
  if (isVue && name === 'template') return afterTemplate(text, end);
  const close = closingTag(text, name, end);
  const dialect = name === 'script' ? scriptDialect(attributes) : undefined;
  if (dialect !== undefined) blocks.push({ start: end, end: close, dialect });
  return after(text, />/g, close);
}

/** `{@html '<script>…'}`: text of an expression. */
function isQuoted(text: string, at: number): boolean {
  return at > 0 && /["'`]/.test(text[at - 1]!);
}

function scriptDialect(attributes: string): string | undefined {
  const type = attribute(attributes, 'type');
  if (type !== undefined && !SCRIPT_TYPE.test(type)) return undefined;
  const fallback = type !== undefined && /^(?:ts|.*typescript)$/i.test(type) ? 'ts' : 'js';
  return DIALECT_OF[attribute(attributes, 'lang')?.toLowerCase() ?? fallback];
}

function attribute(attributes: string, name: string): string | undefined {
  return new RegExp(`(?:^|\\s)${name}\\s*=\\s*["']?([^"'\\s>]+)`).exec(attributes)?.[1];
}

interface Tag {
  attributes: string;
  /** Behind its `>`. */
  end: number;
  /** `<x />` */
  closed: boolean;
}

/** The name of the tag that opens at an offset, or ''. */
function nameAt(text: string, at: number): string {
  const name = /<([a-z][\w:-]*)/iy;
  name.lastIndex = at;
  return name.exec(text)?.[1]!.toLowerCase() ?? '';
}

function tagAt(text: string, at: number): Tag {
  const end = tagEnd(text, at);
  const attributes = text.slice(at, end);
  return { attributes, end, closed: attributes.endsWith('/>') };
}

/** Behind the `>` of a tag. Quotes in its attributes may hold another, unless nobody closes them. */
function tagEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const char = text[at]!;
    if (char === '>') return at + 1;
    if (char !== '"' && char !== "'") continue;
    const close = text.indexOf(char, at + 1);
    if (close < 0) break;
    at = close;
  }
  return after(text, />/g, from);
}

/** Where the tag that closes a block begins, or the end of the text. */
function closingTag(text: string, name: string, from: number): number {
  const tag = new RegExp(`</${name}(?=[\\s/>])`, 'gi');
  tag.lastIndex = from;
  return tag.exec(text)?.index ?? text.length;
}

/** Behind a template of Vue, which may hold others. */
function afterTemplate(text: string, from: number): number {
  const part = /<!--[\s\S]*?(?:-->|$)|<\/template(?=[\s/>])[^>]*>?|<template(?=[\s/>])/gi;
  part.lastIndex = from;
  for (let depth = 1; depth > 0; ) {
    const found = part.exec(text);
    if (!found) return text.length;
    if (found[0].startsWith('</')) depth--;
    else if (!found[0].startsWith('<!--')) {
      const tag = tagAt(text, found.index);
      if (!tag.closed) depth++;
      part.lastIndex = tag.end;
    }
  }
  return part.lastIndex;
}

/** Behind the next match, or the end of the text. */
function after(text: string, what: RegExp, from: number): number {
  what.lastIndex = from;
  return what.test(text) ? what.lastIndex : text.length;
}
