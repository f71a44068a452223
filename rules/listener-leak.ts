import { z } from 'zod';
import { defineRule } from '../src/rule.ts';
import { unreleasedFinding, unreleasedOf } from './shared/unreleased-finding.ts';

export default defineRule({
  id: 'listener-leak',
  meta: {
    group: 'memory',
    description: 'A listener or subscriber added per call to an emitter that outlives the call, and never removed',
    level: 'warning',
    options: z.strictObject({}),
  },
  check: (context) =>
    unreleasedOf(context, ['listener']).map((item) =>
      unreleasedFinding(context, item, (where, callee) => `${callee} adds ${item.acquisition.what} ${where}, and nothing removes it: each one stays with all that it refers to, and each event runs them all`),
    ),
});
