import { z } from 'zod';
import { defineRule } from '../src/rule.ts';
import { findGrowth } from './shared/growth-finding.ts';
import { registryFindings } from './shared/registry-findings.ts';

export default defineRule({
  id: 'unbounded-cache',
  meta: {
    group: 'memory',
    description: 'A collection that lives as long as the process, grows with what comes in, and is never bounded or emptied',
    level: 'warning',
    options: z.strictObject({}),
  },
  check: (context) => [...findGrowth(context), ...registryFindings(context)],
});
