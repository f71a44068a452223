import { hint } from '../config/words.ts';
import type { Finding } from '../findings/types.ts';
import { UsageError } from '../source/errors.ts';

/** What an id of a finding, or the start of one, looks like. */
const ID = /^[0-9a-f]{4,16}$/;
/** A place as the report for people prints it: `src/a.ts:12`, `src/a.ts:12:5`. */
const PLACE = /^(.+?):(\d+)(?::(\d+))?$/;
/** Findings that an ambiguous prefix names. */
const MAX_LISTED = 10;

/** Whether a word is an id of a finding, the start of one, or a place. */
export function namesFinding(subject: string): boolean {
  return ID.test(subject) || PLACE.test(subject);
}

/** What names a finding, as messages say it. */
export const NAMES_OF_FINDINGS = 'id (4 to 16 hexadecimal digits, as --format json gives them) or place (FILE:LINE)';

/**
 * Sees to it, before a project is scanned for them, that words can name findings.
 * @throws UsageError for one that cannot
 */
export function checkNames(subjects: readonly string[]): void {
  const wrong = subjects.find((subject) => !namesFinding(subject));
  if (wrong !== undefined) throw new UsageError(`${JSON.stringify(wrong)} is no finding’s ${NAMES_OF_FINDINGS}; perf-lint scan shows what there is`);
}

/**
 * The one finding that a word names.
 * @throws UsageError for none, or several
 */
export function findingNamed(subject: string, findings: readonly Finding[]): Finding {
  const [, file, line, column] = PLACE.exec(subject) ?? [];
  const isMeant = ({ id, location }: Finding): boolean =>
    file === undefined ? id.startsWith(subject) : location.file === file && location.line === Number(line) && (column === undefined || location.column === Number(column));
  const [first, ...others] = findings.filter(isMeant);
  if (first && others.length === 0) return first;
  if (!first && file !== undefined) {
    const lines = findings.flatMap(({ location }) => (location.file === file ? [location.line] : []));
    throw new UsageError(`no finding stands at ${subject} (a path below the root and a line); ${lines.length > 0 ? `in that file they stand at ${[...new Set(lines)].join(', ')}` : `in that file there is none, of ${count(findings.length)} that were looked at`}`);
  }
  if (!first) {
    const near = hint(subject, findings.map(({ id }) => id));
    throw new UsageError(`no finding of this project has the id ${subject}${near}; if there was one, it is gone: what it pointed at was fixed, moved to another function or file, or lies outside of what was scanned (${count(findings.length)} now, with their ids by perf-lint scan --format json)`);
  }
  const listed = [first, ...others].slice(0, MAX_LISTED).map(({ id, rule, location }) => `${id} ${rule} ${location.file}:${location.line}`);
  throw new UsageError(`${subject} ${file === undefined ? `is the start of ${others.length + 1} ids; give more of it` : `is the place of ${others.length + 1} findings; give the id of one`}: ${listed.join(', ')}${others.length >= MAX_LISTED ? ', …' : ''}`);
}

function count(findings: number): string {
  return `${findings} finding${findings === 1 ? '' : 's'}`;
}
