import { z } from 'zod';
import { defineRule } from '../src/rule.ts';
import { findBlocking } from './shared/blocking-finding.ts';

export default defineRule({
  id: 'sync-io-in-async',
  meta: {
    group: 'event loop',
    description: 'Synchronous file or process work reached from an asynchronous function or an entry',
    level: 'error',
    options: z.strictObject({}),
  },
  check: (context) => findBlocking(context, 'io'),
});
