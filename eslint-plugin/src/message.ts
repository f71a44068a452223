import type { Finding } from '../../src/findings/types.ts';
import { pathNames } from '../../src/report/path.ts';

/** The message of the command line; with details, below it, the way to where it happens, which may lie in other files, and what to do. */
export function messageOf(finding: Finding, details: boolean): string {
  if (!details) return finding.message;
  const names = pathNames(finding);
  return [finding.message, ...(names.length > 0 ? [`path: ${names.join(' > ')}`] : []), `help: ${finding.help}`].join('\n');
}
