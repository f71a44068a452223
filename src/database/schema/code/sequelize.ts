import inflection from 'inflection';
import type { Span } from '../../../facts/types.ts';
import type { LinkedFile } from '../../../program/linked-file.ts';
import type { Column, ForeignKey, Index, SchemaProblem } from '../types.ts';
import { typeOfAnnotation } from './columns.ts';
import { actionsOf, callsOf, classKey, decoratedClasses, draftTable, indexOn, membersOf, originAt, putColumn, targetClass } from './parts.ts';
import type { Code, Decorator, DraftTable, Member, Reading } from './parts.ts';
import { sequelizeIndex } from './sequelize-migrations.ts';
import { attributeOf, referenceOf, sequelizeColumn, sequelizeType, tableRef, typeName } from './sequelize-types.ts';
import { entryOf, exportPath, isOff, isSet, textEntry, textValue, type ClassTerm, type ObjectTerm, type Term } from './terms.ts';

const isSequelize = (specifier: string): boolean => specifier === 'sequelize' || specifier === 'sequelize-typescript' || specifier.startsWith('@sequelize/');

/** The package whose models have decorators. */
const TYPESCRIPT = /^sequelize-typescript$/;
const isTypescript = (specifier: string): boolean => TYPESCRIPT.test(specifier);

/** A model while its table is put together. */
interface Model {
  name: string;
  /** Names of the class, of the call that defines it, and what it is looked up by in registries. */
  keys: readonly string[];
  file: LinkedFile;
  span: Span;
  table: DraftTable;
  underscored: boolean;
  /** Columns by attribute. */
  columns: Map<string, string>;
  primary: string[];
  /** Its key is one that the library adds. */
  hasImplicitKey: boolean;
  /** Unique columns by the group that they name, or each its own. */
  groups: Map<string, { name: string | undefined; columns: string[]; span: Span; file: LinkedFile }>;
}

interface Association {
  kind: 'belongsTo' | 'hasOne' | 'hasMany' | 'belongsToMany';
  source: Model;
  target: Model;
  options: Term | undefined;
  /** Of sequelize-typescript, the property. */
  as: string | undefined;
  file: LinkedFile;
  span: Span;
  through?: { model: Model | undefined; name: string | undefined };
}

/**
 * Tables of Sequelize's models, by `init`, `define` and sequelize-typescript: https://sequelize.org/docs/v6/core-concepts/model-basics/.
 * Names that nothing writes out are made as the library makes them, with its own rules of plurals.
 */
export function readSequelize(code: Code): Reading {
  const problems: SchemaProblem[] = [];
  const defaults = definitionDefaults(code);
  const models = [...initialised(code, defaults), ...defined(code, defaults), ...decorated(code, defaults, problems)];
  const byKey = new Map(models.flatMap((model) => model.keys.map((key): [string, Model] => [key, model])));
  const junctions: DraftTable[] = [];
  const associations = [...calledAssociations(code, byKey), ...decoratedAssociations(code, byKey)];
  // What refers to others comes before what needs both sides.
  for (const one of associations) if (one.kind !== 'belongsToMany') refer(code, one);
  for (const one of associations) if (one.kind === 'belongsToMany') between(code, one, junctions);
  for (const model of models) {
    if (model.primary.length > 0) model.table.indexes.unshift(indexOn(model.primary, 'primary key', model.table.origin));
    for (const { name, columns, span, file } of model.groups.values()) model.table.indexes.push(indexOn(columns, 'unique', originAt(code, 'sequelize', file, span), name === undefined ? {} : { name }));
  }
  return { tables: [...models.map(({ table }) => table), ...junctions], changes: [], problems };
}

/** What `new Sequelize(…, { define: … })` says of all models of a package. */
function definitionDefaults(code: Code): (file: LinkedFile) => ObjectTerm | undefined {
  const byPackage = new Map<string, ObjectTerm>();
  for (const { file, id } of callsOf(code, 'Sequelize')) {
    const term = code.terms.call(file, id);
    if (term.kind !== 'call' || term.form !== 'new') continue;
    const define = term.args.map((arg) => entryOf(arg, 'define')).find((found) => found?.kind === 'object');
    if (define?.kind === 'object') byPackage.set(code.link.packageOf(file)?.dir ?? '', define);
  }
  return (file) => byPackage.get(code.link.packageOf(file)?.dir ?? '');
}

