import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { json } from '../../src/report/json.ts';
import { report, stats } from './report.ts';

const schema = z.fromJSONSchema(JSON.parse(readFileSync(new URL('../../schema/report.schema.json', import.meta.url), 'utf8')));

describe('json', () => {
  it('is as its published schema says', () => {
    for (const shown of [report, { ...report, stats }]) expect(schema.safeParse(JSON.parse(json(shown))).error).toBeUndefined();
  });

  it('has the fields of version 1', async () => {
    await expect(json(report)).toMatchFileSnapshot('./report.json');
  });

  it('names no absolute path and keeps out what only the host needs', () => {
    const text = json(report);
    expect(text).not.toContain('/project');
    expect(text).not.toContain('"key"');
  });
});

describe('the schema', () => {
  it.each<[string, (value: Record<string, never>) => unknown]>([
    ['another version', (value) => ({ ...value, version: 2 })],
    ['an unknown field', (value) => ({ ...value, extra: 1 })],
    ['a finding without rule', (value) => ({ ...value, findings: [{ ...(value.findings as unknown as object[])[0], rule: undefined }] })],
    ['a line 0', (value) => ({ ...value, findings: [{ ...(value.findings as unknown as object[])[0], location: { file: 'a', line: 0, column: 1, endLine: 1, endColumn: 1 } }] })],
  ])('refuses %s', (_, change) => {
    expect(schema.safeParse(change(JSON.parse(json(report)))).success).toBe(false);
  });
});
