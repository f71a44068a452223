import { parseStatements } from '../../sql/parse.ts';
import type { Dialect, ParsedStatement } from '../../sql/parse.ts';
import type { SchemaChange } from '../changes.ts';
import { placesIn } from '../places.ts';
import type { Engine, Origin, Reader } from '../types.ts';
import { innerStatements } from './blocks.ts';
import { remembered } from './memory.ts';
import type { Memory } from './memory.ts';
import { readOther, readRefused } from './others.ts';
import { readPostgresql } from './postgresql.ts';
import type { Change, StatementContext } from './statement.ts';

/** A text of SQL to read changes from. */
export interface SqlText {
  /** Below the root. */
  file: string;
  text: string;
}

/** What one text does to a schema. */
export interface SqlReading {
  changes: SchemaChange[];
  /** Statements that were passed over: those that are not about tables, and those that no parser takes. */
  passed: number;
}

/** Changes that may or may not be made count where they add, and never where they take away: no index is missed for them. */
const ADDS: ReadonlySet<SchemaChange['kind']> = new Set(['create table', 'add column', 'add index', 'add foreign key', 'enum']);

/** Reads texts of DDL, in one round; what `memory` knows is not parsed again. */
export function readSql(texts: readonly SqlText[], dialect: Dialect, memory?: Memory): SqlReading[] {
  const questions = texts.map(({ file, text }) => `${dialect}\0${file}\0${text}`);
  return remembered(memory, questions, (positions) => readAnew(positions.map((at) => texts[at]!), dialect));
}

/** The dialect of an engine's SQL; undefined for one without. */
export function dialectOf(engine: Engine): Dialect | undefined {
  return engine === 'mongodb' ? undefined : engine;
}

/** What only one engine's SQL has. */
const SIGNS: readonly (readonly [RegExp, 'postgresql' | 'mysql' | 'sqlite'])[] = [
  [/\bAUTOINCREMENT\b|\bPRAGMA\s|\bWITHOUT\s+ROWID\b/i, 'sqlite'],
  [/\bAUTO_INCREMENT\b|\bENGINE\s*=/i, 'mysql'],
  [/\b(?:BIG|SMALL)?SERIAL\b|\bJSONB\b|\bTIMESTAMPTZ\b|\bBYTEA\b|\bCREATE\s+EXTENSION\b|\bUSING\s+(?:btree|gin|gist|brin)\b|\bplpgsql\b|\bINDEX\s+CONCURRENTLY\b|::\w/i, 'postgresql'],
];

/** The engine that a text of SQL is written for, where it has something that only one knows. */
export function engineIn(text: string): 'postgresql' | 'mysql' | 'sqlite' | undefined {
  return SIGNS.find(([sign]) => sign.test(text))?.[1];
}

/** Changes in which no SQL is left: that of `queryRunner.query(…)`, `knex.raw(…)`, with the places of the calls; what `memory` knows is not parsed again. */
export function withSqlRead(changes: readonly SchemaChange[], dialect: Dialect, memory?: Memory): SchemaChange[] {
  const texts = changes.flatMap((change) => (change.kind === 'sql' ? [{ text: change.text, origin: change.origin }] : []));
  const questions = texts.map(({ text, origin }) => `${dialect}\0${JSON.stringify(origin)}\0${text}`);
  const read = remembered(memory, questions, (positions) => changesOf(positions.map((at) => ({ text: texts[at]!.text, originOf: () => texts[at]!.origin })), dialect));
  let next = 0;
  return changes.flatMap((change) => (change.kind === 'sql' ? read[next++]!.changes : [change]));
}

function readAnew(texts: readonly SqlText[], dialect: Dialect): SqlReading[] {
  return changesOf(
    texts.map(({ file, text }) => {
      const place = placesIn(file, text);
      const reader: Reader = 'sql';
      return { text, originOf: (start: number, end: number): Origin => ({ place: place(start, end), reader }) };
    }),
    dialect,
  );
}

