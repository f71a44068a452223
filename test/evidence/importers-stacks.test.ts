import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { importEvidence } from '../../src/evidence/import.ts';
import { Places } from '../../src/evidence/places/places.ts';
import { projectOnDisk } from '../../src/evidence/places/project-files.ts';
import { at, imported, ranked, samples } from './toy.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'perf-lint-stacks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The folder with the Python source that py-spy's samples ran. */
const python = new Places(projectOnDisk(path.join(samples, 'generated'), ['cprofile_app.py'], ['']), []);

describe('collapsed stacks', () => {
  it.each(['stackcollapse__simple.txt', 'stackcollapse__simple-crlf.txt', 'stackcollapse__simple-utf16-le.txt', 'stackcollapse__simple-with-invalids.txt'])('%s', async (name) => {
    const { format, tool, notes } = await imported(`speedscope/${name}`);
    expect([format, tool]).toEqual(['collapsed', 'collapsed stacks']);
    expect(notes).toEqual(name.includes('invalids') ? ['1 line is no stack'] : []);
  });

  it('of py-spy tell the line that ran', async () => {
    const file = await imported('generated/py-spy.raw.txt');
    expect(file).toMatchObject({ format: 'collapsed', tool: 'py-spy', notes: [] });
    const [first] = ranked(file, 'self-time').filter(({ place }) => at(place, python));
    expect(at(first!.place, python)).toBe('cprofile_app.py:6');
    expect(first).toMatchObject({ value: 13, unit: 'samples', place: { function: 'dedupe', marks: 'line' } });
    // 82 samples, of which 2 saw no frame.
    expect(first!.share).toBeCloseTo(13 / 82);
    expect(ranked(file, 'total-time').filter(({ place }) => at(place, python) === 'cprofile_app.py:23')).toMatchObject([{ value: 13, place: { function: 'main' } }]);
  });

  it('of perf tell the function of JavaScript, and count samples where stackcollapse-perf.pl adds up periods', async () => {
    const file = await imported('generated/perf-collapsed.txt');
    expect(file).toMatchObject({ format: 'collapsed', tool: 'collapsed stacks', notes: [] });
    const [first, second] = ranked(file, 'self-time');
    expect(at(first!.place)).toBe('src/server.ts:12');
    expect(first).toMatchObject({ subject: 'Builtins_ArrayIncludesSmi', value: 9, samples: 9, unit: 'samples', share: 0.3, place: { function: 'dedupe', marks: 'function' } });
    expect(at(second!.place)).toBe('src/server.ts:28');
    expect(second).toMatchObject({ subject: 'pbkdf2Sync', value: 5, place: { function: 'hashPassword' } });
  });

  it.each([
    ['main;work /srv/app/a.js:1:1 200\nmain;rest /srv/app/a.js:2:1 100\n', [200, 100]],
    ['main;work /srv/app/a.js:1:1 5000\n', [5000]],
  ])('count what they say, where that is no period: %j', async (content, values) => {
    writeFileSync(path.join(folder, 'counts.txt'), content);
    const { files: [file] } = await importEvidence(['counts.txt'], folder);
    expect(ranked(file!, 'self-time').map(({ value }) => value)).toEqual(values);
    expect(ranked(file!, 'self-time').map(({ samples }) => samples)).toEqual(values);
  });

  it('that recur count a function once', async () => {
    const file = await imported('speedscope/stackcollapse__recursion.txt');
    expect(file.format).toBe('collapsed');
  });
});

