import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bench } from '../../src/commands/bench.ts';
import type { BenchOptions } from '../../src/commands/bench.ts';
import { withBenchmark } from '../../src/commands/benchmarks.ts';
import { scan } from '../../src/commands/scan.ts';
import type { Evidence } from '../../src/findings/types.ts';
import { engine } from '../../src/project/engine.ts';
import { hiddenText } from '../../src/report/summary.ts';
import { foldersOfBenchmarks } from '../benchmark/folders.ts';
import { project } from './project.ts';

const NOTHING = { url: undefined, rtt: undefined, rows: undefined, budget: 60 };
const CACHE = {
  'package.json': '{ "dependencies": { "express": "5.0.0" } }',
  'src/app.ts': `import express from 'express';
const seen = new Map<string, object>();
const app = express();
app.get('/:id', (req, res) => {
  seen.set(req.params.id, { at: 1 });
  res.json(seen.get(req.params.id));
});
`,
};

/** A key that is derived under a request, of few turns. */
const CHEAP = {
  'package.json': '{ "dependencies": { "express": "5.0.0" } }',
  'src/cheap.ts': "import { pbkdf2Sync } from 'node:crypto';\nexport function cheap(text: string): string {\n  return pbkdf2Sync(text, 'salt', 1, 16, 'sha256').toString('hex');\n}\n",
  'src/app.ts': `import express from 'express';
import { cheap } from './cheap';
const app = express();
app.get('/cheap/:id', (req, res) => void res.json(cheap(req.params.id)));
`,
};

/** One of many turns beside it. */
const HASHES = {
  ...CHEAP,
  'src/costly.ts': "import { pbkdf2Sync } from 'node:crypto';\nexport function costly(text: string): string {\n  return pbkdf2Sync(text, 'salt', 50_000, 16, 'sha256').toString('hex');\n}\n",
  'src/app.ts': `${CHEAP['src/app.ts']}import { costly } from './costly';
app.get('/costly/:id', (req, res) => void res.json(costly(req.params.id)));
`,
};

async function measure(root: string, options: Partial<BenchOptions> = {}): Promise<Awaited<ReturnType<typeof bench>>> {
  return bench({ cwd: root, ...NOTHING, ...options }, engine);
}

const folders = foldersOfBenchmarks();

describe('bench', { timeout: 240_000 }, () => {
  it('measures what a scan shows, writes it, and compares a later run with it', async () => {
    const root = project(CACHE);
    const first = await measure(root, { save: 'before.json' });
    expect(first.findings).toMatchObject([{ rule: 'unbounded-cache', location: { file: 'src/app.ts', line: 2 }, confidence: 'high', evidence: { kind: 'benchmark', verdict: 'confirmed', unit: 'B' } }]);
    const saved = JSON.parse(readFileSync(path.join(root, 'before.json'), 'utf8')) as { environment: { machine: string }; benchmarks: { medians: { suspect: number[] } }[] };
    expect(saved.benchmarks[0]!.medians.suspect).toHaveLength(first.findings[0]!.evidence!.n!);
    expect(saved.benchmarks[0]!.medians.suspect.length).toBeGreaterThanOrEqual(3);
    const second = await measure(root, { compare: 'before.json' });
    expect(second.comparisons).toMatchObject([{ id: first.findings[0]!.id, scale: 'difference', unit: 'B' }]);
    expect(second.comparisons![0]!.verdict).not.toMatch(/more|less/);

    saved.environment.machine = 'another';
    writeFileSync(path.join(root, 'elsewhere.json'), JSON.stringify(saved));
    await expect(measure(root, { compare: 'elsewhere.json' })).rejects.toThrow(/^--compare elsewhere\.json: it was measured on another machine/);
  });

  it('says what cannot be measured, and why', async () => {
    const root = project({ ...CACHE, 'src/start.ts': `import { readFileSync } from 'node:fs';\nexport const text = readFileSync('a.txt', 'utf8');\n` });
    const at = async (place: string, rule: string): Promise<Evidence> => (await measure(root, { at: { place, rule } })).findings[0]!.evidence;
    expect(await at('src/start.ts:1', 'sync-io-in-async')).toMatchObject({ verdict: 'inconclusive', summary: 'no benchmark: no call that blocks is seen there' });
    expect((await at('src/start.ts:2', 'sync-io-in-async')).summary).toMatch(/^no benchmark: no request or job is seen to lead there/);
    expect(await at('src/app.ts:3', 'n-plus-one')).toMatchObject({ summary: 'no benchmark: no statement is seen there' });
    await expect(at('src/app.ts:99', 'n-plus-one')).rejects.toThrow('--at src/app.ts:99: src/app.ts has no line 99');
    await expect(at('src/none.ts:1', 'n-plus-one')).rejects.toThrow('is no file of the project');
    await expect(at('src/app.ts:1', 'unused-suppression')).rejects.toThrow('--rule unused-suppression: this rule has no benchmark');
    await expect(at('src/app.ts:1', 'n-plus-on')).rejects.toThrow('--rule n-plus-on: no such rule (did you mean "n-plus-one"?)');
    await expect(measure(root, { ids: ['zzzz'] })).rejects.toThrow(/^"zzzz" is no finding’s id \(4 to 16 hexadecimal digits, as --format json gives them\) or place \(FILE:LINE\); perf-lint scan shows what there is$/);
    await expect(measure(root, { ids: ['abcd'] })).rejects.toThrow(/^no finding of this project has the id abcd.*with their ids by perf-lint scan --format json/);
    await expect(measure(root, { compare: 'package.json' })).rejects.toThrow('--compare package.json: it is not what perf-lint bench --save writes');
  });

  it('leaves nothing when it is ended', async () => {
    const root = project(CACHE);
    const stop = new AbortController();
    const running = measure(root, { signal: stop.signal, onProgress: ({ stage, done }) => stage === 'bench' && done > 0 && stop.abort(new Error('interrupted')) });
    await expect(running).rejects.toThrow('interrupted');
    expect(folders()).toEqual([]);
  });
});

