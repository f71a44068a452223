import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../../src/benchmark/models/blocking/model.ts';
import { MODELS } from '../../../src/benchmark/models/index.ts';
import { prose } from '../../../src/benchmark/models/blocking/operation.ts';
import type { BenchmarkDetail } from '../../../src/benchmark/evidence.ts';
import { runBenchmark } from '../../../src/benchmark/run.ts';
import { libraries } from '../../../src/libraries/index.ts';
import { rules } from '../../../rules/index.ts';

const root = path.resolve(import.meta.dirname, '../../..');

describe('models of blocking calls', { timeout: 60_000 }, () => {
  const before = process.cwd();
  let folder: string;
  beforeAll(() => process.chdir((folder = mkdtempSync(path.join(tmpdir(), 'perf-lint-models-')))));
  afterAll(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });

  // A small key and a short text do.
  const small: Readonly<Record<string, readonly (string | number | null)[]>> = { 'crypto.pbkdf2Sync': [null, null, 1000], 'crypto.generateKeyPairSync': ['ec'], 'crypto.generatePrimeSync': [64] };

  it.each(Object.keys(OPERATIONS).filter((name) => !name.startsWith('bcrypt.')))('%s runs in both forms, in bursts, again and again', async (operation) => {
    const input = { rule: 'blocking-cpu-in-async', operation, args: small[operation] ?? (operation.startsWith('bcryptjs') ? [null, 4] : []), bytes: 2000, packages: root };
    const model = MODELS[input.rule]!;
    expect(model.unfit(input)).toBeUndefined();
    expect(model.forms(input)).toMatchObject({ suspect: operation, twin: expect.any(String) });
    const subject = model.subject(input);
    if (subject.kind !== 'block') throw new Error(`a model of ${subject.kind}`);
    for (const form of ['suspect', 'twin'] as const) {
      const { before: ready, call } = subject.make(form);
      for (const count of [1, 3]) {
        await ready?.(count);
        await Promise.all(Array.from({ length: count }, (_, index) => call(index)));
      }
    }
  });

  it('say what they assume, and what the code shows', () => {
    const forms = (operation: string, given: { args?: readonly (string | number | null)[]; bytes?: number } = {}) => MODELS['blocking-cpu-in-async']!.forms({ rule: 'blocking-cpu-in-async', operation, ...given });
    expect(forms('fs.readFileSync').assumed).toBe('a file of 1 MB');
    expect(forms('fs.readFileSync', { bytes: 12 }).assumed).toBeUndefined();
    expect(forms('fs.existsSync').assumed).toBeUndefined();
    expect(forms('crypto.pbkdf2Sync', { args: [null, null, 1000] }).assumed).toBeUndefined();
    expect(forms('crypto.pbkdf2Sync', { args: [null, null, null] }).assumed).toBe('600000 iterations');
    expect(forms('bcryptjs.hashSync', { args: [null, 12] }).assumed).toBeUndefined();
  });

  it('name only what a library table knows to block', () => {
    const known = new Set(
      libraries.flatMap(({ packages, exports }) =>
        Object.entries(exports).flatMap(([name, { call }]) => (call?.effect?.kind === 'block' ? [`${packages[0]}.${name}`] : [])),
      ),
    );
    expect(Object.keys(OPERATIONS).filter((name) => !known.has(name))).toEqual([]);
  });

  it('are given text that looks like text', () => {
    expect(prose(5000)).toHaveLength(5000);
    expect(prose(5000).toString()).not.toContain('\0');
    expect(prose(3)).toHaveLength(3);
  });
});

describe('models', { timeout: 240_000 }, () => {
  it('are of rules that there are', () => {
    expect(Object.keys(MODELS).filter((id) => !rules.some((rule) => rule.id === id))).toEqual([]);
  });

  it.each([
    ['unbounded-cache', 'map', 40],
    ['unbounded-cache', 'set', 20],
    ['unbounded-cache', 'array', 20],
    ['unbounded-cache', 'object', 40],
    ['listener-leak', 'listener', 40],
    ['timer-leak', 'timer', 0.9],
    ['connection-per-call', 'connection', 0.9],
  ])('%s: a %s keeps what is put into it, and its twin does not', async (rule, operation, least) => {
    const evidence = await runBenchmark({ rule, operation }, { plan: { budget: 120_000 } });
    expect(evidence).toMatchObject({ verdict: 'confirmed' });
    expect(evidence.value).toBeGreaterThan(least);
    expect(Math.abs(evidence.baseline!)).toBeLessThan(least / 4);
    expect((evidence.detail as BenchmarkDetail).source).toBe('model');
    expect(evidence.summary).toContain('in a model');
  });
});
