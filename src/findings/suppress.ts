import type { Finding, Place } from './types.ts';

/** A comment that may be a directive: its text without markers, and where it lies. Lines and columns start at 1. */
export interface Comment extends Omit<Place, 'file'> {
  text: string;
}

/** What a comment does: for its own lines, the line after it, the whole file, or from here until another one of the kind says otherwise. */
type Effect = 'line' | 'next-line' | 'file' | 'disable' | 'enable';

/** A comment that silences rules, or lets them be heard again. */
export interface Directive {
  effect: Effect;
  /** Written for perf-lint; else for ESLint or oxlint. */
  ours: boolean;
  /** The word that it begins with. */
  word: string;
  /** Those that it names; none: all of them. */
  rules: readonly string[];
  /** What follows `--`, in one line; '' where nothing does. */
  reason: string;
  place: Omit<Place, 'file'>;
}

/** The directives of one file, in its order. */
export type Suppressions = readonly Directive[];

/** A comment that names something that does not exist. */
export interface DirectiveProblem {
  line: number;
  kind: 'unknown-rule' | 'unknown-directive';
  /** The word that is wrong, as written. */
  word: string;
}

/** The words after the name of their tool. */
const EFFECTS: readonly (readonly [string, Effect])[] = [
  ['disable-next-line', 'next-line'],
  ['disable-line', 'line'],
  ['disable', 'disable'],
  ['enable', 'enable'],
];

/** Words of perf-lint's comments. */
const OURS: ReadonlyMap<string, Effect> = new Map([...wordsOf('perf-lint'), ['perf-lint-disable-file', 'file']]);

/** Words of linters that run our rules; only what they say about `perf-lint/<rule>` counts here. `eslint` sets levels for a file. */
const THEIRS: ReadonlyMap<string, Effect> = new Map([...wordsOf('eslint'), ...wordsOf('oxlint'), ['eslint', 'file']]);

