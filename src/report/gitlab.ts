import type { Finding, Severity } from '../findings/types.ts';
import { shownInRepository } from './repository.ts';
import { capital } from './text.ts';
import type { Report, ReportContext } from './types.ts';

/** GitLab knows info, minor, major, critical and blocker. */
const SEVERITY_NAMES: Readonly<Record<Severity, string>> = { error: 'major', warning: 'minor', info: 'info' };

/** GitLab's Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export function gitlab({ findings }: Report, { prefix }: Pick<ReportContext, 'prefix'>): string {
  return `${JSON.stringify(shownInRepository(findings, prefix).map(issueOf), null, 2)}\n`;
}

function issueOf({ id, rule, severity, message, help, location: { file, line, endLine } }: Finding): object {
  return {
    description: `${message}. ${capital(help)}.`,
    check_name: rule,
    fingerprint: id,
    severity: SEVERITY_NAMES[severity],
    location: { path: file, lines: { begin: line, end: endLine } },
  };
}
