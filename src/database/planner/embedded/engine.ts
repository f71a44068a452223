import type { Extensions, PGlite } from '@electric-sql/pglite';
import { setFlagsFromString } from 'node:v8';
import { HeldBlob } from './held-blob.ts';
import { databaseTemplate } from './template.ts';

/**
 * An empty PostgreSQL in this process. It keeps Node alive until it is closed.
 * @param data folder that does not exist yet, for what is put into it; without one it is kept in memory
 */
export async function startEngine(folder: string | undefined, extensions: Extensions, data?: string): Promise<PGlite> {
  const { PGlite: Engine } = await import('@electric-sql/pglite');
  // The command line may have put it off (src/cli.ts): a database that works for long is worth it.
  for (const flag of ['--wasm-tier-up', '--wasm-dynamic-tiering']) setFlagsFromString(flag);
  const archive = await databaseTemplate(() => Engine.create(), folder);
  return Engine.create({ ...(data !== undefined && { dataDir: `file://${data}` }), loadDataDir: new HeldBlob(archive), extensions, startParams: [...Engine.defaultStartParams, '-c', 'shared_buffers=8MB'] });
}

/** The extensions that come with PGlite and that a schema can rest on, by their name in PostgreSQL. */
const BUNDLED: Readonly<Record<string, () => Promise<Extensions[string]>>> = {
  bloom: async () => (await import('@electric-sql/pglite/contrib/bloom')).bloom,
  btree_gin: async () => (await import('@electric-sql/pglite/contrib/btree_gin')).btree_gin,
  btree_gist: async () => (await import('@electric-sql/pglite/contrib/btree_gist')).btree_gist,
  citext: async () => (await import('@electric-sql/pglite/contrib/citext')).citext,
  cube: async () => (await import('@electric-sql/pglite/contrib/cube')).cube,
  hstore: async () => (await import('@electric-sql/pglite/contrib/hstore')).hstore,
  intarray: async () => (await import('@electric-sql/pglite/contrib/intarray')).intarray,
  isn: async () => (await import('@electric-sql/pglite/contrib/isn')).isn,
  ltree: async () => (await import('@electric-sql/pglite/contrib/ltree')).ltree,
  pg_trgm: async () => (await import('@electric-sql/pglite/contrib/pg_trgm')).pg_trgm,
  unaccent: async () => (await import('@electric-sql/pglite/contrib/unaccent')).unaccent,
};

/** What in DDL shows that an extension is needed. */
const SIGNS: readonly (readonly [sign: RegExp, extension: string])[] = [
  [/\bg(?:in|ist)_trgm_ops\b/, 'pg_trgm'],
  [/\bcitext\b/i, 'citext'],
  [/\bhstore\b/i, 'hstore'],
  [/\bltree\b/i, 'ltree'],
  [/\bcube\b/i, 'cube'],
  [/\bis[bs]n(?:13)?\b/i, 'isn'],
  [/\bgin__int_ops\b|\bgist__int(?:big)?_ops\b/, 'intarray'],
  [/\bunaccent\(/i, 'unaccent'],
  [/\bUSING "?bloom\b/i, 'bloom'],
  // So that these indexes also take columns of plain types.
  [/\bUSING "?gin\b/i, 'btree_gin'],
  [/\bUSING "?gist\b/i, 'btree_gist'],
];

/** Names of the extensions that statements need. */
export function extensionsOf(statements: readonly string[]): string[] {
  const text = statements.join('\n');
  return SIGNS.filter(([sign]) => sign.test(text)).map(([, extension]) => extension);
}

export async function loadExtensions(names: readonly string[]): Promise<Extensions> {
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await BUNDLED[name]!()] as const)));
}
