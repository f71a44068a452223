import { z } from 'zod';
import type { RepeatOptions } from './repeat-finding.ts';

/** Options of the rules for repeated queries. */
export const repeatOptions: z.ZodType<RepeatOptions> = z.strictObject({
  maxConstant: z.int().min(0).default(8).describe('A loop over at most this many constant elements is not worth a warning'),
});
