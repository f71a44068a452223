import { Linter } from 'eslint';
import * as typescriptParser from '@typescript-eslint/parser';
import * as svelteParser from 'svelte-eslint-parser';
import * as vueParser from 'vue-eslint-parser';
import type { Finding } from '../../src/findings/types.ts';
import type { createPlugin } from '../../eslint-plugin/src/create.ts';

export type Plugin = ReturnType<typeof createPlugin>;

/** What the command line and ESLint both say of a finding. */
export interface Said {
  rule: string;
  message: string;
  place: string;
}

/** The parsers of a project in TypeScript: what is no component goes to @typescript-eslint/parser. */
export const typescriptParsers: Linter.Config[] = [
  { files: ['**/*.*'], languageOptions: { parser: typescriptParser, parserOptions: { ecmaFeatures: { jsx: true } } } },
  { files: ['**/*.{ts,mts,cts}'], languageOptions: { parserOptions: { ecmaFeatures: { jsx: false } } } },
  { files: ['**/*.vue'], languageOptions: { parser: vueParser, parserOptions: { parser: typescriptParser } } },
  { files: ['**/*.svelte'], languageOptions: { parser: svelteParser, parserOptions: { parser: typescriptParser } } },
];

/** ESLint's own parser, for JavaScript. */
export const espree: Linter.Config[] = [{ files: ['**/*.*'], languageOptions: { ecmaVersion: 'latest', parserOptions: { ecmaFeatures: { jsx: true } } } }];

/** Lints a text as a file of a folder, with all rules of the plugin and nothing else. */
export function lint(plugin: Plugin, cwd: string, file: string, text: string, parsers: Linter.Config[], more: Linter.Config = {}): Linter.LintMessage[] {
  const rules = Object.fromEntries(Object.keys(plugin.rules).map((id) => [`perf-lint/${id}`, 'error' as const]));
  const config: Linter.Config[] = [{ files: ['**/*.*'], plugins: { 'perf-lint': plugin }, rules }, ...parsers, more];
  return new Linter({ cwd }).verify(text, config, { filename: file });
}

export function saidOf({ rule, message, location: { line, column, endLine, endColumn } }: Finding): Said {
  return { rule, message, place: `${line}:${column}-${endLine}:${endColumn}` };
}

export function saidIn({ ruleId, message, line, column, endLine, endColumn }: Linter.LintMessage): Said {
  return { rule: ruleId?.replace('perf-lint/', '') ?? '', message, place: `${line}:${column}-${endLine}:${endColumn}` };
}
