import { describe, expect, it } from 'vitest';
import { ranked } from '../../src/findings/rank.ts';
import type { Evidence } from '../../src/findings/types.ts';
import { finding } from './make.ts';

function evidence(over: Partial<Evidence>): Evidence {
  return { kind: 'profile', tool: 'V8', version: '', verdict: 'observed', summary: 'seen', joinedBy: 'line', ...over };
}

const perRequest = (value: number, over: Partial<Evidence> = {}): Evidence => evidence({ kind: 'trace', value, unit: 'ms', detail: { per: 'request' }, ...over });
const share = (value: number): Evidence => evidence({ value: 1, unit: 'ms', detail: { share: value } });
const order = (...all: ReturnType<typeof finding>[]): string[] => ranked(all).map(({ id }) => id);

describe('the ranking of findings', () => {
  it('takes milliseconds of a request and shares on one scale', () => {
    const findings = [finding({ id: '2 ms', evidence: [perRequest(2)] }), finding({ id: '50 %', evidence: [share(0.5)] }), finding({ id: '20 ms', evidence: [perRequest(20)] }), finding({ id: '5 %', evidence: [share(0.05)] })];
    expect(order(...findings)).toEqual(['50 %', '20 ms', '5 %', '2 ms']);
  });

  it('takes what was measured before what was confirmed, and what the code shows before what was refuted', () => {
    const planned = (verdict: Evidence['verdict']): Evidence => evidence({ kind: 'plan', verdict });
    const findings = [finding({ id: 'refuted', evidence: [planned('refuted')] }), finding({ id: 'code' }), finding({ id: 'confirmed', evidence: [planned('confirmed')] }), finding({ id: 'measured', severity: 'info', evidence: [evidence({ value: 3, unit: 'count' })] })];
    expect(order(...findings)).toEqual(['measured', 'confirmed', 'code', 'refuted']);
  });

  it('takes nothing from a route as a whole, nor from detail that is none', () => {
    const findings = [finding({ id: 'route', severity: 'warning', evidence: [perRequest(900, { joinedBy: 'route' })] }), finding({ id: 'none', severity: 'warning' }), finding({ id: 'grave' }), finding({ id: 'odd', severity: 'info', evidence: [evidence({ value: 9, unit: 'ms', detail: null }), evidence({ detail: { share: '0.9', per: 7 } })] })];
    expect(order(...findings)).toEqual(['odd', 'grave', 'route', 'none']);
  });
});
