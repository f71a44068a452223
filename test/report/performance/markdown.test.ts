import { describe, expect, it } from 'vitest';
import { performanceReport } from '../../../src/report/performance/build.ts';
import { NO_FACTS } from '../../../src/report/performance/facts.ts';
import { performanceMarkdown } from '../../../src/report/performance/markdown.ts';
import { SECTIONS } from '../../../src/report/performance/words.ts';
import { context, facts, hostileReport, manyFindings, report } from './report.ts';

describe('the performance report in Markdown', () => {
  it('says all of it', async () => {
    await expect(performanceMarkdown(performanceReport(report, facts, context))).toMatchFileSnapshot('performance.md');
  });

  it('says what is missing where there is nothing', () => {
    const text = performanceMarkdown(performanceReport({ ...report, findings: [], skipped: [], hidden: { severity: 0, confidence: 0 } }, NO_FACTS, context));
    for (const { title, empty } of Object.values(SECTIONS)) expect(text).toContain(`## ${title}\n\n${empty.slice(0, 12)}`);
  });

  it('lets no text of the code be HTML, a link, a mention or a cell', () => {
    const { report: hostile, facts: beside } = hostileReport();
    const text = performanceMarkdown(performanceReport(hostile, { ...beside, owners: { ofFile: () => ['@x<b>'], ofKind: {} } }, { ...context, read: () => undefined }));
    // Without what is escaped, and then without code, only our own marks are left.
    const outside = text.replace(/^(`{3,})[^]*?^\1$/gm, '').replace(/\\[^]/g, '').replace(/(`+)[^`].*?\1/g, '');
    expect(outside.replaceAll('<!-- -->', '')).not.toMatch(/<[a-z/!]/);
    expect(outside).not.toMatch(/\]\(javascript/);
    expect(text).not.toMatch(/\u202e/);
    for (const table of text.match(/(?:^\|.*\n)+/gm) ?? []) {
      const cells = table.trim().split('\n').map((row) => row.replaceAll('\\|', '').split('|').length);
      expect(new Set(cells).size).toBe(1);
    }
  });

  it('stays of a size', () => {
    expect(performanceMarkdown(performanceReport(manyFindings(5000), NO_FACTS, context)).length).toBeLessThan(200_000);
  });
});
