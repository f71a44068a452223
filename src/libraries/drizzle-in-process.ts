import { drizzleTable } from './drizzle.ts';
import { defineLibrary } from './types.ts';

/** Drizzle on a database that runs in this process: a statement makes no round trip. */
export default defineLibrary(
  drizzleTable(
    'drizzle-in-process',
    ['better-sqlite3', 'bun-sqlite', 'sql-js', 'expo-sqlite', 'op-sqlite', 'durable-sqlite', 'node-sqlite', 'pglite'].map((driver) => `drizzle-orm/${driver}`),
    [
      ...['BetterSQLite3Database', 'BunSQLiteDatabase', 'SQLJsDatabase', 'ExpoSQLiteDatabase', 'OPSQLiteDatabase', 'DrizzleSqliteDODatabase', 'PgliteDatabase'],
      ...['BetterSQLiteTransaction', 'SQLiteBunTransaction', 'SQLJsTransaction', 'ExpoSQLiteTransaction', 'OPSQLiteTransaction', 'SQLiteDOTransaction', 'PgliteTransaction'],
    ],
    true,
  ),
);
