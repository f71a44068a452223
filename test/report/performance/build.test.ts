import { describe, expect, it } from 'vitest';
import { rules } from '../../../rules/index.ts';
import { NO_FACTS } from '../../../src/report/performance/facts.ts';
import { performanceReport } from '../../../src/report/performance/build.ts';
import { RULE_WORK } from '../../../src/report/performance/rules.ts';
import { finding, place } from '../../findings/make.ts';
import { context, evidence, facts, manyFindings, report } from './report.ts';

const of = (...findings: ReturnType<typeof finding>[]) => performanceReport({ ...report, findings }, NO_FACTS, context);
const ranked = (built: ReturnType<typeof performanceReport>) => built.sections.flatMap(({ findings }) => findings).sort((a, b) => a.rank - b.rank);

describe('the order of findings', () => {
  const one = (id: string, over: Parameters<typeof finding>[0]) => finding({ id, group: id, ...over });
  const perRequest = (value: number) => evidence({ kind: 'trace', value, unit: 'ms', detail: { per: 'request' } });
  const share = (value: number) => evidence({ value: 1, unit: 'ms', detail: { share: value } });

  it('is by what was measured, then by what was confirmed, then by what the code shows', () => {
    const built = of(
      one('rare', { severity: 'warning', impact: { multiplicity: 'once' } }),
      one('often', {}),
      one('confirmed', { severity: 'warning', evidence: [evidence({ kind: 'benchmark', verdict: 'confirmed', value: 2, baseline: 1, unit: 'ms' })] }),
      one('little', { severity: 'warning', evidence: [perRequest(2)] }),
      one('much', { severity: 'warning', evidence: [share(0.3), perRequest(1)] }),
      one('some', { severity: 'warning', evidence: [perRequest(12)] }),
    );
    expect(ranked(built).map(({ id }) => id)).toEqual(['much', 'some', 'little', 'confirmed', 'often', 'rare']);
    expect(ranked(built).map(({ impact }) => `${impact.level} ${impact.basis}`)).toEqual(['high measured', 'high measured', 'medium measured', 'medium benchmark', 'high estimate', 'medium estimate']);
  });

  it('takes nothing from evidence that says no, or cannot tell', () => {
    const built = of(one('refuted', { evidence: [{ ...perRequest(90), verdict: 'refuted' }] }), one('unsure', { evidence: [{ ...perRequest(90), verdict: 'inconclusive' }] }));
    expect(ranked(built).map(({ impact }) => impact.basis)).toEqual(['estimate', 'estimate']);
  });

  it('puts the costliest place of a cause first, and names the others', () => {
    const built = of(finding({ id: 'a', group: 'g', location: place('a.ts', 1) }), finding({ id: 'b', group: 'g', location: place('b.ts', 2), evidence: [perRequest(3)] }));
    expect(ranked(built)).toMatchObject([{ id: 'b', others: [{ file: 'a.ts', line: 1 }] }]);
  });
});

