import type { CodePlace, ImportedFile, Observation } from '../../../src/evidence/types.ts';
import type { Evidence, Finding } from '../../../src/findings/types.ts';
import type { PerformanceFacts } from '../../../src/report/performance/facts.ts';
import type { Report } from '../../../src/report/types.ts';
import { finding, place, related } from '../../findings/make.ts';

/** A report that has something of everything: what the performance report's formats are tested with. */
export const files: Record<string, string> = {
  'src/routes/orders.ts': ['export async function list(shopId: string) {', '  const orders = await prisma.order.findMany({ where: { shopId } });', '  for (const order of orders) {', '    order.user = await users.byId(order.userId);', '  }', '  return orders;', '}'].join('\n'),
  'src/lib/hash.ts': ['export async function hashPassword(text: string, salt: string) {', '  return pbkdf2Sync(text, salt, 200_000, 32, "sha512");', '}'].join('\n'),
};

export function evidence(over: Partial<Evidence>): Evidence {
  return { kind: 'profile', tool: 'V8', version: '', verdict: 'observed', summary: 'seen', joinedBy: 'line', ...over };
}

const traced = evidence({ kind: 'trace', tool: 'OpenTelemetry', metric: 'repeated-queries', value: 84, unit: 'ms', summary: '41 statements of one form per request, 84 ms together', joinedBy: 'query', source: { file: 'traces.jsonl', line: 12 }, detail: { per: 'request' } });
const profiled = evidence({ metric: 'self-time', value: 812, unit: 'ms', summary: '812 ms, 31 % of the busy time, in pbkdf2Sync', source: { file: 'app.cpuprofile' }, detail: { share: 0.31 } });
const benched = evidence({
  kind: 'benchmark', tool: 'perf-lint', version: '1.2.3', verdict: 'confirmed', metric: 'time per call', value: 18.4, unit: 'ms', baseline: 1.3, interval: [15.2, 21], n: 9,
  summary: 'a loop of 100 statements takes 18.4 ms per call, one statement for all keys 1.3 ms: 12 to 16 times as long (in a model; 9 processes)',
  detail: { suspect: 'a loop of 100 statements', twin: 'one statement for all keys', curve: { over: 'keys', unit: 'ms', points: [{ n: 1, suspect: 0.2, twin: 0.2 }, { n: 10, suspect: 1.9, twin: 0.3 }, { n: 100, suspect: 18.4, twin: 1.3 }, { n: 1000, suspect: 181, twin: 9.8 }] } },
});
const planned = evidence({
  kind: 'plan', tool: 'PostgreSQL', version: '18.6 (PGlite 0.5.14)', verdict: 'confirmed', metric: 'cost', value: 25_000, unit: 'cost', baseline: 8.4, joinedBy: 'query',
  summary: 'Seq Scan on orders, cost 25000 -> Index Scan using (shop_id), cost 8.4 (PostgreSQL 18.6, 1,000,000 rows assumed)',
  detail: {
    sql: 'SELECT * FROM orders JOIN shops ON shops.id = orders.shop_id WHERE shop_id = $1 ORDER BY created_at',
    before: { cost: 25_000, plan: { kind: 'sort', name: 'Sort', rows: 1200, cost: 25_000, children: [{ kind: 'scan', name: 'Seq Scan', table: 'orders', filter: '(shop_id = $1)', rows: 1200, cost: 24_100, children: [] }] } },
    after: { cost: 8.4, plan: { kind: 'index', name: 'Index Scan', table: 'orders', index: 'orders_shop_id', condition: '(shop_id = $1)', rows: 1200, cost: 8.4, children: [] } },
  },
});

