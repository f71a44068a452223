import type { Span } from '../../../facts/types.ts';
import type { LinkedFile } from '../../../program/linked-file.ts';
import type { Column, Engine, Index, IndexPart, Origin, SchemaProblem } from '../types.ts';
import { columnType, typeOfAnnotation, typeOfConstructor } from './columns.ts';
import { actionsOf, callsOf, classKey, decoratedClasses, decoratorsOf, draftTable, indexOn, membersOf, originAt, partOn, predicateOf, propertyNamed, putColumn, targetClass } from './parts.ts';
import type { Code, Decorator, DraftTable, Member, Reading } from './parts.ts';
import { entryOf, exportPath, isOff, isSet, textEntry, textsOf, textValue, type ClassTerm, type Term } from './terms.ts';
import { typeormNaming, type Naming } from './typeorm-names.ts';

const isTypeorm = (specifier: string): boolean => specifier === 'typeorm' || specifier.startsWith('typeorm/');

/** An entity while its table is put together. */
interface Entity {
  name: string;
  key: string;
  file: LinkedFile;
  decorators: readonly Decorator[];
  members: readonly Member[];
  table: DraftTable;
  naming: Naming;
  /** Names of columns by the path of the property: `address.city`, a relation's join columns by its name. */
  columns: Map<string, string[]>;
  primary: { property: string; column: string }[];
  /** Of a many-to-many relation, the table between and its columns to this side and to the other. */
  junctions: Map<string, { table: string; own: string[]; other: string[] }>;
  related: Related[];
}

interface Related {
  property: string;
  kind: string;
  decorator: Decorator;
  options: Term | undefined;
  member: Member;
  target: Term | undefined;
  inverse: string | undefined;
  file: LinkedFile;
}

const RELATIONS: ReadonlySet<string> = new Set(['ManyToOne', 'OneToOne', 'OneToMany', 'ManyToMany', 'TreeParent', 'TreeChildren']);

/**
 * Tables of TypeORM's entities, by decorators and by `EntitySchema`: https://typeorm.io/docs/entity/entities. What is made for them beside what they
 * say is as its schema builder makes it (`EntityMetadataBuilder` and its neighbours): unique one-to-one columns, keys and indexes of
 * junction tables, the index on the column that tells the entities of one table apart.
 */
export function readTypeorm(code: Code): Reading {
  const problems: SchemaProblem[] = [];
  const naming = typeormNaming(code, problems);
  const entities = [...decorated(code, naming, problems), ...schemas(code, naming)];
  const byKey = new Map(entities.map((entity) => [entity.key, entity]));
  const byName = new Map(entities.map((entity) => [entity.name, entity]));
  const target = (term: Term | undefined, file: LinkedFile): Entity | undefined => {
    const text = textValue(term?.kind === 'function' ? code.terms.returned(term, []) : term);
    const found = targetClass(code, term, file);
    return (found && byKey.get(classKey(found))) ?? (text === undefined ? undefined : byName.get(text)) ?? schemaOf(code, term, byKey);
  };
  const junctions: DraftTable[] = [];
  // Keys may be relations themselves, so that these come first, each once what it refers to is known.
  for (const entity of entities) for (const related of entity.related) joinColumns(code, entity, related, target, new Set());
  for (const entity of entities) for (const related of entity.related) junction(code, entity, related, target, junctions);
  for (const entity of entities) {
    primaryKey(entity);
    uniqueRelations(entity);
    declaredIndexes(code, entity);
    discriminator(code, entity, entities);
    tree(entity, junctions);
  }
  for (const entity of entities) navigation(entity, target);
  // Entities of one table inherit the same declarations.
  for (const { table } of entities) table.indexes = distinct(table.indexes);
  return { tables: [...new Set([...entities.map(({ table }) => table), ...junctions])], changes: [], problems };
}

function distinct(indexes: readonly Index[]): Index[] {
  return [...new Map(indexes.map((index) => [JSON.stringify([index.origin.place, index.by, index.parts]), index])).values()];
}