const THEIR_PREFIX = 'perf-lint/';
/** A level of ours in a comment that sets levels: `perf-lint/n-plus-one: "off"`, `"perf-lint/n-plus-one": [0, {…}]`. */
const SWITCHED_OFF = /perf-lint\/([\w-]+)["']?\s*:\s*\[?\s*(?:(["']?)off\2|0)(?=\s*(?:$|[,\]}]))/g;
/** `perf-lint-<word>` that is meant as a directive, whether or not it is one. */
const LOOKS_LIKE_DIRECTIVE = /^perf-lint-(?:.*-)?(?:disable|enable|ignore|suppress)/;

/** Names of all directives of our own, for a hint. */
export const DIRECTIVE_WORDS: readonly string[] = [...OURS.keys()];

/** The rule about such comments: only a comment that names it silences it, so that none silences what is said of itself. */
export const COMMENT_RULE = 'unused-suppression';

function wordsOf(tool: string): [string, Effect][] {
  return EFFECTS.map(([word, effect]) => [`${tool}-${word}`, effect]);
}

/** Understands the comments of one file. `knownRules` are the ids that a comment may name. */
export function readSuppressions(comments: readonly Comment[], knownRules: ReadonlySet<string>): { suppressions: Suppressions; problems: DirectiveProblem[] } {
  const suppressions: Directive[] = [];
  const problems: DirectiveProblem[] = [];
  for (const { text, ...place } of [...comments].sort(comparePositions)) {
    const { word, rules, ours, reason } = parseComment(text);
    const effect = (ours ? OURS : THEIRS).get(word);
    if (effect === undefined) {
      if (ours && LOOKS_LIKE_DIRECTIVE.test(word)) problems.push({ line: place.line, kind: 'unknown-directive', word });
      continue;
    }
    const known = rules.filter((rule) => knownRules.has(rule));
    const unknown = rules.filter((rule) => !knownRules.has(rule));
    problems.push(...unknown.map((name): DirectiveProblem => ({ line: place.line, kind: 'unknown-rule', word: name })));
    // No rule means every rule, but a comment whose rules do not exist, or one of another linter that names none of ours, means none.
    if (known.length > 0 || (unknown.length === 0 && ours)) suppressions.push({ effect, ours, word, rules: known, reason, place });
  }
  return { suppressions, problems };
}

/** A directive that silences a finding, and its file. */
export interface Silencer {
  file: string;
  directive: Directive;
}

/** What the comments of a file silence, by its path. */
export type SuppressionsByFile = Pick<ReadonlyMap<string, Suppressions>, 'get'>;

/**
 * The comments that silence a finding: those that cover its location, and those that cover the sink, which are for every finding that
 * ends there. Where ESLint runs the rules it applies its own comments at the location, and counts the ones that it did not need:
 * they are left to it.
 */
export function silencersOf(finding: Pick<Finding, 'rule' | 'location' | 'related'>, byFile: SuppressionsByFile, host: 'cli' | 'eslint' = 'cli'): Silencer[] {
  const at = (place: Place): Silencer[] => covering(byFile.get(place.file) ?? [], finding.rule, place).map((directive) => ({ file: place.file, directive }));
  const { location, related } = finding;
  const here = at(location);
  const found = [...here, ...related.filter(({ role }) => role === 'sink').flatMap(at)];
  // The sink may be the location itself. `/* eslint rule: off */` is not left to the host: ESLint does not run the rule then, and oxlint does not know it.
  const isLeft = ({ directive }: Silencer): boolean => host === 'eslint' && directive.word.startsWith('eslint-') && here.some((one) => one.directive === directive);
  return found.filter((one, index) => !isLeft(one) && found.findIndex(({ directive }) => directive === one.directive) === index);
}

/** What comments make of a finding. */
export function silenced(finding: Pick<Finding, 'rule' | 'location' | 'related'>, byFile: SuppressionsByFile, host: 'cli' | 'eslint' = 'cli'): Pick<Finding, 'suppressed' | 'justification'> {
  const silencers = silencersOf(finding, byFile, host);
  const justification = silencers.find(({ directive }) => directive.reason !== '')?.directive.reason;
  return { suppressed: silencers.length > 0, ...(justification !== undefined && { justification }) };
}

/** The directives by which a rule is silent at a place. */
function covering(directives: Suppressions, rule: string, place: Position): Directive[] {
  const concerning = directives.filter(({ rules }) => rules.includes(rule) || (rules.length === 0 && rule !== COMMENT_RULE));
  const lines = concerning.filter((directive) => coversLine(directive, place.line));
  const switches = concerning.filter(({ effect, place: at }) => (effect === 'disable' || effect === 'enable') && comparePositions(at, place) <= 0);
  return [...lines, ...switches.slice(switches.findLastIndex(({ effect }) => effect === 'enable') + 1)];
}

function coversLine({ effect, place }: Directive, line: number): boolean {
  if (effect === 'file') return true;
  return effect === 'line' ? line >= place.line && line <= place.endLine : effect === 'next-line' && line === place.endLine + 1;
}

function parseComment(text: string): Pick<Directive, 'word' | 'rules' | 'ours' | 'reason'> {
  const [statement = '', ...rest] = text.replace(/^[\s*]+/, '').split(/\s-{2,}(?=\s|$)/);
  const reason = rest.join(' --').replace(/\n[\s*]*/g, ' ').trim();
  const [word = '', ...more] = statement.trim().split(/\s+/);
  const names = more.join(' ').split(/[\s,]+/).filter((name) => name !== '' && name !== '*');
  if (word.startsWith('perf-lint-')) return { word, rules: names, ours: true, reason };
  const theirs = word === 'eslint' ? [...statement.matchAll(SWITCHED_OFF)].map(([, rule = '']) => rule) : names.filter((name) => name.startsWith(THEIR_PREFIX)).map((name) => name.slice(THEIR_PREFIX.length));
  return { word, rules: theirs, ours: false, reason };
}

interface Position {
  line: number;
  column: number;
}

function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column;
}

/** A comment of perf-lint's own that silences, and what came of it. */
export interface JudgedComment extends Pick<Directive, 'word' | 'rules' | 'reason'> {
  place: Place;
  /** Rules of which it silences nothing, as far as that can be told; of a comment that names none, `all`. */
  unused: readonly string[] | 'all';
}

/**
 * Judges the comments of some files by the findings that there are, whatever thresholds hide.
 * @param isTold whether all findings of a rule are among them; of every rule, where none is named
 */
export function judgeComments(findings: readonly Pick<Finding, 'rule' | 'location' | 'related'>[], byFile: SuppressionsByFile, files: readonly string[], isTold: (rule: string | undefined) => boolean): JudgedComment[] {
  const used = new Map<Directive, Set<string>>();
  for (const finding of findings) for (const { directive } of silencersOf(finding, byFile)) used.set(directive, (used.get(directive) ?? new Set()).add(finding.rule));
  return files.flatMap((file) =>
    (byFile.get(file) ?? []).flatMap((directive): JudgedComment[] => {
      const { ours, effect, word, rules, reason, place } = directive;
      if (!ours || effect === 'enable') return [];
      const silenced = used.get(directive);
      const isUnused = (rule: string): boolean => rule !== COMMENT_RULE && !silenced?.has(rule) && isTold(rule);
      const unused = rules.length > 0 ? [...new Set(rules)].filter(isUnused) : !silenced && isTold(undefined) ? 'all' : [];
      return [{ word, rules, reason, place: { file, ...place }, unused }];
    }),
  );
}
