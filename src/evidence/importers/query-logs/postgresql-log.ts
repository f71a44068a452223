import { ContentError } from '../../errors.ts';
import type { Importer } from '../../importer.ts';
import { csvRows } from '../../input/csv.ts';
import { StatementLog } from '../../statements/log.ts';
import type { Recording } from '../../types.ts';
import { objectOf, textOf } from '../json.ts';
import { planFacts } from './plan.ts';
import { csvEntries, isCsvLog, isStderrLog, jsonEntries, stderrEntries } from './postgresql-entries.ts';
import type { LogEntry } from './postgresql-entries.ts';

/** The extended protocol logs three durations: a statement is its execution. */
const DURATION = /^duration: ([\d.]+) ms(?: {2}(?:(parse|bind) [^:]*|(?:statement|execute [^:]*)): ([\s\S]*)| {2}plan:\s*([\s\S]*))?$/;
/** With log_statement the text comes first, and its duration in a record of its own. */
const STATEMENT = /^(?:statement|execute [^:]*): ([\s\S]*)$/;
/** Texts that wait for their durations. */
const MAX_PENDING = 10_000;

const NAME = 'PostgreSQL’s log (log_min_duration_statement = 0';

/** stderr, csvlog and jsonlog: the same records in three forms. Messages are those of lc_messages = C or en_US. */
export const postgresqlLogs: readonly Importer[] = [
  {
    id: 'postgresql-jsonlog',
    name: `${NAME}; log_destination = jsonlog)`,
    recognises: (head) => head.has('timestamp', 'pid', 'error_severity'),
    read: (input) => read(jsonEntries(input.values())),
  },
  {
    id: 'postgresql-csvlog',
    name: `${NAME}; log_destination = csvlog)`,
    recognises: ({ text = '' }) => isCsvLog(text),
    read: (input) => read(csvEntries(csvRows(input.lines()))),
  },
  {
    id: 'postgresql-stderr',
    name: `${NAME}, or auto_explain)`,
    recognises: ({ text = '', shape }) => shape === undefined && isStderrLog(text),
    read: (input) => read(stderrEntries(input.lines())),
  },
];

async function read(entries: AsyncIterable<LogEntry>): Promise<Recording> {
  const statements = new StatementLog('postgresql');
  const plans = new StatementLog('postgresql');
  const pending = new Map<string, string>();
  for await (const { session, time, message, line } of entries) {
    const match = DURATION.exec(message);
    if (match === null) {
      const sql = STATEMENT.exec(message)?.[1];
      if (sql !== undefined && (pending.size < MAX_PENDING || pending.has(session))) pending.set(session, sql);
      continue;
    }
    const [, ms, step, text, plan] = match;
    if (step !== undefined) continue;
    if (plan !== undefined) {
      const { sql, facts } = planOf(plan);
      if (sql !== undefined) plans.add({ sql, ms: Number(ms), session, time, line, ...facts });
      continue;
    }
    const sql = text ?? pending.get(session);
    pending.delete(session);
    if (sql !== undefined) statements.add({ sql, ms: Number(ms), session, time, line });
  }
  if (statements.isEmpty && plans.isEmpty) throw new ContentError('it holds no statement with its duration: set log_min_duration_statement, or load auto_explain with auto_explain.log_format = json');
  return { tool: 'PostgreSQL', observations: joined(statements, plans), ...dropped(statements) };
}

/** What a plan tells is added to its statement: both may be logged of one execution. */
function joined(statements: StatementLog, plans: StatementLog): Recording['observations'] {
  const logged = statements.observations();
  const planned = plans.observations();
  const times = new Map(logged.filter(({ metric }) => metric === 'query-time').map((one) => [one.sql, one]));
  for (const { metric, sql, subject } of planned) {
    const own = times.get(sql);
    if (metric === 'query-time' && own && subject !== undefined) own.subject = subject;
  }
  return [...logged, ...planned.filter(({ metric, sql }) => metric === 'rows' || !times.has(sql))];
}

function planOf(text: string): { sql: string | undefined; facts: ReturnType<typeof planFacts> } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // auto_explain's default form is text, whose first line is the statement's.
    value = { 'Query Text': /^Query Text: ([\s\S]*?)(?=\n\S.*\(cost=|$)/.exec(text)?.[1] };
  }
  const plan = objectOf(value) ?? {};
  return { sql: textOf(plan['Query Text']), facts: planFacts(plan.Plan) };
}

export function dropped(log: StatementLog): Pick<Recording, 'notes'> {
  return log.dropped === 0 ? {} : { notes: [`it holds too many different statements: ${log.dropped} of the last are not counted`] };
}
