import type { Finding, Place } from './types.ts';

/** A comment that may be a directive: its text without markers, and where it lies. Lines and columns start at 1. */
export interface Comment {
  text: string;
  line: number;
  column: number;
  endLine: number;
}

interface Position {
  line: number;
  column: number;
}

/** Whole lines, for some rules or, with an empty list, for all. */
interface Lines {
  rules: readonly string[];
  from: number;
  to: number;
}

/** From here on, until the next switch of the same rule: some rules or, with an empty list, all are silent or heard again. */
interface Switch {
  rules: readonly string[];
  at: Position;
  silent: boolean;
}

/** What the comments of one file silence. */
export interface Suppressions {
  lines: Lines[];
  /** In the order of the file. */
  switches: Switch[];
}

/** A comment that names something that does not exist. */
export interface DirectiveProblem {
  line: number;
  kind: 'unknown-rule' | 'unknown-directive';
  /** The word that is wrong, as written. */
  word: string;
}

type Directive = 'line' | 'next-line' | 'file' | 'disable' | 'enable';

/** Words of perf-lint's comments. */
const DIRECTIVES: ReadonlyMap<string, Directive> = new Map<string, Directive>([
  ['perf-lint-disable-next-line', 'next-line'],
  ['perf-lint-disable-line', 'line'],
  ['perf-lint-disable-file', 'file'],
  ['perf-lint-disable', 'disable'],
  ['perf-lint-enable', 'enable'],
]);

/** ESLint's words; only what they say about `perf-lint/<rule>` counts here. */
const ESLINT_DIRECTIVES: ReadonlyMap<string, Directive> = new Map<string, Directive>([
  ['eslint-disable-next-line', 'next-line'],
  ['eslint-disable-line', 'line'],
  ['eslint-disable', 'disable'],
  ['eslint-enable', 'enable'],
]);

const ESLINT_PREFIX = 'perf-lint/';
/** `perf-lint-<word>` that is meant as a directive, whether or not it is one. */
const LOOKS_LIKE_DIRECTIVE = /^perf-lint-(?:.*-)?(?:disable|enable|ignore|suppress)/;

/** Names of all directives of our own, for a hint. */
export const DIRECTIVE_WORDS: readonly string[] = [...DIRECTIVES.keys()];

/** Understands the comments of one file. `knownRules` are the ids that a comment may name. */
export function readSuppressions(
  comments: readonly Comment[],
  knownRules: ReadonlySet<string>,
): { suppressions: Suppressions; problems: DirectiveProblem[] } {
  const suppressions: Suppressions = { lines: [], switches: [] };
  const problems: DirectiveProblem[] = [];
  for (const comment of [...comments].sort(comparePositions)) {
    const { word, rules, ours } = parseComment(comment.text);
    const directive = (ours ? DIRECTIVES : ESLINT_DIRECTIVES).get(word);
    if (directive === undefined) {
      if (ours && LOOKS_LIKE_DIRECTIVE.test(word)) problems.push({ line: comment.line, kind: 'unknown-directive', word });
      continue;
    }
    const known = rules.filter((rule) => knownRules.has(rule));
    const unknown = rules.filter((rule) => !knownRules.has(rule));
    problems.push(...unknown.map((word): DirectiveProblem => ({ line: comment.line, kind: 'unknown-rule', word })));
    // No rule means every rule, but a comment whose rules do not exist, or an ESLint comment that names none of ours, means none.
    if (known.length === 0 && (unknown.length > 0 || !ours)) continue;
    apply(suppressions, directive, known, comment);
  }
  return { suppressions, problems };
}

function apply(suppressions: Suppressions, directive: Directive, rules: readonly string[], comment: Comment): void {
  const at = { line: comment.line, column: comment.column };
  switch (directive) {
    case 'line':
      suppressions.lines.push({ rules, from: comment.line, to: comment.endLine });
      break;
    case 'next-line':
      suppressions.lines.push({ rules, from: comment.endLine + 1, to: comment.endLine + 1 });
      break;
    case 'file':
      suppressions.lines.push({ rules, from: 1, to: Infinity });
      break;
    case 'disable':
    case 'enable':
      suppressions.switches.push({ rules, at, silent: directive === 'disable' });
  }
}

/** Whether a comment silences the finding: one that covers its location, or one that covers the sink, for every finding that ends there. */
export function isSuppressed(finding: Pick<Finding, 'rule' | 'location' | 'related'>, byFile: ReadonlyMap<string, Suppressions>): boolean {
  const places: Place[] = [finding.location, ...finding.related.filter((place) => place.role === 'sink')];
  return places.some((place) => {
    const suppressions = byFile.get(place.file);
    return suppressions !== undefined && covers(suppressions, finding.rule, place);
  });
}

function covers({ lines, switches }: Suppressions, rule: string, place: Position): boolean {
  const concerns = (rules: readonly string[]): boolean => rules.length === 0 || rules.includes(rule);
  if (lines.some(({ rules, from, to }) => concerns(rules) && place.line >= from && place.line <= to)) return true;
  return switches.findLast(({ rules, at }) => concerns(rules) && comparePositions(at, place) <= 0)?.silent ?? false;
}

function parseComment(text: string): { word: string; rules: string[]; ours: boolean } {
  // What follows `--` is the reason.
  const statement = text.replace(/^[\s*]+/, '').split(/\s-{2,}(?:\s|$)/, 1)[0] as string;
  const [word = '', ...rest] = statement.trim().split(/\s+/);
  const names = rest.join(' ').split(/[\s,]+/).filter((name) => name !== '' && name !== '*');
  if (word.startsWith('perf-lint-')) return { word, rules: names, ours: true };
  return { word, rules: names.filter((name) => name.startsWith(ESLINT_PREFIX)).map((name) => name.slice(ESLINT_PREFIX.length)), ours: false };
}

function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column;
}
