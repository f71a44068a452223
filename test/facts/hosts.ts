import { Linter } from 'eslint';
import type { Rule } from 'eslint';
import * as typescriptParser from '@typescript-eslint/parser';
import { extract } from '../../src/facts/extract.ts';
import type { FileFacts } from '../../src/facts/types.ts';
import { createParser } from '../../src/source/parser.ts';

const parser = createParser();

/** Facts as the command line makes them. */
export function factsFromOxc(path: string, text: string): FileFacts {
  const parsed = parser.parse(path, text);
  if (!parsed.ok) throw new Error(`${path}: ${parsed.reason}`);
  return extract(parsed.value, text);
}

/** Facts as a rule that ESLint runs makes them, from the tree of the parser that ESLint is configured with. */
function factsInEslint(path: string, text: string, languageOptions: Linter.LanguageOptions): FileFacts {
  let facts: FileFacts | undefined;
  const probe: Rule.RuleModule = {
    create: ({ sourceCode }) => ({
      Program() {
        facts = extract({ program: sourceCode.ast, comments: sourceCode.getAllComments() as Parameters<typeof extract>[0]['comments'] }, sourceCode.text);
      },
    }),
  };
  const messages = new Linter().verify(
    text,
    [{ files: ['**/*.*'], plugins: { local: { rules: { probe } } }, rules: { 'local/probe': 'error' }, linterOptions: { reportUnusedDisableDirectives: 'off' }, languageOptions }],
    { filename: path },
  );
  if (!facts) throw new Error(`${path}: ${messages.map(({ line, column, message }) => `${line}:${column} ${message}`).join('; ')}`);
  return facts;
}

/** Facts from the tree of @typescript-eslint/parser. */
export function factsFromTypescriptEslint(path: string, text: string): FileFacts {
  const sourceType = /\.cts$|\.cjs$/.test(path) ? 'commonjs' : 'module';
  return factsInEslint(path, text, { parser: typescriptParser, sourceType, parserOptions: { ecmaFeatures: { jsx: /x$/.test(path) } } });
}

/** Facts from the tree of espree, ESLint's own parser. */
export function factsFromEspree(path: string, text: string): FileFacts {
  const sourceType = /^\s*(import|export)\b/m.test(text) ? 'module' : 'commonjs';
  return factsInEslint(path, text, { ecmaVersion: 'latest', sourceType, parserOptions: { ecmaFeatures: { jsx: true } } });
}
