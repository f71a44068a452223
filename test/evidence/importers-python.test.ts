import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { importEvidence } from '../../src/evidence/import.ts';
import { Places } from '../../src/evidence/places/places.ts';
import { pathMapping } from '../../src/evidence/places/path-map.ts';
import { projectOnDisk } from '../../src/evidence/places/project-files.ts';
import { at, imported, ranked, samples } from './toy.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'perf-lint-python-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The folder with the Python sources that the samples ran. */
const places = new Places(projectOnDisk(path.join(samples, 'generated'), [], ['']), [pathMapping('leak.py=memory_profiler_leak.py')]);

describe('a profile of Python', () => {
  it('tells functions, and what they call outside the project', async () => {
    const file = await imported('generated/app.pstats');
    expect(file).toMatchObject({ format: 'pstats', tool: 'cProfile' });
    const [first] = ranked(file, 'self-time');
    expect(at(first!.place, places)).toBe('cprofile_app.py:3');
    expect(first).toMatchObject({ unit: 'ms', place: { function: 'dedupe', marks: 'function' } });
    const queries = ranked(file, 'calls').find(({ subject }) => subject?.includes('execute') && !subject.includes('executemany'));
    expect(at(queries!.place, places)).toBe('cprofile_app.py:10');
    expect(queries).toMatchObject({ value: 2000, unit: 'count', place: { function: 'n_plus_one' } });
  });

  it('is told alike by its table', async () => {
    const file = await imported('generated/app.cumtime.txt');
    expect(file.format).toBe('cprofile-text');
    const [first] = ranked(file, 'self-time');
    expect(at(first!.place, places)).toBe('cprofile_app.py:3');
    expect(first!.value).toBeCloseTo(12);
  });

  it('that is damaged says so', async () => {
    const bytes = readFileSync(path.join(samples, 'generated/app.pstats'));
    for (const [name, content, reason] of [
      ['cut.pstats', bytes.subarray(0, 3000), /ends too early/],
      ['deep.pstats', Buffer.concat([Buffer.from([0x7b, 0x29, 1]), Buffer.alloc(400, 0x29)]), /nested too deep|ends too early/],
      ['code.pstats', Buffer.from([0x7b, 0x29, 1, 0x63]), /of type "c"/],
    ] as const) {
      writeFileSync(path.join(folder, name), content);
      await expect(importEvidence([name], folder)).rejects.toThrow(reason);
    }
  });
});

describe('memory of Python', () => {
  it('by line tells the line that keeps it', async () => {
    const file = await imported('generated/memory_profiler.txt');
    expect(file.format).toBe('memory-profiler');
    const [first] = ranked(file, 'memory-growth');
    // CACHE[i] = "x" * 1000 + str(i)
    expect(at(first!.place, places)).toBe('memory_profiler_leak.py:8');
    expect(first).toMatchObject({ samples: 20_000, place: { function: 'fill' } });
    expect(first!.value).toBeCloseTo(21.6 * 1024 * 1024);
  });

  it('over time is a series', async () => {
    const { format, series } = await imported('generated/mprofile.dat');
    expect(format).toBe('mprof');
    expect(series![0]!.points.length).toBeGreaterThan(20);
    expect(series![0]!.points[0]![1]).toBeCloseTo(2.421875 * 1024 * 1024);
  });
});
