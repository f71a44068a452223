import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scan } from '../../src/commands/scan.ts';
import type { ScanOptions, ScanResult } from '../../src/commands/scan.ts';
import type { UserConfig } from '../../src/config/types.ts';
import type { Engine } from '../../src/project/engine.ts';
import { withUserTables } from '../../src/project/reading.ts';
import { defineRule } from '../../src/rule.ts';
import unusedSuppression from '../../rules/unused-suppression.ts';
import { engine, odd, slow } from './engine.ts';
import { project } from './project.ts';

const MANIFEST = { 'package.json': '{ "name": "p" }' };

function run(files: Record<string, string>, options: ScanOptions = {}): Promise<ScanResult> {
  return scan({ cwd: project({ ...MANIFEST, ...files }), ...options }, engine);
}

/** `file:line rule severity` of each finding. */
function shown({ findings }: ScanResult): string[] {
  return findings.map(({ rule, severity, location, suppressed }) => `${location.file}:${location.line} ${rule} ${severity}${suppressed ? ' suppressed' : ''}`);
}

describe('scan', () => {
  it('runs every rule on every target, sorted by place', async () => {
    const result = await run({ 'src/b.ts': 'odd();\nslow();', 'src/a.ts': '\nslow();' });
    expect(shown(result)).toEqual(['src/a.ts:2 slow-call error', 'src/b.ts:1 odd-call warning', 'src/b.ts:2 slow-call error']);
    expect(result).toMatchObject({ targets: ['src/a.ts', 'src/b.ts'], exitCode: 1, notes: [], internalErrors: [] });
  });

  it('reports on the named paths only, below the root of the project', async () => {
    const root = project({ ...MANIFEST, 'src/a.ts': 'slow();', 'lib/b.ts': 'slow();', 'lib/c.ts': 'slow();' });
    expect(shown(await scan({ cwd: root, paths: ['lib/c.ts'] }, engine))).toEqual(['lib/c.ts:1 slow-call error']);
    expect(shown(await scan({ cwd: path.join(root, 'src') }, engine))).toEqual(['src/a.ts:1 slow-call error']);
    expect((await scan({ cwd: root, paths: ['lib', 'src'] }, engine)).root).toBe(root);
  });

  it('takes the project around all paths where they lie in several packages', async () => {
    const root = project({ ...MANIFEST, 'a/package.json': '{}', 'a/a.ts': 'slow();', 'b/package.json': '{}', 'b/b.ts': 'slow();' });
    const result = await scan({ cwd: root, paths: ['a', 'b'] }, engine);
    expect(result.root).toBe(root);
    expect(shown(result)).toEqual(['a/a.ts:1 slow-call error', 'b/b.ts:1 slow-call error']);
  });

  it('keeps warnings and medium confidence by default, and counts what it hides', async () => {
    const files = { 'a.ts': `slow('low');\nodd();\nslow();` };
    const config = { rules: { 'odd-call': 'info' } } as const;
    const result = await run(files, { config });
    expect(shown(result)).toEqual(['a.ts:3 slow-call error']);
    expect(result.hidden).toEqual({ severity: 1, confidence: 1 });
    const all = await run(files, { config, severity: 'info', confidence: 'low' });
    expect(shown(all)).toHaveLength(3);
    expect(all.hidden).toEqual({ severity: 0, confidence: 0 });
  });

  it.each<[string, ScanOptions, number]>([
    ['odd();', {}, 0],
    ['odd();', { maxWarnings: 1 }, 0],
    ['odd();', { maxWarnings: 0 }, 1],
    ['odd();', { maxWarnings: 0, quiet: true }, 1],
    ['odd();', { config: { settings: { maxWarnings: 0 } } }, 1],
    ['odd();', { config: { settings: { maxWarnings: 0 } }, maxWarnings: 1 }, 0],
    ['odd(); // perf-lint-disable-line', { maxWarnings: 0 }, 0],
    ['slow();', {}, 1],
    ['slow();', { rules: ['slow-call=warning'] }, 0],
    ['slow();', { rules: ['slow-call=off'] }, 0],
    [`slow('low');`, {}, 0],
    [`slow('low');`, { config: { settings: { confidence: 'low' } } }, 1],
    ['slow(); // perf-lint-disable-line slow-call', {}, 0],
    ['fine();', {}, 0],
  ])('%s with %j exits with %i', async (code, options, exitCode) => {
    expect((await run({ 'a.ts': code }, options)).exitCode).toBe(exitCode);
  });

  it('shows errors only when quiet', async () => {
    const result = await run({ 'a.ts': 'odd();\nslow();' }, { quiet: true });
    expect(shown(result)).toEqual(['a.ts:2 slow-call error']);
    expect(result.hidden.severity).toBe(1);
  });

  it('marks what comments silence, and says which comments name nothing', async () => {
    const result = await run({
      'a.ts': ['// perf-lint-disable-next-line slow-call -- once a day', 'slow();', 'slow(); // eslint-disable-line perf-lint/slow-call', 'slow(); // perf-lint-disable-line slow-cal'].join('\n'),
    });
    expect(shown(result)).toEqual(['a.ts:2 slow-call error suppressed', 'a.ts:3 slow-call error suppressed', 'a.ts:4 slow-call error']);
    expect(result.findings.map(({ justification }) => justification)).toEqual(['once a day', undefined, undefined]);
    expect(result.notes).toEqual(['a.ts:4: the comment names "slow-cal", which is no rule, and silences nothing by it (did you mean "slow-call"?)']);
  });

  describe('judges comments', () => {
    const all: Engine = { ...engine, rules: [slow, odd, unusedSuppression] };
    const files = {
      'a.ts': ['// perf-lint-disable-next-line slow-call -- gone', 'fine();', 'slow(); // perf-lint-disable-line', 'slow("low"); // perf-lint-disable-line slow-call -- below the threshold'].join('\n'),
      'lib/b.ts': 'odd(); // perf-lint-disable-line odd-call, slow-call',
      'lib/c.vue': '<script>\nfine(); // perf-lint-disable-line slow-call\n</script>',
    };
    const judge = async (options: ScanOptions = {}): Promise<string[]> => {
      const cwd = project({ ...MANIFEST, ...files });
      const { findings } = await scan({ cwd, ...options }, all);
      return findings.filter(({ rule }) => rule === 'unused-suppression').map(({ location, severity, help }) => `${location.file}:${location.line} ${severity} ${help}`);
    };
    const GONE = 'a.ts:1 warning take the comment away';
    const ONE = 'lib/b.ts:1 warning take slow-call out of it: perf-lint-disable-line odd-call';

    it.each<[string, ScanOptions, string[]]>([
      ['of a whole project', {}, [GONE, ONE]],
      ['whatever is shown', { severity: 'warning', confidence: 'high' }, [GONE, ONE]],
      ['not of a part', { paths: ['lib'] }, []],
      ['not of rules that are off', { rules: ['slow-call=off'] }, []],
      ['nor of rules that an override turns off', { config: { overrides: [{ files: 'x', rules: { 'slow-call': 'off' } }] } }, []],
      ['nor where the rule itself is off', { config: { overrides: [{ files: 'lib', rules: { 'unused-suppression': 'off' } }] } }, [GONE]],
      ['at its own level', { rules: ['unused-suppression=error'] }, [GONE, ONE].map((line) => line.replace('warning', 'error'))],
    ])('%s', async (_, options, expected) => {
      expect(await judge(options)).toEqual(expected);
    });

    it('and asks for reasons where the config does, also of a part', async () => {
      const config: UserConfig = { rules: { 'unused-suppression': ['warning', { requireReason: true }] } };
      expect(await judge({ config, paths: ['a.ts'] })).toEqual(['a.ts:3 warning say why, after two dashes: perf-lint-disable-line -- why it is right']);
      const cwd = project({ ...MANIFEST, 'a.ts': 'slow(); // perf-lint-disable-line slow-call' });
      expect(shown(await scan({ cwd, config }, all))).toEqual(['a.ts:1 slow-call error suppressed', 'a.ts:1 unused-suppression warning']);
    });
  });

  it('takes config, levels and options from the root, and --rule over both', async () => {
    const files = {
      'perf-lint.config.json': JSON.stringify({ exclude: ['gen/**'], rules: { 'slow-call': ['warning', { also: 'lazy' }] } }),
      'a.ts': 'slow();\nlazy();',
      'gen/b.ts': 'slow();',
    };
    expect(shown(await run(files))).toEqual(['a.ts:1 slow-call warning', 'a.ts:2 slow-call warning']);
    expect(shown(await run(files, { rules: ['slow-call=error'] }))).toEqual(['a.ts:1 slow-call error', 'a.ts:2 slow-call error']);
    expect(shown(await run(files, { config: false }))).toEqual(['a.ts:1 slow-call error', 'gen/b.ts:1 slow-call error']);
  });

  it('takes levels and options of an override for its files, and --rule over it', async () => {
    const overrides = [{ files: 'jobs', rules: { 'slow-call': ['info', { also: 'lazy' }] } }, { files: 'jobs/off.ts', rules: { 'slow-call': 'off' } }];
    const files = {
      'perf-lint.config.json': JSON.stringify({ overrides, settings: { severity: 'info' } }),
      ...Object.fromEntries(['a.ts', 'jobs/b.ts', 'jobs/off.ts'].map((file) => [file, 'slow();\nlazy();'])),
    };
    expect(shown(await run(files))).toEqual(['a.ts:1 slow-call error', 'jobs/b.ts:1 slow-call info', 'jobs/b.ts:2 slow-call info']);
    expect(shown(await run(files, { rules: ['slow-call=warning'] }))).toEqual([
      'a.ts:1 slow-call warning', 'jobs/b.ts:1 slow-call warning', 'jobs/b.ts:2 slow-call warning', 'jobs/off.ts:1 slow-call warning', 'jobs/off.ts:2 slow-call warning',
    ]);
  });

  it('puts user tables in the place of ours with their id', () => {
    const table = (id: string, docs: string) => ({ id, docs, packages: [id], exports: {}, handles: {} });
    const tables = withUserTables([table('a', 'ours'), table('b', 'ours')], [table('b', 'theirs'), table('c', 'theirs')]);
    expect(tables.map(({ id, docs }) => `${id} ${docs}`)).toEqual(['a ours', 'b theirs', 'c theirs']);
  });

  it('names the rule and the file of an internal error, goes on, and exits with 2', async () => {
    const broken = defineRule({
      ...slow,
      id: 'broken',
      check({ file }) {
        if (file === 'b.ts') throw new TypeError('no such table\nand more');
        return [];
      },
    });
    const cwd = project({ ...MANIFEST, 'a.ts': 'slow();', 'b.ts': 'slow();', 'c.ts': 'slow();' });
    const result = await scan({ cwd }, { ...engine, rules: [broken, slow] });
    expect(result.internalErrors).toEqual([{ rule: 'broken', file: 'b.ts', message: 'no such table', at: expect.stringContaining('scan.test.ts') }]);
    expect(shown(result)).toEqual(['a.ts:1 slow-call error', 'b.ts:1 slow-call error', 'c.ts:1 slow-call error']);
    expect(result.exitCode).toBe(2);
  });

  it('says of a folder without sources that it has none, and goes on', async () => {
    const cwd = project({ ...MANIFEST, 'docs/a.md': '# a', 'src/a.ts': 'slow();' });
    const result = await scan({ cwd, paths: ['docs', 'src'] }, engine);
    expect(result.notes).toEqual([`${path.join(cwd, 'docs')}: no TypeScript or JavaScript files here`]);
    expect(shown(result)).toEqual(['src/a.ts:1 slow-call error']);
    expect((await scan({ cwd, paths: ['docs'] }, engine)).exitCode).toBe(0);
  });

  it('says which path does not exist', async () => {
    await expect(run({}, { paths: ['src', 'nope'] })).rejects.toThrow(/nope|src/);
  });

  it('lists what was skipped and scans the rest', async () => {
    const result = await run({ 'bad.ts': 'const = ;', 'good.ts': 'slow();' });
    expect(result.skipped.map(({ file }) => file)).toEqual(['bad.ts']);
    expect(shown(result)).toEqual(['good.ts:1 slow-call error']);
    expect(result.exitCode).toBe(1);
  });

  it('tells its progress, stage by stage', async () => {
    const heard: unknown[] = [];
    await run({ 'a.ts': '', 'b.ts': '' }, { onProgress: (progress) => heard.push(progress) });
    expect(heard).toEqual([
      { stage: 'read', done: 1, total: 2 },
      { stage: 'read', done: 2, total: 2 },
      { stage: 'check', done: 1, total: 2 },
      { stage: 'check', done: 2, total: 2 },
    ]);
  });

  it('counts and measures only when asked', async () => {
    expect((await run({ 'a.ts': 'slow();' })).stats).toBeUndefined();
    const { stats } = await run({ 'a.ts': `slow();\nslow('low');`, 'bad.ts': '(' }, { stats: true });
    expect(stats).toMatchObject({
      files: 1, parsed: 1, targets: 1, closed: {}, skipped: 1, lines: 2, bytes: 20, functions: 0, calls: 2, entries: {},
      queries: { resolved: { followed: 0, byShape: 0 }, unresolved: 0 }, findings: { 'slow-call': 2 }, hidden: { severity: 0, confidence: 1, comments: 0 },
    });
    expect(Object.keys(stats?.milliseconds ?? {})).toEqual(['store', 'read', 'link', 'rule:slow-call', 'rule:odd-call', 'queries', 'entries', 'total']);
    expect(stats?.peakMemory).toBeGreaterThan(1e6);
    expect(stats?.filesPerSecond).toBeGreaterThan(0);
  });

  it('counts files in which nothing is reported, and findings that comments silence', async () => {
    const { stats } = await run({ 'a.ts': 'slow(); // perf-lint-disable-line\n', 'test/a.test.ts': 'export const f = () => 1;', 'migrations/1.ts': '' }, { stats: true });
    expect(stats).toMatchObject({ targets: 3, closed: { test: 1, migration: 1 }, functions: 1, hidden: { comments: 1 } });
    expect(stats?.milliseconds.total).toBeGreaterThanOrEqual(stats?.milliseconds.read ?? Infinity);
  });

  it('gives the same ids in two runs over the same code with other lines', async () => {
    const [before, after] = [await run({ 'a.ts': 'slow();' }), await run({ 'a.ts': '\n\nslow();' })];
    expect(after.findings[0]?.id).toBe(before.findings[0]?.id);
  });
});