export const findings: Finding[] = [
  finding({
    id: '000000000000000a', group: '01', location: place('src/routes/orders.ts', 4, 24, 21), evidence: [benched, traced],
    related: [related('loop', 'runs once per order', place('src/routes/orders.ts', 3, 3, 27)), related('sink', 'prisma.user.findUnique runs here', place('src/users/repo.ts', 33))],
    impact: { multiplicity: 'per-element', over: 'orders', mode: 'sequential', entry: 'GET /orders' },
    suggestions: [{ title: 'Read them at once', safety: 'review', edits: [] }],
  }),
  finding({ id: '000000000000000b', group: '01', severity: 'warning', location: place('src/routes/export.ts', 9) }),
  finding({
    id: '000000000000000c', group: '02', rule: 'blocking-cpu-in-async', severity: 'warning', location: place('src/lib/hash.ts', 2, 10, 10), evidence: [profiled],
    message: 'pbkdf2Sync holds the event loop', help: 'use await promisify(crypto.pbkdf2)(…)', impact: { multiplicity: 'once', entry: 'POST /login' },
  }),
  finding({
    id: '000000000000000d', group: '03', rule: 'missing-index', location: place('src/routes/orders.ts', 2, 24, 22), evidence: [planned],
    message: 'No index serves prisma.order.findMany by shop_id', help: 'add an index on orders (shop_id)', impact: { multiplicity: 'once', entry: 'GET /orders' },
  }),
  finding({ id: '000000000000000e', group: '04', rule: 'repeated-query', severity: 'warning', location: place('src/lib/tenant.ts', 7), evidence: [evidence({ kind: 'query-log', tool: 'PostgreSQL', value: 3.2, unit: 'ms', metric: 'query-time', summary: 'runs 6 times per request, 3.2 ms together', joinedBy: 'query', detail: { per: 'request' } })], message: 'settings of the tenant are read again', help: 'hand the first answer on', impact: { multiplicity: 'constant', bound: 6 } }),
  finding({ id: '000000000000000f', group: '05', rule: 'unbounded-cache', severity: 'warning', location: place('src/lib/cache.ts', 3), message: 'sessions only grows', help: 'give it a limit', impact: { multiplicity: 'once' } }),
];

export const report: Report = { root: '/project', findings, skipped: [{ file: 'src/broken.ts', reason: 'line 3: Unexpected token' }], targets: ['src/routes/orders.ts', 'src/lib/hash.ts', 'src/lib/tenant.ts'], hidden: { severity: 2, confidence: 1 } };

const at = (file: string, line: number, name: string): CodePlace => ({ file, line, function: name, marks: 'line' });
const server = at('src/server.ts', 10, 'listen');
const sampled = (value: number, leaf: CodePlace, ...stack: CodePlace[]): Observation => ({ kind: 'profile', metric: 'self-time', value, unit: 'ms', place: leaf, stack });

const profile: ImportedFile = {
  file: 'app.cpuprofile', format: 'cpuprofile', tool: 'V8', busy: 2600, duration: 10_000, notes: ['719 ms were idle'],
  observations: [
    sampled(812, at('src/lib/hash.ts', 2, 'hashPassword'), at('src/routes/login.ts', 8, 'login'), server),
    sampled(430, at('src/routes/orders.ts', 4, 'list'), server),
    sampled(220, at('src/lib/json.ts', 4, 'encode'), at('src/routes/orders.ts', 6, 'list'), server),
  ],
};
const monitor: ImportedFile = {
  file: 'doctor', format: 'clinic-doctor', tool: 'clinic', version: '13.0.0', observations: [],
  series: [{ metric: 'loop-delay', unit: 'ms', title: 'Delay of the event loop', points: Array.from({ length: 60 }, (_, index) => [1_700_000_000_000 + index * 500, index % 9 === 4 ? 84 + index : 2 + (index % 5)] as const) }],
};

