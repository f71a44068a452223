import type { Span } from '../../../facts/types.ts';
import type { LinkedFile } from '../../../program/linked-file.ts';
import { isSameIndex } from '../fold.ts';
import type { Column, Index, IndexPart, Origin, PredicateTerm } from '../types.ts';
import inflection from 'inflection';
import { typeOfAnnotation, typeOfConstructor } from './columns.ts';
import { callsOf, classKey, decoratedClasses, decoratorsOf, draftTable, indexOn, membersOf, originAt, partOn, putColumn } from './parts.ts';
import type { Code, DraftTable, Reading } from './parts.ts';
import { predicateOfObject, predicateText } from './predicates.ts';
import { run } from './run.ts';
import { entryOf, exportPath, isSet, textEntry, textsOf, textValue, type CallTerm, type ClassTerm, type FunctionTerm, type Term } from './terms.ts';

/** What a schema declares: paths with dots for what is nested, and indexes over them. */
export interface SchemaParts {
  columns: Column[];
  indexes: Index[];
  name: string | undefined;
  collection: string | undefined;
  whole: boolean;
}

const MONGOOSE = /^(?:@nestjs\/)?mongoose$/;
const isMongoose = (specifier: string): boolean => MONGOOSE.test(specifier);

/**
 * Collections of Mongoose's models, with `_id` and its index: https://mongoosejs.com/docs/guide.html#indexes. A reference to another
 * collection makes no index. Paths of documents inside of documents are columns with dots.
 */
export function readMongoose(code: Code): Reading {
  const { terms } = code;
  const schemas: Schemas = { later: laterIndexes(code), reading: new Set() };
  const tables = new Map<string, DraftTable>();
  const collections = new Map<string, string>();
  for (const { file, id } of callsOf(code, 'model')) {
    const term = terms.call(file, id);
    if (term.kind !== 'call') continue;
    const [named, schema] = term.args;
    const name = textValue(named);
    const found = schema?.kind === 'call' ? schemaOf(code, schema, schemas) : undefined;
    if (name === undefined || !found) continue;
    const origin = originAt(code, 'mongoose', file, file.facts.calls[id]!.span);
    const collection = textValue(term.args[2]) ?? found.collection ?? collectionName(name);
    collections.set(keyOf(term)!, collection);
    addCollection(tables, name, collection, found, file, origin);
  }
  // Models that share the collection of another: https://mongoosejs.com/docs/discriminators.html
  for (const { file, id } of callsOf(code, 'discriminator')) {
    const term = terms.call(file, id);
    if (term.kind !== 'call' || term.callee.kind !== 'member') continue;
    const [named, schema] = term.args;
    const name = textValue(named);
    const collection = collections.get(keyOf(term.callee.object) ?? '');
    const found = schema?.kind === 'call' ? schemaOf(code, schema, schemas) : undefined;
    if (name === undefined || collection === undefined || !found) continue;
    addCollection(tables, name, collection, found, file, originAt(code, 'mongoose', file, file.facts.calls[id]!.span), true);
  }
  nestCollections(code, schemas, tables);
  return { tables: [...tables.values()], changes: [], problems: [] };
}

/** Classes of Nest: those that a module or a service names, where any is named so; the others stand inside of those. */
function nestCollections(code: Code, schemas: Schemas, tables: Map<string, DraftTable>): void {
  const classes = decoratedClasses(code, MONGOOSE, ['Schema']).map(({ self, decorators }) => ({ self, name: self.file.facts.classes[self.id]!.name, decorator: decorators.find(({ name }) => name === 'Schema')! }));
  if (classes.length === 0) return;
  const models = nestModels(code);
  for (const { self, name, decorator } of classes) {
    if (models.size > 0 && !models.has(name)) continue;
    const base = models.get(name);
    const owner = classes.find((one) => one.name === (base ?? name))?.decorator ?? decorator;
    const collection = textEntry(owner.args[0], 'collection') ?? collectionName(base ?? name);
    addCollection(tables, name, collection, nestSchema(code, self, decorator.args[0], schemas), self.file, originAt(code, 'mongoose', self.file, decorator.span), base !== undefined);
  }
}

