import type { Engine } from '../types.ts';

/** Files of SQL that make up one database, in the order in which they run. */
export interface SqlSet {
  /** Folder of the migrations, or a file that holds a whole schema. */
  at: string;
  /** Below the root. */
  files: readonly string[];
  /** As a folder or a file's name says. */
  engine: Engine | undefined;
  /** Engines that there is no reader for, as a name says: SQL Server, Oracle, ClickHouse. */
  foreign: boolean;
}

/** What lies in folders of these names is no schema: rows, queries, tests, ways back. */
const OTHER_FOLDERS = /^(?:seeds?|seeders?|seeding|fixtures?|tests?|__tests__|__fixtures__|specs?|e2e|quer(?:y|ies)|examples?|samples?|docs?|bench(?:marks?)?|down|rollbacks?|undo|backups?|snapshots?|functions|procedures|triggers|policies)$/i;
/** Files that go back, or hold rows. */
const OTHER_FILES = /(?:^|[._-])(?:down|undo|rollback|revert)\.sql$|^U\d[\w.]*__|^(?:seeds?|fixtures?|data|sample|mock)[\w.-]*\.sql$|[._-]seeds?\.sql$/i;
const MIGRATIONS = /^(?:.*migrations?|migrate|drizzle|flyway|atlas|changelogs?|changesets?|db-?versions|versions)$/i;
/** `20260101_x.sql`, `001-init.sql`, `V1_2__x.sql`, `R__views.sql` */
const VERSIONED = /^(?:V\d[\d._]*__|R__|\d{3,}[._-]?)/i;
/** A folder for one migration, or for those of a version or a year. */
const VERSION = /^v?\d/i;
/** A schema in one file. */
const WHOLE = /^(?:.*[._-])?(?:schema|structure|ddl|tables|init|initdb|create|create_tables|database|db)(?:[._-].*)?\.sql$/i;

const ENGINES: Readonly<Record<string, Engine | 'foreign'>> = {
  postgres: 'postgresql', postgresql: 'postgresql', pg: 'postgresql', pgsql: 'postgresql', mysql: 'mysql', mariadb: 'mariadb', sqlite: 'sqlite', sqlite3: 'sqlite', d1: 'sqlite', libsql: 'sqlite', turso: 'sqlite',
  mssql: 'foreign', sqlserver: 'foreign', oracle: 'foreign', clickhouse: 'foreign', snowflake: 'foreign', bigquery: 'foreign', cockroachdb: 'foreign', cockroach: 'foreign', duckdb: 'foreign', cassandra: 'foreign',
};

/**
 * Which SQL files declare a schema, by their paths: folders of migrations as tools lay them out, and files that hold a whole one.
 *
 * @param paths SQL files below the root
 * @param journals Drizzle's `meta/_journal.json`, with the tags of its entries in order
 */
export function sqlSets(paths: readonly string[], journals: ReadonlyMap<string, readonly string[]> = new Map()): SqlSet[] {
  const folders = new Map<string, string[]>();
  const wholes: string[] = [];
  for (const path of paths) {
    const segments = path.split('/');
    const name = segments.at(-1)!;
    if (segments.slice(0, -1).some((segment) => OTHER_FOLDERS.test(segment)) || OTHER_FILES.test(name)) continue;
    const folder = migrationFolder(segments);
    if (folder !== undefined) folders.set(folder, [...(folders.get(folder) ?? []), path]);
    else if (WHOLE.test(name)) wholes.push(path);
  }
  return [
    ...[...folders].map(([at, files]) => ({ at, files: inOrder(at, files, journals), ...engineInPath(at) })),
    ...wholes.map((file) => ({ at: file, files: [file], ...engineInPath(file) })),
  ];
}

/** The folder of migrations that a file belongs to; folders below it that only say a version or a year are no others. */
function migrationFolder(segments: readonly string[]): string | undefined {
  const folders = segments.slice(0, -1);
  // A migration's own folder may be called one: `20260101_first_migration`.
  const named = folders.findLastIndex((segment) => MIGRATIONS.test(segment) && !VERSION.test(segment));
  if (named >= 0) {
    let end = named + 1;
    while (end < folders.length && !VERSION.test(folders[end]!) && folders[end] !== 'up' && folders[end] !== 'sqls') end++;
    return folders.slice(0, end).join('/');
  }
  return VERSIONED.test(segments.at(-1)!) && folders.length > 0 ? folders.join('/') : undefined;
}

function inOrder(folder: string, files: readonly string[], journals: ReadonlyMap<string, readonly string[]>): string[] {
  const tags = journals.get(`${folder}/meta/_journal.json`);
  // What the journal does not name is not run.
  if (tags) return tags.map((tag) => `${folder}/${tag}.sql`).filter((file) => files.includes(file));
  return files.map((file) => ({ file, key: versionOf(file.slice(folder.length + 1)) })).sort((a, b) => compare(a.key, b.key)).map(({ file }) => file);
}

interface Version {
  repeated: boolean;
  numbers: readonly string[];
  name: string;
}

/** By the numbers that a name begins with, as numbers; then by name. Flyway's repeatable migrations come last. */
function versionOf(path: string): Version {
  const numbers = /^V?(\d+(?:[._]\d+)*)/i.exec(path)?.[1]?.split(/[._]/) ?? [];
  return { repeated: /(?:^|\/)R__/.test(path), numbers: /^V/i.test(path) ? numbers : numbers.slice(0, 1), name: path };
}

function compare(a: Version, b: Version): number {
  if (a.repeated !== b.repeated) return a.repeated ? 1 : -1;
  for (let at = 0; at < Math.max(a.numbers.length, b.numbers.length); at++) {
    const [left, right] = [BigInt(a.numbers[at] ?? 0), BigInt(b.numbers[at] ?? 0)];
    if (left !== right) return left < right ? -1 : 1;
  }
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** The engine that a path names, in its last word that names one. */
export function engineInPath(path: string): Pick<SqlSet, 'engine' | 'foreign'> {
  const words = path.toLowerCase().split(/[/._-]/).reverse();
  const found = words.map((word) => ENGINES[word]).find((engine) => engine !== undefined);
  return { engine: found === 'foreign' ? undefined : found, foreign: found === 'foreign' };
}
