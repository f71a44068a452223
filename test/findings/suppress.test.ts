import { describe, expect, it } from 'vitest';
import { judgeComments, readSuppressions, silencersOf } from '../../src/findings/suppress.ts';
import type { Comment, JudgedComment, Suppressions } from '../../src/findings/suppress.ts';
import { finding, place, related } from './make.ts';

const RULES = new Set(['n-plus-one', 'sync-io-in-async', 'unused-suppression']);

/** A comment of one line, at its start. */
function at(line: number, text: string, column = 1): Comment {
  return { text, line, column, endLine: line, endColumn: column + text.length };
}

/** Lines from 1 to 9 in which a finding of the rule is silent. */
function silent(comments: Comment[], rule = 'n-plus-one', column = 5): number[] {
  const byFile = new Map([['a.ts', readSuppressions(comments, RULES).suppressions]]);
  return [1, 2, 3, 4, 5, 6, 7, 8, 9].filter((line) => isSuppressed(finding({ rule, location: place('a.ts', line, column) }), byFile));
}

function isSuppressed(...given: Parameters<typeof silencersOf>): boolean {
  return silencersOf(...given).length > 0;
}

describe('readSuppressions', () => {
  it.each([
    ['perf-lint-disable-next-line n-plus-one', [4]],
    ['perf-lint-disable-line n-plus-one', [3]],
    ['perf-lint-disable n-plus-one', [3, 4, 5, 6, 7, 8, 9]],
    ['perf-lint-disable-file n-plus-one', [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ['perf-lint-disable-next-line n-plus-one -- three rows at most', [4]],
    ['perf-lint-disable-next-line sync-io-in-async, n-plus-one', [4]],
    ['perf-lint-disable-next-line sync-io-in-async,n-plus-one--no-reason', []],
    ['perf-lint-disable-next-line', [4]],
    ['perf-lint-disable-next-line -- n-plus-one is meant', [4]],
    ['perf-lint-disable-next-line sync-io-in-async', []],
    ['eslint-disable-next-line perf-lint/n-plus-one -- reason', [4]],
    ['eslint-disable-line no-console, perf-lint/n-plus-one', [3]],
    ['eslint-disable perf-lint/n-plus-one', [3, 4, 5, 6, 7, 8, 9]],
    ['eslint-disable-next-line no-console', []],
    ['eslint-disable-next-line', []],
    ['eslint-disable-next-line perf-lint/sync-io-in-async', []],
    ['* perf-lint-disable-next-line n-plus-one ', [4]],
    ['oxlint-disable-next-line perf-lint/n-plus-one', [4]],
    ['oxlint-disable', []],
    ['eslint perf-lint/n-plus-one: "off"', [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [`eslint curly: "error", 'perf-lint/n-plus-one': [0, { "maxConstant": 3 }] -- a report`, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ['eslint "perf-lint/sync-io-in-async": 0, "perf-lint/n-plus-one": off', [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ['eslint perf-lint/n-plus-one: "warn"', []],
    ['eslint perf-lint/n-plus-one: 01', []],
    ['eslint perf-lint/sync-io-in-async: "off", n-plus-one: "off"', []],
  ])('%s', (text, lines) => {
    expect(silent([at(3, text)])).toEqual(lines);
  });

  it('starts at the line after a comment of several lines', () => {
    expect(silent([{ text: 'perf-lint-disable-next-line n-plus-one -- a reason\n that goes on', line: 3, column: 1, endLine: 4, endColumn: 14 }])).toEqual([5]);
  });

  it('ends a block at its enable, and at the place of it within a line', () => {
    expect(silent([at(3, 'perf-lint-disable'), at(6, 'perf-lint-enable')])).toEqual([3, 4, 5]);
    expect(silent([at(3, 'perf-lint-disable', 9), at(6, 'perf-lint-enable', 9)])).toEqual([4, 5, 6]);
  });

  it('ends a block for the rules that the enable names', () => {
    const comments = [at(2, 'perf-lint-disable'), at(4, 'perf-lint-enable n-plus-one'), at(7, 'perf-lint-enable')];
    expect(silent(comments)).toEqual([2, 3]);
    expect(silent(comments, 'sync-io-in-async')).toEqual([2, 3, 4, 5, 6]);
  });

  it('takes comments in the order of the file', () => {
    expect(silent([at(6, 'perf-lint-enable'), at(3, 'perf-lint-disable')])).toEqual([3, 4, 5]);
  });

  it('names unknown rules, and silences nothing for them', () => {
    const { problems } = readSuppressions([at(3, 'perf-lint-disable-next-line n-plus-on'), at(5, 'eslint-disable-line perf-lint/nope')], RULES);
    expect(problems).toEqual([
      { line: 3, kind: 'unknown-rule', word: 'n-plus-on' },
      { line: 5, kind: 'unknown-rule', word: 'nope' },
    ]);
    expect(silent([at(3, 'perf-lint-disable-next-line n-plus-on')])).toEqual([]);
    expect(silent([at(3, 'perf-lint-disable-next-line nope n-plus-one')])).toEqual([4]);
  });

  it('names unknown directives, but no prose that starts like one', () => {
    const { problems } = readSuppressions(
      [at(1, 'perf-lint-ignore n-plus-one'), at(2, 'perf-lint-disable-nextline'), at(3, 'perf-lint-baseline.json is read here')],
      RULES,
    );
    expect(problems).toEqual([
      { line: 1, kind: 'unknown-directive', word: 'perf-lint-ignore' },
      { line: 2, kind: 'unknown-directive', word: 'perf-lint-disable-nextline' },
    ]);
  });
});

describe('reasons', () => {
  it.each([
    ['perf-lint-disable-line n-plus-one', ''],
    ['perf-lint-disable-line n-plus-one --', ''],
    ['perf-lint-disable-line n-plus-one -- three rows -- at most ', 'three rows -- at most'],
    ['perf-lint-disable-line --- why', 'why'],
    ['* perf-lint-disable-line n-plus-one\n * -- a reason\n * of two lines\n ', 'a reason of two lines'],
    ['eslint "perf-lint/n-plus-one": "off" -- why', 'why'],
  ])('%j', (text, reason) => {
    expect(readSuppressions([at(3, text)], RULES).suppressions.map((directive) => directive.reason)).toEqual([reason]);
  });
});

describe('judgeComments', () => {
  /** What is unused of the comments in lines 1, 2, …, of which findings stand in the lines given. */
  function unused(texts: string[], findings: [line: number, rule: string][], isTold: (rule: string | undefined) => boolean = () => true): JudgedComment['unused'][] {
    const byFile = new Map([['a.ts', readSuppressions(texts.map((text, index) => at(index + 1, text)), RULES).suppressions]]);
    const found = findings.map(([line, rule]) => finding({ rule, location: place('a.ts', line, 50) }));
    return judgeComments(found, byFile, ['a.ts'], isTold).map((comment) => comment.unused);
  }

  it.each<[string[], [number, string][], JudgedComment['unused'][]]>([
    [['perf-lint-disable-line n-plus-one'], [[1, 'n-plus-one']], [[]]],
    [['perf-lint-disable-line n-plus-one'], [[1, 'sync-io-in-async']], [['n-plus-one']]],
    [['perf-lint-disable-line n-plus-one'], [[2, 'n-plus-one']], [['n-plus-one']]],
    [['perf-lint-disable-line n-plus-one, sync-io-in-async, n-plus-one'], [[1, 'sync-io-in-async']], [['n-plus-one']]],
    [['perf-lint-disable-line'], [[1, 'n-plus-one']], [[]]],
    [['perf-lint-disable-line'], [], ['all']],
    [['perf-lint-disable-file', 'perf-lint-disable-line n-plus-one'], [[2, 'n-plus-one']], [[], []]],
    [['perf-lint-disable n-plus-one', 'perf-lint-disable', 'perf-lint-enable', 'perf-lint-disable'], [[2, 'n-plus-one']], [[], [], 'all']],
    [['perf-lint-disable', 'perf-lint-enable n-plus-one'], [[2, 'n-plus-one']], ['all']],
    [['perf-lint-disable-line unused-suppression'], [], [[]]],
    [['perf-lint-disable-line'], [[1, 'unused-suppression']], ['all']],
    [['eslint-disable-line perf-lint/n-plus-one', 'perf-lint-enable'], [], []],
  ])('%j with findings %j', (texts, findings, result) => {
    expect(unused(texts, findings)).toEqual(result);
  });

  it('says nothing of what cannot be told', () => {
    expect(unused(['perf-lint-disable-line n-plus-one, sync-io-in-async', 'perf-lint-disable-line'], [], (rule) => rule === 'n-plus-one')).toEqual([['n-plus-one'], []]);
  });

  it('judges the comments of the files that it is asked about, by the sinks of findings in others', () => {
    const byFile = new Map(['a.ts', 'b.ts', 'c.ts'].map((file): [string, Suppressions] => [file, readSuppressions([at(1, 'perf-lint-disable-line n-plus-one')], RULES).suppressions]));
    const ends = finding({ location: place('a.ts', 5), related: [related('sink', 'query', place('b.ts', 1, 40))] });
    expect(judgeComments([ends], byFile, ['a.ts', 'b.ts'], () => true).map((comment) => [comment.place.file, comment.unused])).toEqual([['a.ts', ['n-plus-one']], ['b.ts', []]]);
  });
});

describe('silencersOf', () => {
  const ends = finding({
    location: place('a.ts', 4),
    related: [related('step', 'byId', place('b.ts', 2)), related('sink', 'prisma.user.findUnique', place('c.ts', 6))],
  });
  const comment = (file: string, line: number): Map<string, ReturnType<typeof readSuppressions>['suppressions']> =>
    new Map([[file, readSuppressions([at(line, 'perf-lint-disable-line n-plus-one')], RULES).suppressions]]);

  it('reads comments at the location and at the sink', () => {
    expect(isSuppressed(ends, comment('a.ts', 4))).toBe(true);
    expect(isSuppressed(ends, comment('c.ts', 6))).toBe(true);
  });

  it('leaves ESLint its own comments at the location, and applies them at the sink', () => {
    const eslint = (file: string, line: number, word: string): Map<string, Suppressions> =>
      new Map([[file, readSuppressions([at(line, `${word} perf-lint/n-plus-one`)], RULES).suppressions]]);
    expect(isSuppressed(ends, eslint('a.ts', 4, 'eslint-disable-line'))).toBe(true);
    expect(isSuppressed(ends, eslint('a.ts', 4, 'eslint-disable-line'), 'eslint')).toBe(false);
    expect(isSuppressed(ends, eslint('a.ts', 4, 'oxlint-disable-line'), 'eslint')).toBe(true);
    expect(isSuppressed(ends, comment('a.ts', 4), 'eslint')).toBe(true);
    expect(isSuppressed(ends, eslint('c.ts', 6, 'eslint-disable-line'), 'eslint')).toBe(true);
  });

  it('reads no comment at a step, at another line or in another file', () => {
    expect(isSuppressed(ends, comment('b.ts', 2))).toBe(false);
    expect(isSuppressed(ends, comment('c.ts', 5))).toBe(false);
    expect(isSuppressed(ends, comment('c.ts', 4))).toBe(false);
  });
});
