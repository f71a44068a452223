import type { SchemaChange, TableName } from './changes.ts';
import { foreignKeyName, indexName } from './default-names.ts';
import { withImplicit } from './implicit.ts';
import type { Column, Engine, ForeignKey, Index, IndexPart, Origin, Predicate, SchemaProblem, Table } from './types.ts';

/** What a series of changes leaves behind. */
export interface Folded {
  tables: readonly Table[];
  /** What was added to tables that nothing here makes: a first schema lies elsewhere. They have those columns, keys and indexes alone. */
  elsewhere: readonly Table[];
  /** Indexes that were there and were taken away, with nothing like them in their place: they do not exist, whatever a model says. */
  dropped: readonly { table: TableName; index: Index }[];
  /** What could not be read, of whatever table: an index may be missing. What is known to be of one table alone marks that. */
  unread: readonly SchemaProblem[];
}

/** Something with the name that it has in the database, given or by the engine. */
interface Named<T> {
  name: string | undefined;
  value: T;
}

interface Draft {
  table: Table;
  columns: Column[];
  indexes: Named<Index>[];
  foreignKeys: Named<ForeignKey>[];
  /** Of a partition: what it is one of. */
  partOf: Draft | undefined;
  isIncomplete: boolean;
  /** Nothing that was read makes the table. */
  isElsewhere: boolean;
}

/**
 * Runs changes in order on a database with nothing in it. What does not fit (a table that is not there) is passed over, as a
 * migration that fails would be mended by somebody.
 */
export function fold(changes: Iterable<SchemaChange>, engine: Engine | undefined): Folded {
  const database = new Database(engine);
  for (const change of changes) database.apply(change);
  return database.folded();
}

/** What says something of a table even where it is not known how that was made. */
const ADDITIONS: ReadonlySet<SchemaChange['kind']> = new Set(['add column', 'add index', 'add foreign key']);

class Database {
  private readonly engine: Engine | undefined;
  private readonly drafts = new Map<string, Draft>();
  private readonly enums = new Map<string, readonly string[]>();
  private readonly unread: SchemaProblem[] = [];
  private readonly dropped: { draft: Draft; index: Index }[] = [];

  constructor(engine: Engine | undefined) {
    this.engine = engine;
  }

  folded(): Folded {
    const drafts = [...this.drafts.values()];
    const finished = (isElsewhere: boolean): Table[] => drafts.filter((draft) => draft.isElsewhere === isElsewhere).map((draft) => this.finished(draft));
    const dropped = this.dropped.flatMap(({ draft, index }) =>
      this.drafts.get(keyOf(draft.table)) !== draft || draft.indexes.some(({ value }) => isSameIndex(value, index)) ? [] : [{ table: nameOf(draft.table), index }],
    );
    return { tables: finished(false), elsewhere: finished(true), dropped, unread: this.unread };
  }

  private finished(draft: Draft): Table {
    const indexes = draft.indexes.map(({ value }) => value);
    // An index of a partitioned table is one of each of its partitions.
    for (let parent = draft.partOf; parent; parent = parent.partOf) {
      for (const { value } of parent.indexes) if (!indexes.some((own) => isSameIndex(own, value))) indexes.push(value);
    }
    const columns = draft.columns.map((column): Column => {
      const values = column.values ?? this.enumOf(column.nativeType);
      return { ...column, ...(values && { type: 'enum', values }) };
    });
    const foreignKeys = draft.foreignKeys.map(({ value }) => value);
    return withImplicit({ ...draft.table, columns, indexes, foreignKeys, ...(draft.isIncomplete && { incomplete: true as const }) }, this.engine);
  }

  private enumOf(nativeType: string | undefined): readonly string[] | undefined {
    return nativeType === undefined || nativeType.endsWith('[]') ? undefined : this.enums.get(unquoted(nativeType));
  }

