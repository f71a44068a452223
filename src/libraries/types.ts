/**
 * What third-party code does, as data. One file per package declares one `Library`; the program reads these tables and
 * holds no name of a library itself.
 *
 * A library is known by import specifier and export name, so that nothing needs to be installed. Values that matter are
 * *handles*, named states such as `client` or `repository`; a handle's members say what reading or calling them gives and
 * costs. Handle names are local to a library; `other:handle` names a handle of another one.
 */

/** Root from which code runs; `client`: in a browser. */
export type EntryKind = 'client' | 'request' | 'job' | 'lambda' | 'start-up' | 'cli' | 'script' | 'test' | 'seed' | 'migration' | 'build' | 'thread';

/** Whether a query reads rows and changes none; of a statement in text (`raw`) the text alone tells. */
export function readsRows(operation: QueryEffect['operation']): boolean {
  return operation === 'select' || operation === 'count';
}

/** A call that reaches a database. */
export interface QueryEffect {
  kind: 'query';
  operation: 'select' | 'insert' | 'update' | 'delete' | 'upsert' | 'count' | 'raw';
  /** How many rows it reads or writes per call. */
  rows: 'one' | 'many';
  /**
   * Calls of one tick become one statement: `tick` for all of them, or when every filter is a plain equality (`tick-equality`),
   * or where an option of that name is set, at the call or where the project sets the library up.
   */
  batched?: 'tick' | 'tick-equality' | { option: string };
  /** A relation of a loaded row. */
  lazy?: true;
  /** It reads what is not there yet: nothing where the row was loaded with the relation. */
  missing?: true;
  /** The session keeps rows by primary key: asking for the same key again runs no query. */
  keyed?: true;
  /** In this process, without a round trip. */
  local?: true;
  /** A store that answers from memory: the round trip is all that it costs, well below a statement of a database. */
  light?: true;
  /** An option, or a call on the builder, by which the library keeps the result for a while and answers from it. */
  cached?: string;
  /** Argument that holds the filter, and the property of it when it is one of several options: `{ arg: 0, property: 'where' }`. */
  filter?: { arg: number; property?: string };
  /** Argument that names, by the property of it, relations which come along with the rows and change nothing about which rows those are. */
  relations?: { arg: number; property: string };
  /**
   * Argument that holds the text of the statement, as a string or a template; an options object has it in `property`. Where
   * the code shows the text, it decides the operation and the rows; one that handles no rows (`BEGIN`, `SET`) is no query.
   */
  sql?: { arg: number; property?: string };
  /** Argument that holds the rows or values which a write stores. */
  data?: { arg: number; property?: string };
  /** Given a list in any argument, the same call handles all of it: TypeORM's `save`. `rows` is then what one value costs. */
  bulk?: true;
  /** Same-library operation that does it for many rows at once, for the help text: `createMany`, `In(ids)`. */
  batch?: string;
}

/** A call that holds the event loop, or a core, until it is done. */
export interface BlockEffect {
  kind: 'block';
  /** `io`: waits for the system; `cpu`: computes. */
  resource: 'io' | 'cpu';
  /** `trivial` < 0.1 ms, `small` about 0.1-1 ms (a stat), `medium` 1-20 ms (a file), `large` > 20 ms (a process, a key derivation). */
  cost: 'trivial' | 'small' | 'medium' | 'large';
  /** What to call in its place, as the help text says it. */
  instead: string;
  /** Argument that is a path or an input: constant for every call when it is a literal. */
  input?: number;
  /** What it does with the file or folder that `input` names, where that is its point: a check for existence does neither. */
  access?: 'read' | 'write';
  /** It is asynchronous by signature and computes on the main thread all the same. */
  asynchronous?: true;
}

/** A call that reads or changes a file, a folder or a stored setting, and holds nothing meanwhile. */
export interface FileEffect {
  kind: 'file';
  access: 'read' | 'write';
  /** Argument that names it. */
  input: number;
}

/** An outgoing call that is no database. */
export interface RequestEffect {
  kind: 'request';
}

/** A wait by design: a sleep, a rate limiter. */
export interface PauseEffect {
  kind: 'pause';
}

/** A key that a batching loader collects within one tick. */
export interface LoadEffect {
  kind: 'load';
}

export type Effect = QueryEffect | BlockEffect | FileEffect | RequestEffect | PauseEffect | LoadEffect;

