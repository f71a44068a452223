import { defineRule } from '../src/rule.ts';
import { findRepeats } from './shared/repeat-finding.ts';
import { repeatOptions } from './shared/repeat-options.ts';

export default defineRule({
  id: 'n-plus-one',
  meta: {
    group: 'database',
    description: 'A query that runs once per element of a collection, per row of a resolver, or per step of a chain',
    level: 'error',
    options: repeatOptions,
  },
  check: (context) => findRepeats(context, 'read'),
});
