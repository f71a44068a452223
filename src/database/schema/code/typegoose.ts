import { typeOfAnnotation } from './columns.ts';
import { addCollection, addPathIndex, addTimes, collectionName, compound, typeOfPath, type SchemaParts } from './mongoose.ts';
import { callsOf, classKey, decoratedClasses, decoratorsOf, membersOf, originAt } from './parts.ts';
import type { Code, Decorator, DraftTable, Member, Reading } from './parts.ts';
import { entryOf, exportPath, isSet, textEntry, type ClassTerm, type Term } from './terms.ts';

const TYPEGOOSE = /^(?:@typegoose\/|@hasezoey\/)?typegoose(?:\/|$)/;
const isTypegoose = (specifier: string): boolean => TYPEGOOSE.test(specifier);

/** Calls that make a model of a class, or that Nest's modules make one by. */
const MAKERS: readonly string[] = ['getModelForClass', 'getDiscriminatorModelForClass', 'addModelToTypegoose', 'forFeature', 'InjectModel'];

/** Classes inside of each other. */
const MAX_DEPTH = 8;

/** Collections of Typegoose's classes: https://typegoose.github.io/typegoose/docs/api/decorators/prop */
export function readTypegoose(code: Code): Reading {
  const tables = new Map<string, DraftTable>();
  const decorated = decoratedClasses(code, TYPEGOOSE, ['modelOptions', 'index']).map(({ self }) => self);
  const nested = new Set<string>();
  const explicit = new Map(made(code).map((self) => [classKey(self), self]));
  const classes = new Map([...explicit, ...decorated.map((self) => [classKey(self), self] as const)]);
  const found = [...classes].map(([key, self]) => ({ key, self, ...schemaOf(code, self, nested) }));
  const bases = new Set(found.flatMap(({ self }) => code.terms.chain(self).classes.slice(1).map(classKey)));
  for (const { key, self, parts, collection } of found) {
    // What only stands inside of other documents has no collection of its own, nor has a base class.
    if (!explicit.has(key) && (nested.has(key) || bases.has(key))) continue;
    const { name, nameSpan } = self.file.facts.classes[self.id]!;
    addCollection(tables, name, collection ?? collectionName(name), parts, self.file, originAt(code, 'mongoose', self.file, nameSpan));
  }
  return { tables: [...tables.values()], changes: [], problems: [] };
}

/** Classes that the project makes models of. Modules of other libraries are given their classes by functions of the same names. */
function made(code: Code): ClassTerm[] {
  const given = MAKERS.flatMap((maker) => callsOf(code, maker)).flatMap(({ file, id }) => {
    const term = code.terms.call(file, id);
    return term.kind === 'call' ? term.args.flatMap(classesIn) : [];
  });
  return given.filter((self) => code.terms.chain(self).classes.some((one) => isMarked(code, one)));
}

/** Whether a class or one of its properties has a decorator of Typegoose. */
function isMarked(code: Code, self: ClassTerm): boolean {
  const { decorators, functionId } = self.file.facts.classes[self.id]!;
  return decoratorsOf(code, isTypegoose, decorators, self.file, functionId).length > 0 || membersOf(code, isTypegoose, self).length > 0;
}

/** `User`, `[User, Post]`, `[{ typegooseClass: User }]` */
function classesIn(term: Term): ClassTerm[] {
  if (term.kind === 'class') return [term];
  if (term.kind === 'list') return term.items.flatMap(classesIn);
  const given = entryOf(term, 'typegooseClass');
  return given?.kind === 'class' ? [given] : [];
}

/** @param nested takes the classes of documents inside of this one's */
function schemaOf(code: Code, self: ClassTerm, nested: Set<string>): { parts: SchemaParts; collection: string | undefined } {
  const parts: SchemaParts = { columns: [], indexes: [], name: undefined, collection: undefined, whole: true };
  const { classes, base } = code.terms.chain(self);
  let collection: string | undefined;
  // https://typegoose.github.io/typegoose/docs/api/default-classes
  let timestamps: Term | undefined = base !== undefined && exportPath(base)?.path.at(-1) === 'TimeStamps' ? { kind: 'literal', value: true } : undefined;
  // The options of a base class hold for those that extend it, but its collection is its own.
  for (const one of [...classes].reverse()) {
    const { decorators, functionId } = one.file.facts.classes[one.id]!;
    for (const decorator of decoratorsOf(code, isTypegoose, decorators, one.file, functionId)) {
      if (decorator.name === 'index') addIndex(code, parts, decorator);
      if (decorator.name !== 'modelOptions') continue;
      const options = entryOf(decorator.args[0], 'schemaOptions');
      timestamps = entryOf(options, 'timestamps') ?? timestamps;
      if (classKey(one) === classKey(self)) collection = textEntry(options, 'collection') ?? collection;
    }
  }
  addProperties(code, parts, self, '', nested, 0);
  addTimes(parts, timestamps, originAt(code, 'mongoose', self.file, self.file.facts.classes[self.id]!.nameSpan));
  return { parts, collection };
}

/** `@index({ title: 1, createdAt: -1 }, { unique: true })` */
function addIndex(code: Code, parts: SchemaParts, { args: [fields, options], file, span }: Decorator): void {
  const index = compound(fields, options, originAt(code, 'mongoose', file, span));
  if (index) parts.indexes.push(index);
  else parts.whole = false;
}

function addProperties(code: Code, parts: SchemaParts, self: ClassTerm, prefix: string, nested: Set<string>, depth: number): void {
  if (depth > MAX_DEPTH) return;
  for (const one of [...code.terms.chain(self).classes].reverse()) for (const member of membersOf(code, isTypegoose, one)) addProperty(code, parts, member, prefix, nested, depth);
}

function addProperty(code: Code, parts: SchemaParts, { property, decorators, type, file, span }: Member, prefix: string, nested: Set<string>, depth: number): void {
  const decorator = decorators.find(({ name }) => name === 'prop' || name === 'arrayProp' || name === 'mapProp');
  if (!decorator) return;
  const options = decorator.args.find((arg) => arg.kind === 'object');
  const path = `${prefix}${property}`;
  const origin = originAt(code, 'mongoose', file, span);
  const written = entryOf(options, 'type') ?? entryOf(options, 'items');
  const given = written?.kind === 'function' ? code.terms.returned(written, []) : written;
  const inner = given?.kind === 'list' ? given.items[0] : given;
  const annotated = typeOfAnnotation(type);
  const isList = given?.kind === 'list' || decorator.name === 'arrayProp' || annotated === 'array';
  const known = typeOfPath(inner);
  parts.columns.push({ name: path, type: isList ? 'array' : known === 'other' ? annotated : known, nullable: !isSet(options, 'required'), origin });
  if (inner?.kind === 'class' && entryOf(options, 'ref') === undefined) {
    nested.add(classKey(inner));
    addProperties(code, parts, inner, `${path}.`, nested, depth + 1);
  }
  if (options) addPathIndex(parts, path, options, origin);
}
