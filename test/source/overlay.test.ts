import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { disk } from '../../src/source/disk.ts';
import { overlay } from '../../src/source/overlay.ts';
import type { Change } from '../../src/source/overlay.ts';
import { readSource } from '../../src/source/read.ts';
import type { Files } from '../../src/source/types.ts';
import { tree } from './trees.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function laidOver(root: string, changes: Record<string, string | { link: string } | null>): Files {
  return overlay(disk, new Map(Object.entries(changes).map(([path, change]): [string, Change] => [join(root, path), typeof change === 'string' ? bytes(change) : change])));
}

const names = (files: Files, folder: string) => files.list(folder).map(({ name, kind }) => `${name} ${kind}`).sort();
const text = (files: Files, path: string) => {
  const found = files.read(path);
  return found && Buffer.from(found).toString();
};

describe('an overlay', () => {
  const base = { 'a.ts': 'old', 'src/b.ts': 'b', 'src/c.ts': 'c', 'lib/d.ts': 'd' };

  it('is the base where nothing is laid over it', () => {
    expect(overlay(disk, new Map())).toBe(disk);
  });

  it('replaces, adds and takes away, and leaves the rest', () => {
    const root = tree(base);
    const files = laidOver(root, { 'a.ts': 'new text', 'src/c.ts': null, 'src/new/deep/e.ts': 'e' });
    const seen = (path: string) => [text(files, join(root, path)), files.kind(join(root, path)), files.size(join(root, path))];
    expect(seen('a.ts')).toEqual(['new text', 'file', 8]);
    expect(seen('src/b.ts')).toEqual(['b', 'file', 1]);
    expect(seen('src/c.ts')).toEqual([undefined, undefined, undefined]);
    expect(seen('src/new/deep/e.ts')).toEqual(['e', 'file', 1]);
    expect(files.kind(join(root, 'src/new'))).toBe('directory');
    expect(names(files, root)).toEqual(['a.ts file', 'lib directory', 'src directory']);
    expect(names(files, join(root, 'src'))).toEqual(['b.ts file', 'new directory']);
    expect(names(files, join(root, 'src/new'))).toEqual(['deep directory']);
    expect(names(files, join(root, 'src/new/deep'))).toEqual(['e.ts file']);
  });

  it('has the disk’s stat only for what is the disk’s', () => {
    const root = tree(base);
    const files = laidOver(root, { 'a.ts': 'new', 'src/c.ts': null });
    expect(files.stat(join(root, 'src/b.ts'))).toEqual(disk.stat(join(root, 'src/b.ts')));
    expect([files.stat(join(root, 'a.ts')), files.stat(join(root, 'src/c.ts')), files.stat(root)]).toEqual([undefined, undefined, undefined]);
  });

  it('puts a folder where a file was, and a file where a folder was', () => {
    const root = tree(base);
    const files = laidOver(root, { 'a.ts': null, 'a.ts/inner.ts': 'inner', lib: 'text', 'lib/d.ts': null });
    expect([files.kind(join(root, 'a.ts')), names(files, join(root, 'a.ts')), text(files, join(root, 'a.ts/inner.ts'))]).toEqual(['directory', ['inner.ts file'], 'inner']);
    expect([files.kind(join(root, 'lib')), text(files, join(root, 'lib'))]).toEqual(['file', 'text']);
    expect(names(files, root)).toEqual(['a.ts directory', 'lib file', 'src directory']);
  });

  it('takes a file away, and no folder that has come in its place', () => {
    const root = tree(base);
    symlinkSync('lib', join(root, 'to-lib'));
    const files = laidOver(root, { src: null, 'to-lib': null });
    expect([files.kind(join(root, 'src')), text(files, join(root, 'src/b.ts'))]).toEqual(['directory', 'b']);
    expect(names(files, root)).toEqual(['a.ts file', 'lib directory', 'src directory']);
  });

  it('follows the links that it adds, and says what leads nowhere', () => {
    const root = tree(base);
    symlinkSync('lib/d.ts', join(root, 'dangling'));
    const files = laidOver(root, { 'l.ts': { link: 'src/b.ts' }, folder: { link: 'src' }, 'new.ts': 'new', 'm.ts': { link: 'new.ts' }, 'x.ts': { link: 'y.ts' }, 'y.ts': { link: 'x.ts' }, 'lib/d.ts': null });
    expect([text(files, join(root, 'l.ts')), text(files, join(root, 'm.ts')), files.kind(join(root, 'folder'))]).toEqual(['b', 'new', 'directory']);
    expect(['l.ts', 'm.ts', 'folder', 'new.ts'].map((path) => files.realpath(join(root, path)))).toEqual(['src/b.ts', 'new.ts', 'src', 'new.ts'].map((path) => join(root, path)));
    expect([text(files, join(root, 'x.ts')), files.kind(join(root, 'x.ts'))]).toEqual([undefined, undefined]);
    for (const path of ['x.ts', 'lib/d.ts', 'dangling', 'nothing']) expect(() => files.realpath(join(root, path))).toThrow(/no such file/);
    expect(names(files, root)).toContain('l.ts link');
  });

  it('resolves the links of the disk around what it adds', () => {
    const root = tree(base);
    symlinkSync('src', join(root, 'link'));
    expect(laidOver(root, { 'link/f.ts': 'f' }).realpath(join(root, 'link/f.ts'))).toBe(join(root, 'src/f.ts'));
    expect(laidOver(root, { 'link/new/f.ts': 'f' }).realpath(join(root, 'link/new/f.ts'))).toBe(join(root, 'src/new/f.ts'));
  });

  it('throws as the disk does for a folder that is not there', () => {
    expect(() => laidOver('/nowhere', {}).list('/nowhere')).toThrow(/ENOENT/);
  });
});