describe('the performance report', () => {
  const built = performanceReport(report, facts, context);

  it('says first what fails and what costs most', () => {
    expect(built).toMatchObject({ state: 'fail', title: '@acme/shop', tool: 'perf-lint 1.2.3' });
    expect(built.headline).toBe('1 of 5 service levels fails. 5 causes to mend (2 errors, 4 warnings). The costliest was measured: 84 ms per request, in GET /orders.');
    expect(built.levels.map(({ status }) => status)).toEqual(['fail', 'not-resolvable', 'not-measured', 'pass', 'pass']);
  });

  it('has each cause in one section, with the levels of its endpoint', () => {
    expect(built.sections.map(({ kind, title, findings, levels }) => `${kind} ${title}: ${findings.map(({ rank }) => rank).join()} ${levels.length}`)).toEqual(['endpoint GET /orders: 1,4 3', 'endpoint POST /login: 2 1', 'component src/lib: 3,5 0']);
  });

  it('gives advice by impact, then by effort', () => {
    expect(built.recommendations.map(({ rule, impact, effort }) => `${impact.level} ${effort.level} ${rule}`)).toEqual([
      'high medium n-plus-one', 'high medium blocking-cpu-in-async', 'medium low repeated-query', 'medium low missing-index', 'medium low unbounded-cache',
    ]);
  });

  it('names who decides: of the config for the kind of question, else the owners of the files', () => {
    expect(built.decisions.map(({ kind, owners, from }) => ({ kind, owners, from }))).toEqual([
      { kind: 'architecture', owners: ['@acme/platform'], from: 'CODEOWNERS' },
      { kind: 'schema', owners: ['@acme/database'], from: 'config' },
      { kind: 'trade-off', owners: ['@acme/platform'], from: 'CODEOWNERS' },
    ]);
  });

  it('marks the frames of a profile in which a finding stands', () => {
    const [listen] = built.flame!.root.children;
    expect(listen).toMatchObject({ name: 'listen', value: 1462, children: [{ name: 'login', children: [{ name: 'hashPassword', finding: 2 }] }, { name: 'list', finding: 1 }] });
  });

  it('leaves out what is beyond a page, and says so', () => {
    const many = performanceReport(manyFindings(5000), NO_FACTS, context);
    expect(ranked(many)).toHaveLength(100);
    expect(many.leftOut[0]).toBe('4900 further causes beyond the 100 that cost most; perf-lint scan lists them all.');
    expect(many.counts.causes).toBe(5000);
    expect(many.recommendations).toMatchObject([{ more: 95 }]);
  });

  it('has no silenced finding, and no finding is a state of its own', () => {
    const none = of(finding({ suppressed: true }));
    expect(none).toMatchObject({ state: 'pass', sections: [], recommendations: [], headline: 'No problems in 3 files.' });
    expect(none.leftOut).toEqual(['Hidden: 2 by severity, 1 by confidence (--severity info --confidence low shows them), 1 by comments.']);
  });

  it('survives detail that is not what a planner or a benchmark writes', () => {
    const odd = [null, 3, 'x', [], { before: { plan: { name: 3 } } }, { curve: [{ n: 'x' }, null] }, { curve: { points: 7 } }, { share: 'all' }];
    for (const kind of ['plan', 'benchmark', 'profile'] as const) for (const detail of odd) expect(ranked(of(finding({ evidence: [evidence({ kind, detail })] })))[0]).toMatchObject({ plans: undefined, curve: undefined });
  });

  it('ends a plan that goes too deep', () => {
    let plan: object = { name: 'Nested Loop', children: [] };
    for (let depth = 0; depth < 5000; depth++) plan = { name: 'Nested Loop', children: [plan] };
    expect(JSON.stringify(ranked(of(finding({ evidence: [evidence({ kind: 'plan', detail: { before: { plan } } })] })))[0]!.plans).match(/Nested Loop/g)).toHaveLength(40);
  });
});

describe('caching advice', () => {
  const of = (over: Partial<typeof facts> = {}, findings = report.findings) => performanceReport({ ...report, findings }, { ...facts, ...over }, context).caching;

  it('has the key, what drops an entry, and what goes wrong', () => {
    expect(of()).toMatchObject([
      { what: 'GET /products', technique: expect.stringContaining('ETag'), invalidation: [{ file: 'src/admin/products.ts', line: 31 }, { file: 'src/jobs/import.ts', line: 8 }] },
      { what: 'products by sku', key: 'products:{sku}', technique: expect.stringContaining('Redis'), staleness: expect.stringContaining('2 places write') },
      { what: 'tenants: the same query again in one request', key: 'tenants:{id}', lifetime: 'the request' },
    ]);
  });

  it('is given for nothing that was not measured, is rare, or writes', () => {
    const unmeasured = report.findings.map((one) => ({ ...one, evidence: [] }));
    const rare = { hotQueries: facts.hotQueries.map((query) => ({ ...query, calls: 20 })), traffic: facts.traffic.map((route) => ({ ...route, writes: ['products'] })) };
    expect(of(rare, unmeasured)).toEqual([]);
    expect(of({ hotQueries: facts.hotQueries.map((query) => ({ ...query, reads: false })), traffic: [] }, unmeasured)).toEqual([]);
    expect(of({ hotQueries: [], traffic: facts.traffic.map((route) => ({ ...route, route: 'POST /products' })) }, unmeasured)).toEqual([]);
  });
});

describe('the table of work by rule', () => {
  it('has every rule', () => {
    expect(rules.map(({ id }) => id).filter((id) => RULE_WORK[id] === undefined)).toEqual([]);
  });
});
