import type { Evidence } from '../../findings/types.ts';
import type { DecisionKind, ImpactFigure, PerformanceReport } from './model.ts';

/** What both renderers call things. */

export const BASES: Readonly<Record<ImpactFigure['basis'], string>> = { measured: 'measured', benchmark: 'benchmark', planner: 'planner', estimate: 'estimate from the code' };
export const KINDS: Readonly<Record<Evidence['kind'], string>> = { plan: 'Query plan', benchmark: 'Benchmark', profile: 'Profile', trace: 'Trace', 'query-log': 'Query log', 'load-test': 'Load test', heap: 'Heap' };
export const JOINED: Readonly<Record<Evidence['joinedBy'], string>> = { line: 'by line', function: 'by function', route: 'by route', query: 'by query' };
export const DECISIONS: Readonly<Record<DecisionKind, string>> = { schema: 'Schema', architecture: 'Architecture', 'trade-off': 'Trade-off' };
export const VERDICTS = { less: 'less than before', more: 'more than before', same: 'as before', inconclusive: 'cannot be told' } as const;
export const STATES: Readonly<Record<PerformanceReport['state'], string>> = { fail: 'Needs work', warn: 'Could be better', pass: 'In good order' };

/** Sections of the page in their order: what each is called, and what stands there when it is empty. */
export const SECTIONS = {
  levels: { title: 'Service levels', empty: 'No service levels are set. The key slo of the config sets targets, and --evidence brings what a load test or a log measured.' },
  costliest: { title: 'What costs most', empty: 'Nothing was found.' },
  recommendations: { title: 'What to do', empty: 'Nothing to do.' },
  findings: { title: 'Findings by endpoint and component', empty: 'No problems were found.' },
  benchmarks: { title: 'Benchmarks', empty: 'No runs are given. perf-lint bench --save FILE makes one, before and after a change; --bench FILE and --compare FILE show them here.' },
  profiles: { title: 'Where the time went', empty: 'No profile is given. node --cpu-prof makes one, and --evidence reads it.' },
  caching: { title: 'Caching', empty: 'Nothing that was measured makes a cache worth while.' },
  decisions: { title: 'Who decides', empty: 'No finding asks for more than a change of code.' },
  sources: { title: 'What this rests on', empty: 'The source code alone: no evidence of a running system was given.' },
} as const;

export const NOBODY = 'nobody is named: owners in the config, or CODEOWNERS';

export const IMPACT_NOTE = 'Impact is what was measured in a running system where evidence says so; else what a benchmark or a query planner gave; else what the code shows of how often it runs. Effort is that of the usual case of the rule.';
