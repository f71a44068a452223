import { parseStatements } from '../sql/parse.ts';
import { POSTGRES_EXTENSION_FUNCTIONS, POSTGRES_FUNCTIONS, POSTGRES_OPERATORS } from './functions.ts';

/** What a statement is, when it may be planned; or why it is not sent. */
export type Gate = { ok: true; kind: 'select' | 'insert' | 'update' | 'delete'; /** Functions that it calls. */ functions: readonly string[] } | { ok: false; reason: string };

const KINDS = { SelectStmt: 'select', InsertStmt: 'insert', UpdateStmt: 'update', DeleteStmt: 'delete' } as const;

/**
 * Lets one statement through that PostgreSQL's own parser reads as one SELECT, INSERT, UPDATE or DELETE and that calls no function
 * and no operator outside the lists: EXPLAIN computes what hangs on constants alone, whatever else that does.
 */
export function postgresGate(sql: string): Gate {
  const statements = parseStatements([sql], 'postgresql')[0]!;
  if (statements.length !== 1) return { ok: false, reason: statements.length === 0 ? 'no statement' : `${statements.length} statements in one text` };
  const [{ tree, problem }] = statements as [(typeof statements)[number]];
  if (problem !== undefined) return { ok: false, reason: `not read as SQL of PostgreSQL: ${problem}` };
  const [[type, body] = ['', undefined]] = Object.entries(tree as Readonly<Record<string, unknown>>);
  const kind = KINDS[type as keyof typeof KINDS];
  if (kind === undefined) return { ok: false, reason: `only SELECT, INSERT, UPDATE and DELETE are planned, not ${type.replace(/Stmt$/, '')}` };
  const functions = new Set<string>();
  const reason = forbidden(body, functions);
  return reason === undefined ? { ok: true, kind, functions: [...functions] } : { ok: false, reason };
}

/** The first part of a parse tree that must not be sent, in words. */
function forbidden(node: unknown, functions: Set<string>): string | undefined {
  if (Array.isArray(node)) return first(node, (child) => forbidden(child, functions));
  if (typeof node !== 'object' || node === null) return undefined;
  return first(Object.entries(node), ([key, value]) => CHECKS[key]?.(value as Readonly<Record<string, unknown>>, functions) ?? forbidden(value, functions));
}

function first<T>(items: readonly T[], check: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = check(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Checks by the name of the node or field: https://github.com/pganalyze/libpg_query/blob/18-latest/protobuf/pg_query.proto */
const CHECKS: Readonly<Record<string, (value: Readonly<Record<string, unknown>>, functions: Set<string>) => string | undefined>> = {
  FuncCall({ funcname }, functions) {
    const names = namesOf(funcname);
    const name = names.at(-1)!;
    functions.add(name);
    const known = names.length === 1 ? POSTGRES_FUNCTIONS.has(name) || POSTGRES_EXTENSION_FUNCTIONS.has(name) : names.length === 2 && names[0] === 'pg_catalog' && POSTGRES_FUNCTIONS.has(name);
    return known ? undefined : `it calls ${names.join('.')}(), and a planner may run a function that it is asked about`;
  },
  A_Expr({ name, kind }) {
    const names = namesOf(name);
    if (kind === 'AEXPR_NULLIF' || kind === 'AEXPR_SIMILAR') return undefined;
    const known = POSTGRES_OPERATORS.has(names.at(-1)!) && (names.length === 1 || names[0] === 'pg_catalog');
    return known ? undefined : `it uses the operator ${names.join('.')}, which is none of PostgreSQL's own`;
  },
  intoClause: () => 'SELECT … INTO makes a table',
};

function namesOf(list: unknown): string[] {
  return (list as readonly { String?: { sval?: string } }[]).map(({ String: text }) => text?.sval ?? '');
}