/** Classes with `@Entity` and its kin, with what they inherit. Those of one table share its draft. */
function decorated(code: Code, naming: (file: LinkedFile) => Naming, problems: SchemaProblem[]): Entity[] {
  const found = decoratedClasses(code, isTypeorm, ['Entity', 'ChildEntity', 'ViewEntity']);
  const tables = new Map<string, { table: DraftTable; columns: Entity['columns']; primary: Entity['primary'] }>();
  // A child's table is its parent's, which therefore comes first.
  const depthOf = ({ self }: (typeof found)[number]): number => code.terms.chain(self).classes.length;
  return [...found].sort((a, b) => depthOf(a) - depthOf(b)).map(({ self, decorators }) => {
    const { classes, base } = code.terms.chain(self);
    const from = base && exportPath(base);
    const isPartial = base !== undefined && !(from && isTypeorm(from.specifier));
    if (isPartial) problems.push({ file: self.file.path, reason: `the base class of ${nameOf(self)} is not in the project: columns that it declares are not known` });
    const names = naming(self.file);
    const declared = decorators.find(({ name }) => name === 'Entity' || name === 'ChildEntity' || name === 'ViewEntity')!;
    const [first, second] = declared.args;
    const options = first?.kind === 'object' ? first : second;
    const parent = declared.name === 'ChildEntity' ? classes.slice(1).find((one) => tables.has(classKey(one))) : undefined;
    const origin = originAt(code, 'typeorm', self.file, declared.span);
    const shared = (parent && tables.get(classKey(parent))) ?? {
      table: draftTable(names.table(nameOf(self), textValue(first) ?? textEntry(options, 'name')), textEntry(options, 'schema'), origin),
      columns: new Map<string, string[]>(),
      primary: [],
    };
    if (isPartial) shared.table.incomplete = true;
    if (declared.name === 'ViewEntity') shared.table.kind = isSet(options, 'materialized') ? 'materialized view' : 'view';
    tables.set(classKey(self), shared);
    shared.table.entities.push({ name: nameOf(self), file: self.file.path });
    const members = [...classes].reverse().flatMap((one) => membersOf(code, isTypeorm, one));
    const inherited = classes.slice(1).flatMap(({ file, id }) => decoratorsOf(code, isTypeorm, file.facts.classes[id]!.decorators, file, file.facts.classes[id]!.functionId));
    const entity: Entity = { ...shared, name: nameOf(self), key: classKey(self), file: self.file, decorators: [...decorators, ...inherited.filter(({ name }) => name === 'Index' || name === 'Unique' || name === 'TableInheritance')], members, naming: names, junctions: new Map(), related: [] };
    columnsOf(code, entity, members, []);
    if (entity.primary.length === 0 && shared.table.kind === 'table') assumeKey(entity, classes);
    return entity;
  });
}

/**
 * The mapper takes no entity without a key: where none is seen, a decorator that is put together while it runs makes it of `id`.
 * What other members declare is known all the same.
 */
function assumeKey(entity: Entity, classes: readonly ClassTerm[]): void {
  if (!classes.some(({ file, id }) => file.facts.classes[id]!.fields.some(({ name, decorators }) => name === 'id' && decorators.length > 0))) {
    entity.table.incomplete = true;
    return;
  }
  const name = entity.naming.column('id', undefined, []);
  entity.table.columns.unshift({ name, type: 'other', nullable: false, origin: entity.table.origin });
  entity.columns.set('id', [name]);
  addPrimary(entity, { property: 'id', column: name });
}

