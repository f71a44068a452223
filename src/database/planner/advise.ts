import type { Evidence, PlanQuestion } from '../../findings/types.ts';
import { accessesOf, UNSERVED, verdictOf, type TableAccess } from './access.ts';
import { CANDIDATE_INDEX } from './rows.ts';
import type { Candidate, Plan, Planner, PlanNode, PlanResult } from './types.ts';

/** What a planner says of one question. */
export interface Advice {
  evidence: Evidence;
  /** The index to add: that of the question, or a longer one that also serves others. Undefined where the planner gives no reason to add it. */
  candidate?: Candidate;
  /** The finding does not hold: an index serves the statement, or the rows that a server counts make it cheap. Rows that are assumed refute nothing. */
  refutes: boolean;
  /** Rows of the tables that the statement reads, as far as the planner knows them: what is small is worth less. */
  rows: Readonly<Record<string, number>>;
}

/** Columns of an index that is advised at most: each further one costs every write, and picks out little more. */
export const MOST_COLUMNS = 3;
/** An index has to make a statement cheaper by at least half. */
const WORTH = 0.5;
/** What costs less than this is fast in any way: as https://github.com/ankane/dexter has it. */
const CHEAP = 100;
/** A table of fewer rows is read whole as fast as it is looked up: as https://github.com/ankane/pghero has it. */
const SMALL_ROWS = 500;

/**
 * Asks a planner about statements, as they are and with the index that a rule would add. Advice stands where the planner takes the
 * index and its cost falls by at least half; indexes that begin another one are merged into it where that serves as well. The
 * answers are in the order of the questions. Nothing throws: what cannot be planned is inconclusive, and says why.
 */
export async function advise(planner: Planner, questions: readonly PlanQuestion[]): Promise<Advice[]> {
  const advisor = new Advisor(planner);
  const judged: Judged[] = [];
  for (const question of questions) judged.push(await advisor.judge(question, candidateOf(question)));
  const kept = [...judged].filter(({ keep }) => keep).sort((a, b) => b.candidate!.parts.length - a.candidate!.parts.length);
  for (const [at, { question, candidate, keep }] of judged.entries()) {
    const longer = keep ? kept.find(({ candidate: other }) => begins(candidate!, other!)) : undefined;
    if (longer === undefined) continue;
    const merged = await advisor.judge(question, longer.candidate);
    if (merged.keep) judged[at] = merged;
  }
  return Promise.all(judged.map((one) => advisor.adviceOf(one)));
}

function candidateOf({ candidate }: PlanQuestion): Candidate | undefined {
  return candidate && { ...candidate, parts: candidate.parts.slice(0, MOST_COLUMNS) };
}

/** Whether an index is the beginning of another one. */
function begins(short: Candidate, long: Candidate): boolean {
  return (
    short.table === long.table && short.namespace === long.namespace && short.parts.length < long.parts.length &&
    short.parts.every(({ column, expression, direction }, at) => long.parts[at]!.column === column && long.parts[at]!.expression === expression && long.parts[at]!.direction === direction)
  );
}

interface Judged {
  question: PlanQuestion;
  candidate?: Candidate;
  verdict: Evidence['verdict'];
  /** The index is worth adding. */
  keep: boolean;
  /** In a few words, behind the plans. */
  because?: string;
  /** An index of the schema serves it, whatever the rows are. */
  served?: true;
  before?: Plan;
  after?: Plan;
  tables: readonly string[];
}

class Advisor {
  private readonly planner: Planner;
  /** Many findings ask for one statement. */
  private readonly plans = new Map<string, Promise<PlanResult>>();

  constructor(planner: Planner) {
    this.planner = planner;
  }

