import { describe, expect, it } from 'vitest';
import { stylish } from '../../src/report/stylish.ts';
import { finding, place, related } from '../findings/make.ts';
import { context, report, stats } from './report.ts';

const clean = { ...report, findings: [], skipped: [], hidden: { severity: 0, confidence: 0 } };

describe('stylish', () => {
  it('says what happens, where it multiplies, how it gets there, what to do', async () => {
    await expect(stylish(report, context)).toMatchFileSnapshot('./stylish.txt');
  });

  it('writes no escape sequence without colours, and the same text with them', () => {
    const escapes = /\u001b\[\d+m/g;
    const colored = stylish(report, { ...context, colors: true });
    expect(colored).toMatch(escapes);
    expect(colored.replace(escapes, '')).toBe(stylish(report, context));
  });

  it('breaks a path that is too long for the terminal into a list', () => {
    const steps = ['Orders.list', 'Users.byId', 'Repository.findOne'].map((name, index) =>
      related(index === 2 ? 'sink' : 'step', name, place(`src/${'deep/'.repeat(6)}${index}.ts`, 7)),
    );
    const text = stylish({ ...clean, findings: [finding({ related: steps })] }, { ...context, width: 60 });
    const lines = text.split('\n');
    const first = lines.findIndex((line) => line.includes('path  Orders.list'));
    const column = (lines[first] as string).indexOf('Orders');
    expect(lines[first + 1]?.slice(column)).toBe(`> Users.byId (src/${'deep/'.repeat(6)}1.ts:7)`);
    expect(lines[first + 2]?.slice(column)).toBe(`  > Repository.findOne (src/${'deep/'.repeat(6)}2.ts:7)`);
  });

  it('has no path where the sink is the place itself, and takes its label from it', () => {
    const location = place('src/users/repo.ts', 1, 8, 18);
    const text = stylish({ ...clean, findings: [finding({ location, related: [related('sink', 'reads a file', location)] })] }, context);
    expect(text).not.toContain('path');
    expect(text).toContain('^^^^^^^^^^^^^^^^^^ reads a file');
  });

  it('shows a loop of another file under its name', () => {
    const location = place('src/users/repo.ts', 1, 8, 18);
    const loop = related('loop', 'runs once per row', place('src/routes/export.ts', 1, 1, 8));
    const text = stylish({ ...clean, findings: [finding({ location, related: [loop] })] }, context);
    expect(text).toMatch(/return readFileSync\(file\)\n.*\^ each time\n +in src\/routes\/export\.ts\n +1 \| +rows\.map/);
  });

  it('does without the code of a file that cannot be read', () => {
    const text = stylish({ ...clean, findings: [finding({ location: place('gone.ts', 4, 3) })] }, context);
    expect(text).toMatch(/^gone\.ts\n {2}4:3 {2}error .*\n {7}help {2}read them at once\n/);
  });

  it('shows no line of a file of evidence, which may hold values', () => {
    const read = (): string => "SELECT * FROM users WHERE email = 'ada@example.org';";
    const observed = finding({ location: place('../slow.log', 1), observed: { query: 'SELECT * FROM users WHERE email = $1' } });
    expect(stylish({ ...clean, findings: [observed] }, { ...context, read })).not.toContain('ada@example.org');
    expect(stylish({ ...clean, findings: [{ ...observed, observed: {} }] }, { ...context, read })).toContain('ada@example.org');
  });

  it('counts the places that it does not name', () => {
    const same = Array.from({ length: 9 }, (_, index) => finding({ location: place(`src/${index}.ts`, 1) }));
    expect(stylish({ ...clean, findings: same }, context)).toMatch(
      /also {2}8 more places reach this call: src\/1\.ts:1, src\/2\.ts:1, src\/3\.ts:1, src\/4\.ts:1, src\/5\.ts:1, src\/6\.ts:1 and 2 more\n/,
    );
  });

  it('says what the rule says that places of a group have in common', () => {
    const places = (...lines: number[]) => stylish({ ...clean, findings: lines.map((line) => finding({ location: place('src/a.ts', line), alike: ['needs it', 'need it'] })) }, context);
    expect(places(1, 2)).toMatch(/also {2}1 more place needs it: src\/a\.ts:2\n/);
    expect(places(1, 2, 3)).toMatch(/also {2}2 more places need it: src\/a\.ts:2, src\/a\.ts:3\n/);
  });

  it('keeps escape sequences of the code and of names from the terminal', () => {
    const location = place('\u001b[2J.ts', 1, 1, 3);
    const text = stylish({ ...clean, findings: [finding({ location, message: 'a\u001b]0;b' })] }, { ...context, read: () => 'x\u001b[2J' });
    expect(text).not.toContain('\u001b');
  });

  it('says that there is nothing, and nothing else', () => {
    expect(stylish(clean, context)).toBe('No problems in 12 files.\n');
  });

  it('says what hides findings even where none is shown', () => {
    expect(stylish({ ...clean, hidden: { severity: 1, confidence: 0 } }, context)).toBe(
      'No problems in 12 files.\nHidden: 1 by severity (--severity info --confidence low shows them).\n',
    );
    expect(stylish({ ...clean, hidden: { severity: 1, confidence: 2, baseline: 3, before: 4 } }, context)).toBe(
      'No problems in 12 files.\nHidden: 1 by severity, 2 by confidence (--severity info --confidence low shows them), 3 by the baseline (--no-baseline shows them), 4 from before.\n',
    );
  });

  it('adds the figures of --stats', () => {
    const figures = stylish({ ...clean, stats }, context).split('\n').map((line) => line.trim().replace(/ {2,}/, ': '));
    expect(figures).toEqual([
      'No problems in 12 files.',
      '',
      'files: 40: 3 parsed, 37 from the store, 2,857 per second (12,345 lines, 679 kB, 900 functions, 1,234,567 calls)',
      'files checked: 12; nothing is reported in 3 test, 1 migration files',
      'files not analysed: 1',
      'entries: 14 request, 2 job',
      'queries: 79: 70 resolved, 5 by shape, 4 unresolved (perf-lint doctor lists them)',
      'findings: 2 n-plus-one',
      'findings hidden: 4 by severity, 2 by confidence, 1 by comments',
      'time read: 12 ms',
      'time rule:n-plus-one: 1 ms',
      'time total: 14 ms',
      'peak memory: 3 MiB',
      '',
    ]);
  });

  it('says of figures that there are none', () => {
    const none = { ...stats, closed: {}, entries: {}, findings: {}, queries: { resolved: { followed: 0, byShape: 0 }, unresolved: 0 } };
    const text = stylish({ ...clean, stats: none }, context);
    expect(stylish({ ...clean, stats: { ...stats, bytes: 12_345_678 } }, context)).toContain('12.3 MB');
    expect(text).toMatch(/files checked +12\n.*\n.*entries +none\n.*queries +none\n.*findings +none\n/);
  });
});
