import { expect, it } from 'vitest';
import { packTexts, TextList } from '../../../src/source/store/text-list.ts';

it('gives back each text by itself, also one that is empty, of several bytes a letter, or half of a surrogate pair', () => {
  const texts = ['', 'calls find', 'é😀', '', '\ud83d', '\ude00', 'resolve a\0b\0c', '\0'];
  const list = new TextList(JSON.parse(JSON.stringify(packTexts(texts)), (key, value: unknown) => (key === 'bytes' || key === 'ends' ? Int32Array.from(Object.values(value as object) as number[]) : value)) as ReturnType<typeof packTexts>);
  expect(list.length).toBe(texts.length);
  expect(texts.map((_, index) => list.at(index))).toEqual(texts);
  expect(new TextList(packTexts([])).length).toBe(0);
});
