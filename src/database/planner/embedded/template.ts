import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { PGlite } from '@electric-sql/pglite';

/** Of this module: another number, where it makes another template. */
const RECIPE = 1;

/** Version of the PGlite that is installed. Its package does not export its manifest. */
export function pgliteVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  return (JSON.parse(readFileSync(path.join(path.dirname(entry), '../package.json'), 'utf8')) as { version: string }).version;
}

/**
 * An empty database as a tar archive. Making one takes seconds, so that it is kept in the folder, by the version that made it;
 * without a folder it is made anew. What is damaged is made anew as well, and a folder that cannot be written to is none.
 */
export async function databaseTemplate(create: () => Promise<PGlite>, folder: string | undefined): Promise<Buffer> {
  const file = folder && path.join(folder, `pglite-${pgliteVersion()}-${RECIPE}.tar.gz`);
  const kept = file && read(file);
  if (kept) return kept;
  const archive = await make(create);
  if (file) keep(file, archive);
  return archive;
}

function read(file: string): Buffer | undefined {
  try {
    return gunzipSync(readFileSync(file));
  } catch {
    return undefined;
  }
}

function keep(file: string, archive: Buffer): void {
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
  } catch {
    return;
  }
  try {
    // The archive is mostly zeros: the fastest level leaves a tenth of it.
    writeFileSync(aside, gzipSync(archive, { level: 1 }));
    renameSync(aside, file);
  } catch {
    rmSync(aside, { force: true });
  }
}

/**
 * The other databases of a cluster are left out: they are two thirds of it, and nothing uses them. Text is ordered by a language,
 * as on most servers, since a plain index on it serves no `LIKE 'x%'` there.
 */
async function make(create: () => Promise<PGlite>): Promise<Buffer> {
  const pg = await create();
  try {
    await pg.exec("UPDATE pg_database SET datistemplate = false, datcollate = 'en_US.utf8', datctype = 'en_US.utf8'");
    await pg.exec('DROP DATABASE template0');
    await pg.exec('DROP DATABASE template1');
    await pg.exec('CHECKPOINT');
    return Buffer.from(await (await pg.dumpDataDir('none')).arrayBuffer());
  } finally {
    await pg.close();
  }
}