/** Names of models in `MongooseModule.forFeature([{ name: Cat.name, … }])` and `@InjectModel(Cat.name)`, each with the one whose collection it shares. */
function nestModels(code: Code): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  const nameOf = (term: Term | undefined): string | undefined => (term?.kind === 'member' && term.name === 'name' && term.object.kind === 'class' ? term.object.file.facts.classes[term.object.id]!.name : textValue(term));
  const add = (term: Term | undefined, base: string | undefined): string | undefined => {
    const name = nameOf(term);
    if (name !== undefined) found.set(name, base ?? found.get(name));
    return name;
  };
  for (const maker of ['forFeature', 'forFeatureAsync', 'InjectModel']) {
    for (const { file, id } of callsOf(code, maker)) {
      const term = code.terms.call(file, id);
      const given = term.kind === 'call' ? term.args[0] : undefined;
      if (given?.kind !== 'list') {
        add(given, undefined);
        continue;
      }
      for (const item of given.items) {
        const base = add(entryOf(item, 'name'), undefined);
        const discriminators = entryOf(item, 'discriminators');
        for (const one of discriminators?.kind === 'list' ? discriminators.items : []) add(entryOf(one, 'name'), base);
      }
    }
  }
  return found;
}

/** Adds what one model declares to the table of its collection, which several may share. @param isPart whether not all documents are of the model */
export function addCollection(tables: Map<string, DraftTable>, name: string, collection: string, { columns, indexes, whole }: SchemaParts, file: LinkedFile, origin: Origin, isPart = false): void {
  const table = tables.get(collection) ?? draftTable(collection, undefined, origin);
  table.entities.push({ name, file: file.path });
  if (!table.columns.some((column) => column.name === '_id')) {
    table.columns.push({ name: '_id', type: 'other', nullable: false, origin });
    table.indexes.push(indexOn(['_id'], 'primary key', origin));
  }
  // Other documents of the collection may lack what one model of several declares.
  for (const column of columns) if (!isPart || !table.columns.some(({ name: known }) => known === column.name)) putColumn(table, isPart ? { ...column, nullable: true } : column);
  table.indexes.push(...indexes.filter((index) => !table.indexes.some((other) => isSameIndex(other, index))));
  if (!whole) table.incomplete = true;
  tables.set(collection, table);
}

/**
 * The collection of a model: of `model('User', schema, collection)`, which makes it, and of `model('User')`, which asks for it.
 * Undefined for everything else.
 */
export function modelCollection(code: Code, term: Term): string | undefined {
  const injected = injectedModel(code, term);
  if (injected !== undefined) return injected;
  const name = term.kind === 'call' && nameOfCallee(term) === 'model' ? textValue(term.args[0]) : undefined;
  if (term.kind !== 'call' || name === undefined) return undefined;
  const makers = term.args.length > 1 ? [term] : callsOf(code, 'model').flatMap(({ file, id }) => {
    const maker = code.terms.call(file, id);
    return maker.kind === 'call' && maker.args.length > 1 && textValue(maker.args[0]) === name ? [maker] : [];
  });
  const collections = new Set(makers.map(({ args: [, schema, collection] }) => textValue(collection) ?? (schema?.kind === 'call' ? textEntry(schema.args[1], 'collection') : undefined) ?? collectionName(name)));
  return collections.size > 1 ? undefined : ([...collections][0] ?? collectionName(name));
}

/** The collection of a model that Nest gives a class: `@InjectModel(User.name) private users: Model<User>`. */
function injectedModel(code: Code, term: Term): string | undefined {
  if (term.kind !== 'member' || term.object.kind !== 'instance') return undefined;
  const { file, id } = term.object;
  const { fields, functionId } = file.facts.classes[id]!;
  const field = fields.find(({ name }) => name === term.name);
  const [given] = decoratorsOf(code, isMongoose, field?.decorators ?? [], file, functionId).find(({ name }) => name === 'InjectModel')?.args ?? [];
  const named = given?.kind === 'member' && given.name === 'name' && given.object.kind === 'class' ? given.object : classNamed(code, textValue(given), file);
  if (!named) return undefined;
  const { name, decorators, functionId: around } = named.file.facts.classes[named.id]!;
  const schema = decoratorsOf(code, isMongoose, decorators, named.file, around).find((one) => one.name === 'Schema');
  return schema && (textEntry(schema.args[0], 'collection') ?? collectionName(name));
}