type Defaults = (file: LinkedFile) => Term | undefined;

/** `User.init(attributes, options)` of a class that extends the library's. */
function initialised(code: Code, defaults: Defaults): Model[] {
  return callsOf(code, 'init').flatMap(({ file, id }): Model[] => {
    const term = code.terms.call(file, id);
    if (term.kind !== 'call' || term.callee.kind !== 'member') return [];
    const self = term.callee.object.kind === 'class' ? term.callee.object : (classAround(file, id) ?? classGiven(code, file, id));
    if (!self || !isModelClass(code, self)) return [];
    const [attributes, options] = term.args;
    const { name } = self.file.facts.classes[self.id]!;
    return attributes?.kind === 'object' ? [modelOf(code, { name, keys: [classKey(self), name], attributes, options: options ?? attributes, defaults: defaults(file), file, span: file.facts.calls[id]!.span })] : [];
  });
}

/** Of `static init(sequelize) { super.init(…) }`, the class whose method it is. */
function classAround(file: LinkedFile, id: number): ClassTerm | undefined {
  const { callee, functionId } = file.facts.calls[id]!;
  const method = callee.kind === 'member' && callee.object.kind === 'super' ? file.index.methodOf.get(functionId) : undefined;
  return method?.static ? { kind: 'class', file, id: method.classId } : undefined;
}

/** Of `function setUp(Model) { Model.init(…) }`, the class that the one call of the function gives. */
function classGiven({ terms, link }: Code, file: LinkedFile, id: number): ClassTerm | undefined {
  const { callee, functionId } = file.facts.calls[id]!;
  if (callee.kind !== 'member' || callee.object.kind !== 'name') return undefined;
  const { binding } = callee.object;
  const { name, params } = file.facts.functions[functionId]!;
  const position = params.findIndex(({ bindings }) => bindings.length === 1 && bindings[0] === binding);
  if (position < 0 || name === '') return undefined;
  const calls = link.names.calls(name).filter((one) => one.file === file).map((one) => terms.call(file, one.id));
  const [given] = calls.length === 1 && calls[0]!.kind === 'call' ? [calls[0]!.args[position]] : [];
  return given?.kind === 'class' ? given : undefined;
}

function isModelClass({ terms }: Code, self: ClassTerm): boolean {
  const found = exportPath(terms.chain(self).base ?? { kind: 'unknown' });
  return found !== undefined && isSequelize(found.specifier) && found.path.at(-1) === 'Model';
}

/** `sequelize.define('User', attributes, options)` */
function defined(code: Code, defaults: Defaults): Model[] {
  return callsOf(code, 'define').flatMap(({ file, id }): Model[] => {
    const term = code.terms.call(file, id);
    if (term.kind !== 'call' || term.callee.kind !== 'member' || !usesSequelize(code, file)) return [];
    const [name, attributes, options] = term.args;
    const text = textValue(name);
    if (text === undefined || attributes?.kind !== 'object') return [];
    return [modelOf(code, { name: text, keys: [`call:${file.number}:${id}`, text], attributes, options: options ?? { kind: 'unknown' }, defaults: defaults(file), file, span: file.facts.calls[id]!.span })];
  });
}

/** Definers in files of their own are handed the connection and the types, and import nothing. */
function usesSequelize({ program }: Code, file: LinkedFile): boolean {
  return program.dependency(file.path, 'sequelize') !== undefined || file.specifiers.has('sequelize');
}

interface Definition {
  name: string;
  keys: readonly string[];
  attributes: ObjectTerm;
  options: Term;
  defaults: Term | undefined;
  file: LinkedFile;
  span: Span;
}

/** The value of an option of a model, else that of the connection. */
function optionOf({ options, defaults }: Pick<Definition, 'options' | 'defaults'>, key: string): Term | undefined {
  return entryOf(options, key) ?? entryOf(defaults, key);
}

function isOn(definition: Pick<Definition, 'options' | 'defaults'>, key: string): boolean {
  const value = optionOf(definition, key);
  return value?.kind === 'literal' && value.value === true;
}

