import type { Measured } from '../statistics/measure.ts';
import { Random } from '../statistics/random.ts';
import type { Subject } from '../subject.ts';
import { measureBlock } from './block.ts';
import { measureGrowth } from './growth.ts';
import { measureKept } from './kept.ts';
import { measureTime } from './time.ts';

/** Measures a subject in this process; its order of sides is drawn from the seed. */
export function measure(subject: Subject, seed: number): Promise<Measured> {
  const random = new Random(seed);
  switch (subject.kind) {
    case 'time':
    case 'hold':
      return measureTime(subject, random);
    case 'block':
      return measureBlock(subject, random);
    case 'bytes':
    case 'handles':
      return measureKept(subject, random);
    case 'growth':
      return measureGrowth(subject, random);
  }
}
