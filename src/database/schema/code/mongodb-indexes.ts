/** Calls of MongoDB's driver that make indexes and take them away, and the collections that they mean. */
import type { LinkedFile } from '../../../program/linked-file.ts';
import { ALL_FILES } from '../../../program/trail.ts';
import type { SchemaChange, TableName } from '../changes.ts';
import type { Origin } from '../types.ts';
import { compound, modelCollection } from './mongoose.ts';
import type { Code } from './parts.ts';
import { entryOf, exportPath, textsOf, textValue, type CallTerm, type Term } from './terms.ts';
import { textsWritten } from './written.ts';

/** Packages that reach MongoDB, one of which a project needs for such calls to be its own. */
export const DRIVERS: readonly string[] = ['mongodb', 'mongodb-legacy', 'mongoose', '@nestjs/mongoose', 'mongojs', 'monk'];

/** Specifiers of these, and of what else hands out collections. */
const MONGODB = /^(?:mongodb(?:-legacy)?|mongoose|mongojs|monk|@nestjs\/mongoose|@typegoose\/typegoose|meteor\/.+)$/;

/** Methods that make indexes: one, or those of a list. */
const MAKES: Readonly<Record<string, 'one' | 'several'>> = {
  // https://mongodb.github.io/node-mongodb-native/6.0/classes/Collection.html#createIndex
  createIndex: 'one',
  createIndexes: 'several',
  // https://mongodb.github.io/node-mongodb-native/3.6/api/Collection.html#ensureIndex
  ensureIndex: 'one',
  // https://docs.meteor.com/api/collections.html#Mongo-Collection-createIndex, and its name in version 1
  createIndexAsync: 'one',
  _ensureIndex: 'one',
};

/** Names of these methods. */
export const MAKERS: readonly string[] = Object.keys(MAKES);

/** Methods that give a collection by its name. */
const BY_NAME: ReadonlySet<string> = new Set(['collection', 'createCollection']);

/** Members of a model, and of a collection of Meteor, that are the driver's collection. */
const OF_MODEL: ReadonlySet<string> = new Set(['collection', '_collection', 'rawCollection']);

/** Names under which code keeps a database, whose members are its collections in the shell and where code makes it so: `db.users`. */
const DATABASE = /^(?:db|database)$/i;

/** What an index says of a field: https://www.mongodb.com/docs/manual/indexes/ */
const KINDS: ReadonlySet<unknown> = new Set([1, -1, 'asc', 'desc', 'ascending', 'descending', 'text', '2d', '2dsphere', 'hashed']);

/**
 * What a call does to the indexes of a collection; undefined where it does nothing to them. What cannot be read comes as `unread`,
 * of the collection where that is known.
 *
 * @param guarded whether it runs only where something holds that is not known: what it takes away may still be there
 */
export function indexChanges(code: Code, call: CallTerm, origin: Origin, guarded: boolean): SchemaChange[] | undefined {
  if (call.callee.kind !== 'member') return undefined;
  const { object, name } = call.callee;
  if (Object.hasOwn(MAKES, name)) return made(code, call, object, name, origin);
  return guarded ? undefined : takenAway(code, call, object, name, origin);
}

/** Whether a call is of a package that reaches MongoDB, which by itself changes no index: `new GridFSBucket(db)`. */
export function isOfDriver({ callee }: CallTerm): boolean {
  return MONGODB.test(exportPath(callee)?.specifier ?? '');
}

/** The calls in a term that make indexes, the term itself among them: `tasks.push(users.createIndex({ email: 1 }))` is given one. */
export function makersIn(term: Term): CallTerm[] {
  if (term.kind === 'list') return term.items.flatMap(makersIn);
  if (term.kind !== 'call') return [];
  const { callee, args } = term;
  const within = [...args.flatMap(makersIn), ...(callee.kind === 'member' ? makersIn(callee.object) : [])];
  return callee.kind === 'member' && Object.hasOwn(MAKES, callee.name) ? [...within, term] : within;
}

function made(code: Code, call: CallTerm, receiver: Term, name: string, origin: Origin): SchemaChange[] | undefined {
  const [first, second] = call.args;
  const own = collectionOf(code, receiver);
  // A database's own method is given the name of the collection first, and Meteor's collections are reached through it.
  const isOfDatabase = own === undefined && textValue(first) !== undefined && (second?.kind === 'object' || second?.kind === 'literal') && isDatabase(receiver);
  const collection = isOfDatabase ? textValue(first) : own;
  const [keys, options] = isOfDatabase ? [second, call.args[2]] : [first, second];
  // A model's own method makes what its schema declares.
  if (MAKES[name] === 'several' && keys?.kind !== 'list' && collection === undefined) return undefined;
  if (collection === undefined) return isOfMongodb(code, call, receiver, keys) ? open(code, receiver, origin, name) : undefined;
  const table: TableName = { name: collection };
  const unread: SchemaChange = { origin, kind: 'unread', table, reason: `${name} of something that is not written out` };
  const add = (fields: Term | undefined, more: Term | undefined): SchemaChange => {
    const index = compound(fields, more, origin);
    // One over all fields serves each of them.
    return !index || index.parts.some(({ column }) => column?.includes('$**')) ? unread : { origin, kind: 'add index', table, index };
  };
  if (MAKES[name] === 'one') return [add(keys, options)];
  return keys?.kind === 'list' && keys.whole ? keys.items.map((item) => add(entryOf(item, 'key'), item)) : [unread];
}

