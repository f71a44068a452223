import { expect, it } from 'vitest';
import { amount } from '../../../src/evidence/join/describe.ts';
import { figure } from '../../../src/report/performance/figures.ts';

it.each([[1_300_000, '1.3 MB'], [4500, '4.5 kB']])('%d bytes are what the performance report calls them', (value, text) => {
  expect([amount(value, 'bytes'), figure(value, 'bytes')]).toEqual([text, text]);
});
