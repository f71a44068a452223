import { spotOf } from '../../program/arguments/spots.ts';
import type { Argument, Source } from '../../program/arguments/types.ts';
import type { QueryCall } from '../../program/queries/calls.ts';
import type { Engine } from '../schema/types.ts';
import { parseStatements, type Dialect } from '../sql/parse.ts';
import { textOf, withReasons, type BuilderTable } from './builder.ts';
import { unknown } from './conditions.ts';
import { isHoleName, prepare, withFragments, type ParameterStyle, type Prepared, type SqlPart } from './holes.ts';
import { notSeen } from './options.ts';
import type { SqlContext } from './sql-scope.ts';
import { readCondition, readSql } from './sql.ts';
import { fromNodeSql } from './tree-node-sql.ts';
import { fromPostgres } from './tree-postgres.ts';
import type { SqlSelect, SqlStatement } from './tree.ts';
import type { Ask, Translation, Translator } from './translator.ts';
import type { Condition, Query } from './types.ts';

/** What a driver's text may hold, and which engine reads it where that is always the same. */
interface Driver {
  styles: readonly ParameterStyle[];
  engine?: Engine;
}

const POSTGRESQL: Driver = { styles: ['dollar', 'format'], engine: 'postgresql' };
const MYSQL: Driver = { styles: ['question', 'colon'], engine: 'mysql' };
const SQLITE: Driver = { styles: ['question', 'dollar', 'colon', 'at'], engine: 'sqlite' };

/** Libraries whose calls send a text, by the id of their table. */
const DRIVERS: Readonly<Record<string, Driver>> = {
  pg: POSTGRESQL, 'pg-cursor': POSTGRESQL, postgres: POSTGRESQL, slonik: POSTGRESQL, 'vercel-postgres': POSTGRESQL, 'neondatabase-serverless': POSTGRESQL,
  pglite: POSTGRESQL, massive: POSTGRESQL,
  'pg-promise': { styles: ['pg-promise'], engine: 'postgresql' },
  'at-databases': { styles: [] },
  mysql2: MYSQL, 'planetscale-database': MYSQL,
  'better-sqlite3': SQLITE, sqlite: SQLITE, 'libsql-client': SQLITE, 'sql-js': SQLITE, 'cloudflare-workers': SQLITE,
  prisma: { styles: ['dollar', 'question'] },
  typeorm: { styles: ['dollar', 'question', 'colon'] },
  'mikro-orm': { styles: ['question'] },
  sequelize: { styles: ['question', 'colon', 'dollar'] },
  'sequelize-typescript': { styles: ['question', 'colon', 'dollar'] },
  knex: { styles: ['knex'] },
  objection: { styles: ['knex'] },
  kysely: { styles: [] },
  drizzle: { styles: [] },
  'drizzle-in-process': { styles: [] },
};

/** Reads the statement that a call sends as text. `nameOf`: tables and columns that a template holds, as SQL. */
export function translateText(call: QueryCall, ask: Ask, source: Source | undefined, nameOf?: RawContext['nameOf']): readonly Translation[] | string {
  const driver = DRIVERS[call.library];
  if (!driver) return `texts of ${call.library} are not read`;
  if (!source) return 'its text is not shown';
  const engine = driver.engine === 'mysql' && ask.engine() === 'mariadb' ? 'mariadb' : (driver.engine ?? ask.engine());
  if (!engine || engine === 'mongodb') return 'its engine is not known';
  const parts = partsOf(ask.follow(source), ask, 0, nameOf && { nameOf });
  if (!parts) return 'its text is not shown';
  return readParts(parts, driver.styles, engine, ask);
}

/** Translators of the libraries that do nothing but send texts. */
export const textTranslators: readonly Translator[] = ['pg', 'pg-cursor', 'postgres', 'slonik', 'vercel-postgres', 'neondatabase-serverless', 'pg-promise', 'mysql2', 'planetscale-database', 'better-sqlite3', 'sqlite', 'libsql-client', 'sql-js', 'cloudflare-workers', 'pglite', 'massive', 'at-databases'].map((library) => ({
  library,
  translate: (call, ask) => translateText(call, ask, call.sql ?? textSource(call)),
}));

/** The text of a call whose table does not say where it is: the tagged template itself, or the first argument. */
export function textSource({ call }: QueryCall): Source | undefined {
  const { kind, callee, args } = call.file.facts.calls[call.id]!;
  const spot = spotOf(call);
  if (kind === 'tag') return { expr: { kind: 'call', call: call.id }, spot };
  if (kind === 'get') return { expr: callee, spot };
  return args[0] && { expr: args[0], spot };
}

