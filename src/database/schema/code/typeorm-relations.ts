/** Relations of TypeORM's entities: the columns, keys and tables that are made for them, and the ways that queries take along them. */
import type { LinkedFile } from '../../../program/linked-file.ts';
import { actionsOf, draftTable, indexOn, originAt, putColumn } from './parts.ts';
import type { Code, DraftTable } from './parts.ts';
import { entryOf, isOff, isSet, textEntry, type Term } from './terms.ts';
import { addPrimary, type Entity, type Related } from './typeorm-entities.ts';

/** Finds the entity that a declaration names. */
export type Target = (term: Term | undefined, file: LinkedFile) => Entity | undefined;

/** Whether a relation's side holds the columns that refer: `@ManyToOne`, `@OneToOne` with `@JoinColumn`, `@TreeParent`. */
function isOwning({ kind, member }: Related): boolean {
  return kind === 'ManyToOne' || kind === 'TreeParent' || (kind === 'OneToOne' && member.decorators.some(({ name }) => name === 'JoinColumn'));
}

/** The columns of a relation that refers, as `RelationJoinColumnBuilder` makes them, and its foreign key: no index comes with it. */
export function joinColumns(code: Code, entity: Entity, related: Related, target: Target, under: Set<Related>): void {
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
    const model = other.table.columns.find((column) => column.name === key.column);
    const typed = { type: model?.type ?? existing?.type ?? 'other', ...(model?.nativeType !== undefined && { nativeType: model.nativeType }) };
    if (!existing) {
      entity.table.columns.push({ name, ...typed, nullable: !isPrimary(related) && !isOff(related.options, 'nullable'), origin });
    } else if (model && model.type !== existing.type) {
      // A relation's column is of the type that it refers to, whatever is written: https://github.com/typeorm/typeorm/blob/master/src/metadata-builder/RelationJoinColumnBuilder.ts
      const kept = { ...existing };
      delete kept.nativeType;
      entity.table.columns[entity.table.columns.indexOf(existing)] = { ...kept, ...typed };
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

/** A one-to-one column is unique unless the primary key holds it, and unless it has no foreign key. */
export function uniqueRelations(entity: Entity): void {
  for (const related of entity.related) {
    const columns = entity.columns.get(related.property);
    if (related.kind !== 'OneToOne' || !columns || !isOwning(related) || isOff(related.options, 'createForeignKeyConstraints')) continue;
    if (columns.every((column) => entity.primary.some((key) => key.column === column))) continue;
    const key = entity.table.foreignKeys.find((one) => one.columns === columns);
    entity.table.indexes.push(indexOn(columns, 'unique', key?.origin ?? entity.table.origin));
  }
}

/** The table of `@ManyToMany` with `@JoinTable`: both sides' keys are its primary key, and each side has an index. */
export function junction(code: Code, entity: Entity, related: Related, target: Target, junctions: DraftTable[]): void {
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

/** How find options and builders go from an entity to others. */
export function navigation(entity: Entity, target: Target): void {
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
