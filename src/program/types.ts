import type { SourceFile } from '../facts/file.ts';
import type { CallFact, Expr, FileFacts, Span } from '../facts/types.ts';
import type { Place } from '../findings/types.ts';
import type { EntryKind, Library } from '../libraries/types.ts';
import type { Package, Resolve } from '../source/types.ts';
import type { Blocking } from './effects/blocking.ts';
import type { Beside } from './effects/beside.ts';
import type { HeldOpen } from './effects/held-open.ts';
import type { OverFetch } from './effects/over-fetch.ts';
import type { StaticRead } from './effects/static-reads.ts';
import type { Reached } from './entries/callers.ts';
import type { Growth } from './lifetime/growth.ts';
import type { Unreleased } from './lifetime/unreleased.ts';
import type { Link } from './link.ts';
import type { Asked } from './multiplicity/asked.ts';
import type { Repeat } from './multiplicity/repeats.ts';
import type { Argument, Chain, Source } from './arguments/types.ts';
import type { Declaration, Origin } from './arguments/origins.ts';
import type { QueryCall } from './queries/calls.ts';
import type { QueryCensus } from './queries/census.ts';
import type { PackageDatabases } from './queries/databases.ts';
import type { CallRef, Value } from './values.ts';
import type { Repetition } from './repetition/repetitions.ts';

/** What a program is linked from. */
export interface ProgramInput {
  /** By path below the root, sorted. */
  files: ReadonlyMap<string, SourceFile>;
  packages: readonly Package[];
  resolve: Resolve;
  libraries: readonly Library[];
  /** Names of the models that the project's schema declares. */
  models: ReadonlySet<string>;
  /** Hash of what was read beside the sources: manifests, tsconfigs, schemas. What is kept from link to link rests on it. */
  settings?: string;
  /** Hash of the tables that the user added to ours. */
  tables?: string;
  /** What the project itself says of who runs its files; the last that matches one wins. */
  declared?: readonly DeclaredEntry[];
}

/** What runs files as a whole, or functions that they export. It wins over what paths and libraries tell. */
export interface DeclaredEntry {
  /** Matches paths below the root. */
  files: RegExp;
  /** Matches names of exports, and `name.member` of classes and objects; undefined: the files as a whole. */
  exports?: RegExp;
  kind: EntryKind;
}

/** The linked facts of all files, and the questions that rules ask. Answers are computed when asked for, and kept. */
export interface Program {
  /** What names, types and calls are resolved by: for those who read schemas and queries out of code. */
  readonly link: Link;
  /** Below the root, sorted. */
  readonly paths: readonly string[];
  /** @throws an error for a path that is none of `paths` */
  facts(path: string): FileFacts;
  /** Calls of a file that run a query more than once. */
  repeats(path: string): readonly Repeat[];
  /** What a repeated query is asked for, turn by turn. */
  asked(repeat: Repeat): Asked;
  /** Queries that a function of a file asks again, with the same arguments, in one run, or that another function of the same request has asked. */
  repetitions(path: string): readonly Repetition[];
  /** Calls of a file that block the event loop under an asynchronous function or an entry. */
  blocking(path: string): readonly Blocking[];
  /** Collections of a file that live on and only grow. */
  growing(path: string): readonly Growth[];
  /** Calls of a file that make or take something per request or job: connections, listeners, timers, entries of registries. */
  unreleased(path: string): readonly Unreleased[];
  /** Calls of a file that read, at every request, what does not change, and hold nothing meanwhile: those that do are `blocking`. */
  staticReads(path: string): readonly StaticRead[];
  /** Calls of a file that wait for another system, or for time to pass, while a transaction of a database is open. */
  heldOpen(path: string): readonly HeldOpen[];
  /** Queries of a file of whose rows the code uses less than is read. */
  overFetches(path: string): readonly OverFetch[];
  /** What the calls in a range do, those within `except` left out: whether something else reaches a database there. */
  beside(path: string, span: Span, except: Span): Beside;
  /** Calls of all files by the last name of their callee. */
  callsNamed(name: string): readonly { path: string; call: CallFact }[];
  /** Whether a name stands for the list of rows that one query gave. */
  isRowList(path: string, expr: Expr): boolean;
  /** The calls that run a function, those in tests left out. */
  callers(path: string, functionId: number): readonly CallRef[];
  /** The entries from which a function is reached. */
  reached(path: string, functionId: number): Reached;
  /** Where a request is found to be one of administrators, on each way that leads to a function; undefined where others come there as well. */
  onlyAdministrators(path: string, functionId: number): string | undefined;
  /** What runs a file, where its path or its head tell. */
  kind(path: string): EntryKind | undefined;
  /** The version range by which the package of a file depends on another; undefined where it does not. */
  dependency(path: string, name: string): string | undefined;
  /** Whether a file is read on nobody's behalf: tests, migrations, seeds, scripts, builds. */
  isClosed(path: string): boolean;
  /** Whether a file may run for a request or a job: false in packages that are tools and serve nobody. */
  mayServe(path: string): boolean;
  /** The queries of those of the files that run for somebody, and the calls that look like one whose receiver could not be resolved. */
  queries(paths: readonly string[]): QueryCensus;
  /** The calls of a file that reach a database, with what the tables say of each. */
  queryCalls(path: string): readonly QueryCall[];
  /** A call of a file, to ask about. */
  callRef(path: string, id: number): CallRef;
  /** What an expression may be where it is read, followed through names, properties, conditions, functions and callers. */
  argument(source: Source): Argument;
  /** The calls that build the query which a call runs. */
  chain(call: CallRef): Chain;
  /** What an expression may stand for, as far as imports, classes, annotations and tables tell: a class, a handle of a library, … */
  values(source: Source): readonly Value[];
  /** The package that an expression comes from: `Op.in` of sequelize; undefined for what the project makes. */
  origin(source: Source): Origin | undefined;
  /** Where a name is declared, through imports and re-exports. */
  declaration(source: Source): Declaration | undefined;
  /** The database libraries that the project's packages depend on. */
  databases(): readonly PackageDatabases[];
  /** How many functions a framework calls, by kind of entry. */
  entries(): ReadonlyMap<EntryKind, number>;
  /** The functions that are called for requests, with the labels of these: `GET /orders/:id`. */
  requests(): readonly { label: string; path: string; functionId: number }[];
  /** Lines and columns, from 1, of offsets in a file. */
  place(path: string, span: Span): Place;
}