function classNamed({ link }: Code, name: string | undefined, from: LinkedFile): ClassTerm | undefined {
  const found = name === undefined ? [] : link.names.classes(name, from);
  return found.length === 1 ? { kind: 'class', ...found[0]! } : undefined;
}

function nameOfCallee({ callee }: CallTerm): string | undefined {
  return callee.kind === 'member' || callee.kind === 'export' ? callee.name : undefined;
}

/** The name of a collection: the model's in lower case and in the plural. https://mongoosejs.com/docs/models.html#compiling */
export function collectionName(model: string): string {
  const name = model.toLowerCase();
  return /s$/.test(name) ? name : inflection.pluralize(name);
}

interface Schemas {
  /** What is added to a schema after it was made. */
  later: ReadonlyMap<string, readonly CallTerm[]>;
  /** Those that are being read: a schema may stand inside of itself, `folderSchema.add({ folders: [folderSchema] })`. */
  reading: Set<string>;
}

function keyOf(term: Term): string | undefined {
  return term.kind === 'call' ? `${term.file.number}:${term.id}` : undefined;
}

/** What adds to a schema after it was made. */
const ADDS: ReadonlySet<string> = new Set(['index', 'add']);

/** `schema.index(fields, options)` and `schema.add(…)`, by the schema; of plugins and other functions that are given one, too. */
function laterIndexes(code: Code): Schemas['later'] {
  const found = new Map<string, CallTerm[]>();
  const add = (term: Term): void => {
    const key = term.kind === 'call' && term.callee.kind === 'member' && ADDS.has(term.callee.name) ? keyOf(term.callee.object) : undefined;
    if (key !== undefined) found.set(key, [...(found.get(key) ?? []), term as CallTerm]);
  };
  const given = new Map<string, FunctionTerm>();
  for (const { file, id } of [...ADDS].flatMap((name) => callsOf(code, name))) {
    // What a function is given, those say that call it.
    const called = ofParameter(file, id);
    if (called) given.set(`${file.number}:${called.id}`, called);
    else add(code.terms.call(file, id));
  }
  for (const { called, args } of [...pluginsIn(code), ...[...given.values()].flatMap((called) => callsTo(code, called))]) {
    if (args.some(isSchema)) for (const { call } of run(code.terms, called, args)) add(call);
  }
  return found;
}

/** The function whose parameter a call is made on: `schema.index(…)` in a plugin. */
function ofParameter(file: LinkedFile, call: number): FunctionTerm | undefined {
  const { callee } = file.facts.calls[call]!;
  const binding = callee.kind === 'member' && callee.object.kind === 'name' ? file.facts.bindings[callee.object.binding] : undefined;
  return binding?.kind === 'param' ? { kind: 'function', file, id: binding.functionId, env: undefined } : undefined;
}

/** `new Schema(…)`, `SchemaFactory.createForClass(User)` */
function isSchema(term: Term): boolean {
  const path = term.kind === 'call' ? exportPath(term.callee) : undefined;
  return path !== undefined && isMongoose(path.specifier) && (path.path.at(-1) === 'Schema' || path.path.at(-1) === 'createForClass');
}

/** A function with what a call gives it. */
interface Given {
  called: FunctionTerm;
  args: readonly Term[];
}

/** Plugins of the project: https://mongoosejs.com/docs/plugins.html */
function pluginsIn(code: Code): Given[] {
  return callsOf(code, 'plugin').flatMap(({ file, id }): Given[] => {
    const term = code.terms.call(file, id);
    const [called, ...options] = term.kind === 'call' ? term.args : [];
    return term.kind === 'call' && term.callee.kind === 'member' && called?.kind === 'function' ? [{ called, args: [term.callee.object, ...options] }] : [];
  });
}

