import { groupBy } from '../findings/group.ts';
import type { Finding } from '../findings/types.ts';
import { shownInRepository } from './repository.ts';
import { capital } from './text.ts';
import type { Report, ReportContext } from './types.ts';
import { element, xmlDocument } from './xml.ts';

/** The version of Checkstyle whose reports have this form. */
const VERSION = '4.3';

/** Checkstyle's XML, which many CI servers and review tools read. Files without findings are left out, as Checkstyle's users expect of other linters. */
export function checkstyle({ findings }: Report, { prefix }: Pick<ReportContext, 'prefix'>): string {
  const byFile = groupBy(shownInRepository(findings, prefix), ({ location }) => location.file);
  return xmlDocument(
    element(
      'checkstyle',
      { version: VERSION },
      [...byFile].map(([name, found]) => element('file', { name }, found.map(errorOf))),
    ),
  );
}

function errorOf({ rule, severity, message, help, location: { line, column } }: Finding): string {
  return element('error', { line, column, severity, message: `${message}. ${capital(help)}.`, source: `perf-lint.${rule}` });
}
