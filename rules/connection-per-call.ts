import { z } from 'zod';
import { groupBy } from '../src/findings/group.ts';
import type { RuleFinding } from '../src/findings/types.ts';
import { isForCaller, type Unreleased } from '../src/program/lifetime/unreleased.ts';
import { calleeText } from '../src/program/print.ts';
import { defineRule, type RuleContext } from '../src/rule.ts';
import { unreleasedFinding, unreleasedOf } from './shared/unreleased-finding.ts';

export default defineRule({
  id: 'connection-per-call',
  meta: {
    group: 'database',
    description: 'A client, pool or connection made per request or job, or taken from a pool and not given back',
    level: 'warning',
    options: z.strictObject({}),
  },
  check: (context) => {
    const items = unreleasedOf(context, ['connection', 'loan']);
    const [lost, brief] = [items.filter(isLost), items.filter((item) => !isLost(item))];
    // What is made in one way at several places of a file is made once instead: one change.
    const groups = groupBy(lost, ({ call, acquisition }) => `${acquisition.kind} ${calleeText(call.file.facts, call.id)}`);
    return [...[...groups.values()].flatMap((group) => lostFinding(context, group)), ...brief.flatMap((item) => briefFinding(context, item))];
  },
});

function isLost({ released, acquisition }: Unreleased): boolean {
  return released !== 'always' && !acquisition.idles;
}

function lostFinding(context: RuleContext<object>, group: readonly Unreleased[]): RuleFinding[] {
  const first = group.find(({ frequency }) => frequency === 'repeated') ?? group.find(({ frequency }) => frequency === 'unknown');
  if (!first) return [];
  const { kind, what } = first.acquisition;
  const beside = group.filter((item) => item !== first);
  if (kind === 'connection') {
    return [unreleasedFinding(context, first, (where, callee) => `${callee} makes ${what} ${where}, and nothing ends it: connections and memory grow with each`, { beside })];
  }
  const when = first.released === 'sometimes' ? 'which is not given back when what is awaited before its release fails' : 'and nothing gives it back';
  return [unreleasedFinding(context, first, (where, callee) => `${callee} takes ${what} ${where}, ${when}: the pool runs dry`, { beside })];
}

/** What is made and ended at each call costs the time to connect. One to what the caller names, a test of credentials say, is made for that caller. */
function briefFinding(context: RuleContext<object>, item: Unreleased): RuleFinding[] {
  const { call, acquisition, frequency } = item;
  if (acquisition.kind === 'loan' || frequency === 'once' || isForCaller(call)) return [];
  return [unreleasedFinding(context, item, (where, callee) => `${callee} makes ${acquisition.what} ${where}: each has to connect again`, { level: 'info' })];
}
