import { describe, expect, it } from 'vitest';
import { measuredText, targetText } from '../../src/report/service-levels.ts';

describe('figures of service levels', () => {
  it.each([
    [{ value: 31 }, 'ms', '31 ms'],
    [{ value: 1234.56 }, 'ms', '1235 ms'],
    [{ value: 0.0123 }, 'ratio', '1.23 %'],
    [{ value: 0.05123 }, 'score', '0.0512'],
    [{ low: 31, high: 35 }, 'ms', '31 to 35 ms'],
    [{ low: 35 }, 'ms', '≥ 35 ms'],
    [{ value: 749.75 }, 'per-second', '750 /s'],
    [{ value: 2048 }, 'bytes-per-second', '2048 B/s'],
    [undefined, 'ms', ''],
  ] as const)('%j %s', (measured, unit, text) => {
    expect(measuredText(measured, unit)).toBe(text);
  });

  it('say whether a target is a ceiling or a floor', () => {
    expect(targetText({ bound: 'at-most', target: 200, unit: 'ms' })).toBe('≤ 200 ms');
    expect(targetText({ bound: 'at-least', target: 50, unit: 'per-second' })).toBe('≥ 50 /s');
  });
});
