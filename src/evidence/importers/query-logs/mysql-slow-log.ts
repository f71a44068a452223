import { ContentError } from '../../errors.ts';
import type { Importer } from '../../importer.ts';
import { StatementLog } from '../../statements/log.ts';
import { dropped } from './postgresql-log.ts';

const USER = /^# User@Host: .*?(?:\bId:\s*(\d+))?\s*$/;
const THREAD = /^# Thread_id: (\d+)/;
const FIGURES = /^# Query_time: ([\d.]+) .*?Rows_sent: (\d+) +Rows_examined: (\d+)/;
const TIMESTAMP = /^SET timestamp=(\d+(?:\.\d+)?);$/i;
const SCHEMA = /^use [^;]+;$/i;
/** What stands behind a statement: the next one, or a start of the server. A semicolon at the end of a line may be part of a value. */
const NEXT = /^(?:# Time: |\S+, Version: .* started with:$)/;
const MARIADB = /mariadb|^# Thread_id: /im;

interface Entry {
  session: string;
  ms: number;
  returned: number;
  examined: number;
  time: number | undefined;
  parts: string[];
  line: number;
}

/** https://dev.mysql.com/doc/refman/8.4/en/slow-query-log.html, https://mariadb.com/kb/en/slow-query-log-overview/ */
export const mysqlSlowLog: Importer = {
  id: 'mysql-slow-log',
  name: 'MySQL’s or MariaDB’s slow query log (slow_query_log = ON, long_query_time = 0)',
  recognises: ({ text = '' }) => /^# User@Host: /m.test(text) && /^# Query_time: /m.test(text),
  async read(input) {
    let isMaria: boolean | undefined;
    let log: StatementLog | undefined;
    let session = '';
    let entry: Entry | undefined;
    let number = 0;
    const add = ({ parts, ...figures }: Entry): void => log!.add({ ...figures, sql: parts.join('\n') });
    for await (const line of input.lines()) {
      number++;
      isMaria ??= isOfMaria(line);
      const user = USER.exec(line);
      const figures = user ? null : FIGURES.exec(line);
      if (user || NEXT.test(line)) {
        if (entry && entry.parts.length > 0) add(entry);
        entry = undefined;
        session = user?.[1] ?? session;
      } else if (figures) {
        log ??= new StatementLog(isMaria ? 'mariadb' : 'mysql');
        entry = { session, ms: Number(figures[1]) * 1000, returned: Number(figures[2]), examined: Number(figures[3]), time: undefined, parts: [], line: number };
      } else if (entry === undefined) session = THREAD.exec(line)?.[1] ?? session;
      else if (entry.parts.length > 0) entry.parts.push(line);
      else if (TIMESTAMP.test(line)) entry.time = Number(TIMESTAMP.exec(line)![1]) * 1000;
      else if (!line.startsWith('#') && !SCHEMA.test(line)) entry.parts.push(line);
    }
    if (entry && entry.parts.length > 0) add(entry);
    if (log === undefined || log.isEmpty) throw new ContentError('it holds no statement');
    return { tool: isMaria ? 'MariaDB' : 'MySQL', observations: log.observations(), ...dropped(log) };
  },
};

/** Undefined where a line does not tell. */
function isOfMaria(line: string): boolean | undefined {
  if (MARIADB.test(line)) return true;
  return /\bId:\s*\d+\s*$|\bmysqld\b/.test(line) ? false : undefined;
}