function modelOf(code: Code, definition: Definition): Model {
  const { attributes, options, file, span } = definition;
  const model = emptyModel(code, definition);
  for (const [attribute, { value, span: at, file: where }] of attributes.entries) {
    const { options: own, type } = attributeOf(value);
    if (typeName(type) === 'VIRTUAL') continue;
    const column = textEntry(own, 'field') ?? columnName(attribute, model.underscored);
    addAttribute(code, model, attribute, { ...sequelizeColumn(column, value) }, at, where);
    if (isSet(own, 'primaryKey')) model.primary.push(column);
    addUnique(model, column, entryOf(own, 'unique'), at, where);
    const reference = referenceOf(column, value, (term) => tableOfModel(code, term));
    if (reference) model.table.foreignKeys.push({ ...reference, origin: originAt(code, 'sequelize', where, at) });
  }
  if (!attributes.whole) model.table.incomplete = true;
  completed(code, model, definition);
  indexesOf(code, model, optionOf({ options, defaults: undefined }, 'indexes'), file, span);
  return model;
}

function emptyModel(code: Code, definition: Pick<Definition, 'name' | 'keys' | 'options' | 'defaults' | 'file' | 'span'>): Model {
  const { name, keys, options, file, span } = definition;
  const modelName = textEntry(options, 'modelName') ?? name;
  const underscored = isOn(definition, 'underscored');
  const plural = isOn(definition, 'freezeTableName') ? modelName : columnName(inflection.pluralize(modelName), underscored);
  const given = textEntry(options, 'tableName') ?? tableRef(entryOf(options, 'tableName'))?.name;
  const table = draftTable(given ?? plural, textValue(optionOf(definition, 'schema')), originAt(code, 'sequelize', file, span));
  for (const entity of new Set([name, modelName])) table.entities.push({ name: entity, file: file.path });
  return { name: modelName, keys: [...keys, modelName], file, span, table, underscored, columns: new Map(), primary: [], hasImplicitKey: false, groups: new Map() };
}

function addAttribute(code: Code, model: Model, attribute: string, column: Column, span: Span, file: LinkedFile): void {
  model.columns.set(attribute, column.name);
  putColumn(model.table, { ...column, ...(column.name !== attribute && { property: attribute }), origin: originAt(code, 'sequelize', file, span) });
}

/** `true`, a name that several columns share, or `{ name, msg }`. */
function addUnique(model: Model, column: string, unique: Term | undefined, span: Span, file: LinkedFile): void {
  if (!unique || (unique.kind === 'literal' && unique.value === false)) return;
  const name = textValue(unique) ?? textEntry(unique, 'name');
  const key = name ?? `\0${column}`;
  const group = model.groups.get(key) ?? { name, columns: [], span, file };
  group.columns.push(column);
  model.groups.set(key, group);
}

/** The key and the times that the library adds: https://sequelize.org/docs/v6/core-concepts/model-basics/#timestamps */
function completed(code: Code, model: Model, definition: Pick<Definition, 'options' | 'defaults' | 'file' | 'span'>): void {
  const { file, span } = definition;
  const add = (attribute: string, column: Omit<Column, 'name'>): void => {
    if (!model.columns.has(attribute)) addAttribute(code, model, attribute, { name: columnName(attribute, model.underscored), ...column }, span, file);
  };
  if (model.primary.length === 0 && !model.columns.has('id')) {
    add('id', { type: 'integer', nullable: false });
    model.primary.push(model.columns.get('id')!);
    model.hasImplicitKey = true;
  }
  const timestamps = optionOf(definition, 'timestamps');
  if (timestamps?.kind === 'literal' && timestamps.value === false) return;
  const time = (option: string, nullable: boolean): void => {
    const given = optionOf(definition, option);
    if (given?.kind === 'literal' && given.value === false) return;
    add(textValue(given) ?? option, { type: 'timestamp', nullable });
  };
  time('createdAt', false);
  time('updatedAt', false);
  if (isOn(definition, 'paranoid')) time('deletedAt', true);
}

