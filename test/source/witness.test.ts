import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { disk } from '../../src/source/disk.ts';
import { stillHolds, witness } from '../../src/source/witness.ts';

/** A folder with a `.git` and a listed folder, both old enough for their stamps to be trusted. */
function folder(): string {
  const root = mkdtempSync(path.join(tmpdir(), 'perf-lint-witness-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const name of ['.git', 'src']) {
    mkdirSync(path.join(root, name));
    utimesSync(path.join(root, name), new Date(0), new Date(0));
  }
  return root;
}

it('holds for as long as a folder of which only the kind was asked is one, whatever goes on in it', () => {
  const root = folder();
  const { files, testimony } = witness(root, disk);
  expect([files.kind(path.join(root, '.git')), files.kind(path.join(root, 'none')), files.list(path.join(root, 'src'))]).toEqual(['directory', undefined, []]);
  const holds = () => stillHolds(testimony(), disk);
  expect(holds()).toBe(true);
  // As `git add` does.
  writeFileSync(path.join(root, '.git/index'), '');
  expect(holds()).toBe(true);
  writeFileSync(path.join(root, 'none'), '');
  expect(holds()).toBe(false);
  rmSync(path.join(root, 'none'));
  expect(holds()).toBe(true);
  rmSync(path.join(root, '.git'), { recursive: true });
  expect(holds()).toBe(false);
});

it('holds when what was read is written anew as it was, and a listed file is replaced', () => {
  const root = folder();
  const [listed, read] = [path.join(root, 'src'), path.join(root, 'package.json')];
  writeFileSync(read, '{}');
  writeFileSync(path.join(listed, 'a.ts'), '');
  const { files, testimony } = witness(root, disk);
  files.list(listed);
  files.read(read);
  const saw = testimony();
  // As a switch of branches, or an editor that writes aside, does.
  for (const file of [path.join(listed, 'a.ts'), read]) {
    rmSync(file);
    writeFileSync(file, file === read ? '{}' : 'changed');
  }
  utimesSync(listed, new Date(5000), new Date(5000));
  expect(stillHolds(saw, disk)).toBe(true);
  writeFileSync(read, '{"name":"a"}');
  expect(stillHolds(saw, disk)).toBe(false);
});

it('holds no more when a link leads elsewhere, to the same content', () => {
  const root = folder();
  for (const name of ['a.ts', 'b.ts']) writeFileSync(path.join(root, name), '');
  const link = path.join(root, 'link.ts');
  symlinkSync(path.join(root, 'a.ts'), link);
  const { files, testimony } = witness(root, disk);
  files.realpath(link);
  files.read(link);
  const saw = testimony();
  rmSync(link);
  symlinkSync(path.join(root, 'b.ts'), link);
  expect(stillHolds(saw, disk)).toBe(false);
});

it('does not hold where something could not be read: whether that is so still does not show', () => {
  const root = folder();
  const file = path.join(root, 'a.ts');
  writeFileSync(file, '');
  utimesSync(file, new Date(0), new Date(0));
  const locked = { ...disk, read: () => { throw new Error('permission denied'); } };
  const { files, testimony } = witness(root, locked);
  expect(() => files.read(file)).toThrow('permission denied');
  expect(stillHolds(testimony(), disk)).toBe(false);
});

it('holds no more when a folder that was listed has another file', () => {
  const root = folder();
  const { files, testimony } = witness(root, disk);
  files.list(path.join(root, 'src'));
  writeFileSync(path.join(root, 'src/a.ts'), '');
  expect(stillHolds(testimony(), disk)).toBe(false);
});
