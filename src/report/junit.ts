import { groupBy } from '../findings/group.ts';
import type { Finding } from '../findings/types.ts';
import { pathNames } from './path.ts';
import { shownInRepository } from './repository.ts';
import { capital } from './text.ts';
import type { Report, ReportContext } from './types.ts';
import { element, xmlDocument } from './xml.ts';

/** What a test suite has to say: one test case for each finding, or one that passed or was skipped. */
interface Suite {
  file: string;
  cases: string[];
  failures: number;
  skipped: number;
}

/**
 * JUnit XML, with one test suite for each file: its findings are failures; a file without any is a test that passed, so that
 * a CI server shows that it was looked at; one that was not analysed is a test that was skipped.
 */
export function junit({ findings, targets, skipped }: Report, { prefix }: Pick<ReportContext, 'prefix'>): string {
  const byFile = groupBy(shownInRepository(findings, prefix), ({ location }) => location.file);
  const clean = targets.map((file) => prefix + file).filter((file) => !byFile.has(file));
  const suites: Suite[] = [
    ...[...byFile].map(([file, found]) => ({ file, cases: found.map(failedCase), failures: found.length, skipped: 0 })),
    ...clean.map((file) => ({ file, cases: [testCase(file, 'perf-lint')], failures: 0, skipped: 0 })),
    ...skipped.map(({ file, reason }) => ({ file: prefix + file, cases: [testCase(prefix + file, 'perf-lint', [element('skipped', { message: `Not analysed: ${reason}` })])], failures: 0, skipped: 1 })),
  ].sort((a, b) => (a.file < b.file ? -1 : 1));
  const sum = (count: (suite: Suite) => number): number => suites.reduce((total, suite) => total + count(suite), 0);
  return xmlDocument(
    element(
      'testsuites',
      { name: 'perf-lint', tests: sum(({ cases }) => cases.length), failures: sum(({ failures }) => failures), errors: 0, time: 0 },
      suites.map(({ file, cases, failures, skipped: left }) => element('testsuite', { name: file, tests: cases.length, failures, errors: 0, skipped: left, time: 0 }, cases)),
    ),
  );
}

/** Servers tell test cases apart by class and name, from one run to the next: so the name has the id, and no line. */
function failedCase(finding: Finding): string {
  const { id, rule, severity, message, location } = finding;
  return testCase(location.file, `${rule}: ${message} (${id})`, [element('failure', { type: severity, message }, textOf(finding))], location.line);
}

function testCase(file: string, name: string, outcome: readonly string[] = [], line?: number): string {
  return element('testcase', { name, classname: file, file, line, time: 0 }, outcome);
}

function textOf(finding: Finding): string {
  const { id, message, help, location } = finding;
  const path = pathNames(finding);
  return [
    `${location.file}:${location.line}:${location.column}`,
    `${message}.`,
    `${capital(help)}.`,
    ...(path.length > 0 ? [`Path: ${path.join(' > ')}`] : []),
    `More: perf-lint explain ${id}`,
  ].join('\n');
}
