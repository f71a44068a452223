import { describe, expect, it } from 'vitest';
import { pathNames, pathOf } from '../../src/report/path.ts';
import { finding, place, related } from '../findings/make.ts';
import { journey } from './report.ts';

const { order, ...places } = journey;

describe('pathOf', () => {
  it('runs from the outermost loop to the sink', () => {
    expect(pathOf(finding(places)).map(({ file, line }) => `${file}:${line}`)).toEqual(order);
  });

  it.each([
    ['a step leads on from it', [related('step', 'calls b', place('b.ts', 5))], 'starts here'],
    ['a loop stands around it', [related('loop', 'runs once per row', place('a.ts', 2))], 'each time'],
    ['it is the sink itself', [related('sink', 'reads a file', place('a.ts', 3))], 'reads a file'],
    ['it is all there is', [], 'One query per order: User.findUnique runs for each of orders'],
  ])('says of the location what happens there where %s', (_, steps, said) => {
    const path = pathOf(finding({ location: place('a.ts', 3), related: steps }));
    expect(path.find(({ line }) => line === 3)?.message).toBe(said);
  });
});

describe('pathNames', () => {
  it('starts with the entry, and leaves out loops and the location', () => {
    const shown = finding({ ...places, impact: { multiplicity: 'per-element', entry: 'GET /rows' } });
    expect(pathNames(shown)).toEqual(['GET /rows', 'calls b (b.ts:5)', 'the query runs here (c.ts:6)']);
    expect(pathNames(finding({ related: [], impact: { multiplicity: 'once' } }))).toEqual([]);
  });
});
