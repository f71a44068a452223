import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixturesDir, sourcesBelow } from '../fixtures/expectations.ts';
import { factsFromEspree, factsFromOxc, factsFromTypescriptEslint } from './hosts.ts';
import { awkwardJavaScript, awkwardTypeScript } from './sources.ts';

const fixtures = sourcesBelow(fixturesDir).map((file) => [file, withoutBom(readFileSync(path.join(fixturesDir, file), 'utf8'))] as const);
const written = Object.entries({ ...awkwardTypeScript, ...awkwardJavaScript }).map(([file, text]) => [file, withoutBom(text)] as const);
const isJavaScript = ([file]: readonly [string, string]): boolean => /\.[cm]?jsx?$/.test(file);

/** Every host parses the text without a byte-order mark: read.ts strips it, and so does ESLint. */
function withoutBom(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

describe('facts are the same in the command line and in ESLint', () => {
  it.each([...written, ...fixtures])('with @typescript-eslint/parser: %s', (file, text) => {
    expect(factsFromTypescriptEslint(file, text)).toEqual(factsFromOxc(file, text));
  });

  it.each([...written, ...fixtures].filter(isJavaScript))('with espree: %s', (file, text) => {
    expect(factsFromEspree(file, text)).toEqual(factsFromOxc(file, text));
  });

  it('with a byte-order mark that ESLint strips itself', () => {
    const text = awkwardTypeScript['bom.ts']!;
    expect(text.startsWith('\uFEFF')).toBe(true);
    expect(factsFromTypescriptEslint('bom.ts', text)).toEqual(factsFromOxc('bom.ts', withoutBom(text)));
  });
});