function indexesOf(code: Code, model: Model, indexes: Term | undefined, file: LinkedFile, span: Span): void {
  if (!indexes) return;
  if (indexes.kind !== 'list' || !indexes.whole) model.table.incomplete = true;
  for (const item of indexes.kind === 'list' ? indexes.items : []) {
    const at = item.kind === 'object' ? ([...item.entries.values()][0]?.span ?? span) : span;
    const index = sequelizeIndex(model.table.name, entryOf(item, 'fields'), item, originAt(code, 'sequelize', item.kind === 'object' ? item.file : file, at), (attribute) => model.columns.get(attribute) ?? attribute);
    if (index) model.table.indexes.push(index);
    else model.table.incomplete = true;
  }
}

/** `underscoredIf` of the library, which asks inflection. */
function columnName(name: string, underscored: boolean): string {
  return underscored ? name.replace(/([A-Z])/g, '_$1').replace(/^_/, '').toLowerCase() : name;
}

/** The table of a model that `references` names as a value: a model that it does not know yet is known by its class. */
function tableOfModel(code: Code, term: Term): string | undefined {
  const ref = tableRef(term);
  if (ref) return ref.name;
  if (term.kind !== 'class') return undefined;
  const name = code.terms.member(term, 'tableName');
  return textValue(name) ?? inflection.pluralize(term.file.facts.classes[term.id]!.name);
}

/** Classes with `@Table`: https://github.com/sequelize/sequelize-typescript */
function decorated(code: Code, defaults: Defaults, problems: SchemaProblem[]): Model[] {
  return decoratedClasses(code, TYPESCRIPT, ['Table']).map(({ self, decorators }) => {
    const { classes, base } = code.terms.chain(self);
    const { name } = self.file.facts.classes[self.id]!;
    const { args, span, file } = decorators.find((one) => one.name === 'Table')!;
    const [options = { kind: 'unknown' } as Term] = args;
    const members = [...classes].reverse().flatMap((one) => membersOf(code, isTypescript, one));
    const timesOf = (decorator: string, option: string): [string, Term][] => members.filter(({ decorators: own }) => own.some((one) => one.name === decorator)).map(({ property }) => [option, { kind: 'literal', value: property }]);
    const extra: [string, Term][] = [...timesOf('CreatedAt', 'createdAt'), ...timesOf('UpdatedAt', 'updatedAt'), ...timesOf('DeletedAt', 'deletedAt')];
    if (extra.some(([option]) => option === 'deletedAt')) extra.push(['paranoid', { kind: 'literal', value: true }]);
    const withTimes: Term = { kind: 'object', entries: new Map([...(options.kind === 'object' ? options.entries : []), ...extra.map(([key, value]) => [key, { value, span, file }] as const)]), whole: true, file };
    const definition = { name, keys: [classKey(self), name], options: withTimes, defaults: defaults(self.file), file: self.file, span };
    const model = emptyModel(code, definition);
    const root = exportPath(base ?? { kind: 'unknown' });
    if (!root || !isSequelize(root.specifier)) {
      model.table.incomplete = true;
      problems.push({ file: self.file.path, reason: `the base class of ${name} is not in the project: columns that it declares are not known` });
    }
    const indexed = new Map<string, { fields: Term[]; options: Term | undefined; decorator: Decorator }>();
    for (const member of members) addMember(code, model, member, indexed);
    completed(code, model, definition);
    for (const { fields, options: own, decorator } of indexed.values()) {
      const index = sequelizeIndex(model.table.name, { kind: 'list', items: fields, whole: true }, own, originAt(code, 'sequelize', decorator.file, decorator.span), (attribute) => model.columns.get(attribute) ?? attribute);
      if (index) model.table.indexes.push(index);
    }
    indexesOf(code, model, entryOf(options, 'indexes'), self.file, span);
    return model;
  });
}