describe('speedscope', () => {
  const shared = { frames: [{ name: '<module>', file: 'cprofile_app.py', line: 28 }, { name: 'dedupe', file: 'cprofile_app.py', line: 5 }, { name: 'sorted' }] };
  const write = (name: string, exporter: string, profiles: unknown[]): void => writeFileSync(path.join(folder, name), JSON.stringify({ $schema: 'https://www.speedscope.app/file-format-schema.json', exporter, shared, profiles }));

  it('of a sampler tells the line that ran, in milliseconds', async () => {
    const file = await imported('generated/py-spy.speedscope.json');
    expect(file).toMatchObject({ format: 'speedscope', tool: 'py-spy', version: '0.4.2' });
    const [first, second] = ranked(file, 'self-time');
    // import time, sqlite3
    expect(at(first!.place, python)).toBe('cprofile_app.py:1');
    expect(first).toMatchObject({ unit: 'ms', samples: 32, subject: '_find_and_load' });
    expect(at(second!.place, python)).toBe('cprofile_app.py:6');
    expect(second).toMatchObject({ unit: 'ms', samples: 10, place: { function: 'dedupe', marks: 'line' }, stack: [{ line: 23 }, { line: 28 }] });
    expect(second!.value).toBeCloseTo(10);
    expect(second!.share).toBeCloseTo(10 / 57);
  });

  it('of events tells what was open between them', async () => {
    write('events.json', 'speedscope@1.0', [{ type: 'evented', name: 'x', unit: 'milliseconds', startValue: 0, endValue: 10, events: [{ type: 'O', frame: 0, at: 0 }, { type: 'O', frame: 1, at: 2 }, { type: 'C', frame: 1, at: 9 }, { type: 'C', frame: 0, at: 10 }] }]);
    const { files: [file] } = await importEvidence(['events.json'], folder);
    expect(ranked(file!, 'self-time').map(({ value, place }) => [value, place!.function])).toEqual([[7, 'dedupe'], [3, '<module>']]);
    expect(ranked(file!, 'total-time')).toMatchObject([{ value: 10, place: { function: '<module>' } }]);
  });

  it.each(['speedscope__0.6.0__two-sampled.speedscope.json', 'speedscope__0.0.1__simple.speedscope.json'])('%s is read', async (name) => {
    expect((await imported(`speedscope/${name}`)).format).toBe('speedscope');
  });

  it.each([
    ['speedscope__invalid__incomplete-trace.json', /ends with open frames/],
    ['speedscope__invalid__out-of-order-events.json', /closes a frame that is not the innermost/],
  ])('%s is refused', async (name, reason) => {
    await expect(importEvidence([`speedscope/${name}`], samples)).rejects.toThrow(reason);
  });
});

describe('pprof', () => {
  it('tells functions, packed or not', async () => {
    const file = await imported('speedscope/pprof__simple.prof');
    expect(file).toMatchObject({ format: 'pprof', tool: 'pprof' });
    expect(file.observations.length).toBeGreaterThan(0);
    expect(file.observations.every(({ place }) => place!.file !== '')).toBe(true);
  });

  it('made by a profiler for Node tells the line, if that was told to', async () => {
    const file = await imported('generated/pprof-wall-lines.pb.gz');
    const [first, second] = ranked(file, 'self-time');
    expect(at(first!.place)).toBe('src/server.ts:15');
    expect(first).toMatchObject({ unit: 'ms', samples: 39, place: { function: 'dedupe', marks: 'line' } });
    expect(first!.value).toBeCloseTo(46.449);
    expect(at(second!.place)).toBe('src/server.ts:29');
    expect(second).toMatchObject({ subject: 'pbkdf2Sync', place: { function: 'hashPassword' } });
  });

  it('made by a profiler for Node tells the beginning of the function, if not', async () => {
    const file = await imported('generated/pprof-wall.pb.gz');
    const [first, second] = ranked(file, 'self-time');
    expect(at(first!.place)).toBe('src/server.ts:12');
    expect(first).toMatchObject({ unit: 'ms', samples: 32, place: { function: 'dedupe', marks: 'function' } });
    expect(at(second!.place)).toBe('src/server.ts:28');
    // `createServer((req, res) => …)`, which has no name: `(anonymous:L#57:C#49)`.
    const anonymous = ranked(file, 'total-time').find(({ place }) => place!.line === 57);
    expect(anonymous!.place).toEqual({ file: '/srv/app/dist/server.cjs', line: 57, column: 48, marks: 'function' });
    expect(at(anonymous!.place)).toBe('src/server.ts:47');
  });

  it('of memory tells the beginning of the function, and what it called', async () => {
    const file = await imported('generated/pprof-heap.pb.gz');
    const repeat = ranked(file, 'allocated').find(({ subject }) => subject === 'repeat');
    expect(at(repeat!.place)).toBe('src/server.ts:32');
    expect(repeat).toMatchObject({ kind: 'heap', unit: 'bytes', value: 442_816, place: { function: 'handle', marks: 'function' } });
  });
});