/** `new EntitySchema({ … })`, put as the decorators that say the same: https://typeorm.io/docs/entity/separating-entity-definition */
function schemas(code: Code, naming: (file: LinkedFile) => Naming): Entity[] {
  return callsOf(code, 'EntitySchema').flatMap(({ file, id }): Entity[] => {
    const term = code.terms.call(file, id);
    if (term.kind !== 'call' || term.form !== 'new' || !isTypeorm(exportPath(term.callee)?.specifier ?? '')) return [];
    const [options] = term.args;
    const own = entryOf(options, 'target');
    const name = textEntry(options, 'name') ?? (own?.kind === 'class' ? nameOf(own) : undefined);
    if (options?.kind !== 'object' || name === undefined) return [];
    const names = naming(file);
    const { span } = file.facts.calls[id]!;
    const origin = originAt(code, 'typeorm', file, span);
    const table = draftTable(names.table(name, textEntry(options, 'tableName')), textEntry(options, 'schema'), origin);
    table.entities.push({ name, file: file.path });
    const list = (key: string): readonly Term[] => {
      const items = entryOf(options, key);
      return items?.kind === 'list' ? items.items : [];
    };
    const decorators = [
      ...list('indices').map((item): Decorator => ({ name: 'Index', args: [...(textEntry(item, 'name') === undefined ? [] : [entryOf(item, 'name')!]), entryOf(item, 'columns') ?? item, item], file, span })),
      ...list('uniques').map((item): Decorator => ({ name: 'Unique', args: [entryOf(item, 'columns') ?? item], file, span })),
    ];
    const entity: Entity = { name, key: own?.kind === 'class' ? classKey(own) : `${file.number}:call:${id}`, file, decorators, members: membersOfSchema(options, file), table, naming: names, columns: new Map(), primary: [], junctions: new Map(), related: [] };
    columnsOf(code, entity, entity.members, []);
    return [entity];
  });
}

const SCHEMA_RELATIONS: Readonly<Record<string, string>> = { 'many-to-one': 'ManyToOne', 'one-to-one': 'OneToOne', 'one-to-many': 'OneToMany', 'many-to-many': 'ManyToMany' };

function membersOfSchema(options: Term, file: LinkedFile): Member[] {
  const members: Member[] = [];
  const each = (key: string, decorators: (value: Term, span: Span) => Decorator[]): void => {
    const group = entryOf(options, key);
    for (const [property, { value, span, file: at }] of group?.kind === 'object' ? group.entries : []) members.push({ property, decorators: decorators(value, span), type: null, file: at, span });
  };
  each('columns', (value, span) => {
    const generated = entryOf(value, 'generated');
    const name = isSet(value, 'primary') ? (generated ? 'PrimaryGeneratedColumn' : 'PrimaryColumn') : 'Column';
    return [{ name, args: name === 'PrimaryGeneratedColumn' && generated?.kind === 'literal' && typeof generated.value === 'string' ? [generated, value] : [value], file, span }];
  });
  each('relations', (value, span) => {
    const kind = SCHEMA_RELATIONS[textEntry(value, 'type') ?? ''];
    if (!kind) return [];
    const extra = (key: string, name: string): Decorator[] => {
      const given = entryOf(value, key);
      return given && !isOff(value, key) ? [{ name, args: given.kind === 'literal' ? [] : [given], file, span }] : [];
    };
    const none: Term = { kind: 'global', name: 'undefined' };
    return [{ name: kind, args: [entryOf(value, 'target') ?? none, entryOf(value, 'inverseSide') ?? none, value], file, span }, ...extra('joinColumn', 'JoinColumn'), ...extra('joinTable', 'JoinTable')];
  });
  return members;
}

/** The entity of a schema that stands for itself: `target: PostSchema`. */
function schemaOf(code: Code, term: Term | undefined, byKey: ReadonlyMap<string, Entity>): Entity | undefined {
  const target = term?.kind === 'function' ? code.terms.returned(term, []) : term;
  return target?.kind === 'call' ? byKey.get(`${target.file.number}:call:${target.id}`) : undefined;
}

function nameOf({ file, id }: ClassTerm): string {
  return file.facts.classes[id]!.name;
}

/** What columns are by the decorator alone. */
const COLUMN_DECORATORS: Readonly<Record<string, Partial<Column>>> = {
  Column: {},
  PrimaryColumn: {},
  PrimaryGeneratedColumn: { type: 'integer' },
  ObjectIdColumn: { type: 'other' },
  CreateDateColumn: { type: 'timestamp' },
  UpdateDateColumn: { type: 'timestamp' },
  DeleteDateColumn: { type: 'timestamp', nullable: true },
  VersionColumn: { type: 'integer' },
  ViewColumn: {},
  VirtualColumn: {},
};

