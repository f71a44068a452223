import type { Dialect } from '../../database/sql/parse.ts';
import type { Observation } from '../types.ts';
import { statementsOf } from './keys.ts';
import { isQuery, normalText } from './normal.ts';
import { Runs } from './runs.ts';

/** A statement that a database logged when it ended. */
export interface LoggedStatement {
  sql: string;
  /** Milliseconds that it took. */
  ms: number;
  /** Of the connection. */
  session: string;
  /** Milliseconds since 1970, at its end. */
  time?: number | undefined;
  /** Rows that it gave, and that it read to find them. */
  returned?: number | undefined;
  examined?: number | undefined;
  /** What its plan shows to be costly. */
  subject?: string | undefined;
  /** Line of the log. */
  line: number;
}

/** Statements that are kept apart: more differ in more than their values. */
const MAX_STATEMENTS = 20_000;

/** All that a log says of one statement, whatever its values. */
interface Group {
  /** The first of them. */
  sql: string;
  count: number;
  sum: number;
  min: number;
  max: number;
  /** Line of the slowest. */
  line: number;
  returned: number | undefined;
  examined: number | undefined;
  subject: string | undefined;
}

/** Gathers a log, one statement at a time: what it keeps grows with the number of different statements alone. */
export class StatementLog {
  /** Statements that were too many to keep apart. */
  dropped = 0;
  private readonly dialect: Dialect;
  private readonly groups = new Map<string, Group>();
  private readonly runs = new Runs();

  constructor(dialect: Dialect) {
    this.dialect = dialect;
  }

  get isEmpty(): boolean {
    return this.groups.size === 0;
  }

  add(statement: LoggedStatement): void {
    const key = normalText(statement.sql);
    if (key === '' || !isQuery(key)) return;
    this.runs.add(key, statement);
    const { sql, ms, line, returned, examined, subject } = statement;
    const group = this.groups.get(key);
    const one: Group = { sql, count: 1, sum: ms, min: ms, max: ms, line, returned, examined, subject };
    if (group) merge(group, one);
    else if (this.groups.size < MAX_STATEMENTS) this.groups.set(key, one);
    else this.dropped++;
  }

  observations(): Observation[] {
    this.runs.end();
    const whole = [...this.groups.values()].reduce((sum, group) => sum + group.sum, 0);
    return this.merged().flatMap(({ group, text, runs }): Observation[] => {
      const base = { kind: 'query-log' as const, sql: text, at: group.line };
      const rows = (value: number | undefined, subject: string): Observation[] =>
        value === undefined ? [] : [{ ...base, metric: 'rows', value: value / group.count, unit: 'count', per: 'call', samples: group.count, subject }];
      return [
        {
          ...base, metric: 'query-time', value: group.sum / group.count, unit: 'ms', per: 'call', samples: group.count,
          ...(whole > 0 && { share: group.sum / whole }),
          ...(group.subject !== undefined && { subject: group.subject }),
          distribution: { count: group.count, min: group.min, max: group.max, mean: group.sum / group.count, percentiles: [] },
        },
        ...rows(group.returned, 'returned'),
        ...rows(group.examined, 'examined'),
        ...(runs === undefined ? [] : [{ ...base, metric: 'repeated-queries' as const, value: runs.statements / runs.count, unit: 'count' as const, per: 'call' as const, samples: runs.count, at: runs.line }]),
      ];
    });
  }

  /** Groups whose statements are one to the database's own parser. */
  private merged(): { group: Group; text: string; runs: { count: number; statements: number; line: number } | undefined }[] {
    const entries = [...this.groups];
    const statements = statementsOf(entries.map(([, { sql }]) => sql), this.dialect);
    const found = new Map<string, ReturnType<StatementLog['merged']>[number]>();
    for (const [index, [normal, group]] of entries.entries()) {
      const { key, text } = statements[index]!;
      const runs = this.runs.found.get(normal);
      const known = found.get(key);
      if (known === undefined) {
        found.set(key, { group: { ...group }, text, runs: runs && { ...runs } });
        continue;
      }
      merge(known.group, group);
      if (runs && known.runs) {
        known.runs.count += runs.count;
        known.runs.statements += runs.statements;
      } else known.runs ??= runs;
    }
    return [...found.values()];
  }
}

function merge(group: Group, more: Group): void {
  if (more.max > group.max) {
    group.line = more.line;
    group.subject = more.subject ?? group.subject;
  }
  group.count += more.count;
  group.sum += more.sum;
  group.min = Math.min(group.min, more.min);
  group.max = Math.max(group.max, more.max);
  group.returned = sum(group.returned, more.returned);
  group.examined = sum(group.examined, more.examined);
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);
}