/** A function among the arguments. */
export interface Callback {
  /** Position, or `last`, or `rest:N` for every argument from N on, or a property of an options argument: `0.resolve`; `*` in it is any one key: `0.routes.*`. */
  arg: number | 'last' | `rest:${number}` | `${number}.${string}`;
  /**
   * `once`: before the call returns or its promise settles. `missing`: then too, but only where a cache has nothing for the key.
   * `each`: once per element. `later`: by somebody else, after it returned.
   */
  runs: 'once' | 'missing' | 'each' | 'later';
  /** With `each`: what it iterates: the receiver, an argument's position, or what the stream emits that it is an operator or a subscriber of. */
  over?: 'receiver' | 'emitted' | number;
  /** With `each`: one after the other, or all at once. `limit`: at most so many at once. */
  mode?: 'sequential' | 'concurrent' | 'limit';
  /** Handles given to the callback, by parameter position; null for a plain value. `element` is an element of what is iterated. */
  params?: readonly (string | 'element' | null)[];
  /** Handle that `this` is in it, of what the receiver belongs to: a document in a hook. */
  self?: string;
  /** A transaction of a database is open while it runs, and with it a connection and the locks that it takes. */
  transaction?: true;
  /** With `later`: it runs once, in a turn of the event loop that follows, on behalf of who calls: `setImmediate`. */
  deferred?: true;
  /** With `later`: the entry that it becomes. `each` row of a result for field resolvers; `row`: which parameter gets the row, if not the first. `fixed`: members of what it is given that have as many values as the code has names. */
  entry?: { kind: EntryKind; perRow?: true; row?: number; fixed?: readonly string[] };
}

/**
 * What a call makes or takes that stays until it is given back. Where nothing gives it back, a call that runs for every
 * request makes one more each time.
 */
export interface Acquisition {
  /**
   * `connection`: sockets, a pool or a process of its own. `loan`: taken from a pool that is left without it. `listener`: a
   * function that the receiver keeps. `timer`: it runs again and again. `registry`: an entry in a list inside the library.
   */
  kind: 'connection' | 'loan' | 'listener' | 'timer' | 'registry';
  /** What is held, for the message: `a connection pool`. */
  what: string;
  /** What to do instead, as the help text says it. */
  remedy: string;
  /** Members of the result that give it back when called, or handed on to be called: `end`, `$disconnect`, `unref`. */
  members?: readonly string[];
  /** Members of the result that take nothing when they are read: a query runner's `connection` is its data source. */
  free?: readonly string[];
  /** Functions that take the result and give it back: `clearInterval`. */
  functions?: readonly string[];
  /** Position of a handler that the receiver keeps, and the receiver's members that take the same handler away. */
  handler?: { arg: number; removers: readonly string[] };
  /** Options in any argument with which it gives itself back, or belongs to something else: `once`, `signal`. */
  unless?: readonly string[];
  /** Options in any argument, one of which must be given, and not as false, for anything to be held: `keepAlive`. */
  only?: readonly string[];
  /** It holds something only when this argument has a value that comes with a request: the labels of a metric. */
  input?: number;
  /** Versions that hold it: from the first on, up to before the second. */
  versions?: readonly [from: string, before: string];
  /** Specifiers of the library whose values hold nothing of the sort: they send each call over HTTP. */
  except?: readonly string[];
  /** It costs at every call, but ends by itself when it is idle. */
  idles?: true;
}

/** What a call puts under which path. */
export interface Mounts {
  /** Argument, or property of one, that holds the path or a list of such. Where it is left out, or is no text, they are put under the receiver's own path. */
  path?: number | `${number}.${string}`;
  /**
   * `arguments`: the routers, and the functions that are given one, among the arguments; where a function puts them under a path, its result is what has them. `receiver`: all that it has itself. `result`: what is added to
   * the result, which adds to the receiver; of a call that makes a router, to that. `controllers`: the classes of the package that are marked as
   * such; without a path it makes the application that has them.
   */
  what: 'arguments' | 'receiver' | 'result' | 'controllers';
  /** Property of an argument that lists the paths to which that does not apply. */
  except?: `${number}.${string}`;
}

