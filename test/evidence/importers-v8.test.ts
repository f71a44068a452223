import { describe, expect, it } from 'vitest';
import { at, imported, ranked } from './toy.ts';

describe('a CPU profile of V8', () => {
  it('tells the line that the time goes to, in the source', async () => {
    const file = await imported('generated/server.cpuprofile');
    expect(file).toMatchObject({ format: 'cpuprofile', tool: 'V8' });
    const [first] = ranked(file, 'cpu-self');
    // if (!out.includes(id)) out.push(id);
    expect(at(first!.place)).toBe('src/server.ts:15');
    expect(first).toMatchObject({ unit: 'ms', samples: 313, place: { function: 'dedupe', marks: 'line' } });
    expect(first!.stack?.map((place) => place.function)).toContain('handle');
  });

  it('leaves out the time in which nothing ran', async () => {
    const { duration, busy, observations } = await imported('generated/server.cpuprofile');
    expect(duration! - busy!).toBeGreaterThan(719);
    expect(observations.filter(({ metric }) => metric === 'cpu-self').reduce((sum, { share }) => sum + share!, 0)).toBeLessThanOrEqual(1);
  });

  it('puts what native code does down to the function that calls it, with its name', async () => {
    const hashing = ranked(await imported('generated/server.cpuprofile'), 'cpu-self').find(({ place }) => place?.function === 'hashPassword' && place.marks === 'function');
    expect(at(hashing!.place)).toBe('src/server.ts:28');
    expect(hashing!.value).toBeGreaterThan(300);
  });
});