interface Placed {
  text: string;
  originOf(start: number, end: number): Origin;
}

function changesOf(texts: readonly Placed[], dialect: Dialect): SqlReading[] {
  const parsed = parseStatements(texts.map(({ text }) => text), dialect);
  const blocks = parsed.map((statements) => statements.map((statement) => blockOf(statement)));
  const inner = parseStatements(blocks.flat().flatMap((block) => block?.statements.map(({ text }) => text) ?? []), dialect);
  let next = 0;
  return parsed.map((statements, at) => {
    const { text, originOf } = texts[at]!;
    const reading: SqlReading = { changes: [], passed: 0 };
    for (const [which, statement] of statements.entries()) {
      const origin = originOf(statement.start, statement.end);
      const block = blocks[at]![which];
      const own = text.slice(statement.start, statement.end);
      const read = block
        ? [
            ...block.statements.flatMap(({ text: innerText, conditional }) => {
              const changes = inner[next++]!.flatMap((one) => readOne(one, dialect, { text: innerText, origin, originAt: () => origin, start: 0 }));
              return conditional ? changes.filter(({ kind }) => ADDS.has(kind)) : changes;
            }),
            ...(block.unread ? [unread('a DO block changes indexes by statements that it puts together')] : []),
          ]
        : readOne(statement, dialect, { text: own, origin, originAt: (offset) => originOf(offset, lineEnd(text, offset, statement.end)), start: statement.start });
      if (read.length === 0) reading.passed++;
      reading.changes.push(...read.map((change) => ({ ...change, origin }) as SchemaChange));
    }
    return reading;
  });
}

function blockOf({ tree }: ParsedStatement): ReturnType<typeof innerStatements> | undefined {
  const args = (tree as { DoStmt?: { args?: { DefElem?: { defname?: string; arg?: { String?: { sval?: string } } } }[] } } | undefined)?.DoStmt?.args;
  const body = args?.find(({ DefElem }) => DefElem?.defname === 'as')?.DefElem?.arg?.String?.sval;
  return body === undefined ? undefined : innerStatements(body);
}

function readOne({ tree, problem }: ParsedStatement, dialect: Dialect, context: StatementContext): Change[] {
  if (tree !== undefined) {
    try {
      const read = dialect === 'postgresql' ? readPostgresql(tree, context) : readOther(tree, context, dialect);
      if (read) return read;
    } catch (error) {
      return [unread(`the statement has a form that is not known: ${error instanceof Error ? error.message : String(error)}`)];
    }
  } else if (dialect !== 'postgresql') {
    const read = readRefused(context.text);
    if (read) return read;
  }
  return isAboutTables(context.text) && problem !== undefined ? [unread(`the statement cannot be parsed: ${problem}`)] : [];
}

function unread(reason: string): Change<'unread'> {
  return { kind: 'unread', reason };
}

/** Whether a statement that could not be read may have made or dropped an index. Who owns a table says nothing of its indexes: the name is often put in by what runs the migrations. */
function isAboutTables(text: string): boolean {
  return !/^ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?\S+\s+OWNER\s+TO\s+\S+$/i.test(text.trim()) && /^(?:CREATE\s+(?:UNIQUE\s+|FULLTEXT\s+|SPATIAL\s+)?INDEX|CREATE\s+(?:TEMP(?:ORARY)?\s+|UNLOGGED\s+)?TABLE|ALTER\s+TABLE|DROP\s+(?:INDEX|TABLE))\b/i.test(text);
}

/** A definition inside a statement: to the end of its line, without the comma. */
function lineEnd(text: string, offset: number, end: number): number {
  const newline = text.indexOf('\n', offset);
  const to = Math.min(newline < 0 ? text.length : newline, end);
  return offset + text.slice(offset, to).replace(/[,\s]+$/, '').length;
}