/** What a call, `new` or tagged template does. */
export interface Operation {
  /**
   * Handle of the result, promises unwrapped; `this` for the receiver's own handle, `arg:N` for the value of an argument,
   * `instance:N` for an instance of the class that an argument names, `returned` for what callback 0 returns.
   */
  returns?: string;
  /**
   * Entity class that the result belongs to: the one that argument N names (or what a handle there belongs to, a schema say), or the receiver's. With `returns` the handle is
   * bound to it (`getRepository(User)`; so is one typed `Repository<User>`), without it the result is an instance (`find`).
   */
  entity?: number | 'receiver';
  /** With `returned`: the handle of the result where no callback is given. */
  withoutCallback?: string;
  /** Handle of the result where an object argument sets that property to true. */
  returnsWith?: { arg: number; property: string; handle: string };
  /** Result is a list of that handle. */
  list?: true;
  effect?: Effect;
  /** The effect comes when the result is awaited or returned, not when called: thenable builders. */
  whenAwaited?: true;
  /** Argument that names the table: with another one at each turn there is no statement for all of them. */
  table?: number;
  callbacks?: readonly Callback[];
  /** It wraps a function and gives back one that does the same: the argument's position. `memoised`: runs it once per key. With `returns` the result has that handle's members as well. */
  wraps?: { arg: number; memoised?: true };
  /** The result is a path that its arguments make, the same for the same ones: `join`. */
  path?: true;
  /** Argument 0 is a list of values that it splits into lists: `chunk`. */
  chunks?: true;
  /** It gives a stream: of the elements of that argument when it is a list, else of one value. */
  emits?: number;
  /** An operator of a stream after which there is one value, or lists of values: `toArray`. */
  collects?: true;
  /** A fan-out over its array argument: the array's elements run concurrently (`Promise.all`). */
  gathers?: true;
  /** It waits for its arguments, so that a builder among them, or in a list of them, runs: `ResultAsync.fromPromise(query)`. */
  awaits?: true;
  /** It makes a store that keeps what it is given, unless its options (an argument's position) set one of the bounds. */
  stores?: { options: number; bounds: readonly string[] };
  /** Queries among its arguments become part of it and are not run by themselves: a sub-query, a union, a batch. */
  composes?: true;
  /** It locks the rows that it reads. */
  locks?: true;
  /** It puts routes under a path. */
  mounts?: Mounts;
  /** A file named by an argument runs from this entry: `new Worker('./hash.js')`. */
  starts?: { arg: number | `${number}.${string}`; entry: { kind: EntryKind } };
  /** What it makes or takes that somebody must give back. */
  acquires?: Acquisition;
  /** What is among its arguments lives and ends with its receiver, or with its result, from now on. */
  adopts?: 'receiver' | 'result';
  /** Declares accessors on the receiver's instances: templates with `{As}`, the `as` option or the target's name capitalised. */
  accessors?: readonly string[];
  /** Adds members to the values of this handle that belong to what the receiver does: argument 0 is a name and 1 the member, or 0 an object of them. */
  declares?: string;
  /** The class at this argument gives its statics and methods to such values; `this` in them is one. */
  loadsClass?: { arg: number; static: string; instance: string };
}

/** One exported name, property or method. */
export interface Entry {
  /** Page that says so. */
  docs: string;
  /** Reading it gives this handle. */
  handle?: string;
  /** Used as a type, its values are this handle. Where `construct` is present that is the default. */
  type?: string;
  /** Used as a type, it stands for what its first argument stands for: `Loaded<User>`. */
  transparent?: true;
  /** `new X()` gives this handle. */
  construct?: string;
  /** What `new X()` does beside that: a callback that it keeps, say. */
  constructs?: Operation;
  /** `class Y extends X`: handles that its statics and its instances inherit from. */
  extend?: { static?: string; instance?: string };
  /** Functions annotated with this type run from an entry, with handles as parameters by position: `FastifyPluginAsync`. */
  annotates?: { params?: readonly (string | null)[]; entry?: { kind: EntryKind; perRow?: true } };
  /** Methods of classes that implement or extend it, by name, and the entry from which they run: `onModuleInit`. */
  implement?: Readonly<Record<string, { kind: EntryKind; perRow?: true }>>;
  /** Calling it, also as a template's tag. */
  call?: Operation;
  /** Reading it and awaiting it: a lazy property. */
  get?: Operation;
  /** `@X()` on a class, method, field or parameter. */
  decorator?: Decorator;
}

export interface Decorator {
  /** The method runs from this entry. `perRow`: once per row of the parent list. */
  entry?: { kind: EntryKind; perRow?: true };
  /** Methods of the class that the framework calls by their names, whatever it implements, and the entry from which they run. */
  calls?: Readonly<Record<string, { kind: EntryKind; perRow?: true }>>;
  /** Instances live as long as the process, unless the options say otherwise. */
  singleton?: true;
  /** Its argument is the path of the class's routes, a list of such, or options with it in `path`; options with one of `unless` may change it. */
  controller?: { unless: readonly string[] };
  /** The path of the method's route may be another one than its decorators say. */
  changesPath?: true;
  /** The field is a relation to another entity; lazy when its type is a promise. */
  relation?: true;
  /** Classes so marked are stored entities. */
  entity?: true;
  /** The parameter is an argument that the client gives to a field. */
  argument?: true;
  /** The parameter gets this handle (`@InjectRepository(X) repo`, `@Ctx() em`). */
  injects?: string;
}