/** Reads a text with what is put into it. */
export function readParts(parts: readonly SqlPart[], styles: readonly ParameterStyle[], engine: Exclude<Engine, 'mongodb'>, ask: Ask): readonly Translation[] | string {
  const prepared = prepare(parts, styles, engine);
  const tree = parsed(prepared, engine);
  if (typeof tree === 'string') return tree;
  const reading = readSql(tree, contextOf(engine, ask));
  if ('unknown' in reading) return reading.unknown;
  const queries = withFragments(reading.queries, prepared.fragments).map(withReasons);
  const found = queries.flatMap((query) => {
    const scope = ask.named(query.from.name, query.from.namespace);
    return scope ? [{ scope, query }] : [];
  });
  const [first, ...more] = found;
  if (!first) return `no table ${queries[0]!.from.name} is declared`;
  const isWhole = first.query === queries[0] && prepared.text !== undefined && queries.length === 1;
  const query: Query = isWhole ? { ...first.query, text: { sql: prepared.text!, engine, values: prepared.values } } : first.query;
  return [{ ...first.scope, query, ...(more.length > 0 && { loads: more.map((one) => one.query) }) }];
}

function contextOf(engine: Engine, ask: Ask): SqlContext {
  return { engine, table: (name, namespace) => ask.named(name, namespace)?.table ?? (namespace === 'public' ? ask.named(name)?.table : undefined), isHole: isHoleName };
}

/** Parsers for a text, in turn: each takes some statements that the others refuse. */
const PARSERS: Readonly<Record<Exclude<Engine, 'mongodb'>, readonly Dialect[]>> = { postgresql: ['postgresql'], mysql: ['mysql', 'mariadb'], mariadb: ['mysql', 'mariadb'], sqlite: ['sqlite', 'mysql'] };

function parsed({ sql, withTexts }: Prepared, engine: Exclude<Engine, 'mongodb'>): SqlStatement | string {
  let problem: string | undefined;
  for (const dialect of PARSERS[engine]) {
    for (const text of dialect === 'postgresql' ? [sql] : [sql, withTexts]) {
      const [statements] = parseStatements([text], dialect);
      const [only, ...more] = statements ?? [];
      if (more.length > 0) return 'a text of several statements';
      if (only && only.problem === undefined) return (dialect === 'postgresql' ? fromPostgres(only.tree) : fromNodeSql(only.tree)) ?? 'a statement that reads no rows';
      problem ??= only?.problem;
    }
  }
  return `a text that its parser refuses${problem === undefined ? '' : `: ${problem.slice(0, 80)}`}`;
}

/** Where a piece of SQL stands in a builder's statement. */
export interface RawContext {
  tables: readonly BuilderTable[];
  engine: Engine | undefined;
  styles: readonly ParameterStyle[];
  /** What follows the piece in the condition. */
  after?: readonly SqlPart[];
  /** Columns and tables that a template holds, as text. */
  nameOf?(source: Source): string | undefined;
}

/**
 * A condition that the code writes as SQL: `whereRaw('lower(email) = ?', [email])`, `` sql`…` ``. With `ifPiece`, undefined for what
 * is no piece of SQL.
 */
export function rawCondition(arg: Argument | undefined, context: RawContext, ask: Ask, bindings?: Argument, ifPiece?: false): Condition;
export function rawCondition(arg: Argument | undefined, context: RawContext, ask: Ask, bindings: Argument | undefined, ifPiece: true): Condition | undefined;
export function rawCondition(arg: Argument | undefined, context: RawContext, ask: Ask, _bindings?: Argument, ifPiece = false): Condition | undefined {
  if (!arg) return unknown('a condition that is not shown');
  if (ifPiece && arg.kind !== 'call') return undefined;
  const parts = partsOf(arg, ask, 0, context);
  if (!parts) return ifPiece ? undefined : unknown(notSeen(arg));
  const engine = context.engine ?? ask.engine();
  if (!engine || engine === 'mongodb') return unknown('a condition as text, of an engine that is not known');
  const prepared = prepare(['select 1 from t where ', ...parts, ...(context.after ?? [])], context.styles, engine);
  const tree = parsed(prepared, engine);
  if (typeof tree === 'string' || tree.kind !== 'select' || prepared.fragments.length > 0 || !isOnlyWhere(tree)) return unknown('a condition as text that is not understood');
  const byName = new Map(context.tables.map(({ ref, table }) => [`${ref.namespace ?? ''}.${ref.name}`, table]));
  return readCondition(tree.where!, context.tables.map(({ ref }) => ref), {
    engine,
    table: (name, namespace) => byName.get(`${namespace ?? ''}.${name}`) ?? ask.named(name, namespace)?.table,
    isHole: isHoleName,
  });
}

function isOnlyWhere(tree: SqlSelect): boolean {
  return tree.where !== undefined && tree.order.length === 0 && !tree.limit && tree.group.length === 0 && tree.sides.length === 0;
}