const PRIMARY: ReadonlySet<string> = new Set(['PrimaryColumn', 'PrimaryGeneratedColumn', 'ObjectIdColumn']);

/** @param prefixes of the embedded objects around, outermost first; `path` is that of their properties */
function columnsOf(code: Code, entity: Entity, members: readonly Member[], path: readonly { property: string; prefix: string }[]): void {
  for (const member of members) {
    const propertyPath = [...path.map(({ property }) => property), member.property].join('.');
    const declared = member.decorators.find(({ name }) => Object.hasOwn(COLUMN_DECORATORS, name) && name !== 'VirtualColumn');
    const related = member.decorators.find(({ name }) => RELATIONS.has(name));
    if (related) {
      const [target, second, third] = related.args;
      const isTree = related.name === 'TreeParent' || related.name === 'TreeChildren';
      const inverse = isTree ? undefined : propertyNamed(code, second);
      const options = isTree ? target : second?.kind === 'object' ? second : third;
      entity.related.push({ property: propertyPath, kind: related.name, decorator: related, options, member, target: isTree ? undefined : target, inverse, file: member.file });
    }
    if (!declared) continue;
    const [first, second] = declared.args;
    const options = first?.kind === 'object' ? first : second;
    const embedded = first?.kind === 'function' ? targetClass(code, first, member.file) : undefined;
    if (embedded) {
      const prefix = entryOf(second, 'prefix');
      const own = prefix?.kind === 'literal' && prefix.value === false ? '' : (textValue(prefix) ?? member.property);
      columnsOf(code, entity, membersWith(code, embedded), [...path, { property: member.property, prefix: own }]);
      continue;
    }
    const name = entity.naming.column(member.property, textEntry(options, 'name'), path.flatMap(({ prefix }) => (prefix === '' ? [] : [prefix])));
    const origin = originAt(code, 'typeorm', member.file, member.span);
    putColumn(entity.table, { name, ...(name !== propertyPath && { property: propertyPath }), ...typeOf(declared, options, member), origin });
    entity.columns.set(propertyPath, [name]);
    if (PRIMARY.has(declared.name) || isSet(options, 'primary')) addPrimary(entity, { property: propertyPath, column: name });
    if (isSet(options, 'unique')) entity.table.indexes.push(indexOn([name], 'unique', originAt(code, 'typeorm', declared.file, declared.span)));
  }
}

function addPrimary(entity: Entity, key: Entity['primary'][number]): void {
  if (!entity.primary.some(({ column }) => column === key.column)) entity.primary.push(key);
}

function membersWith(code: Code, self: ClassTerm): Member[] {
  return [...code.terms.chain(self).classes].reverse().flatMap((one) => membersOf(code, isTypeorm, one));
}

/** Type, nullability and labels of a column: https://typeorm.io/docs/entity/entities#column-options */
function typeOf(declared: Decorator, options: Term | undefined, member: Member): Omit<Column, 'name'> {
  const byDecorator = COLUMN_DECORATORS[declared.name]!;
  const [first] = declared.args;
  const given = textValue(first) !== undefined ? first : entryOf(options, 'type');
  const nullable = isSet(options, 'nullable') || (byDecorator.nullable === true && !isOff(options, 'nullable'));
  if (declared.name === 'PrimaryGeneratedColumn') {
    const strategy = textValue(first) ?? 'increment';
    const type = strategy === 'uuid' ? 'uuid' : columnType(textEntry(options, 'type') ?? 'int');
    return { type, nullable: false };
  }
  const written = textValue(given);
  const constructor = given?.kind === 'global' ? typeOfConstructor(given.name) : undefined;
  const values = textsOf(entryOf(options, 'enum'));
  const type = isSet(options, 'array') ? 'array' : written !== undefined ? columnType(written) : values ? 'enum' : (constructor ?? byDecorator.type ?? typeOfAnnotation(member.type));
  const length = entryOf(options, 'length');
  const native = written === undefined || written.startsWith('simple-') || written === 'enum' ? undefined : length?.kind === 'literal' ? `${written}(${length.value})` : written;
  return { type, ...(native !== undefined && { nativeType: isSet(options, 'array') ? `${native}[]` : native }), nullable, ...(values && { values }) };
}