/** The calls of a function by its name. */
function callsTo(code: Code, { file, id }: FunctionTerm): Given[] {
  const { name } = file.facts.functions[id]!;
  if (name === '') return [];
  return callsOf(code, name).flatMap((call): Given[] => {
    const { callee, functionId, args } = call.file.facts.calls[call.id]!;
    const called = code.terms.of(callee, call.file, functionId);
    return called.kind === 'function' && called.file === file && called.id === id ? [{ called, args: args.map((arg) => code.terms.of(arg, call.file, functionId)) }] : [];
  });
}

/** What a schema declares; nothing of one inside of itself, where the paths are those of the one around it once more. */
function schemaOf(code: Code, term: CallTerm, schemas: Schemas): SchemaParts | undefined {
  const key = keyOf(term)!;
  if (schemas.reading.has(key)) return undefined;
  schemas.reading.add(key);
  const parts = declaredSchema(code, term, schemas);
  schemas.reading.delete(key);
  return parts;
}

/** `new Schema(definition, options)`, `SchemaFactory.createForClass(User)` */
function declaredSchema(code: Code, term: CallTerm, schemas: Schemas): SchemaParts | undefined {
  const path = exportPath(term.callee);
  if (path && isMongoose(path.specifier) && path.path.at(-1) === 'createForClass' && term.args[0]?.kind === 'class') return nestSchema(code, term.args[0], undefined, schemas);
  if (!path || !isMongoose(path.specifier) || path.path.at(-1) !== 'Schema' || term.form !== 'new') return undefined;
  const [definition, options] = term.args;
  const parts: SchemaParts = { columns: [], indexes: [], name: undefined, collection: textEntry(options, 'collection'), whole: definition?.kind === 'object' && definition.whole };
  const { span } = term.file.facts.calls[term.id]!;
  if (definition) addPaths(code, parts, definition, '', schemas, 0);
  addTimes(parts, entryOf(options, 'timestamps'), originAt(code, 'mongoose', term.file, span));
  addLater(code, parts, schemas.later.get(keyOf(term)!) ?? [], schemas);
  return parts;
}

/** `timestamps: true`, or other names for the two: https://mongoosejs.com/docs/timestamps.html */
export function addTimes(parts: SchemaParts, timestamps: Term | undefined, origin: Origin): void {
  if (timestamps?.kind !== 'object' && !(timestamps?.kind === 'literal' && timestamps.value === true)) return;
  for (const time of ['createdAt', 'updatedAt']) {
    const given = entryOf(timestamps, time);
    const name = textValue(given) ?? time;
    const isLeftOut = given?.kind === 'literal' && given.value === false;
    if (!isLeftOut && !parts.columns.some((column) => column.name === name)) parts.columns.push({ name, type: 'timestamp', nullable: false, origin });
  }
}

function addLater(code: Code, parts: SchemaParts, calls: readonly CallTerm[], schemas: Schemas): void {
  for (const call of calls) {
    const name = call.callee.kind === 'member' ? call.callee.name : '';
    const [first, options] = call.args;
    if (name === 'add' && first) addPaths(code, parts, first, '', schemas, 0);
    if (name !== 'index') continue;
    const origin = originAt(code, 'mongoose', call.file, call.file.facts.calls[call.id]!.span);
    const index = compound(first, options, origin);
    if (index) parts.indexes.push(index);
    else parts.whole = false;
  }
}

/**
 * `{ a: 1, b: -1 }`, `{ place: '2dsphere' }`, `{ title: 'text' }`, and the lists and names that the driver takes as well:
 * https://mongodb.github.io/node-mongodb-native/6.0/types/IndexSpecification.html
 */
export function compound(fields: Term | undefined, options: Term | undefined, origin: Origin): Index | undefined {
  const pairs = fieldsIn(fields);
  if (!pairs || pairs.length === 0) return undefined;
  let method = 'btree';
  const parts = pairs.map(([column, value]): IndexPart => {
    const kind = textValue(value);
    if (kind !== undefined && !/^(?:asc|desc)/i.test(kind)) method = kind;
    return partOn(column, (value?.kind === 'literal' && value.value === -1) || /^desc/i.test(kind ?? '') ? 'desc' : 'asc');
  });
  return indexOn(parts, 'index', origin, optionsOf(options, parts, method));
}

