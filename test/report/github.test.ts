import { describe, expect, it } from 'vitest';
import { github } from '../../src/report/github.ts';
import { finding, place } from '../findings/make.ts';
import { context, report } from './report.ts';
import { readOutput } from './workflow-commands.ts';

const clean = { ...report, findings: [], skipped: [] };

/** So many findings of one severity, each with a cause of its own. */
function many(count: number, over: Parameters<typeof finding>[0]): ReturnType<typeof finding>[] {
  return Array.from({ length: count }, (_, index) => finding({ ...over, group: `${over?.severity}${index}`, location: place(`src/${index}.ts`, 1) }));
}

describe('github', () => {
  it('writes one annotation for each finding, and the counts in a plain line', async () => {
    const output = github(report, context);
    await expect(output).toMatchFileSnapshot('./report.github.txt');
    const { annotations, plain } = readOutput(output);
    expect(annotations.map(({ kind, properties: { file, line, title } }) => `${kind} ${file}:${line} ${title}`)).toEqual([
      'error src/routes/orders.ts:4 perf-lint/n-plus-one',
      'error src/routes/export.ts:1 perf-lint/n-plus-one',
      'warning src/users/repo.ts:1 perf-lint/sync-io-in-async',
    ]);
    expect(plain).toEqual(['3 problems with 2 causes in 12 files: 2 errors, 1 warning.', 'Not analysed: 1 file (--format stylish names them).']);
  });

  it('escapes what the runner would take for a part of the command', () => {
    const file = 'src/a,b=c:d%2C\n::error::.ts';
    const message = '100% of a:b,c\r\n::add-mask::x ##[error]y %0A';
    const { annotations } = readOutput(github({ ...clean, findings: [finding({ location: place(file, 1), message })] }, context));
    expect(annotations).toHaveLength(1);
    expect(annotations[0]!.properties.file).toBe(file);
    expect(annotations[0]!.text.startsWith(`${message}.\n`)).toBe(true);
  });

  it('gives a range of several lines no columns', () => {
    const location = { ...place('src/a.ts', 3, 9), endLine: 5, endColumn: 2 };
    const { annotations: [annotation] } = readOutput(github({ ...clean, findings: [finding({ location })] }, context));
    expect(annotation!.properties).toEqual({ file: 'src/a.ts', line: '3', endLine: '5', title: 'perf-lint/n-plus-one' });
  });

  it('writes as many of each severity as GitHub shows, and how many more there are', () => {
    const findings = [...many(13, { severity: 'error' }), ...many(10, { severity: 'warning' }), ...many(11, { severity: 'info' })];
    const { annotations, plain } = readOutput(github({ ...clean, findings }, context));
    expect(['error', 'warning', 'notice'].map((kind) => annotations.filter((one) => one.kind === kind).length)).toEqual([10, 10, 10]);
    expect(plain).toEqual([
      'Without an annotation: 3 errors, 1 info (GitHub shows 10 of a kind for each step; --format stylish and sarif have all).',
      '34 problems in 12 files: 13 errors, 10 warnings, 11 info.',
    ]);
  });

  it('prefers other causes to more places of one', () => {
    const same = Array.from({ length: 12 }, (_, index) => finding({ location: place(`src/same/${index}.ts`, 1) }));
    const { annotations } = readOutput(github({ ...clean, findings: [...same, finding({ group: 'another', location: place('src/z.ts', 1) })] }, context));
    expect(annotations.map(({ properties: { file } }) => file).slice(0, 2)).toEqual(['src/same/0.ts', 'src/z.ts']);
    expect(annotations).toHaveLength(10);
  });

  it('says that there is nothing', () => {
    expect(github(clean, context)).toBe('No problems in 12 files.\n');
  });
});

describe('the reader of workflow commands', () => {
  it.each([
    ['a raw percent sign', '::error file=a.ts,line=1::100% sure'],
    ['a colon in a property', '::error file=a:b.ts%,line=1::x'],
    ['columns over several lines', '::error file=a.ts,line=1,endLine=2,col=3::x'],
    ['a range without a line', '::error file=a.ts::x'],
    ['a line that is no number', '::error file=a.ts,line=0::x'],
    ['an end before the start', '::error file=a.ts,line=2,endLine=1::x'],
    ['a property that there is not', '::error file=a.ts,line=1,column=3::x'],
    ['another command', '::add-mask file=a.ts,line=1::x'],
    ['a command of the older form', 'a ##[error]b'],
  ])('refuses %s', (_, line) => {
    expect(() => readOutput(line)).toThrow();
  });
});
