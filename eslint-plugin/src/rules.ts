import type { Rule as EslintRule } from 'eslint';
import { z } from 'zod';
import type { Finding } from '../../src/findings/types.ts';
import type { Rule, RuleMeta } from '../../src/rule.ts';
import type { Linter } from './lint.ts';
import { messageOf } from './message.ts';

type Schema = Exclude<NonNullable<EslintRule.RuleMetaData['schema']>, false | unknown[]>;

/** A rule of perf-lint as ESLint has rules. */
export function eslintRule({ id, meta }: Rule, linter: Linter): EslintRule.RuleModule {
  return {
    meta: {
      type: meta.level === 'error' ? 'problem' : 'suggestion',
      docs: { description: meta.description, url: pageOf(id), recommended: meta.level !== 'off' },
      hasSuggestions: true,
      schema: [optionsSchema(meta)],
    },
    create(context) {
      // A file of another language, such as CSS.
      if (context.sourceCode.ast.type !== 'Program') return {};
      const result = linter.prepare(id, context);
      return {
        Program() {
          const { findings, problems, settings } = result();
          for (const { rule, message } of problems) if (rule === id) context.report({ loc: { line: 1, column: 0 }, message });
          for (const finding of findings.get(id) ?? []) context.report(descriptorOf(finding, messageOf(finding, settings.details ?? true)));
        },
      };
    },
  };
}

/** The page of a rule, beside the plugin; from the sources as from the build. */
function pageOf(id: string): string {
  return new URL(`../rules/${id}.md`, import.meta.url).href;
}

/** Without defaults: ESLint would write them into the options, above those of perf-lint's own config. */
function optionsSchema({ options }: RuleMeta<unknown>): Schema {
  return z.toJSONSchema(options, { target: 'draft-4', io: 'input', override: ({ jsonSchema }) => void delete jsonSchema.default }) as Schema;
}

/** Lines start at 1 in both, columns at 0 in ESLint. */
function descriptorOf({ location: { file, line, column, endLine, endColumn }, suggestions }: Finding, message: string): EslintRule.ReportDescriptor {
  return {
    message,
    loc: { start: { line, column: column - 1 }, end: { line: endLine, column: endColumn - 1 } },
    // An editor changes the file that it shows, and no other.
    suggest: suggestions
      .filter(({ edits }) => edits.every((edit) => edit.file === file))
      .map(({ title, edits }) => ({ desc: title, fix: (fixer) => edits.map(({ start, end, text }) => fixer.replaceTextRange([start, end], text)) })),
  };
}
