import { defineRule } from '../src/rule.ts';
import { findRepeats } from './shared/repeat-finding.ts';
import { repeatOptions } from './shared/repeat-options.ts';

export default defineRule({
  id: 'bulk-write-in-loop',
  meta: {
    group: 'database',
    description: 'Single inserts, updates or deletes per element that one statement can do',
    level: 'warning',
    options: repeatOptions,
  },
  check: (context) => findRepeats(context, 'write'),
});
