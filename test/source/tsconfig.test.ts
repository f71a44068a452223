import { describe, expect, it } from 'vitest';
import { mappedPaths, readTsConfigs } from '../../src/source/tsconfig.ts';

/** Configs by path below the root, as text or as an object. */
function configs(files: Record<string, unknown>, packageFolders: Record<string, string> = {}) {
  const read = (path: string): Uint8Array | undefined => {
    const file = files[path];
    return file === undefined ? undefined : new TextEncoder().encode(typeof file === 'string' ? file : JSON.stringify(file));
  };
  return readTsConfigs(Object.keys(files).filter((path) => /[jt]sconfig[^/]*$/.test(path)), read, (name) => packageFolders[name]);
}

const mapped = (files: Record<string, unknown>, folder: string, specifier: string, packages = {}) =>
  configs(files, packages).around(folder).flatMap((config) => mappedPaths(config, specifier));

const paths = (map: Record<string, string[]>, more = {}) => ({ compilerOptions: { paths: map, ...more } });

describe('paths', () => {
  it('are relative to the config without a baseUrl, and to the baseUrl with one, which is a mapping itself', () => {
    expect(mapped({ 'app/tsconfig.json': paths({ '@/*': ['./src/*', 'lib/*'] }) }, 'app/src/x', '@/a')).toEqual(['app/src/a', 'app/lib/a']);
    expect(mapped({ 'app/tsconfig.json': paths({ '@/*': ['./*'] }, { baseUrl: 'src' }) }, 'app', '@/a')).toEqual(['app/src/a', 'app/src/@/a']);
    expect(mapped({ 'tsconfig.json': { compilerOptions: { baseUrl: '.' } } }, 'src', 'server/a')).toEqual(['server/a']);
  });

  it('match exactly before by pattern, and by the longest prefix', () => {
    const files = { 'tsconfig.json': paths({ '*': ['any/*'], '@a/*': ['a/*'], '@a/b/*': ['b/*'], '@a/b/c': ['exact'], '@x/*/y': ['x/*'] }) };
    expect(mapped(files, '', '@a/z')).toEqual(['a/z']);
    expect(mapped(files, '', '@a/b/z')).toEqual(['b/z']);
    expect(mapped(files, '', '@a/b/c')).toEqual(['exact']);
    expect(mapped(files, '', '@x/1/y')).toEqual(['x/1']);
    expect(mapped(files, '', 'other')).toEqual(['any/other']);
  });

  it('come from the nearest config first, and from those further out', () => {
    const files = { 'tsconfig.json': paths({ '@/*': ['./root/*'] }), 'p/tsconfig.json': paths({ '@/*': ['./near/*'] }), 'p/tsconfig.test.json': paths({ '@/*': ['./test/*'] }) };
    expect(mapped(files, 'p/src', '@/a')).toEqual(['p/near/a', 'p/test/a', 'root/a']);
    expect(mapped(files, 'q', '@/a')).toEqual(['root/a']);
  });

  it('come from jsconfig.json and from the configs that a solution refers to', () => {
    expect(mapped({ 'jsconfig.json': paths({ '~/*': ['./app/*'] }) }, 'app', '~/a')).toEqual(['app/a']);
    const solution = { 'tsconfig.json': { files: [], references: [{ path: './config/tsconfig.app.json' }, { path: './lib' }] }, 'config/tsconfig.app.json': paths({ '#a/*': ['../a/*'] }), 'lib/tsconfig.json': paths({ '#b/*': ['./b/*'] }) };
    expect(mapped(solution, '', '#a/x')).toEqual(['a/x']);
    expect(mapped(solution, '', '#b/x')).toEqual(['lib/b/x']);
  });

  it('that leave the root lead nowhere', () => {
    expect(mapped({ 'tsconfig.json': paths({ '@/*': ['../other/*'] }) }, '', '@/a')).toEqual([]);
  });
});

describe('extends', () => {
  it('gives what the config does not set itself, relative to the file that sets it', () => {
    const files = { 'base/tsconfig.base.json': paths({ '@/*': ['./src/*'] }), 'p/tsconfig.json': { extends: '../base/tsconfig.base' } };
    expect(mapped(files, 'p', '@/a')).toEqual(['base/src/a']);
    expect(mapped({ ...files, 'p/tsconfig.json': { extends: '../base/tsconfig.base', ...paths({ '~/*': ['./*'] }) } }, 'p', '@/a')).toEqual([]);
  });

  it('is used as far as it goes when a file is missing, also one of a list', () => {
    expect(mapped({ 'tsconfig.json': { extends: '@tsconfig/node20/tsconfig.json', ...paths({ '@/*': ['./*'] }) } }, '', '@/a')).toEqual(['a']);
    expect(mapped({ 'b.json': paths({ '@/*': ['./b/*'] }), 'tsconfig.json': { extends: ['./gone.json', './b.json', './lost'] } }, '', '@/a')).toEqual(['b/a']);
  });

  it('follows workspace packages by name, and ends in a circle', () => {
    expect(mapped({ 'packages/config/base.json': paths({ '@/*': ['${configDir}/src/*'] }), 'tsconfig.json': { extends: '@acme/config/base.json' } }, '', '@/a', { '@acme/config': 'packages/config' })).toEqual(['packages/config/src/a']);
    expect(mapped({ 'tsconfig.json': { extends: './tsconfig.json', ...paths({ '@/*': ['./*'] }) } }, '', '@/a')).toEqual(['a']);
  });
});

describe('a config as people write it', () => {
  it('has comments and trailing commas, and strings that look like them', () => {
    const text = '{ // one\n "compilerOptions": { /* two */ "paths": { "@/*": ["./src/*",], "//x,]": ["./y"], }, }, }';
    expect(mapped({ 'tsconfig.json': text }, '', '@/a')).toEqual(['src/a']);
    expect(mapped({ 'tsconfig.json': text }, '', '//x,]')).toEqual(['y']);
  });

  it('is ignored with one line when it is broken', () => {
    const { around, broken } = configs({ 'tsconfig.json': paths({ '@/*': ['./*'] }), 'p/tsconfig.json': '{ "compilerOptions": ', 'q/tsconfig.json': '[]', 'r/tsconfig.json': '' });
    expect(broken.map(({ file }) => file)).toEqual(['p/tsconfig.json', 'q/tsconfig.json']);
    expect(broken[0]!.reason).toMatch(/^not used for module resolution: .*JSON/);
    expect(broken[1]!.reason).toBe('not used for module resolution: it holds no object');
    expect(around('p').map(({ file }) => file)).toEqual(['tsconfig.json']);
  });
});
