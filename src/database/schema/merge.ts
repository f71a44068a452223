import type { TableName } from './changes.ts';
import { isSameIndex } from './fold.ts';
import { withImplicit } from './implicit.ts';
import type { Column, Engine, ForeignKey, Index, Reader, Schema, SchemaProblem, Table } from './types.ts';

/** What one reader made of one source: a Prisma schema, a folder of migrations, the models of a package. */
export interface Declared {
  /** Folder, below the root, of the package that it belongs to. */
  dir: string;
  /** Folder or file, below the root, where it lies. */
  at: string;
  reader: Reader;
  /**
   * Models say what should be there, migrations and dumps what was made. Indexes are made by whatever code reaches the database: they
   * are of the collections of that name, whichever package declares these.
   */
  kind: 'models' | 'migrations' | 'indexes';
  engine: Engine | undefined;
  tables: readonly Table[];
  /** What migrations add to tables that nothing beside them makes: it counts where models, or other migrations, know the table. */
  elsewhere?: readonly Table[] | undefined;
  /** Indexes that a migration took away. */
  dropped?: readonly { table: TableName; index: Index }[] | undefined;
  /** False where part of it could not be read: then an index may be missing from it. */
  complete: boolean;
  problems: readonly SchemaProblem[];
}

/** Share of the tables of the smaller of two sources that the other names too, from which on they are taken to be of one database. */
const MIN_SHARED = 0.5;

/**
 * Puts together what was read into one schema for each database: models and the migrations that made their tables are one, also
 * where they lie in different packages; the sources of one package are one; two Prisma schemas are two.
 *
 * @param engineOf what else says which engine a package runs on: its drivers
 */
export function mergeSchemas(declared: readonly Declared[], engineOf: (dir: string) => Engine | undefined): Schema[] {
  const indexes = declared.filter(({ kind }) => kind === 'indexes');
  return groups(declared).map((tables) => {
    const group = [...tables, ...indexes.filter(({ engine }) => tables.some((one) => one.engine === engine)).map((made) => (leavesOpen(made, tables, declared) ? made : { ...made, complete: true, problems: [] }))];
    const models = group.filter(({ kind }) => kind === 'models');
    const dir = (models[0] ?? group[0]!).dir;
    const engine = [...models, ...group].map((one) => one.engine).find((one) => one !== undefined) ?? group.map((one) => engineOf(one.dir)).find((one) => one !== undefined);
    return { dir, engine, tables: mergedTables(group, engine), complete: group.every(({ complete }) => complete), problems: group.flatMap(({ problems }) => problems) };
  });
}

/**
 * Whether an index of a collection that is not known may be of one of a schema: of the package in which code makes it, where that has
 * collections of its own. A package of migrations has none, and means those of all others.
 */
function leavesOpen({ dir, engine }: Declared, tables: readonly Declared[], declared: readonly Declared[]): boolean {
  const isOwn = (one: Declared): boolean => one.kind === 'models' && one.dir === dir && one.engine === engine;
  return tables.some(isOwn) || !declared.some(isOwn);
}

/** Models first: each begins a group, or joins the one of its package; then migrations go where their tables are. */
function groups(declared: readonly Declared[]): Declared[][] {
  const found: Declared[][] = [];
  for (const models of declared.filter(({ kind }) => kind === 'models')) {
    const own = found.find((group) => group.every((other) => other.dir === models.dir && !(other.reader === 'prisma' && models.reader === 'prisma') && fitTogether(other, models)));
    if (own) own.push(models);
    else found.push([models]);
  }
  const withModels = found.length;
  for (const migrations of declared.filter(({ kind }) => kind === 'migrations')) {
    const candidates = found.filter((group) => group.every((other) => fitTogether(other, migrations)));
    const home = bestOf(candidates, (group) => likeness(group, migrations)) ?? ownOf(candidates.filter((group) => found.indexOf(group) >= withModels), migrations);
    if (home) home.push(migrations);
    else found.push([migrations]);
  }
  return found;
}

function fitTogether(a: Declared, b: Declared): boolean {
  return a.engine === undefined || b.engine === undefined || a.engine === b.engine;
}

/** Migrations of one package, of whose tables no models speak. */
function ownOf(candidates: Declared[][], { dir }: Declared): Declared[] | undefined {
  return candidates.find((group) => group.some((other) => other.dir === dir));
}

/** How sure it is that migrations made the tables of the models; 0 where nothing says so. */
function likeness(group: readonly Declared[], migrations: Declared): number {
  const models = group.filter(({ kind }) => kind === 'models');
  if (models.length === 0) return 0;
  const names = new Set(models.flatMap(({ tables }) => tables.map(({ name }) => name)));
  const shared = migrations.tables.filter(({ name }) => names.has(name)).length;
  const share = shared / Math.max(1, Math.min(names.size, migrations.tables.length));
  const isOwn = models.some(({ dir }) => dir === migrations.dir);
  const closeness = Math.max(...models.map(({ at }) => commonLength(at, migrations.at))) / 100;
  // Folders of one package that name no table in common say nothing of each other, unless there is nothing to compare.
  if (migrations.tables.length === 0) return isOwn ? 1 + closeness : 0;
  return share >= MIN_SHARED || (isOwn && shared > 0) ? share + (isOwn ? 1 : 0) + closeness : 0;
}

