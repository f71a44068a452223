import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ts } from 'ts-morph';
import { expect, it } from 'vitest';
import { project } from './project.ts';

const MODULE = path.resolve(import.meta.dirname, '../../src/commands/young-generation.ts');

/** Keeps all that it makes, step by step, and prints the megabytes of the young generation at the end. */
const RUN = `
import { getHeapSpaceStatistics } from 'node:v8';
import { youngGenerationLimit } from './young-generation.mjs';
const limit = process.argv[2] === undefined ? () => {} : youngGenerationLimit(Number(process.argv[2]));
const kept = [];
for (let step = 0; step < 2000; step++) {
  limit();
  for (let item = 0; item < 1000; item++) kept.push({ step, item });
}
console.log(getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size / 1024 / 1024);
`;

// In a process of its own: a flag of V8 is for all of a process, and the heap of this one has grown already.
it('the young generation stays as large as it is told to, where it would grow with what is kept', () => {
  const root = project({ 'young-generation.mjs': ts.transpile(readFileSync(MODULE, 'utf8'), { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 }), 'run.mjs': RUN });
  const size = (...most: string[]): number => Number(execFileSync(process.execPath, [path.join(root, 'run.mjs'), ...most], { encoding: 'utf8' }));
  const limited = size('2');
  expect(limited).toBeGreaterThanOrEqual(4);
  expect(limited).toBeLessThanOrEqual(8);
  expect(size()).toBeGreaterThan(8);
});
