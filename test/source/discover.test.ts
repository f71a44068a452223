import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discover } from '../../src/source/discover.ts';
import { disk } from '../../src/source/disk.ts';
import { belowRoot } from '../../src/source/paths.ts';
import { stillHolds, witness } from '../../src/source/witness.ts';
import { tree } from './trees.ts';

const sourcesOf = (files: Record<string, string>, options = {}) => discover(tree(files), disk, options).sources;
const empty = (...paths: string[]) => Object.fromEntries(paths.map((path) => [path, '']));

describe('what is read', () => {
  it('takes every extension of TypeScript and JavaScript, and components', () => {
    const paths = ['a.cjs', 'b.cts', 'c.js', 'd.jsx', 'e.mjs', 'f.mts', 'g.ts', 'h.tsx', 'i.svelte', 'j.vue'];
    expect(sourcesOf(empty(...paths, 'k.json', 'l.astro', 'm.css'))).toEqual(paths);
  });

  it('leaves out dependencies, output, declarations of what lies beside them and what machines made', () => {
    const ours = ['src/a.ts', 'src/well/.well-known/b.ts'];
    const others = ['node_modules/x/a.js', 'src/node_modules/x.js', 'dist/a.js', 'packages/p/dist/a.js', '.next/a.js', '.nuxt/a.js', '.eslintrc.js', 'src/__generated__/a.ts', 'src/a.d.ts', 'src/page.d.css.ts', 'src/jquery.min.js', 'src/main.bundle.js'];
    expect(sourcesOf(empty(...ours, ...others))).toEqual(ours);
  });

  it('reads declarations that stand alone: they are a module of types', () => {
    expect(sourcesOf(empty('a.d.ts', 'b.d.mts', 'c.d.ts', 'c.js', 'd.d.ts', 'd.vue', 'types/e.d.ts'))).toEqual(['a.d.ts', 'b.d.mts', 'c.js', 'd.vue', 'types/e.d.ts']);
  });

  it('leaves out build, out, coverage and vendor beside a package.json, and reads them as source anywhere else', () => {
    const ours = ['server/build/a.ts', 'src/api/vendor/b.ts', 'src/coverage/c.ts', 'src/out/d.ts'];
    const others = ['build/a.js', 'out/b.js', 'coverage/c.js', 'vendor/d.js', 'packages/p/build/e.js'];
    expect(sourcesOf({ ...empty(...ours, ...others), 'package.json': '{}', 'packages/p/package.json': '{}' })).toEqual(ours);
  });

  it('leaves out JavaScript beside the TypeScript it was compiled from', () => {
    expect(sourcesOf(empty('a.js', 'a.ts', 'b.js', 'b.tsx', 'c.mjs', 'c.mts', 'd.js', 'd.spec.ts'))).toEqual(['a.ts', 'b.tsx', 'c.mts', 'd.js', 'd.spec.ts']);
  });

  it('is found by listings alone where no folder has a .gitignore, and is another thing when one comes', () => {
    const root = tree(empty('src/deep/a.ts', 'src/b.ts'));
    const { files, testimony } = witness(root, disk);
    expect(discover(root, files).sources).toEqual(['src/b.ts', 'src/deep/a.ts']);
    expect(testimony().map(([path]) => belowRoot(root, path)).filter((path) => path.endsWith('/.gitignore') && path.startsWith('src/'))).toEqual([]);
    expect(stillHolds(testimony(), disk)).toBe(true);
    writeFileSync(join(root, 'src/deep/.gitignore'), 'a.ts\n');
    expect(stillHolds(testimony(), disk)).toBe(false);
    expect(discover(root, disk).sources).toEqual(['src/b.ts']);
  });

  it('judges nothing by the folders around the root', () => {
    const base = tree(empty('build/node_modules/dist/src/a.ts'));
    expect(discover(join(base, 'build/node_modules/dist'), disk).sources).toEqual(['src/a.ts']);
  });

  it('lists manifests, tsconfigs and schemas of the same tree', () => {
    const found = discover(tree(empty('package.json', 'p/package.json', 'tsconfig.json', 'p/tsconfig.build.json', 'p/jsconfig.json', 'prisma/a.prisma', 'node_modules/x/package.json', 'tsconfigs.json')), disk);
    expect(found.manifests).toEqual(['p/package.json', 'package.json']);
    expect(found.tsconfigs).toEqual(['p/jsconfig.json', 'p/tsconfig.build.json', 'tsconfig.json']);
    expect(found.schemas).toEqual(['prisma/a.prisma']);
  });
});