  apply(change: SchemaChange): void {
    switch (change.kind) {
      case 'create table':
        return this.create(change);
      case 'drop namespace':
        for (const draft of [...this.drafts.values()]) if (draft.table.namespace === change.namespace) this.drop(draft);
        return;
      case 'enum':
        this.enums.set(change.name, change.add ? [...(this.enums.get(change.name) ?? []), ...change.values] : change.values);
        return;
      case 'rename enum':
        return this.renameEnum(change.name, change.to);
      case 'drop index':
      case 'rename index':
        return this.changeIndex(change);
      case 'unread': {
        if (change.table) (this.find(change.table) ?? this.madeElsewhere(change.table, change.origin)).isIncomplete = true;
        else this.unread.push({ file: change.origin.place.file, reason: change.reason });
        return;
      }
      case 'sql':
      case 'sql file':
        throw new Error('SQL has to be read before it can be folded');
      default: {
        const draft = this.find(change.table) ?? (ADDITIONS.has(change.kind) ? this.madeElsewhere(change.table, change.origin) : undefined);
        if (draft) this.alter(draft, change);
      }
    }
  }

  private madeElsewhere(table: TableName, origin: Origin): Draft {
    const draft: Draft = { ...emptyDraft(table, origin, 'table'), isElsewhere: true };
    this.drafts.set(keyOf(table), draft);
    return draft;
  }

  private changeIndex(change: Extract<SchemaChange, { kind: 'drop index' | 'rename index' }>): void {
    if (change.kind === 'rename index') {
      const found = this.index(change.name, change.table, change.namespace);
      if (found) rename(found.named, change.to);
      return;
    }
    const { name, table, namespace, by, columns } = change;
    const found = name === undefined ? undefined : this.index(name, table, namespace);
    if (found) return this.dropIndex(found.draft, found.named);
    const draft = name === undefined && table ? this.find(table) : undefined;
    const named = draft?.indexes.find(({ value }) => (by === undefined || by === value.by) && (columns === undefined || isOn(value, columns)));
    if (draft && named) this.dropIndex(draft, named);
  }

  private alter(draft: Draft, change: Exclude<SchemaChange, { kind: 'create table' | 'drop namespace' | 'enum' | 'rename enum' | 'drop index' | 'rename index' | 'unread' | 'sql' | 'sql file' }>): void {
    switch (change.kind) {
      case 'drop table':
        return this.drop(draft);
      case 'rename table':
        return this.renameTable(draft, { ...nameOf(draft.table), name: change.to });
      case 'move table':
        return this.renameTable(draft, { name: draft.table.name, ...(change.namespace !== undefined && { namespace: change.namespace }) });
      case 'attach partition':
      case 'detach partition': {
        const partition = this.find(change.partition);
        if (partition) partition.partOf = change.kind === 'attach partition' ? draft : undefined;
        return;
      }
      case 'add column':
        if (!this.column(draft, change.column.name)) draft.columns.push(change.column);
        return;
      case 'drop column':
        return this.dropColumn(draft, change.column);
      case 'rename column':
        return this.renameColumn(draft, change.column, change.to);
      case 'alter column': {
        const column = this.column(draft, change.column);
        if (column) draft.columns[draft.columns.indexOf(column)] = { ...column, ...change.to };
        return;
      }
      case 'add index':
        return this.addIndex(draft, change.index);
      case 'use index': {
        const named = draft.indexes.find(({ name }) => name === change.index);
        if (!named) return;
        named.value = { ...named.value, unique: true, by: change.by };
        if (change.name !== undefined) rename(named, change.name);
        return;
      }
      case 'drop primary key': {
        const key = draft.indexes.find(({ value }) => value.by === 'primary key');
        if (key) this.dropIndex(draft, key);
        return;
      }
      case 'add foreign key':
        return this.addForeignKey(draft, change.foreignKey);
      case 'drop constraint':
        return this.dropConstraint(draft, change);
      case 'rename constraint': {
        const named = [...draft.foreignKeys, ...draft.indexes].find(({ name }) => name === change.name);
        if (named) rename(named, change.to);
      }
    }
  }