/** The fields of an index with what is said of each; undefined where one is not known. */
function fieldsIn(fields: Term | undefined): [field: string, said: Term | undefined][] | undefined {
  if (fields?.kind === 'object') {
    // `{ [field]: 1 }` is a field that something else names.
    const isKnown = fields.whole && ![...fields.entries.keys()].some((field) => field.startsWith('['));
    return isKnown ? [...fields.entries].map(([field, { value }]) => [field, value]) : undefined;
  }
  const names = textsOf(fields);
  if (names) return names.map((name) => [name, undefined]);
  const pairs = fields?.kind === 'list' && fields.whole ? fields.items.map((item): [string | undefined, Term | undefined] => (item.kind === 'list' ? [textValue(item.items[0]), item.items[1]] : [undefined, undefined])) : [];
  return pairs.every((pair): pair is [string, Term | undefined] => pair[0] !== undefined) ? pairs : undefined;
}

/** Unique, partial and sparse: https://mongoosejs.com/docs/api/schema.html#Schema.prototype.index() */
function optionsOf(options: Term | undefined, parts: readonly IndexPart[], method: string): Partial<Index> {
  const name = textEntry(options, 'name');
  const partial = entryOf(options, 'partialFilterExpression');
  const where = partial ? (predicateOfObject(partial) ?? { text: 'not understood' }) : isSet(options, 'sparse') && parts.length === 1 ? predicateOfSparse(parts[0]!.column!) : undefined;
  return { ...(name !== undefined && { name }), unique: isSet(options, 'unique'), method, ...(where && { where }) };
}

/** A sparse index leaves out documents without the field, so that it serves what asks for a value. */
function predicateOfSparse(column: string): Index['where'] {
  const terms: PredicateTerm[] = [{ column, operator: 'is not null', values: [] }];
  return { text: predicateText(terms), terms };
}

/** Schemas inside of each other. */
const MAX_DEPTH = 8;

function addPaths(code: Code, parts: SchemaParts, definition: Term, prefix: string, schemas: Schemas, depth: number): void {
  if (definition.kind !== 'object' || depth > MAX_DEPTH) {
    if (definition.kind === 'call') addNested(code, parts, definition, prefix, schemas);
    else parts.whole = false;
    return;
  }
  if (!definition.whole) parts.whole = false;
  for (const [key, { value, span, file }] of definition.entries) addPath(code, parts, `${prefix}${key}`, value, span, file, schemas, depth);
}

/** The paths and indexes of a schema that stands inside of another. */
function addNested(code: Code, parts: SchemaParts, schema: CallTerm, prefix: string, schemas: Schemas): void {
  const inner = schemaOf(code, schema, schemas);
  if (!inner) return;
  const within = (column: string): string => `${prefix}${column}`;
  parts.columns.push(...inner.columns.map((column) => ({ ...column, name: within(column.name) })));
  parts.indexes.push(...inner.indexes.map((index) => nestedIndex(index, within)));
  parts.whole &&= inner.whole;
}

/** An index as it is over the paths of the schema around it. */
function nestedIndex(index: Index, within: (column: string) => string): Index {
  const { where } = index;
  const terms = where?.terms?.map((term) => ({ ...term, column: within(term.column) }));
  const predicate = terms ? { text: predicateText(terms), terms } : where;
  return { ...index, parts: index.parts.map((part) => ({ ...part, column: within(part.column!) })), ...(predicate && { where: predicate }) };
}

function addPath(code: Code, parts: SchemaParts, path: string, value: Term, span: Span, file: LinkedFile, schemas: Schemas, depth: number): void {
  const origin = originAt(code, 'mongoose', file, span);
  const own = value.kind === 'list' ? value.items[0] : value;
  const type = own?.kind === 'object' ? entryOf(own, 'type') : own;
  // `{ type: { type: String } }` is a path that is called type.
  const isOptions = own?.kind === 'object' && type !== undefined && !(type.kind === 'object' && entryOf(type, 'type') !== undefined);
  if (own?.kind === 'object' && !isOptions) {
    addPaths(code, parts, own, `${path}.`, schemas, depth + 1);
    return;
  }
  const isList = value.kind === 'list' || type?.kind === 'list';
  const inner = type?.kind === 'list' ? type.items[0] : type;
  parts.columns.push({ name: path, type: isList ? 'array' : typeOfPath(inner), nullable: !(isOptions && isSet(own, 'required')), origin });
  if (inner?.kind === 'call') addNested(code, parts, inner, `${path}.`, schemas);
  else if (inner?.kind === 'object' && type !== own) addPaths(code, parts, inner, `${path}.`, schemas, depth + 1);
  if (isOptions) addPathIndex(parts, path, own, origin);
}