function addMember(code: Code, model: Model, member: Member, indexed: Map<string, { fields: Term[]; options: Term | undefined; decorator: Decorator }>): void {
  const { property, decorators, span, file } = member;
  const by = (name: string): Decorator | undefined => decorators.find((one) => one.name === name);
  // `@CreatedAt` alone says what the library's own column is called.
  const declared = by('Column');
  if (!declared) return;
  const [first] = declared.args;
  const options = first?.kind === 'object' ? first : undefined;
  const type = options ? entryOf(options, 'type') : first;
  if (typeName(type) === 'VIRTUAL') return;
  const column = textEntry(options, 'field') ?? columnName(property, model.underscored);
  const allowNull = by('AllowNull');
  const isKey = by('PrimaryKey') !== undefined || isSet(options, 'primaryKey');
  const nullable = !isKey && (allowNull ? !(allowNull.args[0]?.kind === 'literal' && allowNull.args[0].value === false) : !isOff(options, 'allowNull'));
  const known = type ? sequelizeType(type) : { type: typeOfAnnotation(member.type) };
  addAttribute(code, model, property, { name: column, ...known, nullable }, span, file);
  if (isKey && !model.primary.includes(column)) model.primary.push(column);
  const unique = by('Unique');
  addUnique(model, column, unique ? (unique.args[0] ?? { kind: 'literal', value: true }) : entryOf(options, 'unique'), unique?.span ?? span, file);
  for (const decorator of decorators.filter(({ name }) => name === 'Index')) {
    const [given] = decorator.args;
    const name = textValue(given) ?? textEntry(given, 'name');
    const key = name ?? `\0${property}`;
    const field: Term = given?.kind === 'object' ? { ...given, entries: new Map([...given.entries, ['name', { value: { kind: 'literal', value: property }, span, file }]]) } : { kind: 'literal', value: property };
    const entry = indexed.get(key) ?? { fields: [], options: given?.kind === 'object' ? given : name === undefined ? undefined : { kind: 'object', entries: new Map([['name', { value: { kind: 'literal', value: name }, span, file }]]), whole: true, file }, decorator };
    entry.fields.push(field);
    indexed.set(key, entry);
  }
}

const KINDS: ReadonlySet<string> = new Set(['belongsTo', 'hasOne', 'hasMany', 'belongsToMany']);

/** The model that a value stands for: a class, what `define` gave, or a member of a registry by its name. */
function modelFor(term: Term | undefined, byKey: ReadonlyMap<string, Model>): Model | undefined {
  if (term?.kind === 'class' || term?.kind === 'instance') return byKey.get(classKey(term));
  if (term?.kind === 'call') return byKey.get(`call:${term.file.number}:${term.id}`);
  return term?.kind === 'member' ? byKey.get(term.name) : undefined;
}

/** `User.hasMany(Post, options)`, `this.belongsTo(models.User)` */
function calledAssociations(code: Code, byKey: ReadonlyMap<string, Model>): Association[] {
  return [...KINDS].flatMap((kind) =>
    callsOf(code, kind).flatMap(({ file, id }): Association[] => {
      const term = code.terms.call(file, id);
      if (term.kind !== 'call' || term.callee.kind !== 'member') return [];
      const [source, target] = [modelFor(term.callee.object, byKey), modelFor(term.args[0], byKey)];
      if (!source || !target) return [];
      const [, options] = term.args;
      const given = entryOf(options, 'through');
      const through = given?.kind === 'object' ? entryOf(given, 'model') : given;
      return [{ kind: kind as Association['kind'], source, target, options, as: undefined, file, span: file.facts.calls[id]!.span, ...(through && { through: { model: modelFor(through, byKey) ?? byKey.get(textValue(through) ?? ''), name: textValue(through) } }) }];
    }),
  );
}

const DECORATED: Readonly<Record<string, Association['kind']>> = { BelongsTo: 'belongsTo', HasOne: 'hasOne', HasMany: 'hasMany', BelongsToMany: 'belongsToMany' };

/** `@BelongsTo(() => User, 'userId')` beside `@ForeignKey(() => User)` */
function decoratedAssociations(code: Code, byKey: ReadonlyMap<string, Model>): Association[] {
  const found: Association[] = [];
  for (const { self } of decoratedClasses(code, TYPESCRIPT, ['Table'])) {
    const source = byKey.get(classKey(self));
    if (!source) continue;
    const members = [...code.terms.chain(self).classes].reverse().flatMap((one) => membersOf(code, isTypescript, one));
    for (const member of members) {
      for (const { name, args, file, span } of member.decorators) {
        const kind = DECORATED[name];
        const other = targetClass(code, args[0], member.file);
        const target = other && byKey.get(classKey(other));
        if (!kind || !target) continue;
        const [, second, third, fourth] = args;
        if (kind === 'belongsToMany') {
          const between = targetClass(code, second, member.file);
          const model = between && byKey.get(classKey(between));
          const keys: [string, Term | undefined][] = [['foreignKey', third ?? keyTo(code, model, byKey, source)], ['otherKey', fourth ?? keyTo(code, model, byKey, target)]];
          found.push({ kind, source, target, options: objectOf(keys, file, span), as: member.property, file, span, through: { model, name: textValue(second) } });
          continue;
        }
        const options = second?.kind === 'object' ? second : objectOf([['foreignKey', second ?? keyTo(code, kind === 'belongsTo' ? source : target, byKey, kind === 'belongsTo' ? target : source)]], file, span);
        found.push({ kind, source, target, options, as: member.property, file, span });
      }
    }
  }
  return found;
}

