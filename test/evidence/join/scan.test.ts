import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import schema from '../../../schema/report.schema.json' with { type: 'json' };
import pkg from '../../../package.json' with { type: 'json' };
import { merge } from '../../../src/commands/merge.ts';
import { scan } from '../../../src/commands/scan.ts';
import type { ScanOptions, ScanResult } from '../../../src/commands/scan.ts';
import type { Finding } from '../../../src/findings/types.ts';
import { engine } from '../../../src/project/engine.ts';
import { formats } from '../../../src/report/index.ts';
import { samples } from '../toy.ts';

const root = mkdtempSync(path.join(tmpdir(), 'perf-lint-join-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
cpSync(path.join(samples, 'generated/app'), root, { recursive: true });
writeFileSync(path.join(root, 'package.json'), '{"name":"toy","private":true}');
for (const name of ['trace-sync-io.txt', 'server.cpuprofile', 'server.heapprofile', 'clinic-heapprofiler', 'pprof-wall.pb.gz', 'pprof-heap.pb.gz', 'perf-collapsed.txt', 'chrome-trace.json.gz', 'lhr-12.8.2.json']) cpSync(path.join(samples, 'generated', name), path.join(root, 'evidence', name));

/** Scans the toy application with samples as evidence. */
function scanned(names: readonly string[], more: Partial<ScanOptions> & { pathMaps?: readonly string[]; failOnObserved?: boolean } = {}): Promise<ScanResult> {
  const { pathMaps = [], failOnObserved = false, ...options } = more;
  return scan({ paths: [root], cwd: root, evidence: { files: names, pathMaps, failOnObserved }, ...options }, engine);
}

function at({ findings }: ScanResult, rule: string, line: number): Finding {
  const found = findings.find((finding) => finding.rule === rule && finding.location.line === line);
  if (found === undefined) throw new Error(JSON.stringify(findings.map(({ rule: id, location, message }) => [id, location.file, location.line, message])));
  return found;
}

describe('evidence of a scan', () => {
  it('joins synchronous calls by their line, also where they are reached through a function', async () => {
    const result = await scanned(['evidence/trace-sync-io.txt']);
    expect(at(result, 'sync-io-in-async', 35).evidence).toMatchObject([
      { kind: 'profile', tool: 'Node --trace-sync-io', verdict: 'observed', joinedBy: 'line', metric: 'blocking-calls', value: 12, unit: 'count', source: { file: 'evidence/trace-sync-io.txt' }, summary: '12 synchronous calls while the event loop ran, in readFileSync' },
    ]);
    expect(at(result, 'blocking-cpu-in-async', 39).evidence).toMatchObject([{ joinedBy: 'line', value: 3 }]);
    expect(at(result, 'unbounded-cache', 10).evidence).toEqual([]);
    expect(result.findings.filter(({ observed }) => observed)).toEqual([]);
    expect(result.notes).toContain('--evidence: of 3 findings 2 have evidence; what was recorded did not reach the others, which refutes none of them');
  });

  it('joins time of a call by its function, and tells what no rule found', async () => {
    const result = await scanned(['evidence/server.cpuprofile']);
    expect(at(result, 'blocking-cpu-in-async', 39).evidence).toMatchObject([{ joinedBy: 'function', metric: 'self-time', summary: expect.stringMatching(/^18.9 % of the time it was busy, in pbkdf2Sync .* \[joined by function\]$/) }]);
    expect(at(result, 'sync-io-in-async', 35).evidence).toMatchObject([{ joinedBy: 'function', detail: { subject: 'readFileSync' } }]);
    expect(at(result, 'unbounded-cache', 10).evidence).toEqual([]);
    const hot = at(result, 'hot-function', 15);
    expect(hot).toMatchObject({ severity: 'warning', confidence: 'high', observed: {}, message: 'dedupe takes 39.6 % of the time in which the process was busy', location: { file: 'src/server.ts' }, key: { symbol: 'dedupe' } });
    expect(hot.evidence).toMatchObject([{ joinedBy: 'line', n: 313 }]);
  });

  it('joins what was allocated to the cache that keeps it', async () => {
    const result = await scanned(['evidence/server.heapprofile']);
    expect(at(result, 'unbounded-cache', 10).evidence).toMatchObject([{ kind: 'heap', joinedBy: 'function', metric: 'allocated', unit: 'bytes', detail: { subject: 'repeat' } }]);
    // The function allocates more with res.end() and readFileSync(), which is not what the cache keeps.
    expect(at(await scanned(['evidence/clinic-heapprofiler']), 'unbounded-cache', 10).evidence).toMatchObject([{ metric: 'allocated', detail: { subject: 'repeat' } }]);
    expect(at(result, 'sync-io-in-async', 35).evidence).toEqual([]);
  });

  it('joins what tells functions alone, by the function', async () => {
    const result = await scanned(['evidence/pprof-wall.pb.gz', 'evidence/pprof-heap.pb.gz']);
    expect(at(result, 'blocking-cpu-in-async', 39).evidence).toMatchObject([{ tool: 'pprof', joinedBy: 'function', detail: { subject: 'pbkdf2Sync' } }]);
    expect(at(result, 'unbounded-cache', 10).evidence).toMatchObject([{ metric: 'allocated', joinedBy: 'function', detail: { subject: 'repeat' } }]);
    expect(at(result, 'hot-function', 12).evidence).toMatchObject([{ joinedBy: 'function', n: 32 }]);
    // 9 samples in dedupe are few, whatever their period: no finding of high confidence.
    const perf = await scanned(['evidence/perf-collapsed.txt']);
    expect(at(perf, 'blocking-cpu-in-async', 39).evidence).toMatchObject([{ joinedBy: 'function', value: 5, n: 5 }]);
    expect(perf.findings.filter(({ observed, confidence }) => observed && confidence === 'high')).toEqual([]);
  });

  it('tells what a page does, where it is said what was served', async () => {
    expect((await scanned(['evidence/chrome-trace.json.gz'])).findings.filter(({ observed }) => observed)).toEqual([]);
    const result = await scanned(['evidence/chrome-trace.json.gz', 'evidence/lhr-12.8.2.json'], { pathMaps: ['http://127.0.0.1:3951=dist', 'http://127.0.0.1:3950/=dist'] });
    expect(at(result, 'forced-reflow', 18).evidence.map(({ tool }) => tool)).toEqual(['Chrome', 'Lighthouse']);
    expect(at(result, 'n-plus-one', 10)).toMatchObject({ observed: {}, message: 'fetchEach sends 10 requests that differ in an id alone: GET /api/item/:id' });
  });

  it('names its files below the root, whatever they are called', async () => {
    const report = (tbt: number): string => JSON.stringify({ lighthouseVersion: '13.5.0', requestedUrl: 'http://localhost/x', audits: { 'total-blocking-time': { numericValue: tbt } } });
    const names = ['run, 2.json', 'run.json'];
    for (const [index, name] of names.entries()) writeFileSync(path.join(root, 'evidence', name), report(index));
    const { performance } = await scan({ paths: [root], cwd: path.join(root, 'src'), evidence: { files: names.map((name) => `../evidence/${name}`), pathMaps: [], failOnObserved: false }, performance: {} }, engine);
    for (const name of names) rmSync(path.join(root, 'evidence', name));
    expect(performance!.recordings.map(({ file }) => file)).toEqual(['evidence/run, 2.json, evidence/run.json']);
  });

  it('ranks by share, then by estimate', async () => {
    const { findings } = await scanned(['evidence/server.cpuprofile', 'evidence/trace-sync-io.txt']);
    const shares = findings.map(({ evidence }) => Math.max(0, ...evidence.map(({ detail }) => (detail as { share?: number }).share ?? 0)));
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    expect(findings.at(-1)).toMatchObject({ rule: 'unbounded-cache', evidence: [] });
  });

  it('counts what is observed for the exit code only where it is asked to', async () => {
    const rules = ['sync-io-in-async=off', 'blocking-cpu-in-async=off', 'unbounded-cache=off'];
    expect(await scanned(['evidence/server.cpuprofile'], { rules, maxWarnings: 0 })).toMatchObject({ exitCode: 0 });
    expect(await scanned(['evidence/server.cpuprofile'], { rules, failOnObserved: true })).toMatchObject({ exitCode: 1 });
    expect(await scanned(['evidence/server.heapprofile'], { rules, failOnObserved: true })).toMatchObject({ exitCode: 0, findings: [] });
  });

  it('is silenced by a comment where it was observed, by what evidence alone finds too', async () => {
    const file = path.join(root, 'src/server.ts');
    const text = readFileSync(file, 'utf8');
    const hot = async (): Promise<Finding> => (await scanned(['evidence/server.cpuprofile'], { severity: 'info' })).findings.find(({ rule }) => rule === 'hot-function')!;
    try {
      const lines = text.split('\n');
      writeFileSync(file, lines.with(13, `${lines[13]} // perf-lint-disable-next-line hot-function -- the list is short`).join('\n'));
      const found = await scanned(['evidence/server.cpuprofile']);
      expect(found.findings.find(({ rule }) => rule === 'hot-function')).toMatchObject({ suppressed: true, justification: 'the list is short' });
      expect(found.notes.filter((note) => note.includes('hot-function'))).toEqual([]);
      writeFileSync(file, lines.with(13, `${lines[13]} // perf-lint-disable-next-line slow-query`).join('\n'));
      expect(await hot()).toMatchObject({ suppressed: false });
    } finally {
      writeFileSync(file, text);
    }
  });

  it('makes a comment one that is used, which the rules alone do not see', async () => {
    const file = path.join(root, 'src/app.ts');
    const text = readFileSync(file, 'utf8');
    const about = async (...evidence: string[]): Promise<string[]> =>
      (await scanned(evidence, { pathMaps: ['http://127.0.0.1:3951=dist', 'http://127.0.0.1:3950/=dist'] })).findings.filter(({ rule, suppressed }) => rule === 'unused-suppression' || suppressed).map(({ rule, help }) => `${rule}: ${help}`);
    try {
      // Beside the loop, so that no line moves.
      writeFileSync(file, text.split('\n').with(8, '  for (let i = 0; i < n; i++) { // perf-lint-disable-next-line n-plus-one, missing-index -- ten at most').join('\n'));
      expect(await about('evidence/lhr-12.8.2.json')).toEqual(['unused-suppression: take the comment away', 'unused-suppression: take the comment away']);
      expect(await about('evidence/chrome-trace.json.gz')).toEqual(['n-plus-one: ask for all of them with one request', 'unused-suppression: take missing-index out of it: perf-lint-disable-next-line n-plus-one']);
    } finally {
      writeFileSync(file, text);
    }
  });

  it('takes folders and patterns, and says what it cannot use', async () => {
    expect((await scanned(['evidence/*.cpuprofile'])).findings.some(({ rule }) => rule === 'hot-function')).toBe(true);
    expect((await scanned(['evidence'])).findings.some(({ rule }) => rule === 'hot-function')).toBe(true);
    await expect(scanned(['evidence/*.nothing'])).rejects.toThrow('evidence/*.nothing: no file fits the pattern');
    await expect(scanned(['package.json'])).rejects.toThrow(/^package\.json: its content is of no known format; tried: /);
  });

  it('has ids that hold when lines move', async () => {
    const before = (await scanned(['evidence/server.cpuprofile'])).findings.find(({ rule }) => rule === 'hot-function')!.id;
    const again = (await scanned(['evidence/server.cpuprofile', 'evidence/trace-sync-io.txt'])).findings.find(({ rule }) => rule === 'hot-function')!.id;
    expect(again).toBe(before);
  });
});

describe('a report with evidence', () => {
  it('is one in every format, and comes back from the JSON report', async () => {
    const result = await scanned(['evidence'], { performance: {} });
    const context = { version: pkg.version, rules: () => engine.rules.map(({ id, meta }) => ({ id, group: meta.group, level: meta.level, description: meta.description, page: '', uri: undefined })), prefix: '', blob: undefined, read: result.read, colors: false, width: 120 };
    for (const format of Object.values(formats)) expect(await format(result, context)).toContain('dedupe takes 39.6 %');
    const text = formats.json(result);
    const validate = new Ajv2020({ allErrors: true }).compile(schema);
    expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
    mkdirSync(path.join(root, 'reports'), { recursive: true });
    writeFileSync(path.join(root, 'reports/one.json'), text);
    const merged = merge({ files: ['reports/one.json'], cwd: root, maxWarnings: 1 });
    expect(merged.findings.find(({ rule }) => rule === 'hot-function')).toMatchObject({ observed: {}, key: { symbol: 'dedupe' } });
  });
});
