import { settingsFor } from '../config/check.ts';
import type { Config } from '../config/types.ts';
import { hint } from '../config/words.ts';
import type { RawFinding } from '../findings/finalize.ts';
import { groupBy } from '../findings/group.ts';
import { DIRECTIVE_WORDS, judgeComments, readSuppressions } from '../findings/suppress.ts';
import type { Comment, DirectiveProblem, Suppressions } from '../findings/suppress.ts';
import type { Finding } from '../findings/types.ts';
import type { SourceFile } from '../facts/file.ts';
import { offsetsOf } from '../facts/spans.ts';
import type { FileFacts } from '../facts/types.ts';
import type { Rule } from '../rule.ts';
import { isComponent } from '../source/components.ts';
import type { Source } from '../source/types.ts';

/** What the comments of all files silence, and a note for each that names something which does not exist. */
export function readComments(source: Pick<Source, 'files'>, rules: ReadonlySet<string>): { suppressions: Map<string, Suppressions>; notes: string[] } {
  const suppressions = new Map<string, Suppressions>();
  const notes: string[] = [];
  for (const [path, file] of source.files) {
    if (!file.outline.head.directives) continue;
    const read = readSuppressions(commentsOf(file.facts), rules);
    suppressions.set(path, read.suppressions);
    notes.push(...read.problems.map((problem) => `${path}:${problem.line}: ${describe(problem, rules)}`));
  }
  return { suppressions, notes };
}

/** What the comments of one file silence; undefined when it has none. */
export function suppressionsOf(file: SourceFile | undefined, rules: ReadonlySet<string>): Suppressions | undefined {
  return file?.outline.head.directives ? readSuppressions(commentsOf(file.facts), rules).suppressions : undefined;
}

/** A run whose comments are judged. */
interface Judged {
  /** All that the rules found, before thresholds hide any. */
  findings: readonly Finding[];
  internalErrors: readonly { rule: string }[];
  suppressions: ReadonlyMap<string, Suppressions>;
  /** Files that rules looked at. */
  targets: readonly string[];
  /** Whether these are all files of the project: else a comment may silence what was not looked for. */
  isWhole: boolean;
}

/** What the rules about comments say. A rule that was off somewhere, or broke, may have had a finding for a comment to silence. */
export function checkComments({ findings, internalErrors, suppressions, targets, isWhole }: Judged, config: Config, rules: readonly Rule[]): RawFinding[] {
  const asking = rules.filter((rule) => rule.checkComments && isOnSomewhere(config, rule.id));
  if (asking.length === 0) return [];
  const isTold = ({ id }: Rule): boolean => isOnEverywhere(config, id) && !internalErrors.some(({ rule }) => rule === id);
  const toldOfAll = isWhole && rules.every((rule) => isTold(rule) || (rule.meta.level === 'off' && !isOnSomewhere(config, rule.id)));
  // Nothing is reported in components.
  const files = targets.filter((file) => !isComponent(file));
  const comments = judgeComments(findings, suppressions, files, (id) => (id === undefined ? toldOfAll : isWhole && rules.some((rule) => rule.id === id && isTold(rule))));
  return [...groupBy(comments, ({ place }) => place.file)].flatMap(([file, own]) => {
    const settings = settingsFor(config, file);
    return asking.flatMap((rule) => {
      const { level, options } = settings.get(rule.id)!;
      return level === 'off' ? [] : rule.checkComments!({ comments: own, options }).map((finding): RawFinding => ({ rule: rule.id, severity: level, finding }));
    });
  });
}

function isOnEverywhere({ rules, overrides }: Config, id: string): boolean {
  return rules.get(id)?.level !== 'off' && overrides.every((override) => override.rules.get(id)?.level !== 'off');
}

function isOnSomewhere({ rules, overrides }: Config, id: string): boolean {
  return rules.get(id)?.level !== 'off' || overrides.some((override) => (override.rules.get(id)?.level ?? 'off') !== 'off');
}

function commentsOf({ directives, lines }: FileFacts): Comment[] {
  return directives.map(({ text, span }) => {
    const [start, end] = offsetsOf(span);
    const [line, endLine] = [lineAt(lines, start), lineAt(lines, end)];
    return { text, line, column: start - (lines[line - 1] as number) + 1, endLine, endColumn: end - (lines[endLine - 1] as number) + 1 };
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
