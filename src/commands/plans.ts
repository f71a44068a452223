import { readFileSync } from 'node:fs';
import path from 'node:path';
import { advise } from '../database/planner/advise.ts';
import type { Advice } from '../database/planner/advise.ts';
import { dialectProblem, openOffline, openUrl, PlannerError, plansOffline } from '../database/planner/open.ts';
import type { OfflinePlanner } from '../database/planner/open.ts';
import type { LivePlanner } from '../database/planner/postgres.ts';
import { readStatisticsFile, StatisticsFileError, writeStatisticsFile } from '../database/planner/stats-file.ts';
import type { DatabaseStatistics } from '../database/planner/statistics.ts';
import type { Planner } from '../database/planner/types.ts';
import { indexEdit } from '../database/schema/statement.ts';
import type { Schema } from '../database/schema/types.ts';
import { groupBy } from '../findings/group.ts';
import type { Finding, FixPlan } from '../findings/types.ts';
import { sharedFolder } from '../project/store-folder.ts';
import type { Cache } from '../project/store-folder.ts';
import { causeOf, UsageError } from '../source/errors.ts';
import type { DatabaseRequest } from './requests.ts';
import { retold } from './find.ts';
import type { Found, Told } from './find.ts';

export interface PlanOptions extends DatabaseRequest {
  cwd: string;
  cache: Cache;
}

/** A variable that names the server, where neither the flag nor the config does. */
export const DATABASE_VARIABLE = 'PERF_LINT_DATABASE_URL';

/** A server that was asked for, or why it cannot be asked, in one line. */
export type Server = { planner: LivePlanner } | { problem: string };

/**
 * Opens the server that is asked for: by the flag, by the config's `database.url`, or by PERF_LINT_DATABASE_URL; undefined where none is.
 * Close its planner.
 */
export async function openServer({ url, cwd, cache }: PlanOptions, configured: string | undefined): Promise<Server | undefined> {
  const asked = url ?? configured ?? process.env[DATABASE_VARIABLE];
  if (asked === undefined || asked === '') return undefined;
  try {
    return { planner: await openUrl(asked.replace(/^((?:sqlite|file):(?:\/\/)?)(?!\/)/, (_, scheme: string) => `${scheme}${cwd}/`), { folder: sharedFolder(cache) }) };
  } catch (error) {
    if (error instanceof PlannerError) return { problem: error.message };
    throw error;
  }
}

/**
 * The text of a statistics file: what a server knows of its tables.
 * @throws UsageError where it cannot be asked
 */
export async function statisticsFrom(url: string, cwd: string): Promise<string> {
  const server = await openServer({ url, cwd, cache: false, statistics: undefined, strict: true }, undefined);
  if (server === undefined || 'problem' in server) throw new UsageError(`--stats-from: ${server?.problem ?? 'no server is named'}`);
  try {
    return writeStatisticsFile(server.planner);
  } finally {
    await server.planner.close();
  }
}

/** What was found, with what a planner says of it. */
export interface Planned extends Told {
  /** Why a planner could not be asked, one line each. */
  problems: readonly string[];
}

/**
 * Asks a planner about the findings that it can settle: the server, where there is one, else the embedded engine of each schema.
 * Evidence is added; what a planner refutes is of low confidence from then on.
 * @throws UsageError for a statistics file that cannot be used
 */
