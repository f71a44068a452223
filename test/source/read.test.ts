import { chmodSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { spanFrom } from '../../src/facts/spans.ts';
import { disk } from '../../src/source/disk.ts';
import { UsageError } from '../../src/source/errors.ts';
import { readSource } from '../../src/source/read.ts';
import type { Files } from '../../src/source/types.ts';
import { tree } from './trees.ts';

const isSuperuser = process.getuid?.() === 0;

describe('a project', () => {
  const files = { 'package.json': '{ "name": "p", "dependencies": { "express": "5" } }', 'src/a.ts': 'export const a = 1;', 'src/deep/b.js': 'exports.b = 2;', 'test/c.spec.ts': '' };

  it('is read whole, all of it to be reported on', () => {
    const root = tree(files);
    const source = readSource({ paths: [root] });
    expect(source.root).toBe(root);
    expect([...source.files.keys()]).toEqual(['src/a.ts', 'src/deep/b.js', 'test/c.spec.ts']);
    expect(source.targets).toEqual([...source.files.keys()]);
    expect(source.files.get('src/a.ts')?.facts.exports).toMatchObject([{ kind: 'local', name: 'a' }]);
    expect(source.packages).toEqual([{ dir: '', name: 'p', bin: [], dependencies: ['express'], ranges: new Map([['express', '5']]) }]);
    expect(source.skipped).toEqual([]);
  });

  it('is read whole when parts of it are named, and those are the targets', () => {
    const root = tree(files);
    const source = readSource({ paths: [join(root, 'src/deep'), join(root, 'test/c.spec.ts')] });
    expect(source.root).toBe(root);
    expect(source.files.size).toBe(3);
    expect(source.targets).toEqual(['src/deep/b.js', 'test/c.spec.ts']);
  });

  it('named through a link is read in its real place', () => {
    const root = tree(files);
    const link = join(tree({}), 'link');
    symlinkSync(root, link);
    expect(readSource({ paths: [join(link, 'src')] })).toMatchObject({ root, targets: ['src/a.ts', 'src/deep/b.js'] });
  });

  it('has the folder around several packages as its root', () => {
    const base = tree({ '.git/HEAD': '', 'one/package.json': '{}', 'one/a.ts': '', 'two/package.json': '{}', 'two/b.ts': '' });
    expect(readSource({ paths: [join(base, 'one'), join(base, 'two/b.ts')] })).toMatchObject({ root: base, targets: ['one/a.ts', 'two/b.ts'] });
  });

  it('takes the root that is asked for', () => {
    const base = tree({ 'p/package.json': '{}', 'p/src/a.ts': '', 'b.ts': '' });
    expect([...readSource({ root: base, paths: [join(base, 'p')] }).files.keys()]).toEqual(['b.ts', 'p/src/a.ts']);
  });

  it('has generated files in its program, but not among the targets, unless they are named', () => {
    const root = tree({ 'package.json': '{}', 'a.ts': '', 'b.gen.ts': '', 'c.ts': '// @generated\n' });
    expect(readSource({ paths: [root] })).toMatchObject({ targets: ['a.ts'] });
    expect(readSource({ paths: [root] }).files.size).toBe(3);
    expect(readSource({ paths: [join(root, 'c.ts')] })).toMatchObject({ targets: ['c.ts'] });
  });

  it('keeps neither output that a tsconfig sends to a folder of its own, nor loses sources to one that lies around them', () => {
    const root = tree({ 'package.json': '{}', 'tsconfig.json': '{ "compilerOptions": { "outDir": "js" } }', 'tsconfig.build.json': '{ "compilerOptions": { "outDir": "." } }', 'src/a.ts': '', 'js/b.js': '', 'c.js': '' });
    expect([...readSource({ paths: [root] }).files.keys()]).toEqual(['c.js', 'src/a.ts']);
  });

  it('has the models of all its Prisma schema files', () => {
    const root = tree({ 'package.json': '{}', 'prisma/schema/user.prisma': 'model User {\n id Int @id\n}', 'prisma/schema/post.prisma': 'model Post {\n id Int @id\n}' });
    expect([...readSource({ paths: [root] }).models].sort()).toEqual(['Post', 'User']);
  });

  it('tells its progress, the last step being the end', () => {
    const steps: [number, number][] = [];
    readSource({ paths: [tree(files)] }, (done, total) => steps.push([done, total]));
    expect(steps).toEqual([[1, 3], [2, 3], [3, 3]]);
  });

  it('is not written to', () => {
    const root = tree(files);
    const state = () => readdirSync(root, { recursive: true, encoding: 'utf8' }).sort().map((path) => [path, statSync(join(root, path)).mtimeMs]);
    const before = state();
    readSource({ paths: [root] });
    expect(state()).toEqual(before);
  });
});

describe('a usage error', () => {
  it('is a path that does not exist, as the user wrote it', () => {
    expect(() => readSource({ paths: ['no/such/folder'] })).toThrow(new UsageError('no such file or folder: no/such/folder'));
    expect(() => readSource({ root: 'no/root', paths: ['.'] })).toThrow(new UsageError('no such file or folder: no/root'));
  });

  it('is a path outside the root', () => {
    const root = tree({ 'a.ts': '' });
    const other = tree({ 'b.ts': '' });
    expect(() => readSource({ root, paths: [other] })).toThrow(new UsageError(`${other} lies outside the root ${root}`));
  });
});

describe('bad input', () => {
  /** Reads a tree with one good file beside the bad ones: the rest of the scan must go on. */
  function skippedOf(files: Record<string, string | Uint8Array>, port?: (root: string) => Files) {
    const root = tree({ 'package.json': '{}', 'good.ts': '', ...files });
    const source = readSource({ paths: [root], ...(port && { files: port(root) }) });
    expect([...source.files.keys()]).toContain('good.ts');
    for (const { reason } of source.skipped) expect(reason).not.toMatch(/[\r\n]/);
    return source.skipped;
  }

  it('a folder without sources is an empty project', () => {
    const root = tree({ 'package.json': '{}', 'readme.md': '' });
    expect(readSource({ paths: [root] })).toMatchObject({ root, targets: [], skipped: [] });
  });

  it('a file that is no source is named', () => {
    const root = tree({ 'package.json': '{}', 'a.ts': '', 'readme.md': '' });
    expect(readSource({ paths: [join(root, 'readme.md')] })).toMatchObject({ targets: [], skipped: [{ file: 'readme.md', reason: 'not a TypeScript or JavaScript file' }] });
  });

  it.skipIf(isSuperuser)('a file and a folder without permission', () => {
    const root = tree({ 'package.json': '{}', 'good.ts': '', 'locked.ts': '', 'closed/a.ts': '' });
    chmodSync(join(root, 'locked.ts'), 0);
    chmodSync(join(root, 'closed'), 0);
    const { skipped } = readSource({ paths: [root] });
    chmodSync(join(root, 'closed'), 0o755);
    expect(skipped).toEqual([
      { file: 'closed', reason: 'folder cannot be read: no permission' },
      { file: 'locked.ts', reason: 'cannot be read: no permission' },
    ]);
  });

  it('a file that cannot be read', () => {
    // A superuser may read everything, so the error comes from a port that reads a folder in the file's place.
    const port = (root: string): Files => ({ ...disk, read: (path) => disk.read(path.endsWith('bad.ts') ? root : path) });
    expect(skippedOf({ 'bad.ts': '' }, port)).toEqual([{ file: 'bad.ts', reason: 'cannot be read: it is a folder' }]);
  });

  it('a file that is removed during the scan', () => {
    const port = (): Files => ({ ...disk, read: (path) => (path.endsWith('gone.ts') ? undefined : disk.read(path)) });
    expect(skippedOf({ 'gone.ts': '' }, port)).toEqual([{ file: 'gone.ts', reason: 'cannot be read: it was removed during the scan' }]);
  });

  it('files that are not UTF-8; a byte-order mark is none of them', () => {
    const files = { 'latin.ts': Buffer.from("const name = 'Jos\xe9';", 'latin1'), 'utf16.ts': Buffer.from('\ufeffconst a = 1;', 'utf16le'), 'binary.ts': Uint8Array.of(0x47, 0x40, 0xff, 0x10), 'mark.ts': '\ufeffconst a = 1;' };
    expect(skippedOf(files)).toEqual(['binary.ts', 'latin.ts', 'utf16.ts'].map((file) => ({ file, reason: 'not UTF-8 text' })));
  });

  it('offsets count from behind a byte-order mark', () => {
    const root = tree({ 'a.ts': '\ufefff();' });
    expect(readSource({ root, paths: [root] }).files.get('a.ts')?.facts.calls[0]?.span).toBe(spanFrom(0, 3));
  });

  it('a syntax error, with its place', () => {
    expect(skippedOf({ 'bad.ts': 'const a = 1;\nconst b = ;\n' })).toEqual([{ file: 'bad.ts', reason: 'syntax error at 2:11: Unexpected token' }]);
  });

  it('a file of 20 MB, and one a byte over the limit', () => {
    expect(skippedOf({ 'huge.ts': Buffer.alloc(20 * 1024 * 1024, 'a;\n'), 'over.ts': Buffer.alloc(1024 * 1024 + 1, 'a;\n'), 'limit.ts': Buffer.alloc(1024 * 1024, '//////\n') })).toEqual([
      { file: 'huge.ts', reason: '20.0 MB, over the limit of 1.0 MB: taken for generated code' },
      { file: 'over.ts', reason: '1.1 MB, over the limit of 1.0 MB: taken for generated code' },
    ]);
  });

  it('minified JavaScript', () => {
    expect(skippedOf({ 'page.js': 'a();'.repeat(1000) })).toEqual([{ file: 'page.js', reason: 'minified or bundled: 4000 characters per line on average' }]);
  });

  it('a directory loop', () => {
    const root = tree({ 'package.json': '{}', 'src/good.ts': '' });
    symlinkSync('../..', join(root, 'src/loop'));
    symlinkSync('..', join(root, 'src/up'));
    const { files, skipped } = readSource({ paths: [join(root, 'src')] });
    expect([...files.keys()]).toEqual(['src/good.ts']);
    expect(skipped.map(({ file, reason }) => `${file}: ${reason.replace(/\(.*\)/, '()')}`)).toEqual([
      'src/loop: a link to a folder outside the root (); it is not followed',
      'src/up: a directory loop: it links to the root, which contains it; it is not followed',
    ]);
  });

  it('broken settings: each is left out, and what they would have said with it', () => {
    const skipped = skippedOf({ 'a/package.json': '{ "name": ', 'b/package.json': '[]', 'c/package.json': '', 'a/tsconfig.json': '{ paths', 'pnpm-workspace.yaml': 'packages: [' });
    expect(skipped.map(({ file }) => file)).toEqual(['a/package.json', 'a/tsconfig.json', 'b/package.json', 'c/package.json', 'pnpm-workspace.yaml']);
    expect(skipped.map(({ reason }) => reason.split(':')[0])).toEqual(['manifest not used', 'not used for module resolution', 'manifest not used', 'manifest not used', 'workspace not used']);
  });

  it('a broken manifest at the root', () => {
    const root = tree({ 'package.json': '{', 'a.ts': '' });
    expect(readSource({ paths: [root] })).toMatchObject({ root, targets: ['a.ts'], packages: [], skipped: [{ file: 'package.json' }] });
  });
});
