import { objectOf, textOf } from '../json.ts';

/** A record of PostgreSQL's log, whatever form it was written in. */
export interface LogEntry {
  session: string;
  /** Milliseconds since 1970. */
  time: number | undefined;
  message: string;
  line: number;
}

/** Two blanks stand behind the severity. What stands before it is `log_line_prefix`, which everybody sets as he likes. */
const RECORD = /^(.*?)\b(LOG|ERROR|WARNING|NOTICE|INFO|FATAL|PANIC|DEBUG[1-5]?|DETAIL|HINT|QUERY|CONTEXT|STATEMENT|LOCATION): {2}(.*)$/;
const PROCESS = /\[(\d+)(?:-\d+)?\]/;
const SESSION_ID = /\b[\da-f]{6,}\.[\da-f]+\b/;
const TIME = /\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?/;

/** Columns of csvlog. https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-LOGGING-CSVLOG */
const CSV = { time: 0, process: 3, severity: 11, message: 13 } as const;

export function isStderrLog(text: string): boolean {
  return /^.*\bLOG: {2}/m.test(text);
}

export function isCsvLog(text: string): boolean {
  return /^\d{4}-\d\d-\d\d [\d:.]+ [^,\n]*,(?:"[^"\n]*")?,(?:"[^"\n]*")?,\d+,(?:"[^"\n]*")?,[\da-f]+\.[\da-f]+,\d+,/.test(text);
}

/** Records of standard error: further lines of one begin with a tab. */
export async function* stderrEntries(lines: AsyncIterable<string>): AsyncGenerator<LogEntry> {
  let number = 0;
  let open: { prefix: string; parts: string[]; line: number } | undefined;
  for await (const line of lines) {
    number++;
    const match = line.startsWith('\t') ? null : RECORD.exec(line);
    if (match === null) {
      open?.parts.push(line.replace(/^\t/, ''));
      continue;
    }
    if (open) yield entryOf(open);
    open = match[2] === 'LOG' ? { prefix: match[1]!, parts: [match[3]!], line: number } : undefined;
  }
  if (open) yield entryOf(open);
}

function entryOf({ prefix, parts, line }: { prefix: string; parts: readonly string[]; line: number }): LogEntry {
  const session = PROCESS.exec(prefix)?.[1] ?? SESSION_ID.exec(prefix)?.[0] ?? '';
  return { session, time: timeOf(TIME.exec(prefix)?.[0]), message: parts.join('\n'), line };
}

export async function* csvEntries(rows: AsyncIterable<{ cells: string[]; line: number }>): AsyncGenerator<LogEntry> {
  for await (const { cells, line } of rows) {
    if (cells[CSV.severity] === 'LOG') yield { session: cells[CSV.process] ?? '', time: timeOf(TIME.exec(cells[CSV.time] ?? '')?.[0]), message: cells[CSV.message] ?? '', line };
  }
}

export async function* jsonEntries(values: AsyncIterable<{ value: unknown; line: number }>): AsyncGenerator<LogEntry> {
  for await (const { value, line } of values) {
    const record = objectOf(value) ?? {};
    const message = textOf(record.message);
    if (record.error_severity === 'LOG' && message !== undefined) yield { session: String(record.pid ?? ''), time: timeOf(TIME.exec(textOf(record.timestamp) ?? '')?.[0]), message, line };
  }
}

/** Of a time without its zone: only differences count. */
function timeOf(text: string | undefined): number | undefined {
  const time = text === undefined ? NaN : Date.parse(`${text.replace(' ', 'T')}Z`);
  return Number.isNaN(time) ? undefined : time;
}
