import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { discover } from '../../src/source/discover.ts';
import { disk } from '../../src/source/disk.ts';
import { relisted } from '../../src/source/relist.ts';
import type { Listed } from '../../src/source/relist.ts';
import type { Files } from '../../src/source/types.ts';
import { otherwiseNow, witness } from '../../src/source/witness.ts';
import { tree } from './trees.ts';

const SHOP = {
  '.gitignore': 'tmp\n*.gen.ts\n',
  'package.json': '{}',
  'tsconfig.json': '{}',
  'main.ts': '',
  'src/a.ts': '',
  'src/b.ts': '',
  'src/notes.md': '',
  'src/deep/c.ts': '',
  'src/deep/deeper/d.ts': '',
  'src/other/e.ts': '',
  'api/package.json': '{}',
  'api/f.ts': '',
  'api/g.js': '',
  'api/build/h.ts': '',
  'db/0001.sql': '',
  'ruled/.gitignore': 'x.ts\n',
  'ruled/x.ts': '',
  'ruled/y.ts': '',
};

function listed(root: string, options = {}): Listed {
  const { files, testimony } = witness(root, disk);
  const found = discover(root, files, options);
  return { found, testimony: testimony() };
}

const put = (root: string, path: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
};
const take = (root: string, path: string): void => rmSync(join(root, path), { recursive: true });

/** What is found after a change, whether by listing a part anew, and which folders were listed for that. */
function after(change: (root: string) => void, options = {}): { again: Listed | undefined; whole: Listed; folders: string[]; root: string } {
  const root = tree(SHOP);
  const before = listed(root, options);
  change(root);
  const folders: string[] = [];
  const files: Files = { ...disk, list: (path) => (folders.push(path.slice(root.length + 1)), disk.list(path)) };
  const again = relisted(root, files, before, otherwiseNow(before.testimony, disk), options);
  return { again, whole: listed(root, options), folders: [...new Set(folders)].sort(), root };
}

const unordered = ({ folders, ...found }: Listed['found']) => ({ ...found, folders: [...folders].sort() });

it.each<[string, (root: string) => void, string[]]>([
  ['a file that is new', (root) => put(root, 'src/deep/new.ts'), ['src/deep']],
  ['one in the root', (root) => put(root, 'new.ts'), ['']],
  ['one that is gone', (root) => take(root, 'src/a.ts'), ['src']],
  ['one that is renamed', (root) => renameSync(join(root, 'src/a.ts'), join(root, 'api/z.ts')), ['api', 'src']],
  ['one that git ignores', (root) => put(root, 'src/b.gen.ts'), ['src']],
  ['one that a .gitignore beside it names no more than others', (root) => put(root, 'ruled/z.ts'), ['ruled']],
  ['one that is no source', (root) => put(root, 'src/more.md'), ['src']],
  ['a source of which a script beside it was made', (root) => put(root, 'api/g.ts'), ['api']],
  ['a folder that is new', (root) => put(root, 'src/new/inner/one.ts'), ['src', 'src/new', 'src/new/inner']],
  ['a folder that is output', (root) => put(root, 'api/out/one.ts'), ['api']],
  ['a folder that is gone', (root) => take(root, 'src/deep'), ['src', 'src/deep', 'src/deep/deeper']],
  ['a folder that is renamed', (root) => renameSync(join(root, 'src/deep'), join(root, 'src/low')), ['src', 'src/deep', 'src/deep/deeper', 'src/low', 'src/low/deeper']],
  ['a file in the place of a folder', (root) => (take(root, 'src/other'), put(root, 'src/other')), ['src', 'src/other']],
])('finds %s without another look at the other folders', (_, change, folders) => {
  for (const options of [{}, { include: ['src/**', 'api', '*.ts'], exclude: ['src/deep/new.ts', 'src/new/inner'] }]) {
    const { again, whole, folders: looked } = after(change, options);
    expect(unordered(again!.found)).toEqual(unordered(whole.found));
    expect(looked.filter((folder) => !folders.includes(folder))).toEqual([]);
  }
});

it.each<[string, (root: string) => void]>([
  ['a manifest', (root) => put(root, 'src/package.json')],
  ['a manifest in a new folder', (root) => put(root, 'src/new/package.json')],
  ['settings that are gone', (root) => take(root, 'tsconfig.json')],
  ['statements', (root) => put(root, 'db/0002.sql')],
  ['rules of git', (root) => put(root, 'src/.gitignore')],
  ['rules of git in a new folder', (root) => put(root, 'src/new/.gitignore')],
  ['rules that are gone with their folder', (root) => take(root, 'ruled')],
  ['rules that are others now', (root) => writeFileSync(join(root, '.gitignore'), 'a.ts\n')],
  ['links', (root) => symlinkSync(join(root, 'src/a.ts'), join(root, 'api/link.ts'))],
])('reads all anew for %s', (_, change) => {
  expect(after(change).again).toBeUndefined();
});

it('rests on what was listed anew', () => {
  const { again, root } = after((folder) => put(folder, 'src/new/one.ts'));
  expect(otherwiseNow(again!.testimony, disk)).toEqual([]);
  put(root, 'src/new/two.ts');
  expect(otherwiseNow(again!.testimony, disk)).toEqual([join(root, 'src/new')]);
  const twice = relisted(root, disk, again!, otherwiseNow(again!.testimony, disk), {});
  expect(unordered(twice!.found)).toEqual(unordered(listed(root).found));
  take(root, 'src/new');
  const gone = relisted(root, disk, twice!, otherwiseNow(twice!.testimony, disk), {});
  expect(unordered(gone!.found)).toEqual(unordered(listed(root).found));
  expect(otherwiseNow(gone!.testimony, disk)).toEqual([]);
});
