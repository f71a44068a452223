import { describe, expect, it } from 'vitest';
import { findingIds } from '../../src/findings/id.ts';
import { knownOf, matchKnown } from '../../src/findings/match.ts';
import type { Findable } from '../../src/findings/match.ts';
import { place } from './make.ts';

/** A finding at `file symbol callee over`, at a line of its own; equals in one list get the ordinals that a scan gives. */
function found(...places: string[]): Findable[] {
  const identities = places.map((text) => {
    const [file = '', symbol = '', callee = '', over = ''] = text.split(' ');
    return { rule: 'r', file, key: { symbol, callee, args: '', over } };
  });
  const ids = findingIds(identities);
  return identities.map(({ rule, file, key }, index) => ({ id: ids[index]!, rule, location: place(file, index + 1), key }));
}

/** Indices of the known ones that the findings matched, and of those that matched nothing. */
function matched(now: Findable[], then: Findable[], renames: Record<string, string> = {}): { matches: (number | undefined)[]; unmatched: number[] } {
  const known = then.map(knownOf);
  const { byFinding, unmatched } = matchKnown(now, known, new Map(Object.entries(renames)));
  return { matches: now.map((finding) => (byFinding.has(finding) ? known.indexOf(byFinding.get(finding)!) : undefined)), unmatched: unmatched.map((one) => known.indexOf(one)) };
}

describe('a finding is known again', () => {
  it('by its id, wherever it stands', () => {
    expect(matched(found('a f q xs', 'a g q ys'), found('a g q ys', 'a f q xs'))).toEqual({ matches: [1, 0], unmatched: [] });
  });

  it('in another function of the same file, by callee and iterated expression', () => {
    expect(matched(found('a renamed q xs'), found('a f q xs'))).toEqual({ matches: [0], unmatched: [] });
  });

  it.each([
    ['another callee', 'a renamed p xs'],
    ['another iterated expression', 'a renamed q ys'],
    ['another file', 'b f q xs'],
  ])('not with %s', (_, now) => {
    expect(matched(found(now), found('a f q xs'))).toEqual({ matches: [undefined], unmatched: [0] });
  });

  it('not as another rule’s', () => {
    const [then] = found('a f q xs');
    expect(matched([{ ...then!, rule: 'other', id: 'another' }], [then!]).matches).toEqual([undefined]);
  });

  it('once for each: of two equal ones one is new', () => {
    expect(matched(found('a f q xs', 'a f q xs'), found('a f q xs'))).toEqual({ matches: [0, undefined], unmatched: [] });
    expect(matched(found('a f q xs'), found('a f q xs', 'a f q xs'))).toEqual({ matches: [0], unmatched: [1] });
  });

  it('by its id before a look-alike is taken for it', () => {
    expect(matched(found('a new q xs', 'a f q xs'), found('a f q xs'))).toEqual({ matches: [undefined, 0], unmatched: [] });
  });

  it('in a renamed file, by its id there, then by its look', () => {
    const then = found('old f q xs', 'old g q xs', 'old h p xs');
    const now = found('new moved p xs', 'new g q xs', 'new f q xs');
    expect(matched(now, then, { new: 'old' })).toEqual({ matches: [2, 1, 0], unmatched: [] });
    expect(matched(now, then)).toEqual({ matches: [undefined, undefined, undefined], unmatched: [0, 1, 2] });
  });

  it('in its own file before in one that was renamed from there', () => {
    expect(matched(found('new f q xs', 'old f q xs'), found('old f q xs'), { new: 'old' })).toEqual({ matches: [undefined, 0], unmatched: [] });
  });

  it('however its expressions are broken into lines', () => {
    const [then] = found('a f q xs');
    const now = { ...then!, id: 'another', key: { ...then!.key, callee: ' q\n' } };
    expect(matched([now], [then!]).matches).toEqual([0]);
  });
});