describe('scan --confirm', { timeout: 240_000 }, () => {
  it('adds what was measured to the findings that it shows', async () => {
    const result = await scan({ cwd: project(CACHE), confirm: NOTHING }, engine);
    expect(result.findings).toMatchObject([{ rule: 'unbounded-cache', confidence: 'high', evidence: [{ kind: 'benchmark', verdict: 'confirmed' }] }]);
  });
});

describe('evidence that refutes', { timeout: 240_000 }, () => {
  it('lowers the confidence where it is a replay of the code itself, and is counted in one line', async () => {
    const { findings, hidden } = await scan({ cwd: project(HASHES), confirm: NOTHING, confidence: 'low' }, engine);
    const [cheap, costly] = ['src/cheap.ts', 'src/costly.ts'].map((file) => findings.find(({ location, related }) => [location, ...related].some((place) => place.file === file))!);
    expect(costly).toMatchObject({ confidence: 'high', evidence: [{ verdict: 'confirmed', summary: expect.stringMatching(/^a call of costly holds the event loop .* \(in your code; assumed: generated inputs of 4096 elements; network off by /) as string }] });
    expect(cheap).toMatchObject({ confidence: 'low', evidence: [{ verdict: 'refuted', summary: expect.stringMatching(/^no block >= 5 ms: 16 concurrent calls of cheap hold the event loop at most .* \(in your code; /) as string }] });
    expect(hidden).toMatchObject({ confidence: 0 });

    const usual = await scan({ cwd: project(CHEAP), confirm: NOTHING }, engine);
    expect(usual.findings).toEqual([]);
    expect(hiddenText(usual)).toBe('Hidden: 1 refuted by what was measured (--confidence low shows them).');
  });

  it('lowers nothing where it is a model', async () => {
    const root = project({ 'package.json': CACHE['package.json'], 'src/app.ts': "import express from 'express';\nimport { existsSync } from 'node:fs';\nconst app = express();\napp.get('/', (req, res) => void res.json(existsSync('a')));\n" });
    const { findings, hidden } = await scan({ cwd: root, confirm: NOTHING }, engine);
    // A machine that is busy with others may leave it open.
    expect(findings).toMatchObject([{ confidence: 'high', evidence: [{ verdict: expect.stringMatching(/refuted|inconclusive/) as string, summary: expect.stringContaining('in a model') as string }] }]);
    expect(hidden.refuted).toBeFalsy();
    const [found] = findings;
    expect(withBenchmark({ ...found!, evidence: [] }, { ...found!.evidence[0]!, verdict: 'refuted' })).toMatchObject({ confidence: 'high', evidence: [{ verdict: 'refuted' }] });
  });
});

describe('bench --at a function of the project', { timeout: 240_000 }, () => {
  const lists = (): string => project({
    ...HASHES,
    'src/lists.ts': `export function unique(ids: string[]): string[] {
  const seen: string[] = [];
  for (const id of ids) if (!seen.includes(id)) seen.push(id);
  return seen;
}
export function save(ids: string[]): void {
  process.stdout.write(ids.join());
}
`,
  });

  it('runs it with inputs that grow: how long it holds the event loop, and how its time grows', async () => {
    const root = lists();
    const hold = (await measure(root, { at: { place: 'src/lists.ts:3', rule: 'blocking-cpu-in-async' } })).findings[0]!.evidence;
    expect(hold).toMatchObject({ verdict: 'confirmed', metric: 'time for which a call holds the event loop', unit: 'ms', detail: { source: 'replay', curve: { over: 'elements', unit: 'ms', points: [{ n: 64 }, { n: 512 }, { n: 4096 }] } } });
    const growth = (await measure(root, { at: { place: 'src/lists.ts:3', claim: 'growth' } })).findings[0]!;
    expect(growth).toMatchObject({ rule: 'growth', evidence: { metric: 'growth exponent', detail: { source: 'replay' } } });
    // The time of a list that is searched for each element grows with the square; a machine that is busy may leave it open.
    expect(growth.evidence.verdict).not.toBe('refuted');
    expect(growth.evidence.value).toBeGreaterThan(1.5);
  });

  it('says why it does not', async () => {
    const root = lists();
    expect((await measure(root, { at: { place: 'src/lists.ts:7', claim: 'growth' } })).findings[0]!.evidence.summary).toBe('no benchmark: save is not run: it uses process (src/lists.ts)');
    expect((await measure(root, { at: { place: 'src/app.ts:1', claim: 'growth' } })).findings[0]!.evidence.summary).toBe('no benchmark: the place stands in no function');
  });
});
