import type { Report, ReportContext } from '../types.ts';
import { performanceReport } from './build.ts';
import { NO_FACTS } from './facts.ts';
import { performanceMarkdown } from './markdown.ts';

/** The performance report of a scan, as text. */
export function performanceText(report: Report, context: Pick<ReportContext, 'version' | 'blob' | 'prefix' | 'read'>): string {
  return performanceMarkdown(performanceReport(report, report.performance ?? NO_FACTS, context));
}
