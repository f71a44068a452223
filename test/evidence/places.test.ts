import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { pathMapping } from '../../src/evidence/places/path-map.ts';
import { Places } from '../../src/evidence/places/places.ts';
import { projectOnDisk } from '../../src/evidence/places/project-files.ts';
import { UsageError } from '../../src/source/errors.ts';
import { toyPlaces } from './toy.ts';

const base = mkdtempSync(path.join(tmpdir(), 'perf-lint-places-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
const root = path.join(base, 'project');

function write(file: string, text = ''): string {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
  return file;
}

const known = ['src/a.ts', 'src/users/index.ts', 'src/orders/index.ts', 'packages/api/src/main.ts', 'packages/web/src/main.ts', 'packages/api/src/api.ts', 'server.js'].map((file) => write(file));

function fileOf(written: string, ...mappings: string[]): string | undefined {
  return new Places(projectOnDisk(root, known, ['', 'packages/api', 'packages/web']), mappings.map(pathMapping)).locate({ file: written, line: 1, marks: 'line' })?.file;
}

describe('the file that a tool means', () => {
  it.each([
    ['src/a.ts', 'src/a.ts'],
    ['./src/a.ts', 'src/a.ts'],
    [path.join(root, 'src/a.ts'), 'src/a.ts'],
    [pathToFileURL(path.join(root, 'src/a.ts')).href, 'src/a.ts'],
    ['/srv/app/src/a.ts', 'src/a.ts'],
    ['C:\\code\\app\\src\\a.ts', 'src/a.ts'],
    ['file:///C:/code/app/src/a.ts', 'src/a.ts'],
    ['webpack://my-app/./src/a.ts?a1b2', 'src/a.ts'],
    ['webpack:///src/a.ts', 'src/a.ts'],
    ['http://localhost:3000/src/a.ts?t=1', 'src/a.ts'],
    ['a.ts', 'src/a.ts'],
    ['/app/users/index.ts', 'src/users/index.ts'],
    ['/app/src/api.ts', 'packages/api/src/api.ts'],
    ['/app/server.js', 'server.js'],
  ])('%s is %s', (written, file) => {
    expect(fileOf(written)).toBe(file);
  });

  it.each([
    ['of another folder whose end is equal in its name alone', '/usr/lib/tool/a.ts'],
    ['that may be two', '/app/index.ts'],
    ['that two packages have', '/app/src/main.ts'],
    ['of an installed package', '/app/node_modules/x/src/a.ts'],
    ['of Node', 'node:fs'],
    ['of the engine', ''],
    ['that leads out', '../../etc/passwd'],
    ['that holds a zero', 'src/a.ts\0'],
  ])('none %s', (_, written) => {
    expect(fileOf(written)).toBeUndefined();
  });

  it('is told by --path-map where its path is that of another machine', () => {
    expect(fileOf('/app/src/main.ts', '/app=packages/web')).toBe('packages/web/src/main.ts');
    expect(fileOf('/app/src/main.ts', '/app=packages/api', '/app/src=packages/web/src')).toBe('packages/web/src/main.ts');
    expect(fileOf('/apple/src/a.ts', '/app=packages/web')).toBe('src/a.ts');
    expect(fileOf('C:\\app\\src\\main.ts', 'C:\\app=packages/api')).toBe('packages/api/src/main.ts');
    for (const wrong of ['/app', '=src', '/app=', '/app=..', '/app=/etc']) expect(() => pathMapping(wrong)).toThrow(UsageError);
  });

  it('is never one that a link outside the root leads to', () => {
    writeFileSync(path.join(base, 'secret.js'), '//# sourceMappingURL=secret.js.map');
    symlinkSync(path.join(base, 'secret.js'), path.join(root, 'linked.js'));
    expect(fileOf('linked.js')).toBeUndefined();
  });

  it('is said where it may be several', () => {
    const places = new Places(projectOnDisk(root, known, ['']), []);
    places.locate({ file: '/app/src/main.ts', line: 1, marks: 'line' });
    expect(places.notes()).toEqual(['/app/src/main.ts may be one of several files of the project: --path-map FROM=TO tells which']);
  });
});

describe('a place of a built file', () => {
  it('is that of its source', () => {
    const places = toyPlaces('/somewhere/else=.');
    expect(places.locate({ file: 'file:///srv/app/dist/server.cjs', line: 20, marks: 'line' })).toMatchObject({ file: 'src/server.ts', line: 15, isMapped: true });
    expect(places.locate({ file: '/somewhere/else/dist/server.cjs', line: 38, column: 60, marks: 'line' })).toMatchObject({ file: 'src/server.ts', line: 35, isMapped: true });
    expect(places.locate({ file: 'http://127.0.0.1:3900/dist/app.js', line: 1, column: 30, marks: 'function' })).toMatchObject({ file: 'src/app.ts' });
  });

  it('stays where no map tells, and where the map is damaged', () => {
    write('dist/plain.js', 'x\n');
    write('dist/damaged.js', 'x\n//# sourceMappingURL=damaged.js.map\n');
    write('dist/damaged.js.map', '{"version":3,"sources":[1],"mappings":{}}');
    const source = Buffer.from(JSON.stringify({ version: 3, sources: ['../src/a.ts'], names: [], mappings: 'AAEA' })).toString('base64');
    write('dist/inline.js', `x\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,${source}\n`);
    write('dist/outside.js', 'x\n//# sourceMappingURL=../../../../../../etc/hostname\n');
    const places = new Places(projectOnDisk(root, known, ['']), []);
    const lineOf = (file: string, line: number): unknown => places.locate({ file, line, column: 0, marks: 'line' });
    expect(lineOf('/app/dist/plain.js', 1)).toMatchObject({ file: 'dist/plain.js', line: 1 });
    expect(lineOf('/app/dist/damaged.js', 1)).toMatchObject({ file: 'dist/damaged.js', line: 1 });
    expect(lineOf('/app/dist/inline.js', 1)).toMatchObject({ file: 'src/a.ts', line: 3 });
    expect(lineOf('/app/dist/outside.js', 1)).toMatchObject({ file: 'dist/outside.js', line: 1 });
    expect(lineOf('/app/dist/inline.js', Number.NaN)).toMatchObject({ file: 'dist/inline.js' });
    expect(places.notes()).toEqual([expect.stringContaining('the source map of dist/damaged.js is damaged')]);
  });
});
