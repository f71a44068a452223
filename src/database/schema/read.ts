import type { Package } from '../../source/types.ts';
import type { CodeReading, SchemaChange } from './changes.ts';
import { engineNamed, engineOfDrivers } from './engines.ts';
import { fold } from './fold.ts';
import type { Folded } from './fold.ts';
import { mergeSchemas } from './merge.ts';
import type { Declared } from './merge.ts';
import { readPrisma } from './prisma/read.ts';
import { sqlSets } from './sql/folders.ts';
import type { SqlSet } from './sql/folders.ts';
import type { Memory } from './sql/memory.ts';
import { predicatesRead } from './sql/predicates.ts';
import { dialectOf, engineIn, readSql, withSqlRead } from './sql/read.ts';
import { upPart } from './sql/up.ts';
import type { Engine, Origin, Reader, Schema, SchemaProblem } from './types.ts';

/** What of a project's files says something about its databases. */
export interface SchemaFiles {
  /** Files of Prisma schemas, of SQL, and what tools keep beside them (`migration_lock.toml`, `_journal.json`), below the root. */
  prisma: readonly string[];
  sql: readonly string[];
  beside: readonly string[];
  packages: readonly Pick<Package, 'dir' | 'dependencies'>[];
  /** A file's text, or why there is none; undefined where it is gone. */
  read(path: string): { text: string } | { reason: string } | undefined;
}

/**
 * What a project declares of its databases: in schema.prisma and in SQL, and in its code.
 *
 * @param texts what lies in files of the first kinds; it can be asked again, with other code
 * @param memory what was read of the code's SQL before: it is not parsed again
 */
export function readSchemas(texts: SchemaTexts, code: readonly CodeReading[], memory?: Memory): Schema[] {
  const prisma = texts.prisma();
  const fromCode = code.flatMap((reading) => texts.code(reading, memory));
  const sql = texts.sql([...prisma, ...fromCode]);
  // What holds nothing would only stand nearer to queries than the schema that they mean.
  return mergeSchemas([...prisma, ...fromCode, ...sql], (dir) => texts.driversOf(dir)).filter(({ tables, problems }) => tables.length > 0 || problems.length > 0);
}

/** The readers of one state of a project's files. Each text is read once. */
export class SchemaTexts {
  private readonly files: SchemaFiles;
  private readonly memory: Memory | undefined;
  private readonly sqlSets: Map<string, readonly Declared[]>;
  private readPrisma: Declared[] | undefined;

  /**
   * @param memory what was read of SQL before: it is not parsed again
   * @param same those of another state in which all files of these kinds, and the packages, are the same
   */
  constructor(files: SchemaFiles, memory?: Memory, same?: SchemaTexts) {
    this.files = files;
    this.memory = memory;
    this.sqlSets = same?.sqlSets ?? new Map();
    this.readPrisma = same?.readPrisma;
  }

  prisma(): readonly Declared[] {
    return (this.readPrisma ??= this.declaredByPrisma());
  }

  private declaredByPrisma(): Declared[] {
    const { texts, problems } = this.textsOf(this.files.prisma);
    const read = readPrisma(texts).map((schema): Declared => ({
      dir: this.packageOf(schema.file),
      at: schema.file,
      reader: 'prisma',
      kind: 'models',
      engine: schema.engine ?? this.besideOf(folderOf(schema.file)),
      tables: predicatesRead(schema.tables, schema.engine, this.memory),
      complete: schema.problems.length === 0,
      problems: schema.problems,
    }));
    const [first] = read;
    return first ? [{ ...first, problems: [...first.problems, ...problems] }, ...read.slice(1)] : read;
  }

  /** Of each reader one source; of all migrations of a package another. */
  code({ dir, engine: said, tables, changes, problems }: CodeReading, memory?: Memory): Declared[] {
    const engine = said ?? this.driversOf(dir);
    const readers = [...new Set(tables.map(({ origin: { reader } }) => reader))];
    const models = readers.map((reader, at): Declared => {
      const own = tables.filter(({ origin }) => origin.reader === reader);
      return { dir, at: dir, reader, kind: 'models', engine: reader === 'mongoose' ? 'mongodb' : engine, tables: predicatesRead(own, engine, memory), complete: true, problems: at === 0 ? problems : [] };
    });
    const [driver, others] = [changes.filter(isOfDriver), changes.filter((change) => !isOfDriver(change))];
    const made = [...models, ...(driver.length === 0 ? [] : [indexesMade(dir, driver)])];
    if (others.length === 0) return made;
    const written = others.map((change): SchemaChange => (change.kind === 'sql file' ? this.sqlOf(change.file, change.origin) : change));
    const dialect = (engine && dialectOf(engine)) ?? engineIn(written.map((change) => (change.kind === 'sql' ? change.text : '')).join('\n')) ?? 'postgresql';
    const folded = fold(withSqlRead(written, dialect, memory), dialect);
    return [...made, migrations({ dir, at: folderOf(others[0]!.origin.place.file), reader: others[0]!.origin.reader, engine }, { ...folded, tables: predicatesRead(folded.tables, engine, memory), elsewhere: predicatesRead(folded.elsewhere, engine, memory) }, models.length === 0 ? problems : [])];
  }