export interface Handle {
  /** Name as a reader knows it: `PrismaClient`, `a TypeORM repository`. */
  title: string;
  members: Readonly<Record<string, Entry>>;
  /** Members that match, when no member of that name stands above: first match wins. */
  patterns?: readonly { match: RegExp; entry: Entry }[];
  /** Handle whose members it also has. */
  extends?: string;
  /** The value itself can be called. */
  call?: Operation;
  /** Tagged template. */
  tag?: Operation;
  /** `new handle()`: a class value. */
  construct?: string;
  /** `class X extends <this handle>` */
  extend?: { static?: string; instance?: string };
  /** Routes are added to it: to an application that serves by itself (`root`), or to a part that has to be put under one (`part`). */
  routes?: 'root' | 'part';
  /** A query in the making: it belongs to the connection that it was begun on. */
  builder?: true;
  /** Awaiting the value runs this, and gives what it returns: thenable builders. */
  awaited?: Operation;
  /** Elements when it is iterated or indexed: a handle, or `entity` for rows of the class that it belongs to. */
  element?: string;
  /** Its elements come one by one, as a loop asks for them: a cursor. */
  stream?: true;
  /** Which members of the class, or of what it belongs to, it also has: a model the statics, a row the methods. */
  own?: 'static' | 'instance';
  /** Members of other handles can be added to it; by name those that are set on a property of it: `schema.methods.rename = …`. */
  declares?: Readonly<Record<string, string>>;
}

/** A sign that a value of unknown type is one of this library's: member names alone never are. */
export interface Shape {
  docs: string;
  /**
   * `model`: `x.user.findMany()` where `user` is a model of the project's schema; `any`: the last name alone, with an options
   * argument that has one of `options`. `tag`: a template whose text begins as a statement of SQL, in a project that depends
   * on the library; the second sign is that its value is waited for, so that the handle's tag has an effect only then.
   */
  receiver: 'model' | 'any' | 'tag';
  /** Last member names; none for a tag. */
  methods: readonly string[];
  /** Keys of an object argument, one of which must be present; empty: none needed. */
  options: readonly string[];
  /** Handle whose member of that name applies, or whose tag. */
  handle: string;
}

/** A file name that is an entry by the framework's convention. */
export interface Convention {
  docs: string;
  /** Matched against the path below its package's root, with forward slashes. */
  path: RegExp;
  /** Exports that are called; `default` too, and members of what is exported: `default.fetch`, `actions.*`, of a class its methods. Empty: every exported function. */
  exports: readonly string[];
  entry: { kind: EntryKind };
  /** Exports by which a file says that it is rendered beforehand, at build time: `name`, `name=value`, `name!=value` for any other literal value. */
  prerendered?: readonly string[];
  /** Where no such export says so, the framework runs it at build time all the same when nothing in it asks for the request. */
  mayBuild?: true;
  /** Exports by which a file says that it is rendered for each request, written as those of `prerendered`. */
  perRequest?: readonly string[];
  /**
   * It runs for one request with other files, whose functions are given the same first argument: a `leaf`, a page, with
   * everything of its folder and those above it that is `around`, as layouts are.
   */
  together?: 'leaf' | 'around';
}

/** Exports that a framework puts in scope without an import, in packages that depend on it. */
export interface AutoImport {
  docs: string;
  /** Files whose exports they are, and files that see them: paths below their package's root. */
  from: RegExp;
  to: RegExp;
  /** A file of `from` is in scope as one value of this handle, under its own name and whatever it exports: `User` of `models/User.js`. */
  handle?: string;
}

/** An object literal whose functions a framework calls: `{ type, resolve }` of graphql-js. */
export interface ObjectEntry {
  docs: string;
  /** Keys that must all be present beside the function. */
  keys: readonly string[];
  /** Keys of which one makes it something else. */
  unless?: readonly string[];
  /** Property that holds the function. */
  function: string;
  entry: { kind: EntryKind; perRow?: true };
}

/** A function that the library calls by its own convention, known by the names of its parameters: `(sequelize, DataTypes) => …`. */
export interface Factory {
  docs: string;
  /** Name of the function, where the convention gives one. */
  name?: string;
  /** Names of its parameters, in order; `{ name }` for one that takes that property of an object. */
  names: readonly string[];
  /** Handles they hold. */
  params: readonly (string | null)[];
}

