import { defineRule } from '../src/rule.ts';
import { findRepeats } from './shared/repeat-finding.ts';
import { repeatOptions } from './shared/repeat-options.ts';

export default defineRule({
  id: 'lazy-relation-in-loop',
  meta: {
    group: 'database',
    description: 'A lazy relation that is loaded once per row',
    level: 'error',
    options: repeatOptions,
  },
  check: (context) => findRepeats(context, 'lazy'),
});
