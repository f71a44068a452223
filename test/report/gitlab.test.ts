import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { gitlab } from '../../src/report/gitlab.ts';
import { context, report } from './report.ts';

const validate = new Ajv({ allErrors: true }).compile(JSON.parse(readFileSync(new URL('gitlab.schema.json', import.meta.url), 'utf8')) as object);

interface Issue {
  fingerprint: string;
  severity: string;
  location: { path: string };
}

describe('gitlab', () => {
  it('is as GitLab’s page says', async () => {
    const text = gitlab(report, context);
    await expect(text).toMatchFileSnapshot('./report.gitlab.json');
    expect(validate(JSON.parse(text)) ? [] : validate.errors).toEqual([]);
  });

  it('has one fingerprint for each finding: its id', () => {
    const issues = JSON.parse(gitlab(report, context)) as Issue[];
    expect(issues.map(({ fingerprint }) => fingerprint)).toEqual(report.findings.filter(({ suppressed }) => !suppressed).map(({ id }) => id));
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  });

  it('is an empty list where there is nothing, so that GitLab shows what was solved', () => {
    expect(gitlab({ ...report, findings: [] }, context)).toBe('[]\n');
  });
});

describe('the schema', () => {
  it.each<[string, (issue: Issue) => void]>([
    ['a severity that GitLab does not know', (issue) => (issue.severity = 'error')],
    ['an absolute path', (issue) => (issue.location.path = '/src/a.ts')],
    ['a path that starts with ./', (issue) => (issue.location.path = './src/a.ts')],
    ['an issue without fingerprint', (issue) => (issue.fingerprint = '')],
  ])('refuses %s', (_, change) => {
    const issues = JSON.parse(gitlab(report, context)) as Issue[];
    change(issues[0]!);
    expect(validate(issues)).toBe(false);
  });
});