/** The property that `@ForeignKey` marks as leading from a model to another. */
function keyTo(code: Code, from: Model | undefined, byKey: ReadonlyMap<string, Model>, to: Model): Term | undefined {
  if (!from) return undefined;
  const classId = from.keys[0]!.split(':')[1];
  const self: ClassTerm = { kind: 'class', file: from.file, id: Number(classId) };
  const members = code.terms.chain(self).classes.flatMap((one) => membersOf(code, (specifier) => specifier === 'sequelize-typescript', one));
  for (const { property, decorators, file } of members) {
    const key = decorators.find(({ name }) => name === 'ForeignKey');
    const other = key && targetClass(code, key.args[0], file);
    if (other && byKey.get(classKey(other)) === to) return { kind: 'literal', value: property };
  }
  return undefined;
}

function objectOf(entries: readonly [string, Term | undefined][], file: LinkedFile, span: Span): Term {
  return { kind: 'object', entries: new Map(entries.flatMap(([key, value]) => (value ? [[key, { value, span, file }] as const] : []))), whole: true, file };
}

/** A foreign key's attribute and column, as given or as the library makes it of the other model's name and key. */
function foreignKeyOf(options: Term | undefined, key: string, prefix: string, referenced: string): { attribute: string; field: string | undefined; allowNull: boolean; detail: Term | undefined } {
  const given = entryOf(options, key);
  const attribute = textValue(given) ?? textEntry(given, 'name', 'fieldName') ?? camelized(`${prefix}_${referenced}`);
  return { attribute, field: textEntry(given, 'field'), allowNull: !isOff(given, 'allowNull'), detail: given?.kind === 'object' ? given : undefined };
}

/** `Utils.camelize` of the library. */
function camelized(name: string): string {
  return name.trim().replace(/[-_\s]+(.)?/g, (_, next: string | undefined) => (next ?? '').toUpperCase());
}

function attributeFor(model: Model, column: string): string {
  return [...model.columns].find(([, name]) => name === column)?.[0] ?? column;
}

/** The column that refers, where no attribute is it, its key, and the way from each side to the other. */
function refer(code: Code, association: Association): void {
  const { kind, source, target, options, file, span } = association;
  const [child, parent] = kind === 'belongsTo' ? [source, target] : [target, source];
  const as = association.as ?? textEntry(options, 'as');
  const given = textEntry(options, kind === 'belongsTo' ? 'targetKey' : 'sourceKey');
  const referenced = (given === undefined ? parent.primary[0] : (parent.columns.get(given) ?? given)) ?? 'id';
  // Each kind of association takes another name: https://github.com/sequelize/sequelize/tree/v6.37.5/src/associations
  const prefix = kind === 'belongsTo' ? (as ?? inflection.singularize(target.name)) : inflection.singularize(kind === 'hasOne' ? (as ?? source.name) : source.name);
  const { attribute, field, allowNull, detail } = foreignKeyOf(options, 'foreignKey', prefix, attributeFor(parent, referenced));
  const origin = originAt(code, 'sequelize', file, span);
  const column = child.columns.get(attribute) ?? field ?? columnName(attribute, child.underscored);
  if (!child.columns.has(attribute)) {
    const model = parent.table.columns.find(({ name }) => name === referenced);
    addAttribute(code, child, attribute, { name: column, type: model?.type ?? 'integer', nullable: allowNull }, span, file);
  }
  const isNullable = child.table.columns.find(({ name }) => name === column)?.nullable ?? true;
  if (!child.table.foreignKeys.some(({ columns, table }) => columns.join() === column && table === parent.table.name)) {
    const actions = { ...actionsOf(detail), ...actionsOf(options) };
    const onDelete: ForeignKey['onDelete'] = actions.onDelete ?? (isNullable ? 'set null' : kind === 'belongsTo' ? 'no action' : 'cascade');
    child.table.foreignKeys.push({ columns: [column], table: parent.table.name, references: [referenced], ...actions, onDelete, enforced: !isOff(options, 'constraints'), origin });
  }
  const name = as ?? (kind === 'hasMany' ? inflection.pluralize(target.name) : inflection.singularize(target.name));
  const [columns, references] = kind === 'belongsTo' ? [[column], [referenced]] : [[referenced], [column]];
  source.table.relations.push({ name, table: target.table.name, many: kind === 'hasMany', columns, references });
}