export const facts: PerformanceFacts = {
  title: '@acme/shop',
  recordings: [profile, monitor],
  levels: [
    { metric: 'p95', route: 'GET /orders', target: 200, bound: 'at-most', unit: 'ms', baseline: { value: 940 }, current: { value: 412 }, status: 'fail', source: { file: 'k6.json', tool: 'k6' } },
    { metric: 'p50', route: 'GET /orders', target: 80, bound: 'at-most', unit: 'ms', baseline: { value: 310 }, current: { value: 61 }, status: 'pass', source: { file: 'k6.json', tool: 'k6' } },
    { metric: 'p99', route: 'GET /orders', target: 500, bound: 'at-most', unit: 'ms', current: { low: 480, high: 530 }, status: 'not-resolvable', source: { file: 'k6.json', tool: 'k6' } },
    { metric: 'error-rate', target: 0.01, bound: 'at-most', unit: 'ratio', baseline: { value: 0.002 }, current: { value: 0.001 }, status: 'pass', source: { file: 'k6.json', tool: 'k6' } },
    { metric: 'throughput', route: 'POST /login', target: 50, bound: 'at-least', unit: 'per-second', status: 'not-measured' },
  ],
  benchmarks: {
    runs: [
      { role: 'before', file: 'before.json', command: 'perf-lint bench --save before.json', environment: 'Node v20.20.2, a processor, 2 cores, load 0.4' },
      { role: 'after', file: 'after.json', command: 'perf-lint bench --save after.json', environment: 'Node v20.20.2, a processor, 2 cores, load 0.3' },
    ],
    now: [{ id: '000000000000000a', rule: 'n-plus-one', place: 'src/routes/orders.ts:4', source: 'model', unit: 'ms', suspect: { name: 'a loop of 100 statements', value: 5.1 }, twin: { name: 'one statement for all keys', value: 1.3 } }],
    comparisons: [{ id: '000000000000000a', verdict: 'less', before: 18.4, after: 5.1, unit: 'ms', interval: [0.24, 0.31], scale: 'factor' }],
    unmatched: ['src/lib/hash.ts:2 (blocking-cpu-in-async) only before'],
  },
  statements: new Map([['000000000000000e', { table: 'tenants', lookup: false, reads: true, key: ['id'] }]]),
  hotQueries: [{ table: 'products', lookup: false, reads: true, key: ['sku'], place: place('src/catalog.ts', 12), calls: 48_000, total: 9200, source: 'pg_stat_statements.json' }],
  traffic: [{ route: 'GET /products', requests: 9000, share: 0.62, place: place('src/routes/products.ts', 5), reads: ['products'], writes: [], source: 'k6.json' }],
  writes: new Map([['tenants', [place('src/admin/tenants.ts', 20)]], ['products', [place('src/admin/products.ts', 31), place('src/jobs/import.ts', 8)]]]),
  owners: { ofFile: (file) => (file.startsWith('src/lib/') ? ['@acme/platform'] : []), ofKind: { schema: ['@acme/database'] } },
};

export const context = { version: '1.2.3', prefix: '', blob: undefined, read: (file: string) => files[file] };

/** What a name, a message or a path may hold. */
export const HOSTILE = '</script><img src=x onerror=alert(1)> | `"\'&lt; \u202e<!-- --> [a](javascript:alert(1)) @everyone';

/** A report in which everything that comes from code or from files is hostile. */
export function hostileReport(): { report: Report; facts: PerformanceFacts } {
  const swap = (value: unknown, key = ''): unknown => {
    if (Array.isArray(value)) return value.map((one) => swap(one, key));
    if (value instanceof Map) return new Map([...value].map(([name, one]) => [name, swap(one)]));
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, swap(one, name)]));
    return typeof value === 'string' && !KEPT.has(key) ? `${value}${HOSTILE}` : value;
  };
  return { report: swap(report) as Report, facts: swap(facts) as PerformanceFacts };
}

/** Words of ours, not of the code or a file. */
const KEPT: ReadonlySet<string> = new Set(['severity', 'confidence', 'kind', 'verdict', 'joinedBy', 'role', 'multiplicity', 'mode', 'metric', 'unit', 'status', 'bound', 'marks', 'per', 'scale', 'source', 'safety']);

export function manyFindings(count: number): Report {
  return { ...report, findings: Array.from({ length: count }, (_, index) => finding({ id: index.toString(16).padStart(16, '0'), group: String(index), location: place(`src/f${index % 40}.ts`, index + 1), message: `One query per order in place ${index}` })) };
}
