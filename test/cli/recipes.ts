import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The files that a page of docs/ says to write: each stands in a block of code behind its name. */
function recipesOf(page: string): { file: string | undefined; text: string }[] {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../docs', page), 'utf8');
  return [...text.matchAll(/`([^`\n]+)`:\n\n```\w+\n([^]*?)```/g)].map(([, file, block]) => ({ file, text: block as string }));
}

/**
 * A file of the page with its text; of several of one name, the one that has these words.
 * @throws Error unless there is exactly one
 */
export function recipe(file: string, words = '', page = 'pre-commit.md'): Record<string, string> {
  const found = recipesOf(page).filter((one) => one.file === file && one.text.includes(words));
  if (found.length !== 1) throw new Error(`docs/${page} has ${found.length} recipes for ${file} with ${JSON.stringify(words)}`);
  return { [file]: found[0]!.text };
}
