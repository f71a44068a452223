import { describe, expect, it } from 'vitest';
import { acceptedOf, formatBaseline, parseBaseline } from '../../src/findings/baseline.ts';
import { finding, place } from './make.ts';

const one = acceptedOf(finding({ id: '1111111111111111', location: place('src/b.ts', 4) }));
const other = acceptedOf(finding({ id: '2222222222222222', location: place('src/a.ts', 9), message: 'says "this"\nand that' }));

describe('a baseline', () => {
  it('is one line for each finding, the same in whatever order they come', () => {
    expect(formatBaseline([one, other])).toBe(formatBaseline([other, one]));
    expect(formatBaseline([one, other]).split('\n').map((line) => line.replace(/"callee".*/, '…'))).toEqual([
      '{',
      '  "version": 1,',
      '  "findings": [',
      '    {"file":"src/a.ts","rule":"n-plus-one","id":"2222222222222222",…',
      '    {"file":"src/b.ts","rule":"n-plus-one","id":"1111111111111111",…',
      '  ]',
      '}',
      '',
    ]);
  });

  it('is read as it was written, also when it is empty', () => {
    expect(parseBaseline(formatBaseline([one, other]))).toEqual({ ok: true, value: [other, one] });
    expect(parseBaseline(formatBaseline([]))).toEqual({ ok: true, value: [] });
  });

  it('holds no line number, so that it changes only when a finding does', () => {
    expect(acceptedOf(finding({ location: place('src/b.ts', 4) }))).toEqual(acceptedOf(finding({ location: place('src/b.ts', 400) })));
  });

  it.each([
    ['', /^it is no JSON \(.+\)$/],
    ['<<<<<<< HEAD\n{}\n', /^it is no JSON \([^\n]+\)$/],
    ['# a page\n\nof text\n', /^it is no JSON \([^\n]+ is not valid JSON\)$/],
    ['[]', /^it holds no list "findings"$/],
    ['{ "findings": {} }', /^it holds no list "findings"$/],
    ['{ "findings": [] }', /^its version is missing, and this perf-lint reads version 1$/],
    ['{ "version": 2, "findings": [] }', /^its version is 2, and/],
    ['{ "version": 1, "findings": [null] }', /^its finding 1 has no text "file"$/],
    [`{ "version": 1, "findings": [${JSON.stringify(one)}, ${JSON.stringify({ ...one, over: 7 })}] }`, /^its finding 2 has no text "over"$/],
  ])('that is %j is refused with the reason', (text, reason) => {
    const parsed = parseBaseline(text);
    expect(parsed).toMatchObject({ ok: false, reason: expect.stringMatching(reason) as string });
  });
});
