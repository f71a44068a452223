import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ts } from 'ts-morph';
import { expect, it } from 'vitest';
import { project } from './project.ts';

const MODULE = path.resolve(import.meta.dirname, '../../src/commands/garbage.ts');

/** Makes some forty megabytes of garbage, and prints the megabytes in use after it was to be collected. */
const RUN = `
import { getHeapStatistics } from 'node:v8';
import { collectGarbage } from './garbage.mjs';
let made = [];
for (let item = 0; item < 500_000; item++) made.push({ item, text: 'item ' + item });
made = undefined;
collectGarbage(Number(process.argv[2]));
console.log(getHeapStatistics().used_heap_size / 1024 / 1024);
`;

// In a process of its own: the garbage of this one is of other tests too.
it('garbage is collected where the heap holds as much as is told, and left where it holds less', () => {
  const root = project({ 'garbage.mjs': ts.transpile(readFileSync(MODULE, 'utf8'), { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 }), 'run.mjs': RUN });
  const left = (least: number): number => Number(execFileSync(process.execPath, [path.join(root, 'run.mjs'), String(least)], { encoding: 'utf8' }));
  expect(left(10)).toBeLessThan(20);
  expect(left(1000)).toBeGreaterThan(20);
});