export async function withPlans(found: Found, server: Server | undefined, options: PlanOptions): Promise<Planned> {
  const statistics = statisticsOf(options.statistics, options.cwd, found.project.config.database.statistics, found.project.source.root);
  const asked = found.findings.filter(({ plan }) => plan !== undefined);
  const advices = new Map<Finding, Advice>();
  const notes: string[] = [];
  const problems: string[] = server && 'problem' in server ? [`--db: ${server.problem}; findings are without a plan`] : [];
  if (problems.length === 0 && asked.length > 0) {
    const schemas = found.project.schemas();
    for (const [dir, findings] of groupBy(asked, ({ plan }) => plan!.schema)) {
      const schema = schemas.find((one) => one.dir === dir);
      if (schema === undefined) continue;
      const opened = await plannerOf(schema, server, statistics, found, options);
      if ('problem' in opened) {
        problems.push(`--db: ${opened.problem}`);
        continue;
      }
      notes.push(...leftOut(schema, opened.planner));
      try {
        const answers = await advise(opened.planner, findings.map(({ plan }) => plan!));
        for (const [index, finding] of findings.entries()) advices.set(finding, answers[index]!);
      } finally {
        if (opened.ours) await opened.planner.close();
      }
    }
  }
  const told = new Map(found.findings.map((finding) => [finding, advised(finding, advices.get(finding), found.project.schemas)]));
  const refuted = new Set([...told.values()].filter(({ evidence, confidence }) => confidence === 'low' && evidence.some(({ kind, verdict }) => kind === 'plan' && verdict === 'refuted')));
  return {
    ...retold(found, told),
    notes: [...found.notes, ...notes, ...problems],
    refuted,
    problems,
  };
}

/** What of a schema the embedded planner could not take, in one line. */
function leftOut(schema: Schema, planner: Planner | OfflinePlanner): string[] {
  const problems = 'problems' in planner ? planner.problems : [];
  if (problems.length === 0) return [];
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return [`--db: not all of ${whereOf(schema)} is known to the planner: ${problems[0]!.reason}${more}`];
}

function whereOf({ dir }: Schema): string {
  return dir === '' ? 'the schema' : `the schema of ${dir}`;
}

type Opened = { planner: Planner; /** To be closed here. */ ours: boolean } | { problem: string };

async function plannerOf(schema: Schema, server: Server | undefined, statistics: DatabaseStatistics | undefined, { project: { config } }: Found, { cache }: PlanOptions): Promise<Opened> {
  const where = whereOf(schema);
  if (server && 'planner' in server) {
    const problem = dialectProblem(schema, server.planner);
    return problem === undefined ? { planner: server.planner, ours: false } : { problem };
  }
  if (!plansOffline(schema.engine)) {
    return { problem: `${where} is one of ${schema.engine ?? 'an engine that nothing tells'}, which has no embedded planner: the rules decide alone; --db=URL asks a server` };
  }
  const sizes = Object.fromEntries([...config.tables].map(([name, { rows, lookup }]) => [name, { ...(rows !== undefined && { rows }), lookup }]));
  const folder = sharedFolder(cache);
  try {
    return { planner: await openOffline(schema, { ...(folder !== undefined && { folder }), sizes, ...(statistics && { statistics }) }), ours: true };
  } catch (error) {
    return { problem: `the embedded planner for ${where} does not start: ${causeOf(error)}` };
  }
}

function statisticsOf(given: string | undefined, cwd: string, configured: string | undefined, root: string): DatabaseStatistics | undefined {
  const name = given ?? configured;
  if (name === undefined) return undefined;
  const file = path.resolve(given === undefined ? root : cwd, name);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`the statistics file ${name} cannot be read: ${causeOf(error)}`, { cause: error });
  }
  try {
    return readStatisticsFile(text, name);
  } catch (error) {
    if (error instanceof StatisticsFileError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

/** A finding with what the planner says of it. The index to add is the one that the planner takes, or none. */
function advised(finding: Finding, advice: Advice | undefined, schemas: () => readonly Schema[]): Finding {
  if (advice === undefined) return finding;
  const { evidence, candidate } = advice;
  const fix = finding.plan?.candidate && finding.fix?.kind === 'add-index' ? { fix: fixFor(finding, candidate, schemas) } : {};
  return { ...finding, ...fix, evidence: [...finding.evidence, evidence], ...(advice.refutes && { confidence: 'low' as const }) };
}

function fixFor({ plan, fix }: Finding, candidate: Advice['candidate'], schemas: () => readonly Schema[]): FixPlan {
  if (candidate === undefined) return { kind: 'none', reason: 'the planner does not take the index, or gains too little by it' };
  const table = schemas().find(({ dir }) => dir === plan!.schema)?.tables.find(({ name, namespace }) => name === candidate.table && namespace === candidate.namespace);
  return (table && indexEdit(table, candidate)) ?? fix!;
}