/** A map of resolvers by type and field (`{ User: { posts() {} } }`), recognised by the call or the annotation it is given to. */
export interface ResolverMap {
  docs: string;
  /** Type names that annotate one: `Resolvers`, or that end so: `*Resolvers`. */
  types: readonly string[];
  /** Property names that hold one in an options argument of the library's calls: `resolvers`. */
  options: readonly string[];
  /** Type names whose fields run once per request: Query, Mutation, Subscription. */
  roots: readonly string[];
}

export interface Library {
  /** The file's name. */
  id: string;
  docs: string;
  /** Import specifiers: exact, or with a `*` at the end. Built-in modules are named without `node:`. */
  packages: readonly string[];
  /**
   * Specifiers whose part after the common prefix names an export, regardless of case, and whose default export is that
   * export: `lodash/*`, `lodash.*`. They need not be listed in `packages`.
   */
  perExport?: readonly string[];
  /** What the packages export; `default` is the default export, `*` applies to any name not listed. */
  exports: Readonly<Record<string, Entry>>;
  /** What it exports beside these, and gives a value, are enums: a member's value is its name. */
  enums?: true;
  /** Exports found under specifiers that do not resolve to a file of the project (generated code): names that are unmistakable. */
  generated?: readonly string[];
  handles: Readonly<Record<string, Handle>>;
  /**
   * What is imported to say which database the library talks to: exports of its own, or packages. Where a package of the
   * project imports only local ones, its queries run in this process.
   */
  dialects?: { local: readonly string[]; remote: readonly string[] };
  /** Names that are there without import. */
  globals?: Readonly<Record<string, Entry>>;
  shapes?: readonly Shape[];
  conventions?: readonly Convention[];
  autoImports?: readonly AutoImport[];
  objectEntries?: readonly ObjectEntry[];
  resolverMaps?: readonly ResolverMap[];
  factories?: readonly Factory[];
  /** A package that depends on it runs where nothing outlives a request: connections must be made in each. */
  isolates?: true;
  /** Paths, below their package, of code that runs in a browser, where the library's queries are answered from memory. */
  browser?: RegExp;
  /** The project itself has written it: it stands for what its specifiers name also where the source lies in the project. */
  taught?: true;
  advice?: Advice;
}

/** How to say the remedy for a query in a loop: of rows by their `id`, and of a list of `ids`, for which the columns stand that the query is asked by. */
export interface Advice {
  read: string;
  /** Rows by several columns, for which `{columns}` stands. */
  several?: string;
  /** Writes of several kinds. */
  write: string;
  /** Updates that give each row values of its own. */
  each?: string;
  /** Writes whose values hold operations on other tables, told by their keys, which the operations on many rows do not take. */
  nested?: { keys: readonly string[]; insert: string; update: string };
  lazy?: string;
  /** A filter names the columns of related rows by objects in it: `{ author: { id } }`. */
  related?: true;
  docs: string;
}

/** Checks the shape of a table and keeps its literal type. */
export function defineLibrary(library: Library): Library {
  return library;
}

/** A connection, a pool or a process that its members end: made once, it serves every call. */
export function connection(what: string, members: readonly string[], more: Partial<Acquisition> = {}): Acquisition {
  const remedy = `make it once, at module level or in a provider, and use it in every call; where a call needs one of its own, end it with ${members[0]}() in finally`;
  return { kind: 'connection', what, members, remedy, ...more };
}

/** Something taken from a pool, which is one connection poorer until it is given back. */
export function loan(what: string, members: readonly string[], more: Partial<Acquisition> = {}): Acquisition {
  const remedy = `give it back whatever happens: try { … } finally { ${members[0]}() }`;
  return { kind: 'loan', what, members, remedy, ...more };
}

/** A handler that an emitter keeps, as Node's do: https://nodejs.org/api/events.html#emitteroneventname-listener */
export const listener: Acquisition = {
  kind: 'listener',
  what: 'a listener',
  remedy: 'add it once, where the emitter is made; or keep the handler in a name and take it away with off(event, handler) when the call is over',
  handler: { arg: 1, removers: ['off', 'removeListener', 'removeAllListeners'] },
};

/** The same entry for several names. */
export function entries(names: readonly string[], entry: Entry): Record<string, Entry> {
  return Object.fromEntries(names.map((name) => [name, entry]));
}

/** A call that queries. `more`: what else it does. */
export function does(docs: string, effect: Omit<QueryEffect, 'kind'>, more: Operation = {}): Entry {
  return { docs, call: { ...more, effect: { kind: 'query', ...effect } } };
}
