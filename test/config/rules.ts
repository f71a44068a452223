import { z } from 'zod';
import type { RuleInfo } from '../../src/config/types.ts';

/** Two rules, one with an option. */
export const rules: RuleInfo[] = [
  { id: 'n-plus-one', meta: { group: 'database', description: 'queries per row', level: 'error', options: z.strictObject({}) } },
  {
    id: 'sync-io-in-async',
    meta: {
      group: 'event loop',
      description: 'blocking calls',
      level: 'warning',
      options: z.strictObject({ minimum: z.enum(['small', 'medium', 'large']).default('medium') }),
    },
  },
];