/** Whether a relation's side holds the columns that refer: `@ManyToOne`, `@OneToOne` with `@JoinColumn`, `@TreeParent`. */
function isOwning({ kind, member }: Related): boolean {
  return kind === 'ManyToOne' || kind === 'TreeParent' || (kind === 'OneToOne' && member.decorators.some(({ name }) => name === 'JoinColumn'));
}

type Target = (term: Term | undefined, file: LinkedFile) => Entity | undefined;

/** The columns of a relation that refers, as `RelationJoinColumnBuilder` makes them, and its foreign key: no index comes with it. */
function joinColumns(code: Code, entity: Entity, related: Related, target: Target, under: Set<Related>): void {
  if (!isOwning(related) || entity.columns.has(related.property) || under.has(related)) return;
  under.add(related);
  const other = related.kind === 'TreeParent' ? entity : target(related.target, related.file);
  if (!other) return;
  // A key of the other side may be a relation too.
  for (const key of other.related) if (isPrimary(key)) joinColumns(code, other, key, target, under);
  const given = related.member.decorators.filter(({ name }) => name === 'JoinColumn').flatMap(({ args: [arg] }) => (arg?.kind === 'list' ? arg.items : arg ? [arg] : []));
  const named = given.filter((one) => textEntry(one, 'referencedColumnName') !== undefined);
  const referenced = named.length > 0
    ? named.flatMap((one) => {
        const property = textEntry(one, 'referencedColumnName')!;
        const column = other.columns.get(property)?.[0];
        return column === undefined ? [] : [{ property, column }];
      })
    : other.primary;
  if (referenced.length === 0) return;
  const origin = originAt(code, 'typeorm', related.decorator.file, related.decorator.span);
  const property = related.property.split('.').at(-1)!;
  const columns = referenced.map((key) => {
    const own = given.find((one) => textEntry(one, 'name') !== undefined && (textEntry(one, 'referencedColumnName') ?? key.property) === key.property);
    const written = textEntry(own, 'name') ?? entity.naming.joinColumn(property, key.property);
    // A property that has the column already, by its name without what an embedded object puts before it.
    const existing = entity.table.columns.find(({ name, property: by }) => name === written || by === written);
    const name = existing?.name ?? entity.naming.column(property, written, []);
    if (!existing) {
      const model = other.table.columns.find((column) => column.name === key.column);
      entity.table.columns.push({ name, type: model?.type ?? 'other', ...(model?.nativeType !== undefined && { nativeType: model.nativeType }), nullable: !isPrimary(related) && !isOff(related.options, 'nullable'), origin });
    }
    return name;
  });
  entity.columns.set(related.property, columns);
  if (isPrimary(related)) for (const column of columns) addPrimary(entity, { property, column });
  const enforced = !isOff(related.options, 'createForeignKeyConstraints');
  entity.table.foreignKeys.push({ columns, table: other.table.name, references: referenced.map(({ column }) => column), ...actionsOf(related.options), enforced, origin });
}

/** `{ primary: true }`, or `@PrimaryColumn` beside the relation. */
function isPrimary({ options, member }: Related): boolean {
  return isSet(options, 'primary') || member.decorators.some(({ name }) => name === 'PrimaryColumn');
}

function primaryKey({ table, primary }: Entity): void {
  if (primary.length > 0 && !table.indexes.some(({ by }) => by === 'primary key')) table.indexes.push(indexOn(primary.map(({ column }) => column), 'primary key', table.origin));
}

