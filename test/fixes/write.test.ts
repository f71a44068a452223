import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Rewritten, writeAll } from '../../src/fixes/write.ts';
import { project } from '../commands/project.ts';

/** Two files of a folder, each with its new content. */
function two(): { root: string; files: Rewritten[] } {
  const root = project({ 'a.ts': 'old a', 'deep/b.ts': 'old b' });
  return { root, files: ['a.ts', 'deep/b.ts'].map((file) => ({ path: path.join(root, file), before: readFileSync(path.join(root, file)), after: Buffer.from(`new ${file}`) })) };
}

const contents = (files: readonly Rewritten[]) => files.map((file) => readFileSync(file.path, 'utf8'));
const names = (root: string) => readdirSync(root, { recursive: true }).map(String).sort();

describe('writing all files', () => {
  it('changes each, and leaves nothing beside them', () => {
    const { root, files } = two();
    writeAll(files);
    expect(contents(files)).toEqual(['new a.ts', 'new deep/b.ts']);
    expect(names(root)).toEqual(['a.ts', 'deep', 'deep/b.ts']);
  });

  it('keeps modes, and links as links', () => {
    const { root, files } = two();
    chmodSync(files[0]!.path, 0o751);
    renameSync(files[1]!.path, path.join(root, 'real.ts'));
    symlinkSync('../real.ts', files[1]!.path);
    writeAll(files);
    expect(statSync(files[0]!.path).mode & 0o777).toBe(0o751);
    expect(lstatSync(files[1]!.path).isSymbolicLink()).toBe(true);
    expect(readFileSync(path.join(root, 'real.ts'), 'utf8')).toBe('new deep/b.ts');
  });
});

describe('writing none of them', () => {
  it('happens where one changed since it was analysed', () => {
    const { root, files } = two();
    writeFileSync(files[1]!.path, 'mine');
    expect(() => writeAll(files)).toThrow(/deep\/b\.ts changed since it was analysed; nothing is written/);
    expect(contents(files)).toEqual(['old a', 'mine']);
    expect(names(root)).toEqual(['a.ts', 'deep', 'deep/b.ts']);
  });

  it('happens where one is gone', () => {
    const { root, files } = two();
    rmSync(path.join(root, 'deep'), { recursive: true });
    expect(() => writeAll(files)).toThrow(/deep\/b\.ts cannot be rewritten: .*; nothing is changed/);
    expect(readFileSync(files[0]!.path, 'utf8')).toBe('old a');
    expect(names(root)).toEqual(['a.ts']);
  });

  it('happens where there is no room for one beside it', () => {
    const { root, files } = two();
    mkdirSync(path.join(root, 'deep', `.b.ts.perf-lint-${process.pid}`));
    expect(() => writeAll(files)).toThrow(/deep\/b\.ts cannot be rewritten/);
    expect(contents(files)).toEqual(['old a', 'old b']);
    expect(existsSync(path.join(root, `.a.ts.perf-lint-${process.pid}`))).toBe(false);
  });

  it('happens where the second cannot be renamed: the first gets its old content back', () => {
    const { root, files } = two();
    chmodSync(files[0]!.path, 0o751);
    const seen: string[][] = [];
    const failing: typeof renameSync = (from, to) => {
      seen.push(contents(files));
      if (seen.length > 1) throw Object.assign(new Error('EROFS: read-only file system'), { code: 'EROFS' });
      renameSync(from, to);
    };
    expect(() => writeAll(files, failing)).toThrow(/deep\/b\.ts cannot be rewritten: no permission to write it or its folder; nothing is changed/);
    // The failure came in the middle.
    expect(seen).toEqual([['old a', 'old b'], ['new a.ts', 'old b']]);
    expect(contents(files)).toEqual(['old a', 'old b']);
    expect(statSync(files[0]!.path).mode & 0o777).toBe(0o751);
    expect(names(root)).toEqual(['a.ts', 'deep', 'deep/b.ts']);
  });
});
