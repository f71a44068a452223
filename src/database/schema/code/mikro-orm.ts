import type { Span } from '../../../facts/types.ts';
import type { LinkedFile } from '../../../program/linked-file.ts';
import type { Column, IndexPart, SchemaProblem } from '../types.ts';
import { columnType, typeOfAnnotation } from './columns.ts';
import { keyOfValue, referredTo, writtenEntities, type WrittenEntity } from './mikro-orm-values.ts';
import { actionOf, classKey, decoratedClasses, decoratorsOf, draftTable, indexOn, membersOf, originAt, partOn, predicateOf, propertyNamed, putColumn, targetClass } from './parts.ts';
import type { Code, Decorator, DraftTable, Member, Reading } from './parts.ts';
import { entryOf, exportPath, isSet, textEntry, textsOf, textValue, type Term } from './terms.ts';

const MIKRO = /^@mikro-orm\/|^@medusajs\/(?:framework|deps)\/mikro-orm/;
const isMikro = (specifier: string): boolean => MIKRO.test(specifier);

/** An entity while its table is put together. */
interface Entity {
  key: string;
  table: DraftTable;
  members: readonly Member[];
  decorators: readonly Decorator[];
  /** Columns by the path of the property. */
  columns: Map<string, string[]>;
  primary: string[];
  file: LinkedFile;
}

const PROPERTIES: Readonly<Record<string, Partial<Column>>> = { Property: {}, PrimaryKey: {}, SerializedPrimaryKey: {}, Enum: { type: 'enum' }, Formula: {} };