/** A one-to-one column is unique unless the primary key holds it, and unless it has no foreign key. */
function uniqueRelations(entity: Entity): void {
  for (const related of entity.related) {
    const columns = entity.columns.get(related.property);
    if (related.kind !== 'OneToOne' || !columns || !isOwning(related) || isOff(related.options, 'createForeignKeyConstraints')) continue;
    if (columns.every((column) => entity.primary.some((key) => key.column === column))) continue;
    const key = entity.table.foreignKeys.find((one) => one.columns === columns);
    entity.table.indexes.push(indexOn(columns, 'unique', key?.origin ?? entity.table.origin));
  }
}

/** The table of `@ManyToMany` with `@JoinTable`: both sides' keys are its primary key, and each side has an index. */
function junction(code: Code, entity: Entity, related: Related, target: Target, junctions: DraftTable[]): void {
  const joined = related.kind === 'ManyToMany' ? related.member.decorators.find(({ name }) => name === 'JoinTable') : undefined;
  const other = joined && target(related.target, related.file);
  if (!joined || !other || entity.primary.length === 0 || other.primary.length === 0) return;
  const [options] = joined.args;
  const origin = originAt(code, 'typeorm', joined.file, joined.span);
  const name = textEntry(options, 'name') ?? entity.naming.joinTable(entity.table.name, other.table.name, related.property);
  const known = junctions.find((table) => table.name === name);
  const side = (of: Entity, single: string, many: string): { column: string; references: string }[] => {
    const given = [entryOf(options, single), ...listOf(entryOf(options, many))];
    const named = given.filter((one) => textEntry(one, 'referencedColumnName') !== undefined);
    const keys = named.length > 0 ? named.flatMap((one) => (of.columns.get(textEntry(one, 'referencedColumnName')!) ?? []).map((column) => ({ property: textEntry(one, 'referencedColumnName')!, column }))) : of.primary;
    return keys.map((key) => {
      const own = given.find((one) => textEntry(one, 'name') !== undefined && (textEntry(one, 'referencedColumnName') ?? key.property) === key.property);
      return { column: textEntry(own, 'name') ?? entity.naming.joinTableColumn(of.table.name, key.property, key.column), references: key.column };
    });
  };
  let own = side(entity, 'joinColumn', 'joinColumns');
  let others = side(other, 'inverseJoinColumn', 'inverseJoinColumns');
  // Both sides of a relation of an entity with itself: https://github.com/typeorm/typeorm/blob/0.3.20/src/metadata-builder/JunctionEntityMetadataBuilder.ts
  if (own.some(({ column }) => others.some((one) => one.column === column))) {
    own = own.map((one) => ({ ...one, column: entity.naming.duplicate(one.column, 1) }));
    others = others.map((one) => ({ ...one, column: entity.naming.duplicate(one.column, 2) }));
  }
  const table = known ?? draftTable(name, entity.table.namespace, origin);
  entity.junctions.set(related.property, { table: name, own: own.map(({ column }) => column), other: others.map(({ column }) => column) });
  if (known) return;
  for (const [of, columns] of [[entity, own], [other, others]] as const) {
    for (const { column, references } of columns) {
      const model = of.table.columns.find((one) => one.name === references);
      putColumn(table, { name: column, type: model?.type ?? 'other', ...(model?.nativeType !== undefined && { nativeType: model.nativeType }), nullable: false, origin });
    }
    const names = columns.map(({ column }) => column);
    table.foreignKeys.push({ columns: names, table: of.table.name, references: columns.map(({ references }) => references), onDelete: 'cascade', onUpdate: 'cascade', enforced: true, origin });
    table.indexes.push(indexOn(names, 'index', origin));
  }
  table.indexes.unshift(indexOn([...own, ...others].map(({ column }) => column), 'primary key', origin));
  junctions.push(table);
}

function listOf(term: Term | undefined): readonly Term[] {
  return term?.kind === 'list' ? term.items : [];
}

/** `@Index` and `@Unique` on properties and on classes: https://typeorm.io/docs/advanced-topics/indices */
function declaredIndexes(code: Code, entity: Entity): void {
  for (const member of entity.related.map(({ member: one, property }) => ({ ...one, property })).concat(plainMembers(code, entity))) {
    for (const decorator of member.decorators) if (decorator.name === 'Index' || decorator.name === 'Unique') declare(code, entity, decorator, member.property);
  }
  for (const decorator of entity.decorators) if (decorator.name === 'Index' || decorator.name === 'Unique') declare(code, entity, decorator);
}