  private dropConstraint(draft: Draft, { name, by, columns }: Extract<SchemaChange, { kind: 'drop constraint' }>): void {
    const isMeant = (key: Named<ForeignKey>) => (name === undefined ? String(key.value.columns) === String(columns) : key.name === name);
    draft.foreignKeys = draft.foreignKeys.filter((key) => !isMeant(key));
    const key = by === 'foreign key' || name === undefined ? undefined : draft.indexes.find((named) => named.name === name && named.value.by !== 'index');
    if (key) this.dropIndex(draft, key);
  }

  private create({ table, origin, ifNotExists, as = 'table', replaces, inherits, isPartition, like, columns, indexes, foreignKeys }: Extract<SchemaChange, { kind: 'create table' }>): void {
    const known = this.drafts.get(keyOf(table));
    if (known && !known.isElsewhere && (ifNotExists || !replaces)) return;
    const draft = emptyDraft(table, origin, as);
    this.drafts.set(keyOf(table), draft);
    const parents = (inherits ?? []).map((parent) => this.find(parent)).filter((parent) => parent !== undefined);
    const model = like && this.find(like.table);
    for (const parent of [...parents, ...(model ? [model] : [])]) draft.columns.push(...parent.columns.filter(({ name }) => !this.column(draft, name)));
    if (isPartition) draft.partOf = parents[0];
    draft.columns.push(...columns.filter(({ name }) => !this.column(draft, name)));
    const copied = model && like?.indexes ? model.indexes.map(({ value }) => withoutName(value)) : [];
    for (const index of [...indexes, ...copied]) this.addIndex(draft, index);
    for (const key of foreignKeys) this.addForeignKey(draft, key);
    // Two tools may work on one database: what one adds to a table that the other makes has no order among it.
    if (known?.isElsewhere) draft.isIncomplete ||= known.isIncomplete;
    for (const { value } of known?.isElsewhere ? known.indexes : []) this.addIndex(draft, value);
    for (const { value } of known?.isElsewhere ? known.foreignKeys : []) this.addForeignKey(draft, value);
  }

  private drop(draft: Draft): void {
    this.drafts.delete(keyOf(draft.table));
    // Where it still has references, PostgreSQL drops a table with them only; the others leave them as they are.
    if (this.engine !== 'postgresql') return;
    for (const other of this.drafts.values()) {
      if (other.partOf === draft) this.drop(other);
      else other.foreignKeys = other.foreignKeys.filter(({ value }) => this.find({ name: value.table }) !== undefined || value.table !== draft.table.name);
    }
  }

  private renameTable(draft: Draft, to: TableName): void {
    const before = draft.table.name;
    this.drafts.delete(keyOf(draft.table));
    const renamed = { ...draft.table, name: to.name };
    delete renamed.namespace;
    draft.table = { ...renamed, ...(to.namespace !== undefined && { namespace: to.namespace }) };
    this.drafts.set(keyOf(draft.table), draft);
    for (const other of this.drafts.values()) {
      for (const key of other.foreignKeys) if (key.value.table === before) key.value = { ...key.value, table: to.name };
    }
  }

  private renameEnum(from: string, to: string): void {
    const values = this.enums.get(from);
    if (!values) return;
    this.enums.delete(from);
    this.enums.set(to, values);
    for (const { columns } of this.drafts.values()) {
      columns.forEach((column, at) => {
        const { nativeType } = column;
        if (nativeType !== undefined && unquoted(nativeType) === from) columns[at] = { ...column, nativeType: nativeType.endsWith('[]') ? `${to}[]` : to };
      });
    }
  }

