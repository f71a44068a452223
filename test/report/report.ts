import type { Report, ReportContext, RuleDescription, Stats } from '../../src/report/types.ts';
import { finding, place, related } from '../findings/make.ts';

/** A small project, and a report on it that has something of everything: what every format is tested with. */
export const files: Record<string, string> = {
  'src/routes/orders.ts': [
    'export async function list(shopId: string) {',
    '  const orders = await prisma.order.findMany({ where: { shopId } })',
    '  for (const order of orders) {',
    '    order.user = await this.users.byId(order.userId)',
    '  }',
    '  return orders',
    '}',
  ].join('\n'),
  'src/routes/export.ts': 'rows.map((row) => users.byId(row.userId))',
  'src/users/repo.ts': 'return readFileSync(file)',
};

const loop = related('loop', 'runs once per order', { ...place('src/routes/orders.ts', 3, 3, 27) });
const path = [
  related('step', 'UsersService.byId', place('src/users/service.ts', 18)),
  related('sink', 'prisma.user.findUnique', place('src/users/repo.ts', 33)),
];

export const report: Report = {
  root: '/project',
  findings: [
    finding({ id: '000000000000000a', severity: 'error', location: place('src/routes/export.ts', 1, 19, 22), group: '0000000000000001', confidence: 'medium', related: path }),
    finding({
      id: '000000000000000b',
      location: place('src/routes/orders.ts', 4, 24, 29),
      group: '0000000000000001',
      related: [loop, ...path],
      impact: { multiplicity: 'per-element', over: 'orders', mode: 'sequential', entry: 'GET /orders' },
      reasons: [
        { about: 'repetition', text: 'a for-of loop over orders runs it, one turn after the other' },
        { about: 'size', text: 'orders is what findMany() gives, and nothing in the code limits that' },
        { about: 'documentation', text: 'https://example.org/batching' },
      ],
      help: 'read them at once: prisma.user.findMany({ where: { id: { in: ids } } })',
    }),
    finding({
      id: '000000000000000c',
      rule: 'sync-io-in-async',
      severity: 'warning',
      group: '0000000000000002',
      message: 'readFileSync holds the event loop',
      help: 'await readFile from node:fs/promises',
      evidence: [
        {
          kind: 'benchmark',
          tool: 'perf-lint bench',
          version: '1',
          verdict: 'confirmed',
          summary: 'the longest block of the event loop is 8.1 times that of readFile (model, n = 20)',
          joinedBy: 'line',
          metric: 'longest block',
          value: 42.5,
          unit: 'ms',
          baseline: 5.25,
          interval: [7.2, 9],
          n: 20,
          detail: { burst: 50 },
        },
      ],
      location: place('src/users/repo.ts', 1, 8, 18),
      impact: { multiplicity: 'once' },
      suggestions: [{ title: 'Use readFile', safety: 'review', edits: [{ file: 'src/users/repo.ts', start: 7, end: 19, text: 'await readFile' }] }],
    }),
    finding({ id: '000000000000000d', group: '0000000000000003', location: place('src/users/repo.ts', 1, 1), suppressed: true, justification: 'three rows at most' }),
  ],
  skipped: [{ file: 'src/broken.ts', reason: 'line 3: Unexpected token' }],
  targets: [...Array.from({ length: 10 }, (_, index) => `src/clean/${index}.ts`), 'src/routes/orders.ts', 'src/users/repo.ts'],
  hidden: { severity: 4, confidence: 2 },
};

/** Places of every role around `a.ts:3`, in no order, and the lines of the path in the order in which it runs. */
export const journey = {
  location: place('a.ts', 3),
  related: [
    related('loop', 'runs once per row', place('a.ts', 2)),
    related('step', 'calls b', place('b.ts', 5)),
    related('sink', 'the query runs here', place('c.ts', 6)),
    related('outer', 'inner of the outer', place('a.ts', 1)),
    related('outer', 'outermost', place('z.ts', 9)),
    related('beside', 'so does d', place('a.ts', 4)),
  ],
  order: ['z.ts:9', 'a.ts:1', 'a.ts:2', 'a.ts:3', 'b.ts:5', 'c.ts:6'],
};

const ruleDescriptions: RuleDescription[] = [
  { id: 'n-plus-one', group: 'database', level: 'error', description: 'A query per element', page: '# n-plus-one\n\nA query per element.\n\n## Why\n\nEach costs a [round trip](https://example.org/trip).\n', uri: 'https://example.org/trip' },
  { id: 'sync-io-in-async', group: 'event loop', level: 'off', description: 'Synchronous work', page: '# sync-io-in-async\n', uri: undefined },
];

/** Figures of one run. */
export const stats: Stats = {
  files: 40,
  parsed: 3,
  filesPerSecond: 2857,
  targets: 12,
  closed: { test: 3, migration: 1 },
  skipped: 1,
  lines: 12_345,
  bytes: 678_900,
  functions: 900,
  calls: 1_234_567,
  entries: { job: 2, request: 14 },
  queries: { resolved: { followed: 70, byShape: 5 }, unresolved: 4 },
  milliseconds: { read: 12.4, 'rule:n-plus-one': 0.5, total: 14 },
  peakMemory: 3 * 2 ** 20,
  findings: { 'n-plus-one': 2 },
  hidden: { severity: 4, confidence: 2, comments: 1 },
};

export const context: ReportContext = { version: '1.2.3', rules: () => ruleDescriptions, prefix: '', blob: undefined, read: (file) => files[file], colors: false, width: 140 };
