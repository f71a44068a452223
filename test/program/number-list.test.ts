import { describe, expect, it } from 'vitest';
import { NumberList } from '../../src/program/number-list.ts';

const MANY = 200_000;

describe('a list of numbers', () => {
  it('gives back what was added, however many', () => {
    const list = new NumberList();
    for (let value = 0; value < MANY; value++) expect(list.push(value * 3)).toBe(value + 1);
    expect(list.length).toBe(MANY);
    expect(Array.from({ length: MANY }, (_, index) => list.at(index)).every((value, index) => value === index * 3)).toBe(true);
  });

  it('comes in one piece, without what was cut off', () => {
    const list = new NumberList();
    for (let value = 0; value < MANY; value++) list.push(value);
    list.cut(MANY - 1);
    const all = list.toArray();
    expect([all.length, all.every((value, index) => value === index)]).toEqual([MANY - 1, true]);
    list.cut(0);
    expect([...list.toArray()]).toEqual([]);
  });

  it('goes on where it was cut', () => {
    const list = new NumberList();
    for (let value = 0; value < MANY; value++) list.push(value);
    list.cut(10);
    list.push(-1);
    expect([list.length, list.at(9), list.at(10)]).toEqual([11, 9, -1]);
  });

  it('has zeros where it was made longer, and keeps the rest', () => {
    const list = new NumberList();
    list.push(7);
    list.extend(MANY);
    list.set(MANY - 1, 5);
    expect([list.length, list.at(0), list.at(1), list.at(MANY - 1)]).toEqual([MANY, 7, 0, 5]);
    list.extend(2);
    expect(list.length).toBe(MANY);
  });
});
