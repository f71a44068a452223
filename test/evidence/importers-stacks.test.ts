import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { importEvidence } from '../../src/evidence/import.ts';
import { at, imported, ranked, samples } from './toy.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'perf-lint-stacks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('collapsed stacks', () => {
  it.each(['stackcollapse__simple.txt', 'stackcollapse__simple-crlf.txt', 'stackcollapse__simple-utf16-le.txt', 'stackcollapse__simple-with-invalids.txt'])('%s', async (name) => {
    const { format, tool, notes } = await imported(`speedscope/${name}`);
    expect([format, tool]).toEqual(['collapsed', 'collapsed stacks']);
    expect(notes).toEqual(name.includes('invalids') ? ['1 line is no stack'] : []);
  });

  it('of py-spy tell the line that ran', async () => {
    // As py-spy writes it (src/flamegraph.rs): no sample of it under a clear licence is known.
    writeFileSync(path.join(folder, 'py-spy.txt'), '<module> (cprofile_app.py:28);main (cprofile_app.py:23);dedupe (cprofile_app.py:6) 70\n<module> (cprofile_app.py:28);main (cprofile_app.py:24);n_plus_one (cprofile_app.py:13) 30\n');
    const { files: [file] } = await importEvidence(['py-spy.txt'], folder);
    expect(file).toMatchObject({ format: 'collapsed', tool: 'py-spy' });
    const [first, second] = ranked(file!, 'self-time');
    expect(first).toMatchObject({ value: 70, unit: 'samples', share: 0.7, place: { file: 'cprofile_app.py', line: 6, function: 'dedupe', marks: 'line' } });
    expect(second).toMatchObject({ value: 30, place: { line: 13, function: 'n_plus_one' } });
    expect(ranked(file!, 'total-time').find(({ place }) => place?.line === 23)).toMatchObject({ value: 70 });
  });

  it('of perf tell the function of JavaScript', async () => {
    writeFileSync(path.join(folder, 'perf.txt'), 'node;LazyCompile:*dedupe /srv/app/dist/server.cjs:17:16;Builtins_ArrayIncludes 9\nnode;LazyCompile:~handle /srv/app/dist/server.cjs:34:22 1\n');
    const { files: [file] } = await importEvidence(['perf.txt'], folder);
    const [first] = ranked(file!, 'self-time');
    expect(at(first!.place)).toBe('src/server.ts:12');
    expect(first).toMatchObject({ subject: 'Builtins_ArrayIncludes', share: 0.9, place: { function: 'dedupe', marks: 'function' } });
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
    write('py-spy.json', 'py-spy@0.4.2', [{ type: 'sampled', name: 'Thread 1', unit: 'seconds', startValue: 0, endValue: 0.4, samples: [[0, 1, 2], [0, 1], [0]], weights: [0.1, 0.2, 0.1] }]);
    const { files: [file] } = await importEvidence(['py-spy.json'], folder);
    expect(file).toMatchObject({ format: 'speedscope', tool: 'py-spy', version: '0.4.2' });
    const [first] = ranked(file!, 'self-time');
    expect(first).toMatchObject({ unit: 'ms', samples: 2, place: { file: 'cprofile_app.py', line: 5, function: 'dedupe', marks: 'line' }, stack: [{ line: 28 }] });
    expect(first!.value).toBeCloseTo(300);
    expect(first!.share).toBeCloseTo(0.75);
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

  it('made by a profiler of Node tells the line', async () => {
    const { Function: Func, Line, Location, Profile, Sample, StringTable, ValueType } = await import('pprof-format');
    const stringTable = new StringTable();
    const word = (text: string): number => stringTable.dedup(text);
    const functions = [new Func({ id: 1, name: word('dedupe'), filename: word('file:///srv/app/dist/server.cjs') }), new Func({ id: 2, name: word('pbkdf2Sync'), filename: word('node:internal/crypto/pbkdf2') })];
    const profile = new Profile({
      stringTable,
      sampleType: [new ValueType({ type: word('sample'), unit: word('count') }), new ValueType({ type: word('wall'), unit: word('nanoseconds') })],
      function: functions,
      location: [new Location({ id: 1, line: [new Line({ functionId: 1, line: 20 })] }), new Location({ id: 2, line: [new Line({ functionId: 2, line: 60 })] })],
      sample: [new Sample({ locationId: [2, 1], value: [1, 4_000_000] }), new Sample({ locationId: [1], value: [3, 6_000_000] })],
    });
    writeFileSync(path.join(folder, 'wall.pb'), profile.encode());
    const { files: [file] } = await importEvidence(['wall.pb'], folder);
    const [first] = ranked(file!, 'self-time');
    expect(at(first!.place)).toBe('src/server.ts:15');
    expect(first).toMatchObject({ value: 10, unit: 'ms', share: 1 });
  });
});