  async judge(question: PlanQuestion, candidate: Candidate | undefined): Promise<Judged> {
    const sql = question.sql[dialectOf(this.planner)];
    const open = { question, keep: false, tables: [] } as const;
    if (sql === undefined) return { ...open, verdict: 'inconclusive', because: `the statement is not written for ${this.planner.version}` };
    const before = await this.plan(sql);
    if (!before.ok) return { ...open, verdict: 'inconclusive', because: `not planned: ${before.reason}` };
    const accesses = accessesOf(before.plan);
    const tables = [...new Set(accesses.map(({ table }) => table))];
    const told = { ...open, before: before.plan, tables };
    const small = await this.smallTables(before.plan, tables);
    const isSmall = (table: string): boolean => small.has(table);
    if (candidate === undefined) return { ...told, ...asItIs(accesses, isSmall) };

    const own = accesses.filter(({ table }) => table === candidate.table);
    const after = await this.plan(sql, candidate);
    if (!after.ok) {
      // Without a trial the plan as it is has the say.
      const judged = asItIs(own, isSmall);
      return after.kind === 'unsupported' ? { ...told, ...judged, candidate, keep: judged.verdict === 'confirmed' } : { ...told, verdict: 'inconclusive', because: `not planned with the index: ${after.reason}` };
    }
    const pair = { ...told, candidate, after: after.plan };
    const served = accessesOf(after.plan).find(({ table, index }) => table === candidate.table && index === CANDIDATE_INDEX);
    if (small.has(candidate.table)) return { ...pair, verdict: 'refuted', because: 'the table is small' };
    // Of alternatives, each may have an index of its own.
    const isTaken = served === undefined ? takes(after.plan.root) : !UNSERVED.includes(served.access);
    if (isTaken && falls(before.plan, after.plan, own)) return { ...pair, verdict: 'confirmed', keep: true };
    if (verdictOf(own) === 'served') return { ...pair, verdict: 'refuted', because: `an index serves it${nameOf(own)}`, served: true };
    const doubt = !isTaken ? 'the planner does not take the index' : 'the index makes it cheaper by less than half';
    // Where rows are assumed the index may still pay on the real ones.
    return { ...pair, verdict: this.planner.statistics === 'assumed' ? 'inconclusive' : 'refuted', because: doubt };
  }

  private plan(sql: string, candidate?: Candidate): Promise<PlanResult> {
    const key = JSON.stringify([sql, candidate]);
    const asked = this.plans.get(key) ?? (candidate === undefined ? this.planner.plan(sql) : this.planner.planWith(sql, candidate));
    this.plans.set(key, asked);
    return asked;
  }

  /** A development server's tables are small and say nothing; where the plan was forced they are counted as large. */
  private async smallTables(plan: Plan, tables: readonly string[]): Promise<Set<string>> {
    if (plan.forced !== undefined || this.planner.statistics === 'server') return new Set();
    const rows = await this.rowsOf(tables);
    return new Set(tables.filter((table) => (rows[table] ?? SMALL_ROWS) < SMALL_ROWS));
  }

  private async rowsOf(tables: readonly string[]): Promise<Record<string, number>> {
    const pairs = await Promise.all(tables.map(async (table) => [table, await this.planner.rows(table)] as const));
    return Object.fromEntries(pairs.filter((pair): pair is [string, number] => pair[1] !== undefined));
  }

  async adviceOf({ question, candidate, verdict, keep, because, served, before, after, tables }: Judged): Promise<Advice> {
    const [, tool = this.planner.version, version = ''] = /^(\S+) (.+)$/.exec(this.planner.version) ?? [];
    const rows = await this.rowsOf(tables);
    const table = candidate?.table ?? tables.find((name) => rows[name] !== undefined);
    const told = [shortVersion(this.planner.version), ...(table === undefined || rows[table] === undefined ? [] : [`${rows[table].toLocaleString('en')} rows${SOURCES[this.planner.statistics]}`]), ...(before?.forced === undefined ? [] : [before.forced])];
    const plans = [before, after].flatMap((plan) => (plan === undefined ? [] : [shortForm(plan, table, candidate)]));
    const words = [plans.join(' -> '), ...(because === undefined ? [] : [because])].filter((part) => part !== '').join(': ');
    const costs = before?.cost === undefined ? {} : { metric: 'cost', unit: 'cost', value: before.cost, ...(after?.cost === undefined ? {} : { baseline: after.cost }) };
    const evidence: Evidence = {
      kind: 'plan',
      tool,
      version,
      verdict,
      summary: `${words} (${told.join(', ')})`,
      joinedBy: 'query',
      ...costs,
      detail: { sql: question.sql[dialectOf(this.planner)], statistics: this.planner.statistics, rows, ...(before === undefined ? {} : { before: detailOf(before) }), ...(after === undefined ? {} : { after: detailOf(after), index: candidate }) },
    };
    const refutes = verdict === 'refuted' && (served === true || this.planner.statistics !== 'assumed');
    return { evidence, refutes, rows, ...(keep && candidate !== undefined ? { candidate } : {}) };
  }
}