  private addIndex(draft: Draft, index: Index): void {
    if (index.name !== undefined && this.index(index.name, this.namesAreOfTables ? draft.table : undefined, draft.table.namespace)) return;
    if (index.by === 'primary key') {
      draft.indexes = draft.indexes.filter(({ value }) => value.by !== 'primary key');
      // They stay so, whatever becomes of the key.
      draft.columns = draft.columns.map((column) => (index.parts.some((part) => part.column === column.name) ? { ...column, nullable: false } : column));
    }
    draft.indexes.push({ name: index.name ?? indexName(draft.table.name, index, this.engine, this.taken(draft)), value: index });
  }

  private addForeignKey(draft: Draft, key: ForeignKey): void {
    const taken = new Set(draft.foreignKeys.flatMap(({ name }) => name ?? []));
    if (key.name !== undefined && taken.has(key.name)) return;
    draft.foreignKeys.push({ name: key.name ?? foreignKeyName(draft.table.name, key, this.engine, taken), value: key });
  }

  private dropIndex(draft: Draft, named: Named<Index>): void {
    draft.indexes = draft.indexes.filter((other) => other !== named);
    this.dropped.push({ draft, index: named.value });
  }

  private dropColumn(draft: Draft, name: string): void {
    const column = this.column(draft, name);
    if (!column) return;
    draft.columns = draft.columns.filter((other) => other !== column);
    draft.foreignKeys = draft.foreignKeys.filter(({ value }) => !value.columns.includes(column.name));
    draft.indexes = draft.indexes.flatMap((named) => {
      if (!uses(named.value, column.name)) return [named];
      // MySQL takes the column out of its indexes, the others take the indexes away.
      const parts = named.value.parts.filter((part) => part.column !== column.name);
      return this.keepsOtherColumns && parts.length > 0 && named.value.by !== 'primary key' ? [{ ...named, value: { ...named.value, parts } }] : [];
    });
  }

  private renameColumn(draft: Draft, from: string, to: string): void {
    const column = this.column(draft, from);
    if (!column) return;
    const before = column.name;
    draft.columns[draft.columns.indexOf(column)] = { ...column, name: to };
    for (const named of draft.indexes) named.value = withColumn(named.value, before, to);
    const renamed = (columns: readonly string[]) => columns.map((one) => (one === before ? to : one));
    for (const named of draft.foreignKeys) named.value = { ...named.value, columns: renamed(named.value.columns) };
    for (const other of this.drafts.values()) {
      for (const named of other.foreignKeys) if (named.value.table === draft.table.name) named.value = { ...named.value, references: renamed(named.value.references) };
    }
    for (const partition of this.drafts.values()) if (partition.partOf === draft) this.renameColumn(partition, before, to);
  }

  /** Names of indexes belong to a table in MySQL and MongoDB, to a namespace in PostgreSQL and SQLite. */
  private get namesAreOfTables(): boolean {
    return this.keepsOtherColumns || this.engine === 'mongodb';
  }

  /** Whether an index stays, with its other columns, when one of them goes. */
  private get keepsOtherColumns(): boolean {
    return this.engine === 'mysql' || this.engine === 'mariadb';
  }

  /** Names that differ in case are names of different things. */
  private get mindsCase(): boolean {
    return this.engine === 'postgresql' || this.engine === 'mongodb';
  }

  private taken(draft: Draft): Set<string> {
    const drafts = this.namesAreOfTables ? [draft] : [...this.drafts.values()].filter(({ table }) => table.namespace === draft.table.namespace);
    return new Set(drafts.flatMap(({ indexes }) => indexes.flatMap(({ name }) => name ?? [])));
  }

  private find({ name, namespace }: TableName): Draft | undefined {
    const exact = this.drafts.get(keyOf({ name, ...(namespace !== undefined && { namespace }) }));
    if (exact || this.mindsCase) return exact ?? (namespace === undefined ? this.sole(name) : undefined);
    const lower = name.toLowerCase();
    return [...this.drafts.values()].find(({ table }) => table.name.toLowerCase() === lower);
  }

