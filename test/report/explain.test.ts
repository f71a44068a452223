import { describe, expect, it } from 'vitest';
import { explainJson, explainText } from '../../src/report/explain.ts';
import type { Explanation } from '../../src/report/explain.ts';
import type { RuleDescription } from '../../src/report/types.ts';
import { finding } from '../findings/make.ts';
import { context, journey, report } from './report.ts';

const page = `# n-plus-one

A query per element.

## Why

Each query waits for a [round trip](https://example.org/trip)
and the time grows.

## Examples

### A loop

❌ one per row

\`\`\`ts
## not a heading
for (const row of rows) await get(row);
\`\`\`

## When not to use it

- Where **nothing** is sent.
- Where each \`row\` is locked, which is a rather long item that goes on and on until the line is too long for the terminal of anybody.

## Options

| option | default |
|---|---|
| \`maxConstant\` | 8 |

## How it decides

By resolution.

## Another part

More.
`;
const rule: RuleDescription = { id: 'n-plus-one', group: 'database', level: 'error', description: 'A query per element', page, uri: undefined };
const found: Explanation = { kind: 'finding', rule, finding: report.findings[1]! };

describe('explain', () => {
  it('renders a rule’s page in the order in which a reader asks', async () => {
    await expect(explainText({ kind: 'rule', rule }, { ...context, width: 100 })).toMatchFileSnapshot('./explain-rule.txt');
  });

  it('renders a finding: the path with code, how it was decided, what to do, when not to, how to silence it', async () => {
    await expect(explainText(found, context)).toMatchFileSnapshot('./explain-finding.txt');
  });

  it('tells the path in the order in which it runs, calls beside it last', () => {
    const { order, ...places } = journey;
    const text = explainText({ kind: 'finding', rule, finding: finding(places) }, context);
    const told = [...text.matchAll(/^ {2}\d\. (\S+):1 {2}(.*)$/gm)].map(([, at, what]) => ({ at, what }));
    expect(told.map(({ at }) => at)).toEqual([...order, 'a.ts:4']);
    expect(told.map(({ what }) => what)).toEqual(['outermost', 'inner of the outer', 'runs once per row', 'starts here', 'calls b', 'the query runs here', 'so does d']);
    expect(text).toContain('above a.ts:3; above c.ts:6 it silences every finding that ends there');
  });

  it('says that a comment silences it, and leaves out what it does not know', () => {
    const text = explainText({ kind: 'finding', rule: { ...rule, page: '# x\n' }, finding: finding({ suppressed: true }) }, context);
    expect(text).toContain('A comment in the code silences it.');
    expect(text).not.toMatch(/How it decided|When not to/);
  });

  it('writes no escape sequence without colours, and the same text with them', () => {
    const escapes = /\u001b\[\d+m/g;
    for (const explanation of [found, { kind: 'rule', rule } as const]) {
      const colored = explainText(explanation, { ...context, colors: true });
      expect(colored).toMatch(escapes);
      expect(colored.replace(escapes, '')).toBe(explainText(explanation, context));
    }
    expect(explainText({ ...found, finding: finding({ message: 'a\u001b[2J' }) }, context)).not.toContain('\u001b');
  });

  it('gives machines the finding as the report has it, and the page by sections', () => {
    const { kind, rule: described, finding: shown, suppress } = JSON.parse(explainJson(found)) as { kind: string; rule: { sections: { title: string }[] }; finding: { id: string; reasons: object[] }; suppress: string[] };
    expect([kind, shown.id, shown.reasons.length]).toEqual(['finding', report.findings[1]!.id, 3]);
    expect(described.sections.map(({ title }) => title)).toEqual(['Why', 'Examples', 'When not to use it', 'Options', 'How it decides', 'Another part']);
    expect(suppress[0]).toBe('// perf-lint-disable-next-line n-plus-one -- why it is right');
    expect(JSON.parse(explainJson({ kind: 'rule', rule }))).not.toHaveProperty('finding');
  });
});
