import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { merge } from '../../src/commands/merge.ts';
import { scan } from '../../src/commands/scan.ts';
import type { Finding } from '../../src/findings/types.ts';
import { engine } from '../../src/project/engine.ts';
import { json } from '../../src/report/json.ts';
import { parseReport } from '../../src/report/parse.ts';
import { finding, place } from '../findings/make.ts';

const SHOP = path.resolve('fixtures/shop');
const folder = mkdtempSync(path.join(tmpdir(), 'perf-lint-merge-'));
afterAll(() => rmSync(folder, { recursive: true }));

function save(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

const report = (name: string, findings: Finding[]): string => save(name, json({ root: '/project', findings, skipped: [], targets: [], hidden: { severity: 0, confidence: 0 } }));

describe('merge', () => {
  it('makes of the reports of parts the report of the whole', async () => {
    const part = async (name: string): Promise<string> => save(`${name}.json`, json(await scan({ paths: [path.join(SHOP, 'src', name)], suggestions: true }, engine)));
    const parts = await Promise.all(['services', 'routes', 'jobs', 'graphql', 'lib', 'repositories', 'db', 'entities'].map(part));
    const whole = await scan({ paths: [path.join(SHOP, 'src')], suggestions: true }, engine);
    const both = merge({ files: [...parts, parts[0]!], cwd: SHOP });
    const inParts = whole.findings.filter(({ location: { file } }) => file.split('/').length > 2);
    expect(inParts.length).toBeGreaterThan(10);
    expect(JSON.parse(json(both))).toEqual(JSON.parse(json({ ...whole, findings: inParts })));
    expect(both.exitCode).toBe(1);
    expect(both.read('src/server.ts')).toBe(readFileSync(path.join(SHOP, 'src/server.ts'), 'utf8'));
  });

  it('keeps the surer of two, and the evidence of both', () => {
    const evidence = (summary: string) => ({ kind: 'plan' as const, tool: 'PostgreSQL', version: '18', verdict: 'confirmed' as const, summary, joinedBy: 'query' as const, detail: { cost: 1 } });
    const one = report('one.json', [finding({ confidence: 'medium', evidence: [evidence('a'), evidence('b')] })]);
    const other = report('other.json', [finding({ evidence: [evidence('b'), evidence('c')] }), finding({ id: 'aaaaaaaaaaaaaaaa', location: place('src/a.ts', 1) })]);
    const { findings } = merge({ files: [one, other], cwd: folder });
    expect(findings.map(({ id, confidence, evidence: all }) => [id, confidence, all.map(({ summary }) => summary)])).toEqual([
      ['aaaaaaaaaaaaaaaa', 'high', []],
      ['0123456789abcdef', 'high', ['b', 'c', 'a']],
    ]);
  });

  it('exits as a scan that had found all of it', () => {
    const warnings = report('warnings.json', [finding({ severity: 'warning' })]);
    const suppressed = report('suppressed.json', [finding({ id: 'aaaaaaaaaaaaaaaa', severity: 'warning', suppressed: true })]);
    expect(merge({ files: [warnings, suppressed], cwd: folder }).exitCode).toBe(0);
    expect(merge({ files: [warnings, suppressed], cwd: folder, maxWarnings: 0 }).exitCode).toBe(1);
    expect(merge({ files: [suppressed], cwd: folder, maxWarnings: 0 }).exitCode).toBe(0);
    expect(merge({ files: [warnings], cwd: folder, quiet: true }).findings).toEqual([]);
  });

  it.each([
    ['that is not there', 'absent.json', /^the report .*absent\.json cannot be read: /],
    ['that is no JSON', save('text.json', 'no'), /cannot be used: it is no JSON \(.*\); perf-lint scan --format json=.* writes one$/],
    ['of another tool', save('other-tool.json', '{"version":1,"findings":[{}],"skipped":[]}'), /cannot be used: it is no JSON report of perf-lint: findings\.0\.id: /],
    ['of another version', save('later.json', '{"version":2,"findings":[],"skipped":[]}'), /it is no JSON report of perf-lint: version: /],
  ])('says what is wrong with a report %s', (_, file, message) => {
    expect(() => merge({ files: [file], cwd: folder })).toThrow(message);
  });

  it('reads reports of before places had roles', () => {
    const text = json({ root: '/', findings: [finding({ related: [{ ...place('src/a.ts', 2), role: 'sink', message: 'runs here' }] })], skipped: [], targets: [], hidden: { severity: 0, confidence: 0 } }).replace(/,\s*"role": "sink"/, '');
    expect(text).not.toContain('role');
    const parsed = parseReport(text);
    expect(parsed.ok && parsed.value.findings[0]!.related[0]!.role).toBe('step');
  });
});