describe('.gitignore', () => {
  it('is followed, nested ones included, the innermost having the last word', () => {
    const files = {
      '.gitignore': 'generated/\n*.local.ts\n/only-at-root.ts\n',
      'src/.gitignore': '!keep.local.ts\nscratch.ts\n',
      ...empty('generated/a.ts', 'src/generated/b.ts', 'src/drop.local.ts', 'src/keep.local.ts', 'src/scratch.ts', 'src/only-at-root.ts', 'only-at-root.ts', 'scratch.ts'),
    };
    expect(sourcesOf(files)).toEqual(['scratch.ts', 'src/keep.local.ts', 'src/only-at-root.ts']);
  });

  it('of the repository counts for a root within it, unless it ignores the root itself', () => {
    const base = tree({ '.gitignore': '*.gen.js\nsandbox/\n', '.git/HEAD': '', ...empty('server/a.js', 'server/b.gen.js', 'sandbox/c.js', 'sandbox/d.gen.js') });
    expect(discover(join(base, 'server'), disk).sources).toEqual(['a.js']);
    expect(discover(join(base, 'sandbox'), disk).sources).toEqual(['c.js', 'd.gen.js']);
  });
});

describe('include and exclude', () => {
  const files = empty('package.json', 'src/a.ts', 'src/b.spec.ts', 'src/old/c.ts', 'tools/d.ts');

  it('limit the sources by globs and folders, and leave the manifests', () => {
    const found = discover(tree(files), disk, { include: ['src'], exclude: ['**/*.{spec,test}.ts', './src/old/'] });
    expect(found.sources).toEqual(['src/a.ts']);
    expect(found.manifests).toEqual(['package.json']);
  });

  it('let a named folder be read that include leaves out', () => {
    expect(sourcesOf(files, { include: ['src/a.ts'], exclude: ['**/*.spec.ts'], named: ['src'] })).toEqual(['src/a.ts', 'src/old/c.ts']);
    expect(sourcesOf(files, { include: ['src/a.ts'], named: [''] })).toEqual(['src/a.ts']);
  });

  it('do not touch what is named', () => {
    const others = empty('dist/x.js', 'dist/node_modules/y.js', 'a.d.ts', 'z.min.js');
    expect(sourcesOf({ ...files, ...others }, { exclude: ['src', 'tools'], named: ['src/b.spec.ts', 'dist', 'a.d.ts', 'z.min.js'] })).toEqual(['a.d.ts', 'dist/x.js', 'src/b.spec.ts', 'z.min.js']);
  });

  it('let a named folder that git ignores be read by its own rules', () => {
    expect(sourcesOf({ '.gitignore': 'out/\n', ...empty('a.ts', 'out/b.ts', 'out/dist/c.ts') }, { named: ['out'] })).toEqual(['a.ts', 'out/b.ts']);
  });
});

describe('links', () => {
  it('end directory loops, with a line each', () => {
    const root = tree(empty('src/a.ts'));
    symlinkSync('..', join(root, 'src/up'));
    symlinkSync('.', join(root, 'src/self'));
    symlinkSync('round', join(root, 'round'));
    const { sources, skipped } = discover(root, disk);
    expect(sources).toEqual(['src/a.ts']);
    expect(skipped.sort((a, b) => (a.file < b.file ? -1 : 1))).toEqual([
      { file: 'round', reason: 'a link that cannot be followed: a link that leads back to itself' },
      { file: 'src/self', reason: 'a directory loop: it links to src, which contains it; it is not followed' },
      { file: 'src/up', reason: 'a directory loop: it links to the root, which contains it; it is not followed' },
    ]);
  });

  it('into the project are noted, and what they lead to is read once', () => {
    const root = tree(empty('shared/a.ts', 'app/b.ts'));
    symlinkSync('../shared', join(root, 'app/shared'));
    symlinkSync('../shared/a.ts', join(root, 'app/c.ts'));
    const { sources, links, skipped } = discover(root, disk);
    expect(sources).toEqual(['app/b.ts', 'shared/a.ts']);
    expect([...links].sort()).toEqual([['app/c.ts', 'shared/a.ts'], ['app/shared', 'shared']]);
    expect(skipped).toEqual([]);
  });

  it('out of the project: a file is read in its place, a folder is not followed, a broken one is named', () => {
    const outside = tree(empty('x.ts', 'folder/y.ts'));
    const root = tree(empty('a.ts'));
    symlinkSync(join(outside, 'x.ts'), join(root, 'x.ts'));
    symlinkSync(join(outside, 'folder'), join(root, 'folder'));
    symlinkSync('nowhere.ts', join(root, 'gone.ts'));
    mkdirSync(join(root, 'node_modules'));
    symlinkSync(join(outside, 'folder'), join(root, 'node_modules/folder'));
    const { sources, skipped } = discover(root, disk);
    expect(sources).toEqual(['a.ts', 'x.ts']);
    expect(skipped.map(({ file, reason }) => `${file}: ${reason.replace(/\(.*\)/, '()')}`).sort()).toEqual([
      'folder: a link to a folder outside the root (); it is not followed',
      'gone.ts: a link that cannot be followed: there is no such file or folder',
    ]);
  });
});
