import type { DecisionKind, Effort } from './model.ts';

/** What mending a finding of a rule takes, and whose question it is where it is more than code. */
export interface RuleWork {
  effort: Effort;
  decision?: { kind: DecisionKind; question: string };
}

/** By rule. The effort is that of the usual case: one change of one place, or of a loop with what it calls. */
export const RULE_WORK: Readonly<Record<string, RuleWork>> = {
  'n-plus-one': { effort: { level: 'medium', why: 'a query that takes a list, and a Map around the loop' } },
  'lazy-relation-in-loop': { effort: { level: 'low', why: 'the relation is named where the rows are loaded' } },
  'bulk-write-in-loop': { effort: { level: 'low', why: 'one statement takes the place of the loop' } },
  'missing-index': {
    effort: { level: 'low', why: 'a migration of one statement; building the index takes time on a large table' },
    decision: { kind: 'schema', question: 'Does the index pay for what it costs each write, and when can it be built?' },
  },
  'unindexed-foreign-key': {
    effort: { level: 'low', why: 'a migration of one statement; building the index takes time on a large table' },
    decision: { kind: 'schema', question: 'Are rows of the other table deleted often enough for the index to pay?' },
  },
  'non-sargable-filter': {
    effort: { level: 'medium', why: 'the filter is rewritten, or gets an index of its own' },
    decision: { kind: 'schema', question: 'Is the data kept in the form that is asked for, or does an index on the expression serve it?' },
  },
  'unbounded-query': {
    effort: { level: 'medium', why: 'the callers have to page through the list' },
    decision: { kind: 'trade-off', question: 'How many rows may the answer have, and do its readers take pages?' },
  },
  'over-fetching': { effort: { level: 'low', why: 'the query asks for less' } },
  'repeated-query': { effort: { level: 'low', why: 'the first answer is handed on, or kept for the request' } },
  'connection-per-call': { effort: { level: 'low', why: 'the client moves to the module, or is given back' } },
  'io-in-transaction': {
    effort: { level: 'medium', why: 'the call moves out of the transaction, and may then fail apart from it' },
    decision: { kind: 'architecture', question: 'What may happen between the commit and the call: is an outbox needed?' },
  },
  'sync-io-in-async': { effort: { level: 'low', why: 'the asynchronous form of the same call' } },
  'blocking-cpu-in-async': {
    effort: { level: 'medium', why: 'the asynchronous form where there is one, else a pool of threads' },
    decision: { kind: 'architecture', question: 'Where is this work done: in the thread pool, in workers, or in a service of its own?' },
  },
  'static-io-per-request': { effort: { level: 'low', why: 'it is read once, when the module loads' } },
  'unsafe-regex': { effort: { level: 'low', why: 'the pattern is rewritten, or its input gets a limit' } },
  'unbounded-cache': {
    effort: { level: 'low', why: 'a limit on entries, and a time to live' },
    decision: { kind: 'trade-off', question: 'How many entries may it keep, and how old may they be?' },
  },
  'listener-leak': { effort: { level: 'low', why: 'what is added is removed, or added once' } },
  'timer-leak': { effort: { level: 'low', why: 'the timer is cleared, or started once' } },
  'sequential-await': { effort: { level: 'low', why: 'the calls are started before they are awaited' } },
  'unbounded-concurrency': {
    effort: { level: 'low', why: 'a limit on how many run at once' },
    decision: { kind: 'trade-off', question: 'How many requests at once does the other side take?' },
  },
  'quadratic-loop': { effort: { level: 'low', why: 'a Set or a Map before the loop' } },
  'spread-accumulator': { effort: { level: 'low', why: 'the accumulator is changed in place' } },
  'repeated-construction': { effort: { level: 'low', why: 'it is made once, outside the function' } },
  'heavy-import': { effort: { level: 'medium', why: 'the import moves to where it is used' } },
  'uncacheable-response': {
    effort: { level: 'low', why: 'a header' },
    decision: { kind: 'trade-off', question: 'How old may the answer be for its readers?' },
  },
  'uncompressed-response': { effort: { level: 'low', why: 'a middleware, or a setting of the proxy' } },
  'unused-suppression': { effort: { level: 'low', why: 'the comment is deleted' } },
  'slow-query': {
    effort: { level: 'medium', why: 'the plan says what it lacks: an index, a limit, or another form' },
    decision: { kind: 'schema', question: 'Is it an index, another form of the query, or a table that holds the answer?' },
  },
  'hot-function': { effort: { level: 'medium', why: 'the profile says where the time goes; what to do about it, the code' } },
  'forced-reflow': { effort: { level: 'low', why: 'the layout is read before it is changed' } },
};

const OTHER: RuleWork = { effort: { level: 'medium', why: 'not known for this rule' } };

export function workOf(rule: string): RuleWork {
  return Object.hasOwn(RULE_WORK, rule) ? RULE_WORK[rule]! : OTHER;
}
