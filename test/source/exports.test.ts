import { expect, it } from 'vitest';
import { exportTargets, importTargets } from '../../src/source/exports.ts';

it.each([
  ['a path', './a.js', '.', ['./a.js']],
  ['conditions without subpaths', { import: './a.mjs', require: './a.cjs' }, '.', ['./a.mjs', './a.cjs']],
  ['nested conditions and lists, null left out', { '.': { node: { import: './n.mjs', require: null }, default: ['./d.js'] } }, '.', ['./n.mjs', './d.js']],
  ['browsers last', { '.': { browser: './b.js', 'react-native': './r.js', default: './d.js' } }, '.', ['./d.js', './b.js', './r.js']],
  ['a subpath', { '.': './a.js', './x': './lib/x.js' }, './x', ['./lib/x.js']],
  ['a pattern', { './*': './lib/*.js' }, './a/b', ['./lib/a/b.js']],
  ['the longest prefix of patterns', { './*': './lib/*.js', './a/*.js': './special/*.ts' }, './a/b.js', ['./special/b.ts']],
  ['a pattern used twice', { './*': './*/*.js' }, './x', ['./x/x.js']],
  ['a folder as it was exported before patterns', { './lib/': './dist/' }, './lib/a.js', ['./dist/a.js']],
  ['nothing for a subpath that is not exported', { '.': './a.js' }, './b', []],
  ['nothing for a package without exports', undefined, '.', []],
])('exports: %s', (_, exports, subpath, targets) => {
  expect(exportTargets(exports, subpath)).toEqual(targets);
});

it('imports: by name and by pattern', () => {
  const imports = { '#db': './src/db.js', '#lib/*': { types: './types/*.d.ts', default: './src/*.js' } };
  expect(importTargets(imports, '#db')).toEqual(['./src/db.js']);
  expect(importTargets(imports, '#lib/a')).toEqual(['./types/a.d.ts', './src/a.js']);
  expect(importTargets(imports, '#other')).toEqual([]);
});
