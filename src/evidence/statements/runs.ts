import type { LoggedStatement } from './log.ts';

/** Statements in a row that make a run, milliseconds between two of them, and connections that are watched at once. */
const MIN_RUN = 10;
const MAX_GAP = 1000;
const MAX_SESSIONS = 10_000;

/** A statement that reads or writes a table: what a driver sends by itself does not. */
const OF_A_TABLE = /\b(?:from|into|update)\b/i;

interface Session {
  key: string;
  ofTable: boolean;
  /** When its last statement ended. */
  end: number | undefined;
  count: number;
  line: number;
  /** Another statement came directly before the first of the row: that which the rows may come from. */
  hasParent: boolean;
}

/**
 * Finds statements that one connection sends many times in a row, directly after another one: queries per row of its result. A log
 * does not tell requests apart: a row that no other statement begins may be as many requests, and is left out.
 */
export class Runs {
  /** By statement: rows, statements in them all, line of the first. */
  readonly found = new Map<string, { count: number; statements: number; line: number }>();
  private readonly sessions = new Map<string, Session>();

  add(key: string, { session, sql, ms, time, line }: LoggedStatement): void {
    const before = this.sessions.get(session);
    const isNear = before !== undefined && (time === undefined || before.end === undefined || time - ms - before.end <= MAX_GAP);
    if (before && isNear && before.key === key) {
      before.count++;
      before.end = time;
      return;
    }
    if (before) this.close(before);
    else if (this.sessions.size >= MAX_SESSIONS) this.drop();
    this.sessions.set(session, { key, ofTable: OF_A_TABLE.test(sql), end: time, count: 1, line, hasParent: before !== undefined && isNear && before.ofTable });
  }

  /** Ends all rows. */
  end(): void {
    for (const session of this.sessions.values()) this.close(session);
    this.sessions.clear();
  }

  private close({ key, count, line, hasParent, ofTable }: Session): void {
    if (count < MIN_RUN || !hasParent || !ofTable) return;
    const runs = this.found.get(key);
    if (runs === undefined) this.found.set(key, { count: 1, statements: count, line });
    else {
      runs.count++;
      runs.statements += count;
    }
  }

  /** The connection that was seen first. */
  private drop(): void {
    const [first] = this.sessions;
    if (first === undefined) return;
    this.close(first[1]);
    this.sessions.delete(first[0]);
  }
}
