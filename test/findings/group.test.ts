import { describe, expect, it } from 'vitest';
import { groupFindings } from '../../src/findings/group.ts';
import { finding } from './make.ts';

describe('groupFindings', () => {
  it('keeps the order of the list and the members of each group', () => {
    const groups = groupFindings([finding({ id: 'a', group: 'x' }), finding({ id: 'b', group: 'y' }), finding({ id: 'c', group: 'x' })]);
    expect(groups.map(({ lead, others }) => [lead.id, others.map(({ id }) => id)])).toEqual([['a', ['c']], ['b', []]]);
  });

  it('puts a group where its lead stands, not where its first member does', () => {
    const groups = groupFindings([finding({ id: 'a', group: 'x', severity: 'warning' }), finding({ id: 'b', group: 'y' }), finding({ id: 'c', group: 'x' })]);
    expect(groups.map(({ lead }) => lead.id)).toEqual(['b', 'c']);
  });

  it('is led by the gravest, then the surest member', () => {
    const [group] = groupFindings([
      finding({ id: 'warning', severity: 'warning', confidence: 'high' }),
      finding({ id: 'medium error', severity: 'error', confidence: 'medium' }),
      finding({ id: 'high error', severity: 'error', confidence: 'high' }),
    ]);
    expect(group?.lead.id).toBe('high error');
    expect(group?.others.map(({ id }) => id)).toEqual(['warning', 'medium error']);
  });
});
