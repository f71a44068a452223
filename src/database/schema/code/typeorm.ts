/** The tables of TypeORM's entities: put together from what they declare, with what its schema builder adds. */
import type { LinkedFile } from '../../../program/linked-file.ts';
import type { Index, SchemaProblem } from '../types.ts';
import { columnType } from './columns.ts';
import { classKey, draftTable, indexOn, originAt, putColumn, targetClass } from './parts.ts';
import type { Code, DraftTable, Reading } from './parts.ts';
import { entryOf, textEntry, textValue, type Term } from './terms.ts';
import { decorated, schemas, type Entity } from './typeorm-entities.ts';
import { declaredIndexes } from './typeorm-indexes.ts';
import { typeormNaming } from './typeorm-names.ts';
import { joinColumns, junction, navigation, uniqueRelations } from './typeorm-relations.ts';

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

/** The entity of a schema that stands for itself: `target: PostSchema`. */
function schemaOf(code: Code, term: Term | undefined, byKey: ReadonlyMap<string, Entity>): Entity | undefined {
  const target = term?.kind === 'function' ? code.terms.returned(term, []) : term;
  return target?.kind === 'call' ? byKey.get(`${target.file.number}:call:${target.id}`) : undefined;
}

function primaryKey({ table, primary }: Entity): void {
  if (primary.length > 0 && !table.indexes.some(({ by }) => by === 'primary key')) table.indexes.push(indexOn(primary.map(({ column }) => column), 'primary key', table.origin));
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