function bestOf<T>(items: readonly T[], score: (item: T) => number): T | undefined {
  let best: { item: T; score: number } | undefined;
  for (const item of items) {
    const own = score(item);
    if (own > 0 && (best === undefined || own > best.score)) best = { item, score: own };
  }
  return best?.item;
}

/** Folders that two paths have in common. */
export function commonLength(a: string, b: string): number {
  const [left, right] = [a, b].map((path) => (path === '' ? [] : path.split('/')));
  let length = 0;
  while (length < left!.length && left![length] === right![length]) length++;
  return length;
}

function mergedTables(group: readonly Declared[], engine: Engine | undefined): Table[] {
  const merged: Table[] = [];
  const models = group.filter(({ kind }) => kind === 'models');
  for (const { tables, kind } of [...models, ...group.filter((one) => one.kind === 'migrations')]) {
    for (const table of tables) {
      const at = merged.findIndex((other) => isSameTable(other, table));
      if (at < 0) merged.push(table);
      else merged[at] = joined(kind === 'migrations' ? withActions(merged[at]!, table) : merged[at]!, table);
    }
  }
  for (const table of group.flatMap(({ elsewhere }) => elsewhere ?? [])) {
    const at = merged.findIndex((other) => isSameTable(other, table));
    if (at >= 0) merged[at] = joined(merged[at]!, table);
  }
  for (const { table, index } of group.flatMap(({ dropped }) => dropped ?? [])) {
    const at = merged.findIndex((other) => isSameTable(other, table));
    // What another folder of migrations made again is there.
    const isMade = group.some(({ kind, tables, elsewhere = [] }) => kind === 'migrations' && [...tables, ...elsewhere].some((other) => isSameTable(other, table) && other.indexes.some((one) => isSameIndex(one, index))));
    if (at >= 0 && !isMade) merged[at] = { ...merged[at]!, indexes: merged[at]!.indexes.filter((one) => !isSameIndex(one, index)) };
  }
  return merged.map((table) => withImplicit({ ...table, indexes: table.indexes.filter(({ by }) => by !== 'foreign key') }, engine));
}

/** A table without a namespace may lie in any that a search path names. */
function isSameTable(a: TableName, b: TableName): boolean {
  return a.name === b.name && (a.namespace === b.namespace || a.namespace === undefined || b.namespace === undefined);
}

/** A table whose foreign keys do on a delete what the migration that made them says: models say what the ORM would have made. */
function withActions(table: Table, { foreignKeys: made }: Table): Table {
  const foreignKeys = table.foreignKeys.map((key): ForeignKey => {
    // A column that was changed may have been given the key a second time: each deletes.
    const same = made.filter((other) => isSameKey(other, key));
    const last = same.find(({ onDelete }) => onDelete === 'cascade') ?? same.at(-1);
    return last ? { ...key, onDelete: last.onDelete ?? 'no action' } : key;
  });
  return { ...table, foreignKeys };
}

function isSameKey(left: ForeignKey, right: ForeignKey): boolean {
  return left.table === right.table && String(left.columns) === String(right.columns);
}

/** What two sources say of one table: the first, with what only the second knows. */
function joined(first: Table, second: Table): Table {
  const indexes = first.indexes.map((index) => {
    const same = second.indexes.find((other) => isSameIndex(index, other));
    return index.name === undefined && same?.name !== undefined ? { ...index, name: same.name } : index;
  });
  const namespace = first.namespace ?? second.namespace;
  return {
    ...first,
    ...(namespace !== undefined && { namespace }),
    entities: [...first.entities, ...second.entities],
    columns: [...first.columns.map((column) => joinedColumn(column, second.columns.find(({ name }) => name === column.name))), ...second.columns.filter(({ name }) => !first.columns.some((column) => column.name === name))],
    indexes: [...indexes, ...second.indexes.filter((index) => !first.indexes.some((other) => isSameIndex(index, other)))],
    foreignKeys: [...first.foreignKeys, ...second.foreignKeys.filter((key) => !first.foreignKeys.some((other) => isSameKey(other, key)))],
    ...((first.incomplete ?? second.incomplete) && { incomplete: true as const }),
    relations: [...first.relations, ...second.relations.filter(({ name }) => !first.relations.some((relation) => relation.name === name))],
  };
}

function joinedColumn(first: Column, second: Column | undefined): Column {
  if (second === undefined) return first;
  const nativeType = first.nativeType ?? second.nativeType;
  const values = first.values ?? second.values;
  return { ...first, type: first.type === 'other' ? second.type : first.type, ...(nativeType !== undefined && { nativeType }), ...(values && { values }) };
}
