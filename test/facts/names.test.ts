import { describe, expect, it } from 'vitest';
import { names } from '../../src/facts/names.ts';

describe('a name', () => {
  it('keeps its number, and its text', () => {
    const number = names.intern('aNameOfSomeLength');
    expect(names.intern(['aNameOf', 'SomeLength'].join(''))).toBe(number);
    expect(names.text(number)).toBe('aNameOfSomeLength');
    expect(names.find('aNameOfSomeLength')).toBe(number);
    // Other tests read this very file.
    expect(names.find(['aNameThat', 'NobodyHas'].join(''))).toBeUndefined();
  });

  it.each(['', 'id', 'aNameOfSomeLength', 'mit Umlauten: äöü', 'half a pair: \ud83d', 'long '.repeat(100), '"quoted"\n'])('is the same text when it is shared: %j', (text) => {
    expect(names.shared(text)).toBe(text);
  });
});
