import { posix } from 'node:path';
import type { LinkedFile } from '../../../program/linked-file.ts';
import { ALL_FILES } from '../../../program/trail.ts';
import { MAX_DEFINITIONS, MAX_STRING } from '../../../facts/types.ts';
import { splitStatements } from '../../sql/split.ts';
import { engineInPath } from '../sql/folders.ts';
import type { SchemaChange } from '../changes.ts';
import type { Engine, Origin, Reader } from '../types.ts';
import { engineOf } from './engine.ts';
import { isOfTests, originAt } from './parts.ts';
import type { Code, Reading } from './parts.ts';
import { Terms } from './evaluate.ts';
import { fileRead } from './files-read.ts';
import { run, type Step } from './run.ts';
import { entryOf, exportPath, textValue, type CallTerm, type FunctionTerm, type Term } from './terms.ts';

/** What a library's reader of migrations makes of a call: changes, or nothing where it is none that it knows. */
export interface MigrationLibrary {
  reader: Reader;
  /** A package whose migrations it reads depends on one of these. */
  packages: readonly string[];
  /** Base classes and interfaces of its migrations, where these are classes: they are found wherever they lie. */
  bases?: readonly string[];
  /** Names of the exported function that goes forward, where it may be another than `up`. */
  forward?: readonly string[];
  /** Where names of files do not say the order. */
  order?: (file: LinkedFile, className: string) => string;
  changes(step: Step, context: MigrationContext): SchemaChange[] | undefined;
}

export interface MigrationContext {
  terms: Terms;
  engine: Engine | undefined;
  /** Whether it is what the library hands to a migration, or is reached from that by the names of its members alone. */
  isHandle(term: Term): boolean;
  origin(call: CallTerm): Origin;
  /** What a callback does when it is given some values. */
  steps(callback: FunctionTerm, args: readonly Term[]): Step[];
}

interface Migration {
  file: LinkedFile;
  up: FunctionTerm;
  className: string;
}

const HANDLE: Term = { kind: 'symbol', name: 'handle' };

/** Members through which a migration's handle is reached from what the function is given. */
const PASSAGES: ReadonlySet<string> = new Set(['context', 'queryInterface', 'getQueryInterface', 'sequelize', 'db', 'knex', 'trx', 'connection', 'manager', 'dataSource']);

/** The changes that migrations written in JavaScript and TypeScript make, in the order in which their names have them. */
export function readMigrations(code: Code, libraries: readonly MigrationLibrary[]): Reading {
  const changes: SchemaChange[] = [];
  const byEngine = new Map<Engine | undefined, Terms>();
  const sorted = new Map<string, { migration: Migration; libraries: MigrationLibrary[] }[]>();
  for (const migration of migrationsOf(code, libraries)) {
    const { file } = migration;
    const own = libraries.filter(({ packages }) => packages.some((name) => code.program.dependency(file.path, name) !== undefined || file.specifiers.has(name)));
    const owner = code.link.packageOf(file)?.dir ?? '';
    if (own.length > 0) sorted.set(owner, [...(sorted.get(owner) ?? []), { migration, libraries: own }]);
  }
  for (const [owner, migrations] of sorted) {
    const keyed = ofOneEngine(code, owner, migrations).map((one) => ({ ...one, key: one.libraries[0]!.order?.(one.migration.file, one.migration.className) ?? orderOf(one.migration.file) }));
    for (const { migration, libraries: own } of keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))) {
      const engine = engineOf(code.link, migration.file);
      let terms = byEngine.get(engine);
      if (!terms) byEngine.set(engine, (terms = new Terms(code.link, (term) => dialectOf(term, engine))));
      changes.push(...changesOf(code, terms, engine, migration, own));
    }
  }
  return { tables: [], changes, problems: [] };
}

/** Of engines that a package has migrations for, each in a folder of its name, the one that is taken where nothing says which. */
const PREFERRED: readonly Engine[] = ['postgresql', 'mysql', 'mariadb', 'sqlite'];

/** A package that runs on several engines has the migrations of each beside each other: together they would make each table several times, each in another dialect. */
function ofOneEngine<M extends { migration: Migration }>(code: Code, owner: string, migrations: readonly M[]): readonly M[] {
  const named = migrations.map(({ migration: { file } }) => engineInPath(posix.dirname(file.path).slice(owner.length)));
  const engines = new Set(named.flatMap(({ engine }) => engine ?? []));
  if (engines.size < 2) return migrations;
  const said = engineOf(code.link, migrations[0]!.migration.file);
  const taken = said !== undefined && engines.has(said) ? said : PREFERRED.find((engine) => engines.has(engine));
  return migrations.filter((_, at) => !named[at]!.foreign && (named[at]!.engine ?? taken) === taken);
}

/** By the names of the files, which begin with a time or a number, also where old ones lie in a folder of their own. */
function orderOf({ path }: LinkedFile): string {
  return `${posix.basename(path)}\0${posix.dirname(path)}`;
}