describe('a project read through an overlay', () => {
  const BEFORE: Record<string, string> = {
    'package.json': '{ "workspaces": ["packages/*"] }',
    '.gitignore': 'ignored/\n',
    '.git/HEAD': '',
    'packages/a/package.json': '{ "name": "a", "dependencies": { "b": "*" } }',
    'packages/a/index.ts': `import { b } from 'b';\nimport { d } from './old/d';\nb(d);`,
    'packages/a/old/d.ts': 'export const d = 1;',
    'packages/b/package.json': '{ "name": "b" }',
    'packages/b/index.ts': 'export const b = (x: number) => x;',
    'ignored/x.ts': 'export {};',
    'was-compiled.js': '',
    'was-compiled.ts': '',
    'prisma/schema.prisma': 'model Old {\n}',
    'src/app.ts': `import { x } from '@/x';\nx();`,
    'src/x.ts': 'export const x = () => 1;',
  };
  const CHANGES: Record<string, string | null> = {
    '.gitignore': 'other/\n',
    'packages/a/index.ts': `import { c } from 'c';\nc();`,
    'packages/a/old/d.ts': null,
    'packages/c/package.json': '{ "name": "c" }',
    'packages/c/index.ts': 'export const c = () => 2;',
    'other/y.ts': 'export {};',
    'was-compiled.ts': null,
    'prisma/schema.prisma': 'model New {\n}',
    'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
  };

  /** Everything that reading gives, as plain data, with the paths of the root taken out. */
  function reading(root: string, files: Files) {
    const source = readSource({ paths: [join(root, 'packages/a'), join(root, 'src')], files });
    expect(source.root).toBe(root);
    const resolved = [...source.files].map(([path, { facts }]) => [path, facts.imports.map(({ specifier }) => source.resolve(specifier, path))]);
    return { ...source, root: '', files: [...source.files].map(([path, { facts }]) => [path, facts]), models: [...source.models], resolve: resolved, textsElsewhere: source.textsElsewhere(), text: [...source.schemas, ...source.sql].map((path) => source.text(path)) };
  }

  it('is the project that the changed files would make on the disk', () => {
    const before = tree(BEFORE);
    const after = tree(BEFORE);
    for (const [path, change] of Object.entries(CHANGES)) {
      mkdirSync(dirname(join(after, path)), { recursive: true });
      if (change === null) rmSync(join(after, path));
      else writeFileSync(join(after, path), change);
    }
    expect(reading(before, laidOver(before, CHANGES))).toEqual(reading(after, disk));
    expect(reading(before, disk)).not.toEqual(reading(after, disk));
  });

  it('needs nothing of it on the disk', () => {
    const real = tree(BEFORE);
    const virtual = laidOver('/nowhere/at/all', BEFORE);
    expect(reading('/nowhere/at/all', virtual)).toEqual(reading(real, disk));
  });
});