/** The table of `belongsToMany`: both keys are its primary key, or one unique key where the model has a key of its own. */
function between(code: Code, association: Association, junctions: DraftTable[]): void {
  const { source, target, options, file, span, through } = association;
  if (!through) return;
  const origin = originAt(code, 'sequelize', file, span);
  const model = through.model;
  const table = model?.table ?? junctions.find(({ name }) => name === through.name) ?? (through.name === undefined ? undefined : draftTable(through.name, undefined, origin));
  if (!table) return;
  // A table that only the association names has the options of the association, not those of a side.
  const underscored = model?.underscored ?? false;
  const as = association.as ?? textEntry(options, 'as');
  const columnOf = (side: Model, key: string): string => {
    const referenced = side.primary[0] ?? 'id';
    const { attribute, field } = foreignKeyOf(options, key, inflection.singularize(source === target && key === 'otherKey' && as !== undefined ? as : side.name), attributeFor(side, referenced));
    return model?.columns.get(attribute) ?? field ?? columnName(attribute, underscored);
  };
  const [own, other] = [columnOf(source, 'foreignKey'), columnOf(target, 'otherKey')];
  const name = as ?? inflection.pluralize(target.name);
  const [ownKey, otherKey] = [source.primary[0] ?? 'id', target.primary[0] ?? 'id'];
  source.table.relations.push({ name, table: target.table.name, many: true, columns: [ownKey], references: [otherKey], through: { table: table.name, columns: [own], references: [other] } });
  for (const [column, side, key] of [[own, source, ownKey], [other, target, otherKey]] as const) {
    if (!table.columns.some((one) => one.name === column)) {
      const type = side.table.columns.find((one) => one.name === key)?.type ?? 'integer';
      table.columns.push({ name: column, type, nullable: false, origin });
      model?.columns.set(column, column);
    }
    if (!table.foreignKeys.some(({ columns }) => columns.join() === column)) table.foreignKeys.push({ columns: [column], table: side.table.name, references: [key], onDelete: 'cascade', onUpdate: 'cascade', enforced: !isOff(options, 'constraints'), origin });
  }
  const unique = entryOf(entryOf(options, 'through'), 'unique');
  const isFree = unique?.kind === 'literal' && unique.value === false;
  const pair = [own, other];
  const same = (index: Pick<Index, 'parts'>): boolean => index.parts.length === 2 && index.parts.every(({ column }) => pair.includes(column ?? ''));
  if (model) {
    const added = [...model.groups.values()].some(({ columns }) => columns.length === 2 && columns.every((column) => pair.includes(column)));
    if (model.hasImplicitKey) {
      model.hasImplicitKey = false;
      model.table.columns = model.table.columns.filter(({ name: column }) => column !== model.primary[0]);
      model.columns.delete('id');
      model.primary = pair;
    } else if (!isFree && !added && !pair.every((column) => model.primary.includes(column))) model.groups.set(`\0${pair.join()}`, { name: undefined, columns: pair, span, file });
    return;
  }
  if (!junctions.includes(table)) {
    const times: Column[] = ['createdAt', 'updatedAt'].map((attribute) => ({ name: columnName(attribute, underscored), ...(underscored && { property: attribute }), type: 'timestamp', nullable: false, origin }));
    if (!isOff(options, 'timestamps')) table.columns.push(...times);
    junctions.push(table);
  }
  if (!table.indexes.some(same)) table.indexes.push(indexOn(pair, 'primary key', origin));
}