/** Whether the index that is tried has a part in a plan. */
function takes({ index, children }: PlanNode): boolean {
  return index === CANDIDATE_INDEX || children.some(takes);
}

const SOURCES: Readonly<Record<Planner['statistics'], string>> = { assumed: ' assumed', file: ' by the statistics file', server: '' };

function dialectOf({ engine }: Planner): 'postgresql' | 'mysql' | 'sqlite' {
  return engine === 'sqlite' || engine === 'postgresql' ? engine : 'mysql';
}

/** What the plan as it is says alone. */
function asItIs(accesses: readonly TableAccess[], isSmall: (table: string) => boolean): Pick<Judged, 'verdict' | 'because' | 'served'> {
  if (accesses.length === 0) return { verdict: 'inconclusive', because: 'the plan reads no table' };
  const verdict = verdictOf(accesses, isSmall);
  if (verdict === 'whole') return { verdict: 'observed', because: 'all rows are asked for' };
  if (verdict !== 'served') return { verdict: 'confirmed' };
  return accesses.every(({ table }) => isSmall(table)) ? { verdict: 'refuted', because: 'the table is small' } : { verdict: 'refuted', because: `an index serves it${nameOf(accesses)}`, served: true };
}

function nameOf(accesses: readonly TableAccess[]): string {
  const index = accesses.find(({ index }) => index !== undefined)?.index;
  return index === undefined ? '' : `, ${index}`;
}

/** Whether the index pays: the cost falls by half, or, where the engine gives no cost that means something, a bad access is gone. */
function falls(before: Plan, after: Plan, own: readonly TableAccess[]): boolean {
  if (before.cost === undefined || after.cost === undefined) return own.some(({ access }) => UNSERVED.includes(access));
  return before.cost >= CHEAP && after.cost <= before.cost * WORTH;
}

function shortVersion(version: string): string {
  return version.replace(/ \(.*\)$/, '');
}

/** The access to the table in a few words: `Seq Scan on orders, cost 25000`. */
function shortForm(plan: Plan, table: string | undefined, candidate: Candidate | undefined): string {
  const accesses = accessesOf(plan);
  const access = accesses.find((one) => one.table === table) ?? accesses[0];
  const cost = plan.cost === undefined ? '' : `, cost ${plan.cost >= 100 ? Math.round(plan.cost) : Math.round(plan.cost * 10) / 10}`;
  if (access === undefined) return `${plan.root.name}${cost}`;
  const columns = candidate?.parts.map(({ column, expression, direction }) => `${column ?? expression}${direction === 'desc' ? ' desc' : ''}`).join(', ');
  const where = access.index === undefined ? ` on ${access.table}` : access.index === CANDIDATE_INDEX ? ` using (${columns})` : ` on ${access.table} using ${access.index}`;
  return `${access.node.name}${where}${cost}`;
}

function detailOf({ cost, root, forced, raw }: Plan): { cost?: number; forced?: string; plan: PlanNode; raw: unknown } {
  return { ...(cost === undefined ? {} : { cost }), ...(forced === undefined ? {} : { forced }), plan: root, raw };
}
