import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scan } from '../../src/commands/scan.ts';
import { engine } from '../../src/project/engine.ts';
import { fixturesDir } from '../fixtures/expectations.ts';

const root = path.join(fixturesDir, 'remedies');

describe('the help of a query that runs again and again', async () => {
  const { findings } = await scan({ paths: [root] }, engine);
  const files = readdirSync(path.join(root, 'src')).flatMap((name) => {
    const expected = readFileSync(path.join(root, 'src', name), 'utf8').split('\n').flatMap((line, index) => {
      const [, help] = /^\s*\/\/ help: (.+)$/.exec(line) ?? [];
      // The finding stands in the line below, which is counted from 1.
      return help === undefined ? [] : [{ line: index + 2, help }];
    });
    return expected.length > 0 ? [{ file: `src/${name}`, expected }] : [];
  });

  it.each(files)('begins as the comments of $file say', ({ file, expected }) => {
    const said = expected.map(({ line, help }) => {
      const found = findings.find(({ location }) => location.file === file && location.line === line);
      return { line, help: found?.help.startsWith(help) ? help : found?.help };
    });
    expect(said).toEqual(expected);
  });
});
