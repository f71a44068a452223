import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/findings/types.ts';
import { markdown } from '../../src/report/comment.ts';
import { curveLines } from '../../src/report/curve.ts';
import { finding } from '../findings/make.ts';
import { context, report } from './report.ts';

const evidence = (detail: object): Evidence => ({ kind: 'benchmark', tool: 'perf-lint', version: '1', verdict: 'confirmed', summary: 'a takes longer than b', joinedBy: 'line', detail });
const CURVE = { suspect: 'a loop', twin: 'one statement', curve: { over: 'keys', unit: 'ms', points: [{ n: 1, suspect: 0.1, twin: 0.1 }, { n: 1000, suspect: 100, twin: 1 }] } };

describe('the curve of a benchmark', () => {
  it('is a line for each size and form, whose length goes with the logarithm', () => {
    const lines = curveLines(evidence(CURVE));
    expect(lines[0]).toBe('keys: # a loop, . one statement; each step of a bar is the same factor');
    expect(lines.slice(1)).toEqual(['   1 # ▇ 0.1 ms', '     . ▇ 0.1 ms', `1000 # ${'▇'.repeat(24)} 100 ms`, `     . ${'▇'.repeat(9)} 1 ms`]);
  });

  it('has one form where there is no twin, and no bar for nothing', () => {
    expect(curveLines(evidence({ suspect: 'f', curve: { over: 'calls', unit: 'B', points: [{ n: 0, suspect: 0 }, { n: 10, suspect: 50 }] } })).slice(1)).toEqual([' 0 #  0 B', '10 # ▇ 50 B']);
  });

  it('is none where none was measured', () => {
    expect(curveLines(evidence({ suspect: 'f' }))).toEqual([]);
    expect(curveLines({ ...evidence(CURVE), kind: 'plan' })).toEqual([]);
  });

  it('stands in a comment as text in a fence', () => {
    const text = markdown({ ...report, findings: [finding({ evidence: [evidence({ ...CURVE, suspect: 'a `loop`' })] })] }, context);
    expect(text).toContain("\n```text\nkeys: # a 'loop', . one statement; each step of a bar is the same factor\n   1 # ▇ 0.1 ms\n");
  });
});
