import { z } from 'zod';
import { defineRule } from '../src/rule.ts';
import { findBlocking } from './shared/blocking-finding.ts';

export default defineRule({
  id: 'blocking-cpu-in-async',
  meta: {
    group: 'event loop',
    description: 'Key derivation, key generation, large hashing or compression that holds the event loop',
    level: 'warning',
    options: z.strictObject({}),
  },
  check: (context) => findBlocking(context, 'cpu'),
});