/** An index of a collection whose name the call does not show: of each that may be meant, where these are known. */
function open(code: Code, receiver: Term, origin: Origin, name: string): SchemaChange[] {
  const named = receiver.kind === 'call' && receiver.callee.kind === 'member' && BY_NAME.has(receiver.callee.name) ? receiver.args[0] : undefined;
  const names = named?.kind === 'member' ? textsWritten(code, named.name, filesOfDrivers(code)) : undefined;
  if (names && names.size > 0) return [...names].map((collection) => ({ origin, kind: 'unread', table: { name: collection }, reason: `${name} of one of several collections` }));
  return [{ origin, kind: 'unread', reason: `${name} of a collection whose name is not written out` }];
}

/** Files of the packages that reach MongoDB: what names a collection stands there. */
function filesOfDrivers({ program, link }: Code): LinkedFile[] {
  link.trail.lookup(ALL_FILES);
  return link.files.filter(({ path }) => DRIVERS.some((name) => program.dependency(path, name) !== undefined));
}

function takenAway(code: Code, call: CallTerm, receiver: Term, name: string, origin: Origin): SchemaChange[] | undefined {
  const [first] = call.args;
  if (name === 'dropCollection') return textValue(first) === undefined ? undefined : [{ origin, kind: 'drop table', table: { name: textValue(first)! } }];
  if (!TAKES.has(name)) return undefined;
  const collection = collectionOf(code, receiver);
  if (collection === undefined) return undefined;
  const table: TableName = { name: collection };
  if (name === 'rename') return textValue(first) === undefined ? undefined : [{ origin, kind: 'rename table', table, to: textValue(first)! }];
  // https://mongodb.github.io/node-mongodb-native/6.0/classes/Collection.html#dropIndexes
  if (name === 'drop' || (name === 'dropIndexes' && !first) || textValue(first) === '*') return [{ origin, kind: 'drop table', table }];
  if (first?.kind === 'object') return first.whole ? [{ origin, kind: 'drop index', table, by: 'index', columns: [...first.entries.keys()] }] : [];
  return (textsOf(first) ?? []).map((index) => ({ origin, kind: 'drop index', table, name: index }));
}

/** Methods of a collection after which indexes are gone, or another collection's. */
const TAKES: ReadonlySet<string> = new Set(['dropIndex', 'dropIndexes', 'drop', 'rename']);

/** The name of a collection that is reached by it, through a model, or as a member of a database; undefined where it is not known. */
function collectionOf(code: Code, term: Term): string | undefined {
  if (term.kind === 'member') return OF_MODEL.has(term.name) ? modelled(code, term.object) : isDatabase(term.object) && !DATABASE.test(term.name) ? term.name : undefined;
  if (term.kind !== 'call') return undefined;
  const { callee, args, form } = term;
  if (form === 'new') return isMeteorCollection(term) ? textValue(args[0]) : undefined;
  if (callee.kind !== 'member') return undefined;
  if (BY_NAME.has(callee.name)) return textValue(args[0]);
  return OF_MODEL.has(callee.name) ? modelled(code, callee.object) : undefined;
}

function modelled(code: Code, term: Term): string | undefined {
  return isMeteorCollection(term) ? textValue((term as CallTerm).args[0]) : modelCollection(code, term);
}

/** `new Mongo.Collection('tasks')`: https://docs.meteor.com/api/collections.html */
function isMeteorCollection(term: Term): boolean {
  return term.kind === 'call' && term.form === 'new' && term.callee.kind === 'member' && term.callee.name === 'Collection';
}

/** What is called a database, or what a client gives as one: `client.db()`. */
function isDatabase(term: Term): boolean {
  if (term.kind === 'member' || term.kind === 'global' || term.kind === 'symbol') return DATABASE.test(term.name);
  return term.kind === 'call' && term.callee.kind === 'member' && term.callee.name === 'db';
}

/** Whether a call on a collection that is not known is one of MongoDB's all the same: by what it is called on, or by what it is given. */
function isOfMongodb({ program }: Code, { file }: CallTerm, receiver: Term, keys: Term | undefined): boolean {
  const root = rootOf(receiver);
  const package_ = exportPath(root)?.specifier;
  if (package_ !== undefined && MONGODB.test(package_)) return true;
  if (receiver.kind === 'call' && receiver.callee.kind === 'member' && BY_NAME.has(receiver.callee.name)) return true;
  // What another library hands out has methods of the same names, and collections that no model of the project is of.
  if (package_ !== undefined || keys?.kind === 'literal' || !DRIVERS.some((name) => program.dependency(file.path, name) !== undefined)) return false;
  return keys?.kind !== 'object' || keys.entries.size === 0 || [...keys.entries.values()].every(({ value }) => value.kind !== 'literal' || KINDS.has(value.value));
}

function rootOf(term: Term): Term {
  if (term.kind === 'member') return exportPath(term) ? term : rootOf(term.object);
  return term.kind === 'call' ? rootOf(term.callee) : term;
}
