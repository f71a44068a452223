import type { RuleFinding } from '../../src/findings/types.ts';
import type { RuleContext } from '../../src/rule.ts';
import { unreleasedFinding, unreleasedOf } from './unreleased-finding.ts';

/** Calls that add an entry to a registry inside a library again and again, as findings of unbounded-cache. */
export function registryFindings(context: RuleContext<object>): RuleFinding[] {
  return unreleasedOf(context, ['registry']).map((item) =>
    unreleasedFinding(context, item, (where, callee) => `${callee} adds ${item.acquisition.what} ${where}, and nothing takes it out: memory only grows`),
  );
}
