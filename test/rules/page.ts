/** A ❌ or ✅ of a rule page with the files of the blocks below it. */
export interface Example {
  kind: 'wrong' | 'right';
  title: string;
  /** Text by path. */
  files: Record<string, string>;
}

export interface Page {
  /** The text between the markers of the generated part. */
  head: string;
  headings: string[];
  examples: Example[];
  /** Code blocks that no test can run: with a language that is not scanned, or without one. */
  unknownBlocks: string[];
}

const MARKER = /^(❌|✅) (.+)$/;
const FENCE = /^```(.*)$/;
const SCANNED = new Set(['ts', 'tsx', 'js', 'jsx', 'prisma']);

/**
 * Reads a rule page, as docs/rule-pages.md describes it: a line that begins with ❌ or ✅ starts an example, the blocks up
 * to the next such line or heading are its files, and blocks before the first example are files of every example.
 */
export function readPage(text: string): Page {
  const page: Page = { head: /<!-- begin generated -->\n([\s\S]*?)\n<!-- end generated -->/.exec(text)?.[1] ?? '', headings: [], examples: [], unknownBlocks: [] };
  const shared: Record<string, string> = {};
  let current: Record<string, string> | undefined = shared;
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const [, marker, title] = MARKER.exec(line) ?? [];
    if (title !== undefined) {
      current = { ...shared };
      page.examples.push({ kind: marker === '❌' ? 'wrong' : 'right', title, files: current });
    } else if (line.startsWith('#')) {
      page.headings.push(line);
      if (page.examples.length > 0) current = undefined;
    }
    const info = FENCE.exec(line)?.[1];
    if (info === undefined) continue;
    const end = lines.indexOf('```', at + 1);
    const code = lines.slice(at + 1, end < 0 ? undefined : end).join('\n');
    const [language = '', word] = info.split(' ');
    if (end < 0 || !current || !SCANNED.has(language)) page.unknownBlocks.push(`line ${at + 1}: ${line}`);
    else current[word?.startsWith('file=') ? word.slice('file='.length) : `src/example.${language}`] = code;
    at = end < 0 ? lines.length : end;
  }
  return page;
}

/** Packages that the files of an example import. */
export function packagesOf(files: Readonly<Record<string, string>>): string[] {
  const specifiers = Object.values(files).flatMap((code) => [...code.matchAll(/(?:from |require\(|import\()'([^'.][^']*)'/g)].map(([, specifier]) => specifier!));
  const names = specifiers.filter((specifier) => !specifier.startsWith('node:')).map((specifier) => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/'));
  return [...new Set(names)].sort();
}
