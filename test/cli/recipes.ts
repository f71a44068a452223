import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The files that docs/pre-commit.md says to write: each stands in a block of code behind its name. */
const recipes = [...readFileSync(path.resolve(import.meta.dirname, '../../docs/pre-commit.md'), 'utf8').matchAll(/`([^`\n]+)`:\n\n```\w+\n([^]*?)```/g)].map(([, file, text]) => ({ file, text: text as string }));

/**
 * A file of the page with its text; of several of one name, the one that has these words.
 * @throws Error unless there is exactly one
 */
export function recipe(file: string, words = ''): Record<string, string> {
  const found = recipes.filter((one) => one.file === file && one.text.includes(words));
  if (found.length !== 1) throw new Error(`docs/pre-commit.md has ${found.length} recipes for ${file} with ${JSON.stringify(words)}`);
  return { [file]: found[0]!.text };
}
