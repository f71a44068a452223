import { describe, expect, it } from 'vitest';
import { markdown } from '../../src/report/comment.ts';
import { finding, place } from '../findings/make.ts';
import { context, report } from './report.ts';

const onForge = { ...context, prefix: 'packages/api/', blob: 'https://git.example.org/a/b/blob/0a1b2c/' };

/** The cells of each row below the head of the table: what stands between bars that nothing escapes. */
function rowsOf(text: string): string[][] {
  return text.split('\n').filter((line) => line.startsWith('| ')).slice(1).map((line) => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim()));
}

describe('markdown', () => {
  it('is a comment with a table and details that unfold', async () => {
    await expect(markdown(report, onForge)).toMatchFileSnapshot('./report.md');
  });

  it('names the places where no forge shows them', () => {
    expect(rowsOf(markdown(report, context)).map(([severity, where]) => `${severity} ${where}`)).toEqual(['error src/routes/orders.ts:4', 'error src/routes/export.ts:1', 'warning src/users/repo.ts:1']);
    expect(markdown(report, context)).not.toContain('](');
  });

  it('is empty where there is nothing to say', () => {
    expect(markdown({ ...report, findings: report.findings.filter(({ suppressed }) => suppressed) }, context)).toBe('');
  });

  it('shows text of the code as it is: no marks, no HTML, no cells, no mentions', () => {
    const message = 'a | b `c` <b>*d*</b> @octocat #12\n## e';
    const text = markdown({ ...report, findings: [finding({ message })] }, context);
    expect(rowsOf(text)).toEqual([['error', 'src/orders.ts:4', 'a \\| b \\`c\\` \\<b\\>\\*d\\*\\</b\\> @<!-- -->octocat \\#<!-- -->12\ufffd\\#\\# e', 'n-plus-one']]);
    expect(text).not.toMatch(/@octocat|<b>/);
    expect(markdown({ ...report, findings: [finding({ location: place('app/[id]/<b>@octocat.ts', 1) })] }, context)).toContain('<summary>n-plus-one: app/[id]/&lt;b>@<!-- -->octocat.ts:1</summary>');
  });

  it('links to no file of evidence, and leaves it its name', () => {
    const observed = finding({ location: place('slow.log', 3), observed: { query: 'SELECT 1' } });
    expect(rowsOf(markdown({ ...report, findings: [observed] }, onForge))[0]![1]).toBe('slow.log:3');
    expect(rowsOf(markdown({ ...report, findings: [{ ...observed, observed: {} }] }, onForge))[0]![1]).toContain('](https://');
  });

  it('links to files of any name', () => {
    const text = markdown({ ...report, findings: [finding({ location: place('app/(shop)/[id] #1.ts', 7) })] }, onForge);
    expect(text).toContain('](https://git.example.org/a/b/blob/0a1b2c/packages/api/app/%28shop%29/%5Bid%5D%20%231.ts#L7)');
  });

  it.each([300, 3000])('stays below what GitHub takes with %i findings, and says what it leaves out', (count) => {
    const findings = Array.from({ length: count }, (_, index) =>
      finding({ ...report.findings[1], id: String(index).padStart(16, '0'), group: String(index), severity: index === count - 1 ? 'error' : 'warning', location: place(`src/${index}.ts`, 1) }),
    );
    const text = markdown({ ...report, findings }, onForge);
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text.length).toBeGreaterThan(60_000);
    const rows = rowsOf(text);
    const details = text.match(/<details>/g)?.length ?? 0;
    const said = /Left out, since a comment has at most 65536 characters: (?:(\d+) problems and )?the details of (\d+) causes\./.exec(text);
    expect([Number(said?.[1] ?? 0), Number(said?.[2])]).toEqual([count - rows.length, count - details]);
    expect(rows[0]![0]).toBe('error');
    expect(text.match(/<\/details>/g)).toHaveLength(details);
  });
});