/** The files of the migrations that are read. */
export function migrationFiles(code: Code, libraries: readonly MigrationLibrary[]): ReadonlySet<LinkedFile> {
  return new Set(migrationsOf(code, libraries).map(({ file }) => file));
}

/** Files in folders of migrations that export `up`, and classes that are migrations by what they extend. */
function migrationsOf({ program, link, terms }: Code, libraries: readonly MigrationLibrary[]): Migration[] {
  const found = new Map<LinkedFile, Migration>();
  for (const base of libraries.flatMap(({ bases = [] }) => bases)) {
    for (const { file, id } of link.names.heirs(base)) {
      const method = file.facts.classes[id]!.methods.find(({ name, functionId }) => name === 'up' && functionId >= 0);
      if (method) found.set(file, { file, up: { kind: 'function', file, id: method.functionId, env: undefined }, className: file.facts.classes[id]!.name });
    }
  }
  link.trail.lookup(ALL_FILES);
  const forward = ['up', ...libraries.flatMap((library) => library.forward ?? [])];
  for (const file of link.files) {
    if (found.has(file) || program.kind(file.path) !== 'migration' || ![...forward, 'default', 'module.exports'].some((name) => file.exports(name))) continue;
    const direct = forward.map((name) => terms.exported(file, name)).find((term) => term?.kind === 'function');
    const whole = direct ?? terms.exported(file, 'default');
    const up = whole?.kind === 'object' ? forward.map((name) => terms.member(whole, name)).find(({ kind }) => kind === 'function') : whole;
    if (up?.kind === 'function' && (direct ?? whole?.kind === 'object')) found.set(file, { file, up, className: '' });
    else if (whole?.kind === 'class') {
      const method = whole.file.facts.classes[whole.id]!.methods.find(({ name, functionId }) => name === 'up' && functionId >= 0);
      if (method) found.set(file, { file, up: { kind: 'function', file: whole.file, id: method.functionId, env: undefined }, className: whole.file.facts.classes[whole.id]!.name });
    }
  }
  return [...found.values()].filter(({ file }) => !isOfTests({ program } as Code, file));
}

function changesOf(code: Code, terms: Terms, engine: Engine | undefined, { up, file }: Migration, libraries: readonly MigrationLibrary[]): SchemaChange[] {
  const context = (reader: Reader): MigrationContext => ({
    terms,
    engine,
    isHandle,
    origin: (call) => originAt(code, reader, call.file, call.file.facts.calls[call.id]!.span),
    steps: (callback, args) => run(terms, callback, args),
  });
  const contexts = libraries.map((library) => ({ library, context: context(library.reader) }));
  const of = (steps: readonly Step[], depth: number): SchemaChange[] =>
    steps.flatMap((step): SchemaChange[] => {
      for (const { library, context: own } of contexts) {
        const made = library.changes(step, own);
        // What is taken away only where something holds that is not known may still be there.
        if (made) return step.guarded ? made.filter(({ kind }) => kind !== 'drop index' && kind !== 'drop constraint') : made;
      }
      const { call } = step;
      const callback = call.args.find((arg) => arg.kind === 'function');
      // `queryInterface.sequelize.transaction(async (transaction) => …)`; what another callback is handed is none of the database's.
      const given: Term = isHandleCall(call) ? { kind: 'symbol', name: 'transaction' } : { kind: 'unknown' };
      if (callback && depth < 4) return of(run(terms, callback, [given]).map((inner) => ({ ...inner, guarded: inner.guarded || step.guarded })), depth + 1);
      const origin = contexts[0]!.context.origin(call);
      // A helper that nobody can look into is given the database. One whose file is gone never ran from here.
      return call.args.some(isHandle) && !isHandleCall(call) && !/^\./.test(exportPath(call.callee)?.specifier ?? '') ? [{ origin, kind: 'unread', reason: 'a helper that is not in the project changes the schema' }] : [];
    });
  const handles: Term[] = [HANDLE, { kind: 'symbol', name: 'library' }];
  const found = of(run(terms, up, handles), 0);
  // A step of a helper stands where the migration is, for the order; what it says of its place stays.
  return found.map((change) => (change.kind === 'unread' && change.origin.place.file === '' ? { ...change, origin: { ...change.origin, place: { ...change.origin.place, file: file.path } } } : change));
}

function isHandleCall({ callee }: CallTerm): boolean {
  return callee.kind === 'member' && isHandle(callee.object);
}

function isHandle(term: Term): boolean {
  if (term.kind === 'symbol') return term.name === 'handle' || term.name === 'transaction';
  if (term.kind === 'member') return PASSAGES.has(term.name) && isHandle(term.object);
  return term.kind === 'call' && term.callee.kind === 'member' && PASSAGES.has(term.callee.name) && isHandle(term.callee.object);
}

/** Names of dialects as Sequelize and TypeORM give them. */
const DIALECTS: Partial<Record<Engine, string>> = { postgresql: 'postgres', mysql: 'mysql', mariadb: 'mariadb', sqlite: 'sqlite' };

