import { describe, expect, it } from 'vitest';
import { at, imported, ranked } from './toy.ts';

describe('a CPU profile of V8', () => {
  it('tells the line that the time goes to, in the source', async () => {
    const file = await imported('generated/server.cpuprofile');
    expect(file).toMatchObject({ format: 'cpuprofile', tool: 'V8' });
    const [first] = ranked(file, 'self-time');
    // if (!out.includes(id)) out.push(id);
    expect(at(first!.place)).toBe('src/server.ts:15');
    expect(first).toMatchObject({ unit: 'ms', samples: 313, place: { function: 'dedupe', marks: 'line' } });
    expect(first!.stack?.map((place) => place.function)).toContain('handle');
  });

  it('leaves out the time in which nothing ran', async () => {
    const { duration, busy, observations } = await imported('generated/server.cpuprofile');
    expect(duration! - busy!).toBeGreaterThan(719);
    expect(observations.filter(({ metric }) => metric === 'self-time').reduce((sum, { share }) => sum + share!, 0)).toBeLessThanOrEqual(1);
  });

  it('puts what native code does down to the function that calls it, with its name', async () => {
    const hashing = ranked(await imported('generated/server.cpuprofile'), 'self-time').find(({ place }) => place?.function === 'hashPassword' && place.marks === 'function');
    expect(at(hashing!.place)).toBe('src/server.ts:28');
    expect(hashing!.value).toBeGreaterThan(300);
  });
});

describe('a heap profile of V8', () => {
  it('tells the function that allocates, though native code does it', async () => {
    const file = await imported('generated/server.heapprofile');
    expect(file.format).toBe('heapprofile');
    const first = ranked(file, 'allocated').find(({ place }) => place?.function === 'handle');
    expect(at(first!.place)).toBe('src/server.ts:32');
    expect(first).toMatchObject({ kind: 'heap', unit: 'bytes', subject: 'repeat', place: { function: 'handle', marks: 'function' } });
    expect(first!.value).toBeGreaterThan(262_000);
  });
});

describe('a recording of clinic heapprofiler', () => {
  it('is read as the heap profile that it is', async () => {
    const file = await imported('generated/clinic-heapprofiler');
    expect(file.format).toBe('heapprofile');
    const allocated = ranked(file, 'allocated');
    expect(at(allocated[0]!.place)).toBe('src/server.ts:32');
    expect(allocated[0]!.place).toMatchObject({ function: 'handle', marks: 'function' });
  });
});

describe('ticks', () => {
  it.each([
    ['of 0x', 'generated/0x-ticks.json.gz', '0x-ticks'],
    ['of clinic flame', 'generated/clinic-flame-samples.json.gz', '0x-ticks'],
    ['of --prof', 'generated/prof-preprocess.v8log.json.gz', 'v8-prof'],
  ])('%s tell the function', async (_, sample, format) => {
    const file = await imported(sample);
    expect(file.format).toBe(format);
    const [first] = ranked(file, 'self-time');
    expect(at(first!.place)).toMatch(/^src\/server\.ts:/);
    const dedupe = ranked(file, 'self-time').find(({ place }) => place?.function === 'dedupe');
    expect(at(dedupe!.place)).toBe('src/server.ts:12');
    expect(dedupe).toMatchObject({ unit: 'samples', place: { marks: 'function' } });
  });
});

describe('what Node prints', () => {
  it('about synchronous calls tells the line', async () => {
    const file = await imported('generated/trace-sync-io.txt');
    expect(file.format).toBe('trace-sync-io');
    const told = ranked(file, 'blocking-calls').map(({ place, value, subject }) => [at(place), value, subject]);
    // Three requests: each file is opened, looked at, read and closed.
    expect(told).toEqual([['src/server.ts:35', 12, 'readFileSync'], ['src/server.ts:29', 3, 'pbkdf2Sync']]);
  });

  it('about garbage collections tells what stays alive', async () => {
    const { format, observations, series } = await imported('generated/trace-gc.txt');
    expect(format).toBe('trace-gc');
    expect(observations).toMatchObject([{ metric: 'gc-pause', unit: 'ms', samples: 13 }]);
    expect(series![0]!.points.length).toBeGreaterThan(1);
    expect(series![0]!.points.at(-1)![1]).toBeGreaterThan(series![0]!.points[0]![1]);
  });
});

describe('statistics of clinic doctor', () => {
  it('tell how late the event loop was, and what the process held', async () => {
    const { format, observations, series } = await imported('generated/clinic-doctor-processstat');
    expect(format).toBe('clinic-doctor');
    expect(observations).toMatchObject([{ metric: 'loop-block', unit: 'ms' }]);
    expect(series!.map(({ title, points }) => [title, points.length])).toEqual([['delay of the event loop', 37], ['processors in use', 37], ['memory of the process', 37], ['heap in use', 37]]);
    expect(series![2]!.points[0]![1]).toBeGreaterThan(40e6);
    expect(observations[0]!.value).toBeGreaterThan(1);
  });
});
