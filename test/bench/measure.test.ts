import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { expect, it } from 'vitest';
import { repository } from '../git/repository.ts';
import { project } from '../commands/project.ts';

interface Measure {
  measure(command: string, args: string[], options: { cwd: string; expected?: number[] }): { cpu: number; wall: number; peak: number; printed: string };
  checkOut(repository: string, folder: string): string;
  median(numbers: number[]): number;
  exponent(points: [number, number][]): number;
  table(head: string[], rows: (string | number)[][]): string;
}

const FILE = path.resolve(import.meta.dirname, '../../bench/measure.mjs');
const { measure, checkOut, median, exponent, table } = (await import(FILE)) as Measure;
const here = import.meta.dirname;

// GNU time is no part of every system; the benchmarks themselves ask for it.
it.runIf(existsSync('/usr/bin/time'))('counts what the children of a command used', { timeout: 60_000 }, () => {
  const holds = 'Buffer.alloc(150e6, 1); const end = process.cpuUsage().user + 1e5; while (process.cpuUsage().user < end);';
  const { cpu, peak, printed } = measure(process.execPath, ['-e', `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(holds)}]); console.log('said')`], { cwd: here });
  expect(peak).toBeGreaterThan(150);
  expect(cpu).toBeGreaterThan(0.1);
  expect(printed).toBe('said\n');
});

it.runIf(existsSync('/usr/bin/time'))('fails with the words of a command that failed', { timeout: 60_000 }, () => {
  expect(() => measure(process.execPath, ['-e', 'console.error("broken"); process.exit(2)'], { cwd: here })).toThrow(/ended with 2: broken/);
  expect(() => measure(process.execPath, ['-e', 'process.exit(2)'], { cwd: here, expected: [2] })).not.toThrow();
});

it('checks out a repository beside it, and writes nothing to it', () => {
  const root = repository(project({ 'src/a.ts': 'export {};\n' }));
  const folder = path.join(project({ '.keep': '' }), 'copy');
  expect(checkOut(root, folder)).toMatch(/^[0-9a-f]{40}$/);
  expect(existsSync(path.join(folder, 'src/a.ts'))).toBe(true);
});

it('takes the middle, and the slope of logarithms', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
  expect(exponent([[1, 5], [2, 10], [4, 20]])).toBeCloseTo(1);
  expect(exponent([[1, 3], [2, 12], [4, 48]])).toBeCloseTo(2);
  expect(table(['a', 'b'], [[1, 'x']])).toBe('| a | b |\n| --- | --- |\n| 1 | x |');
});
