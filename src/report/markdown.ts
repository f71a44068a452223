import { displayWidth, padColumns, printable } from './width.ts';

/** A part of a rule's page: a heading of the second level and what stands below it. */
export interface Section {
  title: string;
  text: string;
}

/** A rule's page without its title and its generated head, by sections. */
export function pageSections(page: string): Section[] {
  const sections: Section[] = [];
  let isFenced = false;
  for (const line of page.split('\n')) {
    if (line.startsWith('```')) isFenced = !isFenced;
    const title = isFenced ? undefined : /^## (.*)/.exec(line)?.[1];
    if (title !== undefined) sections.push({ title, text: '' });
    else if (sections.length > 0) sections.at(-1)!.text += `${line}\n`;
  }
  return sections.map(({ title, text }) => ({ title, text: text.replace(/^\n+/, '').trimEnd() }));
}

/** Inline Markdown as plain text: links by their text, with the address behind it where it is one of the web. */
function plainInline(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\(([^)\s]*)\)/g, (_, label: string, url: string) => (/^https?:/.test(url) && url !== label ? `${label} (${url})` : label))
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/`([^`]+)`/g, '$1');
}

/** Markdown as plain text: paragraphs on one line each or wrapped, code indented, tables in columns. */
export function plainText(markdown: string, width = Infinity): string {
  const blocks: string[] = [];
  let paragraph: string[] = [];
  let code: string[] | undefined;
  let rows: string[][] = [];
  const flush = (): void => {
    if (rows.length > 0) blocks.push(table(rows));
    rows = [];
    if (paragraph.length > 0) blocks.push(wrap(plainInline(paragraph.join(' ')), width));
    paragraph = [];
  };
  for (const line of markdown.split('\n')) {
    if (line.startsWith('```')) {
      flush();
      if (code) blocks.push(code.map((one) => (one === '' ? '' : `    ${one}`)).join('\n'));
      code = code ? undefined : [];
    } else if (code) code.push(line);
    else if (line.trim() === '') flush();
    else if (line.startsWith('|')) {
      if (!/^[|\s:-]+$/.test(line)) rows.push(line.split('|').slice(1, -1).map((cell) => plainInline(cell.trim())));
    } else if (/^(#+ |- |\d+\. | {4})/.test(line)) {
      flush();
      if (line.startsWith('- ')) paragraph = [line];
      else blocks.push(plainInline(line.replace(/^#+ /, '')));
    } else paragraph.push(line.trim());
  }
  flush();
  return joinBlocks(blocks);
}

/** The cells of a table in columns; the last one is as wide as it is. */
function table(rows: readonly string[][]): string {
  const widths = rows.reduce<number[]>((all, row) => row.map((cell, index) => Math.max(all[index] ?? 0, displayWidth(cell))), []);
  return rows.map((row) => row.map((cell, index) => (index === row.length - 1 ? cell : padColumns(cell, widths[index]!))).join('  ')).join('\n');
}

/** Items of a list stand together; everything else has an empty line between. */
function joinBlocks(blocks: readonly string[]): string {
  const isItem = (block: string | undefined): boolean => block?.startsWith('- ') === true;
  return blocks.map((block, index) => (index === 0 ? block : `${isItem(block) && isItem(blocks[index - 1]) ? '\n' : '\n\n'}${block}`)).join('');
}

/** Breaks a text into lines at spaces. */
export function wrap(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && displayWidth(`${line} ${word}`) > width) {
      lines.push(line);
      line = text.startsWith('- ') ? `  ${word}` : word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}

/** Text that Markdown shows as it is. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&');
}

/** Text of the code as it is: no marks and no HTML. */
export function inline(text: string): string {
  return quiet(escapeMarkdown(printable(text)));
}

/** An empty comment keeps the name of a person, or the number of an issue, from being one. */
export function quiet(text: string): string {
  return text.replace(/[@#](?=\w)/g, '$&<!-- -->');
}

/** Text as code in a line, whatever marks it holds. */
export function inlineCode(text: string): string {
  const clean = printable(text).replaceAll('|', '\\|');
  const fence = fenceFor(clean, 1);
  const space = clean.startsWith('`') || clean.endsWith('`') ? ' ' : '';
  return `${fence}${space}${clean}${space}${fence}`;
}

/** Lines as a block of code, whatever they hold. */
export function codeBlock(lines: readonly string[], language = ''): string {
  const clean = lines.map(printable);
  const fence = fenceFor(clean.join('\n'), 3);
  return [`${fence}${language}`, ...clean, fence].join('\n');
}

/** More backticks than stand in a row anywhere in the text. */
function fenceFor(text: string, least: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return '`'.repeat(Math.max(least, longest + 1));
}