/** Helpers that make a piece of SQL of a text: what is in it is written as it is. */
const RAW_TEXTS: ReadonlySet<string> = new Set(['raw', 'unsafe', 'literal', 'queryRaw']);
const NAMES: ReadonlySet<string> = new Set(['identifier', 'ref', 'table', 'id', 'name', 'column']);
const LISTS: ReadonlySet<string> = new Set(['join', 'array', 'unnest', 'csv', 'inList']);
const VALUES: ReadonlySet<string> = new Set(['param', 'val', 'value', 'lit', 'json', 'jsonb', 'date', 'timestamp', 'uuid', 'binary', 'typed', 'interval']);
const MAX_DEPTH = 6;

/** A text and what is put into it; undefined for what is no text. */
export function partsOf(arg: Argument, ask: Ask, depth: number, context?: Pick<RawContext, 'nameOf'>): SqlPart[] | undefined {
  if (depth > MAX_DEPTH) return undefined;
  switch (arg.kind) {
    case 'literal':
      return typeof arg.value === 'string' ? [arg.value] : undefined;
    case 'text':
      return arg.parts.map((part): SqlPart => (typeof part === 'string' ? part : { hole: 'any' }));
    case 'call':
      return callParts(arg, ask, depth, context);
    default:
      return undefined;
  }
}

function callParts(arg: Extract<Argument, { kind: 'call' }>, ask: Ask, depth: number, context?: Pick<RawContext, 'nameOf'>): SqlPart[] | undefined {
  const { file, id } = arg.call;
  const { args, callee } = file.facts.calls[id]!;
  const { spot } = arg.source;
  const [first] = args;
  if (!first) return undefined;
  if (arg.form === 'tag') {
    if (first.kind === 'literal') return typeof first.value === 'string' ? [first.value] : undefined;
    if (first.kind !== 'template') return undefined;
    return first.quasis.flatMap((quasi, index): SqlPart[] => {
      const value = first.values[index];
      const name = value && context?.nameOf?.({ expr: value, spot });
      if (name !== undefined) return [quasi, name];
      return value ? [quasi, ...put(ask.follow({ expr: value, spot }), ask, depth + 1, context)] : [quasi];
    });
  }
  // `sql.type(schema)`…``, `sql.unsafe(text)`, `knex.raw(text)`, `format(text, …)`, `Prisma.raw(text)`
  const isMember = callee.kind === 'member';
  if (RAW_TEXTS.has(arg.name) || arg.name === 'format' || arg.name === 'prepare' || arg.name === 'text' || arg.name === 'sql') return partsOf(ask.follow({ expr: first, spot }), ask, depth + 1, context);
  // A text that is trimmed, a prepared statement's method.
  return isMember && (arg.name === 'trim' || arg.name === 'as' || arg.name === 'mapWith') ? partsOf(ask.follow({ expr: callee.object, spot }), ask, depth + 1, context) : undefined;
}

/** What is put into a template by a value: a value that is bound, a name, a piece. */
function put(arg: Argument, ask: Ask, depth: number, context?: Pick<RawContext, 'nameOf'>): SqlPart[] {
  switch (arg.kind) {
    case 'literal':
    case 'text':
      return [{ hole: 'value' }];
    case 'list':
      return [{ hole: 'list' }];
    case 'value':
      return [{ hole: arg.type === undefined ? 'any' : 'value' }];
    case 'symbol':
      // `Prisma.empty`, `sql.empty`
      return arg.path.at(-1) === 'empty' ? [' '] : [{ hole: 'any' }];
    case 'call': {
      if (arg.type !== undefined) return [{ hole: 'value' }];
      const { file, id } = arg.call;
      const { args } = file.facts.calls[id]!;
      if (NAMES.has(arg.name) && arg.form === 'call') return [namePart(args[0] && ask.follow({ expr: args[0], spot: arg.source.spot }))];
      if (LISTS.has(arg.name)) return [{ hole: 'list' }];
      if (VALUES.has(arg.name)) return [{ hole: 'value' }];
      const parts = partsOf(arg, ask, depth, context);
      if (parts) return [' ', ...parts, ' '];
      return [{ hole: 'any' }];
    }
    case 'choice':
      return [{ hole: arg.of.every((one) => one.kind === 'literal' || (one.kind === 'value' && one.type !== undefined)) ? 'value' : 'any' }];
    default:
      return [{ hole: 'any' }];
  }
}

/** A name as SQL where the code writes it. */
function namePart(arg: Argument | undefined): SqlPart {
  const text = textOf(arg) ?? (arg?.kind === 'list' ? arg.items.map(({ value }) => textOf(value) ?? '\u0000').join('.') : undefined);
  return text !== undefined && /^[\w.]+$/.test(text) ? text.split('.').map((name) => `\`${name}\``).join('.') : { hole: 'name' };
}
