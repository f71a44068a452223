import { z } from 'zod';
import { defineRule } from '../src/rule.ts';
import { unreleasedFinding, unreleasedOf } from './shared/unreleased-finding.ts';

export default defineRule({
  id: 'timer-leak',
  meta: {
    group: 'memory',
    description: 'An interval started per call and never cleared',
    level: 'warning',
    options: z.strictObject({}),
  },
  check: (context) =>
    unreleasedOf(context, ['timer']).map((item) =>
      unreleasedFinding(context, item, (where, callee) => `${callee} starts ${item.acquisition.what} ${where}, and nothing ends it: all of them run until the process ends`),
    ),
});