  /** What a migration runs of a file, at the place where it does. */
  private sqlOf(file: string, origin: Origin): SchemaChange {
    const read = this.files.read(file);
    return read && 'text' in read ? { origin, kind: 'sql', text: upPart(read.text) } : { origin, kind: 'unread', reason: `${file}, which it runs, cannot be read` };
  }

  sql(others: readonly Declared[]): Declared[] {
    return sqlSets(this.files.sql, this.journals()).flatMap((set) => {
      if (set.foreign) return [];
      const dir = this.packageOf(set.files[0] ?? set.at);
      const engine = soleEngine(others.filter((other) => other.dir === dir));
      const key = `${set.at}\0${engine ?? ''}`;
      let read = this.sqlSets.get(key);
      if (!read) this.sqlSets.set(key, (read = this.sqlSet(set, dir, engine)));
      return read;
    });
  }

  /** @param others the engine of what else the package declares */
  private sqlSet(set: SqlSet, dir: string, others: Engine | undefined): Declared[] {
    const { texts, problems } = this.textsOf(set.files);
    if (texts.length === 0 && problems.length === 0) return [];
    const said = this.besideOf(set.at) ?? set.engine ?? others ?? this.driversOf(dir);
    const engine = said !== undefined && dialectOf(said) !== undefined ? said : engineIn(texts.map(({ text }) => text).join('\n'));
    const dialect = (engine && dialectOf(engine)) ?? 'postgresql';
    const read = readSql(texts.map(({ file, text }) => ({ file, text: upPart(text) })), dialect, this.memory);
    const folded = fold(read.flatMap(({ changes }) => changes), dialect);
    // Rows and queries are no schema, nor is what no parser can read.
    if (folded.tables.length === 0 && folded.dropped.length === 0 && read.every(({ changes }) => changes.every(({ kind }) => kind === 'unread' || kind === 'drop table'))) return [];
    return [migrations({ dir, at: set.at, reader: 'sql', engine }, folded, problems)];
  }

  private textsOf(paths: readonly string[]): { texts: { file: string; text: string }[]; problems: SchemaProblem[] } {
    const texts: { file: string; text: string }[] = [];
    const problems: SchemaProblem[] = [];
    for (const file of paths) {
      const read = this.files.read(file);
      if (read === undefined) continue;
      if ('reason' in read) problems.push({ file, reason: read.reason });
      else texts.push({ file, text: read.text });
    }
    return { texts, problems };
  }

  /** The tags of Drizzle's journals: https://orm.drizzle.team/docs/kit-overview */
  private journals(): Map<string, string[]> {
    const paths = this.files.beside.filter((path) => path.endsWith('/meta/_journal.json'));
    return new Map(
      paths.flatMap((path) => {
        const entries = objectIn(this.textOf(path))?.entries;
        return Array.isArray(entries) ? [[path, entries.flatMap((entry: { tag?: unknown } | null) => (typeof entry?.tag === 'string' ? [entry.tag] : []))] as const] : [];
      }),
    );
  }

  /** The engine that a tool keeps beside migrations. */
  private besideOf(folder: string): Engine | undefined {
    const lock = this.textOf(`${folder}/migration_lock.toml`) ?? this.textOf(`${folder}/migrations/migration_lock.toml`);
    const journal = objectIn(this.textOf(`${folder}/meta/_journal.json`))?.dialect;
    return engineNamed(/^\s*provider\s*=\s*"([^"]+)"/m.exec(lock ?? '')?.[1] ?? (typeof journal === 'string' ? journal : undefined));
  }

  private textOf(path: string): string | undefined {
    const read = this.files.beside.includes(path) ? this.files.read(path) : undefined;
    return read && 'text' in read ? read.text : undefined;
  }

  /** The engine of a package's drivers; of those around it where it has none of its own. */
  driversOf(dir: string): Engine | undefined {
    const around = this.files.packages.filter((one) => isWithin(dir, one.dir)).sort((a, b) => b.dir.length - a.dir.length);
    return around.map(({ dependencies }) => engineOfDrivers(dependencies)).find((engine) => engine !== undefined);
  }

  private packageOf(file: string): string {
    return this.files.packages.reduce((best, { dir }) => (isWithin(file, dir) && dir.length > best.length ? dir : best), '');
  }
}

function migrations(of: { dir: string; at: string; reader: Reader; engine: Engine | undefined }, { tables, elsewhere, dropped, unread }: Folded, problems: readonly SchemaProblem[]): Declared {
  return { ...of, kind: 'migrations', tables, elsewhere, dropped, complete: unread.length === 0 && problems.length === 0, problems: [...problems, ...unread] };
}

function isOfDriver({ origin }: SchemaChange): boolean {
  return origin.reader === 'mongodb';
}

/**
 * What the driver of MongoDB is told to make. What it is told to take away and a model declares is there nevertheless: Mongoose makes
 * it whenever it starts.
 */
function indexesMade(dir: string, changes: readonly SchemaChange[]): Declared {
  const { elsewhere, unread } = fold(changes, 'mongodb');
  return { dir, at: folderOf(changes[0]!.origin.place.file), reader: 'mongodb', kind: 'indexes', engine: 'mongodb', tables: [], elsewhere, complete: unread.length === 0, problems: unread };
}

function soleEngine(others: readonly Declared[]): Engine | undefined {
  const engines = new Set(others.flatMap(({ engine }) => engine ?? []));
  return engines.size === 1 ? [...engines][0] : undefined;
}

function objectIn(text: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
}

function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}