/** `UnderscoreNamingStrategy`, which SQL drivers have by default: https://github.com/mikro-orm/mikro-orm/blob/v6.4.0/packages/core/src/naming-strategy/UnderscoreNamingStrategy.ts */
function underscore(name: string): string {
  const bare = name.replaceAll('.', '_');
  return bare[0] === undefined ? '' : bare[0].toLowerCase() + bare.slice(1).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Tables of MikroORM's entities, with decorators (https://mikro-orm.io/docs/decorators) or as values. The indexes that it makes for foreign keys are those of its engine. */
export function readMikroOrm(code: Code): Reading {
  const problems: SchemaProblem[] = [];
  const entities = decoratedClasses(code, MIKRO, ['Entity']).flatMap(({ self, decorators }): Entity[] => {
    const { classes, base } = code.terms.chain(self);
    const { name } = self.file.facts.classes[self.id]!;
    const { args: [options], span } = decorators.find((one) => one.name === 'Entity')!;
    if (isSet(options, 'abstract')) return [];
    const table = draftTable(textEntry(options, 'tableName', 'collection') ?? underscore(name), textEntry(options, 'schema'), originAt(code, 'mikro-orm', self.file, span));
    table.entities.push({ name, file: self.file.path });
    const from = base && exportPath(base);
    if (base && !(from && isMikro(from.specifier))) {
      table.incomplete = true;
      problems.push({ file: self.file.path, reason: `the base class of ${name} is not in the project: columns that it declares are not known` });
    }
    const inherited = classes.slice(1).flatMap(({ file, id }) => decoratorsOf(code, isMikro, file.facts.classes[id]!.decorators, file, file.facts.classes[id]!.functionId)).filter(({ name: decorator }) => decorator === 'Index' || decorator === 'Unique');
    return [{ key: classKey(self), table, members: [...classes].reverse().flatMap((one) => membersOf(code, isMikro, one)), decorators: [...decorators, ...inherited], columns: new Map(), primary: [], file: self.file }];
  });
  entities.push(...writtenEntities(code, isMikro).map((written) => valueEntity(code, written)));
  const byKey = new Map(entities.map((entity) => [entity.key, entity]));
  for (const entity of entities) for (const member of entity.members) addProperty(code, entity, member, '', '');
  for (const entity of entities) for (const member of entity.members) addReference(code, entity, member, byKey);
  const pivots: DraftTable[] = [];
  for (const entity of entities) {
    if (entity.primary.length > 0) entity.table.indexes.unshift(indexOn(entity.primary, 'primary key', entity.table.origin));
    for (const member of entity.members) addPivot(code, entity, member, byKey, pivots);
    for (const decorator of entity.decorators) addIndex(code, entity, decorator, undefined);
    for (const { property, decorators } of entity.members) for (const decorator of decorators) addIndex(code, entity, decorator, property);
  }
  for (const entity of entities) for (const member of entity.members) addWayBack(code, entity, member, byKey);
  return { tables: [...entities.map(({ table }) => table), ...pivots], changes: [], problems };
}

/** The table of an entity that is a value. */
function valueEntity(code: Code, { key, names, options, members, decorators, file, span }: WrittenEntity): Entity {
  const table = draftTable(textEntry(options, 'tableName', 'collection') ?? underscore(names[0]!), textEntry(options, 'schema'), originAt(code, 'mikro-orm', file, span));
  table.entities.push(...names.map((name) => ({ name, file: file.path })));
  // What it inherits is declared elsewhere.
  if (entryOf(options, 'extends')) table.incomplete = true;
  return { key, table, members, decorators, columns: new Map(), primary: [], file };
}

/** @param prefix what stands before the names of columns; `path`: what stands before those of properties */
function addProperty(code: Code, entity: Entity, { property: own, decorators, type, file, span }: Member, prefix: string, path: string): void {
  const property = path + own;
  const declared = decorators.find(({ name }) => Object.hasOwn(PROPERTIES, name));
  const embedded = decorators.find(({ name }) => name === 'Embedded');
  if (embedded) return addEmbedded(code, entity, embedded, { property: own, decorators, type, file, span }, prefix, path);
  if (!declared) return;
  const [first] = declared.args;
  const options = first?.kind === 'object' ? first : undefined;
  if (options && entryOf(options, 'persist')?.kind === 'literal' && !isSet(options, 'persist')) return;
  const name = prefix + (textEntry(options, 'fieldName', 'name') ?? underscore(own));
  const isKey = declared.name === 'PrimaryKey' || isSet(options, 'primary');
  const written = textEntry(options, 'columnType') ?? textEntry(options, 'type');
  const items = textsOf(entryOf(options, 'items'));
  const kind = written === undefined ? (PROPERTIES[declared.name]!.type ?? typeOfAnnotation(type)) : columnType(written);
  const native = textEntry(options, 'columnType');
  const nullable = !isKey && isSet(options, 'nullable');
  putColumn(entity.table, { name, ...(name !== property && { property }), type: kind, ...(native !== undefined && { nativeType: native }), nullable, ...(items && { values: items }), origin: originAt(code, 'mikro-orm', file, span) });
  entity.columns.set(property, [name]);
  if (isKey && !entity.primary.includes(name)) entity.primary.push(name);
  addOwn(code, entity, options, [name], declared.file, declared.span);
}

/** `{ index: true | name, unique: true | name }` of a property. */
function addOwn(code: Code, entity: Entity, options: Term | undefined, columns: readonly string[], file: LinkedFile, span: Span): void {
  for (const by of ['index', 'unique'] as const) {
    const given = entryOf(options, by);
    const name = textValue(given);
    if (isSet(options, by) || name !== undefined) entity.table.indexes.push(indexOn(columns, by, originAt(code, 'mikro-orm', file, span), name === undefined ? {} : { name }));
  }
}

/** Columns of an embeddable, with its property before their names unless it says otherwise; an object is one column. */
function addEmbedded(code: Code, entity: Entity, { args }: Decorator, member: Member, prefix: string, path: string): void {
  const options = args.find((arg) => arg.kind === 'object');
  const target = targetClass(code, args[0]?.kind === 'object' ? entryOf(args[0], 'entity') : args[0], member.file);
  if (isSet(options, 'object') || isSet(options, 'array') || !target) {
    const name = prefix + underscore(member.property);
    putColumn(entity.table, { name, ...(name !== path + member.property && { property: path + member.property }), type: 'json', nullable: isSet(options, 'nullable'), origin: originAt(code, 'mikro-orm', member.file, member.span) });
    return;
  }
  const given = entryOf(options, 'prefix');
  const own = given?.kind === 'literal' && given.value === false ? '' : (textValue(given) ?? `${underscore(member.property)}_`);
  for (const one of [...code.terms.chain(target).classes].reverse()) for (const inner of membersOf(code, isMikro, one)) addProperty(code, entity, inner, prefix + own, `${path}${member.property}.`);
}

const optionsOf = (decorator: Decorator): Term | undefined => decorator.args.find((arg) => arg.kind === 'object');

function targetOf(code: Code, { args }: Decorator, file: LinkedFile, byKey: ReadonlyMap<string, Entity>): Entity | undefined {
  const [first] = args;
  const given = first?.kind === 'object' ? entryOf(first, 'entity') : first;
  const found = targetClass(code, given, file);
  const known = found && byKey.get(classKey(found));
  if (known) return known;
  const other = referredTo(code, given);
  if (!other) return undefined;
  return 'value' in other ? byKey.get(keyOfValue(other.value)) : [...byKey.values()].find(({ table }) => table.entities.some(({ name }) => name === other.name));
}

function inverseOf(code: Code, { args }: Decorator): string | undefined {
  const options = args.find((arg) => arg.kind === 'object');
  return propertyNamed(code, args[0]?.kind === 'object' ? entryOf(options, 'mappedBy') : args[1]?.kind === 'object' ? entryOf(options, 'mappedBy') : (args[1] ?? entryOf(options, 'mappedBy')));
}

/** `@ManyToOne` and the owning `@OneToOne`: a column for each key of the other side, a foreign key, and of the latter a unique one. */
function addReference(code: Code, entity: Entity, { property, decorators, file, span }: Member, byKey: ReadonlyMap<string, Entity>): void {
  const decorator = decorators.find(({ name }) => name === 'ManyToOne' || name === 'OneToOne');
  if (!decorator || entity.columns.has(property)) return;
  const options = optionsOf(decorator);
  const isOwning = decorator.name === 'ManyToOne' || isSet(options, 'owner') || inverseOf(code, decorator) === undefined || entryOf(options, 'inversedBy') !== undefined;
  if (!isOwning) return;
  const target = targetOf(code, decorator, file, byKey);
  const origin = originAt(code, 'mikro-orm', file, span);
  const keys = target && target.primary.length > 0 ? target.primary : [textEntry(options, 'referenceColumnName') ?? 'id'];
  const given = textsOf(entryOf(options, 'joinColumns')) ?? textsOf(entryOf(options, 'joinColumn')) ?? textsOf(entryOf(options, 'fieldName'));
  const columns = keys.map((key, at) => given?.[at] ?? `${underscore(property)}_${key}`);
  const isKey = isSet(options, 'primary');
  for (const [at, name] of columns.entries()) {
    const model = target?.table.columns.find((column) => column.name === keys[at]);
    if (!entity.table.columns.some((column) => column.name === name)) entity.table.columns.push({ name, ...(name !== property && { property }), type: model?.type ?? 'other', ...(model?.nativeType !== undefined && { nativeType: model.nativeType }), nullable: !isKey && isSet(options, 'nullable'), origin });
    if (isKey && !entity.primary.includes(name)) entity.primary.push(name);
  }
  entity.columns.set(property, columns);
  addOwn(code, entity, options, columns, decorator.file, decorator.span);
  if (decorator.name === 'OneToOne' && !isKey && !isSet(options, 'unique')) entity.table.indexes.push(indexOn(columns, 'unique', origin));
  if (!target) return;
  const [onDelete, onUpdate] = [actionOf(entryOf(options, 'deleteRule') ?? entryOf(options, 'onDelete')), actionOf(entryOf(options, 'updateRule') ?? entryOf(options, 'onUpdateIntegrity'))];
  const constraint = entryOf(options, 'createForeignKeyConstraint');
  entity.table.foreignKeys.push({ columns, table: target.table.name, references: keys, ...(onDelete && { onDelete }), ...(onUpdate && { onUpdate }), enforced: !(constraint?.kind === 'literal' && constraint.value === false), origin });
  entity.table.relations.push({ name: property, table: target.table.name, many: false, columns, references: keys });
}

/** The table of the owning `@ManyToMany`: both keys are its primary key. */
function addPivot(code: Code, entity: Entity, { property, decorators, file, span }: Member, byKey: ReadonlyMap<string, Entity>, pivots: DraftTable[]): void {
  const decorator = decorators.find(({ name }) => name === 'ManyToMany');
  const options = decorator && optionsOf(decorator);
  const target = decorator && targetOf(code, decorator, file, byKey);
  if (!decorator || !target || inverseOf(code, decorator) !== undefined || entity.primary.length !== 1 || target.primary.length !== 1) return;
  const entityName = targetClass(code, entryOf(options, 'pivotEntity'), file);
  const pivot = entityName && byKey.get(classKey(entityName));
  const origin = originAt(code, 'mikro-orm', file, span);
  const name = pivot?.table.name ?? textEntry(options, 'pivotTable') ?? `${entity.table.name}_${underscore(property)}`;
  const column = (single: string, of: Entity, isSecond: boolean): string => textsOf(entryOf(options, single))?.[0] ?? `${of.table.name}_${entity === target ? (isSecond ? '2' : '1') : of.primary[0]!}`;
  const [own, other] = [column('joinColumn', entity, false), column('inverseJoinColumn', target, true)];
  entity.table.relations.push({ name: property, table: target.table.name, many: true, columns: entity.primary, references: target.primary, through: { table: name, columns: [own], references: [other] } });
  if (pivot || pivots.some((table) => table.name === name)) return;
  const table = draftTable(name, entity.table.namespace, origin);
  for (const [key, of] of [[own, entity], [other, target]] as const) {
    table.columns.push({ name: key, type: of.table.columns.find((one) => one.name === of.primary[0])?.type ?? 'other', nullable: false, origin });
    table.foreignKeys.push({ columns: [key], table: of.table.name, references: of.primary, onDelete: 'cascade', onUpdate: 'cascade', enforced: true, origin });
  }
  table.indexes.push(indexOn([own, other], 'primary key', origin));
  pivots.push(table);
}

/** `@OneToMany`, the inverse `@OneToOne` and `@ManyToMany`. */
function addWayBack(code: Code, entity: Entity, { property, decorators, file }: Member, byKey: ReadonlyMap<string, Entity>): void {
  const decorator = decorators.find(({ name }) => name === 'OneToMany' || name === 'OneToOne' || name === 'ManyToMany');
  const target = decorator && targetOf(code, decorator, file, byKey);
  const inverse = decorator && inverseOf(code, decorator);
  const back = target?.table.relations.find(({ name, table }) => name === inverse && table === entity.table.name);
  if (!decorator || !target || !back || entity.table.relations.some(({ name }) => name === property)) return;
  entity.table.relations.push({ name: property, table: target.table.name, many: decorator.name !== 'OneToOne', columns: back.references, references: back.columns, ...(back.through && { through: { table: back.through.table, columns: back.through.references, references: back.through.columns } }) });
}

/** `@Index` and `@Unique` on properties and on classes: https://mikro-orm.io/docs/defining-entities#indexes */
function addIndex(code: Code, entity: Entity, { name: decorator, args: [options], file, span }: Decorator, property: string | undefined): void {
  if (decorator !== 'Index' && decorator !== 'Unique') return;
  const origin = originAt(code, 'mikro-orm', file, span);
  // An index that is written as SQL is one of the table that nothing more is known of.
  if (entryOf(options, 'expression')) {
    entity.table.incomplete = true;
    return;
  }
  const listed = entryOf(options, 'columns');
  const given = property === undefined ? textsOf(entryOf(options, 'properties')) : [property];
  const parts: (IndexPart | undefined)[] = given
    ? given.flatMap((path) => entity.columns.get(path)?.map((column) => partOn(column)) ?? [undefined])
    : listed?.kind === 'list' ? listed.items.map((item) => (textEntry(item, 'name') === undefined ? undefined : partOn(textEntry(item, 'name')!, textEntry(item, 'sort')?.toUpperCase() === 'DESC' ? 'desc' : 'asc'))) : [undefined];
  if (!parts.every((part) => part !== undefined)) {
    entity.table.incomplete = true;
    return;
  }
  const name = textEntry(options, 'name');
  entity.table.indexes.push(indexOn(parts, decorator === 'Unique' ? 'unique' : 'index', origin, { ...(name !== undefined && { name }), method: textEntry(options, 'type')?.toLowerCase() ?? 'btree', ...predicateOf(textEntry(options, 'where')), include: textsOf(entryOf(options, 'include')) ?? [] }));
}
