import type { Report, ReportContext } from '../types.ts';
import { performanceReport } from './build.ts';
import { NO_FACTS } from './facts.ts';
import { performanceMarkdown } from './markdown.ts';
import type { PerformanceReport } from './model.ts';

export type PerformanceFormat = 'html' | 'markdown';

/** What makes each form of the report. A page's plots come with libraries, which are loaded when one is asked for. */
const RENDERERS: Readonly<Record<PerformanceFormat, () => Promise<(report: PerformanceReport) => string>>> = {
  html: async () => (await import('./html/page.ts')).performanceHtml,
  markdown: () => Promise.resolve(performanceMarkdown),
};

/** The performance report of a scan, as text. */
export async function performanceText(format: PerformanceFormat, report: Report, context: Pick<ReportContext, 'version' | 'blob' | 'prefix' | 'read'>): Promise<string> {
  const render = await RENDERERS[format]();
  return render(performanceReport(report, report.performance ?? NO_FACTS, context));
}
