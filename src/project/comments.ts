import { hint } from '../config/words.ts';
import { DIRECTIVE_WORDS, readSuppressions } from '../findings/suppress.ts';
import type { Comment, DirectiveProblem, Suppressions } from '../findings/suppress.ts';
import type { FileFacts } from '../facts/types.ts';
import type { Source } from '../source/types.ts';

/** What the comments of all files silence, and a note for each that names something which does not exist. */
export function readComments(source: Pick<Source, 'files'>, rules: ReadonlySet<string>): { suppressions: Map<string, Suppressions>; notes: string[] } {
  const suppressions = new Map<string, Suppressions>();
  const notes: string[] = [];
  for (const [file, content] of source.files) {
    if (!content.outline.head.directives) continue;
    const read = readSuppressions(commentsOf(content.facts), rules);
    suppressions.set(file, read.suppressions);
    notes.push(...read.problems.map((problem) => `${file}:${problem.line}: ${describe(problem, rules)}`));
  }
  return { suppressions, notes };
}

function commentsOf({ directives, lines }: FileFacts): Comment[] {
  return directives.map(({ text, span: [start, end] }) => {
    const line = lineAt(lines, start);
    return { text, line, column: start - (lines[line - 1] as number) + 1, endLine: lineAt(lines, end) };
  });
}

/** The line, from 1, in which an offset lies. */
function lineAt(lines: readonly number[], offset: number): number {
  let low = 0;
  let high = lines.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((lines[middle] as number) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

function describe({ kind, word }: DirectiveProblem, rules: ReadonlySet<string>): string {
  return kind === 'unknown-rule'
    ? `the comment names ${JSON.stringify(word)}, which is no rule, and silences nothing by it${hint(word, rules)}`
    : `${word} is no comment that perf-lint knows${hint(word, DIRECTIVE_WORDS)}`;
}