/** Members with columns of their own, those of embedded objects by their path. */
function plainMembers(code: Code, entity: Entity): Member[] {
  const all: Member[] = [];
  const collect = (members: readonly Member[], path: string): void => {
    for (const member of members) {
      const property = `${path}${member.property}`;
      const column = member.decorators.find(({ name }) => name === 'Column');
      const embedded = column?.args[0]?.kind === 'function' ? targetClass(code, column.args[0], member.file) : undefined;
      if (embedded) collect(membersWith(code, embedded), `${property}.`);
      else if (!member.decorators.some(({ name }) => RELATIONS.has(name))) all.push({ ...member, property });
    }
  };
  collect(entity.members, '');
  return all;
}

function declare(code: Code, entity: Entity, { name: decorator, args, file, span }: Decorator, property?: string): void {
  const named = textValue(args[0]);
  const rest = named === undefined ? args : args.slice(1);
  const options = rest.find((arg) => arg.kind === 'object');
  const fields = property === undefined ? fieldsOf(code, rest[0]) : [{ property, direction: 'asc' as const }];
  // `@Index('name', { synchronize: false })`: a migration makes it, and says what it is.
  if (!fields) return;
  const parts = fields.flatMap(({ property: path, direction }): (IndexPart | undefined)[] => (entity.columns.get(path) ?? [undefined]).map((column) => (column === undefined ? undefined : partOn(column, direction))));
  if (parts.length === 0 || parts.some((part) => part === undefined)) return;
  const origin: Origin = originAt(code, 'typeorm', file, span);
  const engine = code.engineOf(file);
  const method = isSet(options, 'spatial') ? (engine === 'postgresql' ? 'gist' : 'spatial') : isSet(options, 'fulltext') ? 'fulltext' : (textEntry(options, 'type') ?? 'btree');
  const by: Index['by'] = decorator === 'Unique' ? 'unique' : 'index';
  entity.table.indexes.push(indexOn(parts as IndexPart[], by, origin, { ...(named !== undefined && { name: named }), unique: by === 'unique' || isSet(options, 'unique'), method, ...predicateOf(isMysql(engine) ? undefined : textEntry(options, 'where')) }));
}

/** It has no partial indexes, and TypeORM leaves the predicate out. */
function isMysql(engine: Engine | undefined): boolean {
  return engine === 'mysql' || engine === 'mariadb';
}

/** `['a', 'b']`, `(post) => [post.a, post.b]`, `(post) => ({ a: 1, b: -1 })`. */
function fieldsOf({ terms }: Code, term: Term | undefined): { property: string; direction: IndexPart['direction'] }[] | undefined {
  const given = term?.kind === 'function' ? terms.returned(term, [{ kind: 'symbol', name: 'it' }]) : term;
  if (given?.kind === 'object' && term?.kind === 'function') {
    return [...given.entries].map(([property, { value }]) => ({ property, direction: value.kind === 'literal' && value.value === -1 ? 'desc' : 'asc' }));
  }
  if (given?.kind !== 'list') return undefined;
  const properties = given.items.map((item) => textValue(item)?.trim() ?? propertyOf(item));
  return properties.every((property) => property !== undefined) ? properties.map((property) => ({ property, direction: 'asc' })) : undefined;
}

function propertyOf(term: Term): string | undefined {
  if (term.kind !== 'member') return undefined;
  const inner = propertyOf(term.object);
  return inner === undefined ? term.name : `${inner}.${term.name}`;
}