/** The type that a path is declared with: a constructor, its name, or an export of Mongoose. */
export function typeOfPath(type: Term | undefined): Column['type'] {
  if (type?.kind === 'global') return typeOfConstructor(type.name);
  const written = textValue(type);
  if (written !== undefined) return typeOfConstructor(written[0]!.toUpperCase() + written.slice(1));
  const name = type ? exportPath(type)?.path.at(-1) : undefined;
  return name === undefined ? 'other' : name === 'Decimal128' ? 'decimal' : typeOfConstructor(name);
}

/** `index: true | 1 | -1 | '2dsphere' | 'text' | { … }`, `unique`, `sparse`, `text`, `expires` of a path. */
export function addPathIndex(parts: SchemaParts, path: string, options: Term, origin: Origin): void {
  const index = entryOf(options, 'index');
  const unique = entryOf(options, 'unique');
  const isUnique = unique !== undefined && !(unique.kind === 'literal' && unique.value === false);
  const isNot = index?.kind === 'literal' && (index.value === false || index.value === null);
  const isText = entryOf(options, 'text') !== undefined && !isNot;
  const expires = entryOf(options, 'expires');
  if ((index === undefined || isNot) && !isUnique && !isText && expires === undefined && !isSet(options, 'sparse')) return;
  const kind = textValue(index);
  const method = isText ? 'text' : kind !== undefined && !/^(?:asc|desc)/i.test(kind) ? kind : 'btree';
  const part = partOn(path, index?.kind === 'literal' && index.value === -1 ? 'desc' : 'asc');
  const more = optionsOf(index?.kind === 'object' ? index : options, [part], method);
  parts.indexes.push(indexOn([part], 'index', origin, { ...more, unique: isUnique || more.unique === true }));
}

/** Classes with `@Schema` and `@Prop`: https://docs.nestjs.com/techniques/mongodb */
function nestSchema(code: Code, self: ClassTerm, options: Term | undefined, schemas: Schemas): SchemaParts {
  const parts: SchemaParts = { columns: [], indexes: [], name: undefined, collection: textEntry(options, 'collection'), whole: true };
  for (const one of [...code.terms.chain(self).classes].reverse()) {
    for (const { property, decorators, type, file, span } of membersOf(code, isMongoose, one)) {
      const prop = decorators.find(({ name }) => name === 'Prop');
      if (!prop) continue;
      const [given] = prop.args;
      if (given?.kind === 'object' || given?.kind === 'list' || given?.kind === 'call' || given?.kind === 'class') {
        const declared: Term = given.kind === 'object' && entryOf(given, 'type') === undefined ? { ...given, entries: new Map([...given.entries, ['type', { value: { kind: 'unknown' }, span, file }]]) } : given;
        addPath(code, parts, property, declared, span, file, schemas, 0);
        const known = typeOfAnnotation(type);
        const column = parts.columns.find(({ name }) => name === property);
        if (column?.type === 'other' && known !== 'other') parts.columns = parts.columns.map((item) => (item === column ? { ...item, type: known } : item));
      } else parts.columns.push({ name: property, type: typeOfAnnotation(type), nullable: true, origin: originAt(code, 'mongoose', file, span) });
    }
  }
  addTimes(parts, entryOf(options, 'timestamps'), originAt(code, 'mongoose', self.file, self.file.facts.classes[self.id]!.nameSpan));
  // `export const UserSchema = SchemaFactory.createForClass(User); UserSchema.index(…)`
  for (const { file, id } of callsOf(code, 'createForClass')) {
    const term = code.terms.call(file, id);
    if (term.kind === 'call' && term.args[0]?.kind === 'class' && classKey(term.args[0]) === classKey(self)) addLater(code, parts, schemas.later.get(keyOf(term)!) ?? [], schemas);
  }
  return parts;
}