/** `queryInterface.sequelize.getDialect()`, `queryRunner.connection.options.type`: what the engine of the package makes of it. */
function dialectOf(term: Term, engine: Engine | undefined): Term | undefined {
  const value = engine && DIALECTS[engine];
  if (value === undefined) return undefined;
  const asked = term.kind === 'call' && term.callee.kind === 'member' ? term.callee.name : term.kind === 'member' && (term.name === 'type' || term.name === 'dialect') && term.object.kind === 'member' && term.object.name === 'options' ? 'option' : '';
  return asked === 'getDialect' || asked === 'option' ? { kind: 'literal', value } : undefined;
}

/** What a statement does that a schema is told by. */
const DDL = /\b(?:(?:create|alter|drop)\s+(?:unique\s+|or\s+replace\s+|temporary\s+|materialized\s+|foreign\s+|unlogged\s+)*(?:index|table|view|type|schema)|rename\s+(?:table|column|to)|create\s+(?:fulltext|spatial)\s+index)\b/i;
/** The one table that a statement alters, makes or indexes. */
const TARGET = /^\s*(?:alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?|create\s+(?:or\s+replace\s+)?(?:table|view|materialized\s+view)\s+(?:if\s+not\s+exists\s+)?|create\s+(?:unique\s+)?index\s[^;(]*?\bon\s+(?:only\s+)?)(?:["`]?\w+["`]?\.)?["`]?(\w+)["`]?(?=[\s(;]|$)/i;

/** Stands in a text for a value that is not known. */
const HOLE = '\uE000';
const STATEMENT_OF_A_VALUE = new RegExp(`^${HOLE}\\s*(?=$|(?:create|alter|drop)\\s)`, 'i');

/**
 * The changes of SQL as it is passed to a function of a library; nothing where it is about rows alone.
 *
 * @param options what is passed beside it: `{ type: QueryTypes.SELECT }`, a list of values
 */
export function sqlChange(term: Term | undefined, origin: Origin, options?: Term): SchemaChange[] {
  const type = entryOf(options, 'type');
  if (type?.kind === 'member' && /^(?:SELECT|INSERT|UPDATE|DELETE|BULKUPDATE|BULKDELETE|UPSERT)$/.test(type.name)) return [];
  const text = textValue(term);
  const quasis = text !== undefined ? [text] : term?.kind === 'text' ? withoutQuoted(term.quasis) : undefined;
  if (!quasis) {
    const file = fileRead(term);
    if (file !== undefined) return [{ origin, kind: 'sql file', file }];
    // Definitions take no values.
    const hasValues = entryOf(options, 'replacements') !== undefined || entryOf(options, 'bind') !== undefined || options?.kind === 'list';
    return hasValues ? [] : [{ origin, kind: 'unread', reason: 'a statement that is made elsewhere' }];
  }
  const all = quasis.join(HOLE);
  if (!DDL.test(all) && all.trim() !== HOLE) return [];
  // Facts keep the beginning of a long text: what follows may be about any table.
  if (quasis.some((quasi) => quasi.length === MAX_STRING || quasi.length >= MAX_DEFINITIONS)) return [{ origin, kind: 'unread', reason: 'a text of SQL that is too long' }];
  if (quasis.length === 1) return [{ origin, kind: 'sql', text: all }];
  return splitStatements(all, 'postgresql').flatMap(({ start, end }) => statementChange(all.slice(start, end), origin));
}

/** A statement of a text with values in it that are not known. */
function statementChange(statement: string, origin: Origin): SchemaChange[] {
  if (!statement.includes(HOLE)) return DDL.test(statement) ? [{ origin, kind: 'sql', text: statement }] : [];
  // What a helper puts in front may end with its own semicolon.
  const whole = STATEMENT_OF_A_VALUE.exec(statement)?.[0];
  if (whole !== undefined) return [{ origin, kind: 'unread', reason: 'a statement that is made elsewhere' }, ...statementChange(statement.slice(whole.length), origin)];
  if (!DDL.test(statement)) return [];
  const table = TARGET.exec(statement)?.[1];
  return [{ origin, kind: 'unread', reason: 'a statement with values in it that are not known', ...(table !== undefined && { table: { name: table } }) }];
}

/** Values that are put into quotes change no name: only what an index is limited to, which is then not read. */
function withoutQuoted(quasis: readonly string[]): string[] {
  const kept: string[] = [quasis[0]!];
  for (const next of quasis.slice(1)) {
    const before = kept.at(-1)!;
    const isQuoted = before.endsWith("'") && next.startsWith("'") && !/\bindex\b/i.test(before);
    if (isQuoted) kept[kept.length - 1] = `${before}?${next}`;
    else kept.push(next);
  }
  return kept;
}

/** A change that names no table that is known. */
export function unread(origin: Origin, what: string): SchemaChange[] {
  return [{ origin, kind: 'unread', reason: `${what} of something that is not written out` }];
}
