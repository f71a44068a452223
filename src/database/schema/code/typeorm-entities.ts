/** TypeORM's entities as they are declared, by decorators and by `EntitySchema`, each with its columns. */
import type { Span } from '../../../facts/types.ts';
import type { LinkedFile } from '../../../program/linked-file.ts';
import type { Column, SchemaProblem } from '../types.ts';
import { columnType, typeOfAnnotation, typeOfConstructor } from './columns.ts';
import { callsOf, classKey, decoratedClasses, decoratorsOf, draftTable, indexOn, membersOf, originAt, propertyNamed, putColumn, targetClass } from './parts.ts';
import type { Code, Decorator, DraftTable, Member } from './parts.ts';
import { entryOf, exportPath, isOff, isSet, textEntry, textsOf, textValue, type ClassTerm, type Term } from './terms.ts';
import type { Naming } from './typeorm-names.ts';

const TYPEORM = /^typeorm(?:\/|$)/;
const isTypeorm = (specifier: string): boolean => TYPEORM.test(specifier);

/** An entity while its table is put together. */
export interface Entity {
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

/** A relation of an entity, as one of its sides declares it. */
export interface Related {
  property: string;
  kind: string;
  decorator: Decorator;
  options: Term | undefined;
  member: Member;
  target: Term | undefined;
  inverse: string | undefined;
  file: LinkedFile;
}

export const RELATIONS: ReadonlySet<string> = new Set(['ManyToOne', 'OneToOne', 'OneToMany', 'ManyToMany', 'TreeParent', 'TreeChildren']);

/** Classes with `@Entity` and its kin, with what they inherit. Those of one table share its draft. */
export function decorated(code: Code, naming: (file: LinkedFile) => Naming, problems: SchemaProblem[]): Entity[] {
  const found = decoratedClasses(code, TYPEORM, ['Entity', 'ChildEntity', 'ViewEntity']);
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
export function schemas(code: Code, naming: (file: LinkedFile) => Naming): Entity[] {
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

/** A column of the primary key, once. */
export function addPrimary(entity: Entity, key: Entity['primary'][number]): void {
  if (!entity.primary.some(({ column }) => column === key.column)) entity.primary.push(key);
}

/** The members of a class with those that it inherits, the base's first. */
export function membersWith(code: Code, self: ClassTerm): Member[] {
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