  /** A table of another namespace that is the only one of its name: a search path may have named it. */
  private sole(name: string): Draft | undefined {
    const found = [...this.drafts.values()].filter(({ table }) => table.name === name);
    return found.length === 1 ? found[0] : undefined;
  }

  private column(draft: Draft, name: string): Column | undefined {
    const exact = draft.columns.find((column) => column.name === name);
    return exact ?? (this.mindsCase ? undefined : draft.columns.find((column) => column.name.toLowerCase() === name.toLowerCase()));
  }

  private index(name: string, table: TableName | undefined, namespace: string | undefined): { draft: Draft; named: Named<Index> } | undefined {
    const drafts = table ? [this.find(table)].filter((draft) => draft !== undefined) : [...this.drafts.values()];
    const found = drafts.flatMap((draft) => draft.indexes.filter((named) => named.name === name).map((named) => ({ draft, named })));
    return found.find(({ draft }) => draft.table.namespace === namespace) ?? found[0];
  }
}

function keyOf({ name, namespace }: TableName): string {
  return `${namespace ?? ''}.${name}`;
}

function nameOf({ name, namespace }: TableName): TableName {
  return { name, ...(namespace !== undefined && { namespace }) };
}

function emptyDraft({ name, namespace }: TableName, origin: Origin, kind: Table['kind']): Draft {
  const table: Table = { name, ...(namespace !== undefined && { namespace }), kind, entities: [], columns: [], indexes: [], foreignKeys: [], relations: [], origin };
  return { table, columns: [], indexes: [], foreignKeys: [], partOf: undefined, isIncomplete: false, isElsewhere: false };
}

function isOn({ parts }: Index, columns: readonly string[]): boolean {
  return parts.length === columns.length && parts.every(({ column }, at) => column === columns[at]);
}

function unquoted(type: string): string {
  return type.replaceAll('"', '').replace(/\[\]$/, '');
}

function rename(named: Named<{ name?: string }>, to: string): void {
  named.name = to;
  named.value = { ...named.value, name: to };
}

function withoutName(index: Index): Index {
  const unnamed = { ...index };
  delete unnamed.name;
  return unnamed;
}

/** Whether two indexes are one but for name and origin: what a model and a migration both declare. */
export function isSameIndex(a: Index, b: Index): boolean {
  return a === b || shapeOf(a) === shapeOf(b);
}

/** What an index is, without who declares it: a unique constraint and a unique index are alike. */
export function shapeOf({ parts, unique, method, where, include, by }: Index): string {
  const isKey = by === 'primary key';
  return JSON.stringify([parts.map((part) => [part.column, part.expression, part.direction, part.operators]), unique || isKey, isKey, method, where?.text, [...include].sort()]);
}

function uses({ parts, where, include }: Index, column: string): boolean {
  return (
    include.includes(column) ||
    parts.some((part) => part.column === column || (part.expression !== undefined && wordOf(column).test(part.expression))) ||
    (where !== undefined && wordOf(column).test(where.text))
  );
}

function wordOf(column: string): RegExp {
  return new RegExp(`(?<![\\w$'.])${column.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w$'(])`, 'g');
}

function withColumn(index: Index, from: string, to: string): Index {
  const text = (sql: string) => sql.replace(wordOf(from), () => to);
  const part = (one: IndexPart): IndexPart =>
    one.column === from ? { ...one, column: to } : one.expression === undefined ? one : { ...one, expression: text(one.expression) };
  const predicate = ({ text: sql, terms }: Predicate): Predicate => ({
    text: text(sql),
    ...(terms && { terms: terms.map((term) => (term.column === from ? { ...term, column: to } : term)) }),
  });
  return {
    ...index,
    parts: index.parts.map(part),
    include: index.include.map((column) => (column === from ? to : column)),
    ...(index.where && { where: predicate(index.where) }),
  };
}