/** Entities in one table: the column that tells them apart, with an index unless one begins with it. */
function discriminator(code: Code, entity: Entity, all: readonly Entity[]): void {
  const own = entity.decorators.find(({ name }) => name === 'TableInheritance');
  const shared = own && all.filter(({ table }) => table === entity.table);
  if (!own || shared?.[0] !== entity) return;
  const given = entryOf(own.args[0], 'column');
  const property = textValue(given) ?? textEntry(given, 'name') ?? 'type';
  const origin = originAt(code, 'typeorm', own.file, own.span);
  let [column] = entity.columns.get(property) ?? [];
  if (column === undefined) {
    column = entity.naming.column(property, property, []);
    putColumn(entity.table, { name: column, type: columnType(textEntry(given, 'type') ?? 'varchar'), nullable: false, origin });
  }
  const isIndexed = entity.table.indexes.some(({ by, parts }) => by === 'index' && parts.length === 1 && parts[0]!.column === column);
  if (!isIndexed) entity.table.indexes.push(indexOn([column], 'index', origin));
}

/** What the kinds of trees keep beside the parent: https://typeorm.io/docs/entity/tree-entities */
function tree(entity: Entity, junctions: DraftTable[]): void {
  const kind = entity.decorators.find(({ name }) => name === 'Tree');
  if (!kind) return;
  const { table, primary } = entity;
  const [given, options] = kind.args;
  const { origin } = table;
  switch (textValue(given)) {
    case 'materialized-path':
      putColumn(table, { name: entity.naming.column('mpath', 'mpath', []), type: 'text', nullable: true, origin });
      break;
    case 'nested-set':
      for (const name of ['nsleft', 'nsright']) putColumn(table, { name: entity.naming.column(name, name, []), type: 'integer', nullable: false, origin });
      break;
    case 'closure-table': {
      if (entryOf(options, 'ancestorColumnName') ?? entryOf(options, 'descendantColumnName')) break;
      const closure = draftTable(`${textEntry(options, 'closureTableName') ?? table.name}_closure`, table.namespace, origin);
      const sides = ['ancestor', 'descendant'].map((side) => primary.map(({ property, column }) => ({ name: entity.naming.column(`${property}_${side}`, undefined, []), references: column })));
      for (const side of sides) {
        const columns = side.map(({ name }) => name);
        for (const { name, references } of side) putColumn(closure, { ...table.columns.find((one) => one.name === references)!, name, nullable: false, origin });
        closure.indexes.push(indexOn(columns, 'index', origin));
        closure.foreignKeys.push({ columns, table: table.name, references: side.map(({ references }) => references), onDelete: 'cascade', enforced: true, origin });
      }
      closure.indexes.unshift(indexOn(sides.flat().map(({ name }) => name), 'primary key', origin));
      junctions.push(closure);
    }
  }
}

/** How find options and builders go from an entity to others. */
function navigation(entity: Entity, target: Target): void {
  for (const related of entity.related) {
    const other = related.kind.startsWith('Tree') ? entity : target(related.target, related.file);
    if (!other) continue;
    const name = related.property;
    const key = (of: Entity, property: string) => {
      const columns = of.columns.get(property);
      return columns && of.table.foreignKeys.find((one) => one.columns === columns || one.columns.join() === columns.join());
    };
    if (isOwning(related)) {
      const found = key(entity, related.property);
      if (found) entity.table.relations.push({ name, table: other.table.name, many: false, columns: found.columns, references: found.references });
      continue;
    }
    if (related.kind === 'ManyToMany') {
      const own = entity.junctions.get(related.property);
      const back = own ? undefined : other.related.find((one) => one.kind === 'ManyToMany' && (one.property === related.inverse || (one.inverse === related.property && target(one.target, one.file) === entity)));
      const through = own ?? (back && other.junctions.get(back.property));
      if (!through) continue;
      const [columns, references] = own ? [through.own, through.other] : [through.other, through.own];
      entity.table.relations.push({ name, table: other.table.name, many: true, columns: entity.primary.map(({ column }) => column), references: other.primary.map(({ column }) => column), through: { table: through.table, columns, references } });
      continue;
    }
    const back = other.related.find((one) => isOwning(one) && (one.property === related.inverse || (related.kind === 'TreeChildren' && one.kind === 'TreeParent')));
    const found = back && key(other, back.property);
    if (found) entity.table.relations.push({ name, table: other.table.name, many: related.kind !== 'OneToOne', columns: found.references, references: found.columns });
  }
}
