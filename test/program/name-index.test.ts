import { expect, it } from 'vitest';
import { extract } from '../../src/facts/extract.ts';
import { sourceFile } from '../../src/facts/file.ts';
import { LinkedFile } from '../../src/program/linked-file.ts';
import { indexNames } from '../../src/program/name-index.ts';
import { Trail } from '../../src/program/trail.ts';
import { createParser } from '../../src/source/parser.ts';

it('finds names that nobody had seen before they were asked for', () => {
  const trail = new Trail();
  const files = ['first(); second(1);', 'second(2);'].map((text, number) => {
    const parsed = createParser().parse('a.ts', text);
    if (!parsed.ok) throw new Error(parsed.reason);
    return new LinkedFile(`${number}.ts`, number, sourceFile(extract(parsed.value, text)), trail, undefined);
  });
  const { calls } = indexNames(files, trail);
  expect(calls('second').map(({ file, id }) => [file.path, id])).toEqual([['0.ts', 1], ['1.ts', 0]]);
  expect(calls('first')).toHaveLength(1);
  expect(calls('third')).toEqual([]);
});
