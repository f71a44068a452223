import { describe, expect, it } from 'vitest';
import { finalizeFindings } from '../../src/findings/finalize.ts';
import type { RawFinding } from '../../src/findings/finalize.ts';
import { place, ruleFinding } from './make.ts';

function raw(over: Parameters<typeof ruleFinding>[0] = {}, rule = 'n-plus-one'): RawFinding {
  return { rule, severity: 'error', finding: ruleFinding(over) };
}

describe('finalizeFindings', () => {
  it('sorts by file, line and column, by code units and not by locale', () => {
    const places = [place('src/b.ts', 1), place('src/a.ts', 10), place('src/a.ts', 9, 7), place('src/a.ts', 9, 2), place('src/Z.ts', 1)];
    const sorted = finalizeFindings(places.map((location) => raw({ location })));
    expect(sorted.map(({ location: { file, line, column } }) => `${file}:${line}:${column}`)).toEqual([
      'src/Z.ts:1:1', 'src/a.ts:9:2', 'src/a.ts:9:7', 'src/a.ts:10:1', 'src/b.ts:1:1',
    ]);
  });

  it('gives equal findings their ordinals in the order of the file, whatever order a rule found them in', () => {
    const [upper, lower] = [raw({ location: place('src/a.ts', 3) }), raw({ location: place('src/a.ts', 8) })];
    const there = finalizeFindings([upper, lower]).map(({ id }) => id);
    const back = finalizeFindings([lower, upper]).map(({ id }) => id);
    expect(back).toEqual(there);
    expect(there[0]).not.toBe(there[1]);
  });

  it('keeps the id when lines move', () => {
    const before = finalizeFindings([raw({ location: place('src/a.ts', 3) })]);
    const after = finalizeFindings([raw({ location: place('src/a.ts', 300, 9) })]);
    expect(after[0]?.id).toBe(before[0]?.id);
  });

  it('takes the level of the rule, or info where the rule says so', () => {
    const [warned, told] = finalizeFindings([
      { rule: 'r', severity: 'warning', finding: ruleFinding({ location: place('a.ts', 1) }) },
      { rule: 'r', severity: 'warning', finding: ruleFinding({ location: place('a.ts', 2), level: 'info' }) },
    ]);
    expect([warned?.severity, told?.severity]).toEqual(['warning', 'info']);
  });

  it('takes a finding down to a warning, and never up to one', () => {
    const finding = ruleFinding({ level: 'warning' });
    const severities = (['error', 'warning', 'info'] as const).map((severity) => finalizeFindings([{ rule: 'r', severity, finding }])[0]?.severity);
    expect(severities).toEqual(['warning', 'warning', 'info']);
  });

  it('puts findings of one rule with one sink into one group', () => {
    const [a, b, c, d] = finalizeFindings([
      raw({ location: place('a.ts', 1), sink: 'repo' }),
      raw({ location: place('b.ts', 1), sink: 'repo' }),
      raw({ location: place('c.ts', 1), sink: 'other' }),
      raw({ location: place('d.ts', 1), sink: 'repo' }, 'sync-io-in-async'),
    ]);
    expect(b?.group).toBe(a?.group);
    expect(new Set([a?.group, c?.group, d?.group]).size).toBe(3);
  });
});
