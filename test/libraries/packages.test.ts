import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { blockers, library, member, membersOf, query } from './lookup.ts';

/** The tables against the packages themselves: a name that the package does not have is a claim about nothing. */
const load = createRequire(import.meta.url);

interface Class {
  new (...args: never[]): object;
  prototype: object;
}

/** Names of a class or an object with what it inherits, as far as its package declares them. */
function namesOf(value: object): Set<string> {
  const names = new Set<string>();
  for (
    let next: object | null = value;
    next && next !== Object.prototype && next !== Function.prototype;
    next = Object.getPrototypeOf(next) as object | null
  ) {
    for (const name of Object.getOwnPropertyNames(next)) names.add(name);
  }
  return names;
}

/** All names that an object or a function answers to, those of a facade included. */
function namesIn(value: object): string[] {
  const names: string[] = [];
  for (const name in value) names.push(name);
  return names;
}

/** Names of a table that this version of the package does not have, in alphabetical order. */
function absent(table: Readonly<Record<string, unknown>>, real: ReadonlySet<string>): string[] {
  return Object.keys(table)
    .filter((name) => !real.has(name))
    .sort();
}

describe('typeorm', () => {
  const typeorm = load('typeorm') as Record<string, Class>;
  const instance = (name: string): Set<string> => namesOf(typeorm[name]!.prototype);

  it.each([
    // Fields that the constructor sets.
    ['dataSource', 'DataSource', ['manager']],
    ['repository', 'Repository', ['manager', 'queryRunner']],
    ['treeRepository', 'TreeRepository', ['manager', 'queryRunner']],
    ['mongoRepository', 'MongoRepository', ['manager', 'queryRunner']],
    ['manager', 'EntityManager', ['connection', 'dataSource', 'queryRunner']],
    ['abstractRepository', 'AbstractRepository', ['manager']],
    ['record', 'BaseEntity', []],
    ['selectBuilder', 'SelectQueryBuilder', []],
    ['relationBuilder', 'RelationQueryBuilder', []],
  ])('%s has the members of %s', (handle, name, fields) => {
    expect(absent(membersOf('typeorm', handle), instance(name))).toEqual(fields);
  });

  it('knows every query of a repository', () => {
    const harmless = ['constructor', 'metadata', 'target'];
    const table = membersOf('typeorm', 'repository');
    expect([...instance('Repository')].filter((name) => !(name in table) && !harmless.includes(name))).toEqual([]);
  });

  it('has the statics of an active record', () => {
    expect(absent(membersOf('typeorm', 'entityClass'), namesOf(typeorm.BaseEntity!))).toEqual([]);
  });
});

describe('mongoose', () => {
  const mongoose = load('mongoose') as Record<'Model' | 'Query' | 'Aggregate' | 'Schema' | 'Connection', Class>;
  /** Of versions before 7, and of plugins. */
  const older = ['count', 'findByIdAndRemove', 'findOneAndRemove', 'remove', 'update'];
  const plugins = ['aggregatePaginate', 'delete', 'deleteById', 'paginate', 'restore'];

  it('has the statics of a model', () => {
    expect(absent(membersOf('mongoose', 'model'), namesOf(mongoose.Model))).toEqual(
      [...older, ...plugins, 'collection', 'db'].sort(),
    );
  });

  it('knows every static that reads or writes', () => {
    const harmless = /^(?:use|apply|cast|clean|compile|client|create[A-Z]|diff|drop|ensure|init$|list|prepend|recompile|remove[A-Z]|sync|translate|update[A-Z]\w*Index|build|inspect|namespace|length|name|prototype|~standard|set|get|emit|add|on|once|off|raw|listener|event|base|modelName|schema|discriminators|events|findAndCount|\$|_)/;
    const table = membersOf('mongoose', 'model');
    expect([...namesOf(mongoose.Model)].filter((name) => !(name in table) && !harmless.test(name))).toEqual([]);
  });

  it('has the members of a document', () => {
    const real = namesOf(mongoose.Model.prototype);
    expect(absent(membersOf('mongoose', 'document'), real)).toEqual(['delete', 'execPopulate', 'remove', 'restore', 'update']);
  });

  it.each([
    ['rows', 'Query', ['findByIdAndRemove', 'remove', 'stream', 'update']],
    ['aggregate', 'Aggregate', []],
    ['schema', 'Schema', []],
    ['connection', 'Connection', ['db', 'models']],
  ] as const)('%s has the members of %s', (handle, name, missing) => {
    expect(absent(membersOf('mongoose', handle), namesOf(mongoose[name].prototype))).toEqual(missing);
  });

  it('sends nothing before a query is awaited, and at once what a document or a list of rows stores', () => {
    for (const name of ['find', 'findOne', 'updateOne', 'deleteMany', 'countDocuments']) {
      expect(member('mongoose', 'model', name)?.call?.whenAwaited, name).toBe(true);
    }
    for (const name of ['create', 'insertMany', 'bulkWrite']) expect(member('mongoose', 'model', name)?.call?.whenAwaited, name).toBeUndefined();
    expect(member('mongoose', 'document', 'save')?.call?.whenAwaited).toBeUndefined();
  });
});

describe('mongodb', () => {
  const mongodb = load('mongodb') as Record<string, Class>;

  it.each([
    ['client', 'MongoClient', []],
    ['db', 'Db', []],
    ['session', 'ClientSession', []],
    ['collection', 'Collection', ['findAndModify', 'findAndRemove', 'insert', 'remove', 'save', 'update']],
    ['cursor', 'FindCursor', []],
    ['aggregation', 'AggregationCursor', ['count']],
    ['bucket', 'GridFSBucket', []],
  ])('%s has the members of %s', (handle, name, missing) => {
    expect(absent(membersOf('mongodb', handle), namesOf(mongodb[name]!.prototype))).toEqual(missing);
  });

  it('knows every call of a collection that reads or writes', () => {
    const harmless = /^(?:constructor|.*(?:Name|Concern|Preference|Options|MS)|namespace|hint|options|isCapped|index\w*|\w*Index(?:es)?|fullNamespace)$/;
    const table = membersOf('mongodb', 'collection');
    expect([...namesOf(mongodb.Collection!.prototype)].filter((name) => !(name in table) && !harmless.test(name))).toEqual([]);
  });

  it('reads through a cursor that is asked for its rows, never by find alone', () => {
    expect(query(member('mongodb', 'collection', 'find'))).toBeUndefined();
    expect(query(member('mongodb', 'cursor', 'toArray'))?.operation).toBe('select');
    expect(query(member('mongodb', 'cursor', 'next'))).toBeUndefined();
  });
});

describe('sequelize', () => {
  const { Sequelize, Model } = load('sequelize') as { Sequelize: Class; Model: Class };
  const olderFinders = ['find', 'findAndCount', 'findById', 'findByPrimary', 'findOrInitialize'];

  it('has the statics of Model', () => {
    expect(absent(membersOf('sequelize', 'model'), namesOf(Model))).toEqual([...olderFinders, 'hook', 'sequelize', 'withScope']);
  });

  it('has the members of a row, and takes none of them for an association accessor', () => {
    const real = namesOf(Model.prototype);
    expect(absent(membersOf('sequelize', 'instance'), real)).toEqual(['hasOwnProperty', 'updateAttributes']);
    const alike = [...real].filter((name) => /^(?:get|set|has|add|remove|create|count)[A-Z]/.test(name));
    expect(alike).toContain('getDataValue');
    expect(alike.filter((name) => query(member('sequelize', 'instance', name)))).toEqual([]);
  });

  it('has the members of a connection', () => {
    expect(absent(membersOf('sequelize', 'sequelize'), namesOf(Sequelize.prototype))).toEqual(['import', 'models']);
  });

  it('sees the accessors of an association', () => {
    expect(query(member('sequelize', 'instance', 'getPosts'))?.lazy).toBe(true);
    expect(query(member('sequelize', 'instance', 'countPosts'))?.operation).toBe('count');
    expect(query(member('sequelize', 'instance', 'getDataValue'))).toBeUndefined();
  });

  it('has the $-methods of sequelize-typescript', () => {
    const typed = load('sequelize-typescript') as { Model: Class };
    const dollars = [...namesOf(typed.Model.prototype)].filter((name) => name.startsWith('$'));
    expect(dollars.length).toBeGreaterThan(4);
    expect(dollars.filter((name) => !query(member('sequelize-typescript', 'instance', name)))).toEqual([]);
  });
});

describe('mikro-orm', () => {
  const mikro = load('@mikro-orm/core') as Record<string, Class>;
  // What only the SQL and MongoDB drivers' managers have, what version 6 removed, and what version 7 adds.
  const drivers = ['aggregate', 'createQueryBuilder', 'execute', 'getCollection', 'getKnex', 'qb', 'raw', 'stream'];
  const older = ['nativeInsert', 'persistLater', 'removeLater'];
  const moved = ['flush', 'persist', 'persistAndFlush', 'remove', 'removeAndFlush'];

  it.each([
    ['manager', 'EntityManager', [...drivers, ...older, 'getEntityManager']],
    // Fields, and methods of version 5.
    ['repository', 'EntityRepository', [...drivers.filter((name) => name !== 'execute' && name !== 'raw'), ...older, ...moved, '_em', 'em']],
    ['collection', 'Collection', []],
    ['reference', 'Reference', []],
    ['wrapped', 'BaseEntity', ['getPrimaryKey', 'setSerializationContext', 'toJSON']],
  ])('%s has the members of %s', (handle, name, others) => {
    expect(absent(membersOf('mikro-orm', handle), namesOf(mikro[name]!.prototype))).toEqual([...others].sort());
  });

  it('knows every call of a manager and a repository that reads or writes', () => {
    const queries = /^(?:find|count|insert|upsert|native|flush|populate|refresh|persistAnd|removeAnd|transactional|commit)/;
    for (const [handle, name] of [['manager', 'EntityManager'], ['repository', 'EntityRepository']] as const) {
      const table = membersOf('mikro-orm', handle);
      expect([...namesOf(mikro[name]!.prototype)].filter((member) => queries.test(member) && !query(table[member]))).toEqual([]);
    }
  });
});

describe('redis', () => {
  const ioredis = load('ioredis') as { default: Class; Pipeline: Class };
  const redis = load('redis') as { createClient(): object & { multi(): object } };
  const client = redis.createClient();
  const commands = /^(?:get|set|del|hget|hset|mget|lrange|smembers|zadd|zrange|expire|incr|exists|sadd|srem|unlink|xadd|eval)$/i;

  it('has the members of both clients, in one or the other', () => {
    const real = new Set([...namesOf(ioredis.default.prototype), ...namesOf(client)]);
    // Of version 3, and of clients that speak HTTP.
    expect(absent(membersOf('redis', 'client'), real)).toEqual(['batch']);
    const pipelines = new Set([...namesOf(ioredis.Pipeline.prototype), ...namesOf(client.multi())]);
    expect(absent(membersOf('redis', 'pipeline'), pipelines)).toEqual([]);
  });

  it.each([['ioredis', namesOf(ioredis.default.prototype)], ['redis', namesOf(client)]])('knows the everyday commands of %s, as it writes them', (_, names) => {
    const everyday = [...names].filter((name) => commands.test(name));
    expect(everyday.length).toBeGreaterThan(14);
    expect(everyday.filter((name) => !query(member('redis', 'client', name))?.light)).toEqual([]);
  });

  it('takes what waits, what pages and what belongs to the connection for no command', () => {
    const others = ['scan', 'hscan', 'sScan', 'publish', 'ping', 'quit', 'disconnect', 'config', 'info', 'watch', 'monitor', 'blpop', 'xReadGroup'];
    expect(others.filter((name) => query(member('redis', 'client', name)))).toEqual([]);
    expect(member('redis', 'client', 'brPop')?.call?.effect?.kind).toBe('pause');
  });
});

describe('rxjs', () => {
  const rxjs = load('rxjs') as unknown as Record<string, Class> & Record<'concatMap' | 'mergeMap' | 'switchMap', (run: (n: number) => Promise<void>) => unknown> & {
    from(list: number[]): { pipe(operator: unknown): unknown };
    lastValueFrom(stream: unknown): Promise<unknown>;
  };

  it('has the operators, and the methods of an observable', () => {
    expect(absent(library('rxjs').exports, new Set(Object.keys(rxjs)))).toEqual([]);
    const real = new Set([...namesOf(rxjs.Subject!.prototype), ...namesOf(rxjs.Subscription!.prototype)]);
    expect(absent(membersOf('rxjs', 'observable'), real)).toEqual([]);
  });

  it.each(['concatMap', 'mergeMap', 'switchMap'] as const)('%s runs for each element, in the mode of the table', async (name) => {
    let [open, most, runs] = [0, 0, 0];
    const run = async () => {
      runs++;
      most = Math.max(most, ++open);
      await Promise.resolve();
      open--;
    };
    await rxjs.lastValueFrom(rxjs.from([1, 2, 3]).pipe(rxjs[name](run)));
    expect(runs).toBe(3);
    expect(library('rxjs').exports[name]?.call?.callbacks?.[0]).toMatchObject({ runs: 'each', mode: most > 1 ? 'concurrent' : 'sequential' });
  });
});

describe('requests, caches, templates', () => {
  it('axios has the methods', () => {
    const axios = load('axios') as object;
    expect(absent(membersOf('axios', 'client'), namesOf(axios))).toEqual([]);
  });

  it('async has the functions', () => {
    expect(absent(membersOf('async', 'async'), namesOf(load('async') as object))).toEqual([]);
  });

  it('handlebars and ajv have the members', () => {
    expect(absent(membersOf('handlebars', 'handlebars'), namesOf(load('handlebars') as object))).toEqual([]);
    const { Ajv } = load('ajv') as { Ajv: Class };
    expect(absent(membersOf('ajv', 'ajv'), namesOf(Ajv.prototype))).toEqual([]);
  });

  it('an Ajv keeps what it compiled', () => {
    const { Ajv } = load('ajv') as { Ajv: new () => { compile(schema: object): unknown } };
    const ajv = new Ajv();
    const schema = { type: 'string' };
    expect(ajv.compile(schema)).toBe(ajv.compile(schema));
    expect(library('ajv').exports.default!.constructs?.effect?.kind).toBe('block');
  });

  it('a cache runs what it wraps once for a key', async () => {
    const { createCache } = load('cache-manager') as { createCache(): { wrap(key: string, run: () => Promise<number>): Promise<number> } & object };
    const cache = createCache();
    let runs = 0;
    for (let turn = 0; turn < 3; turn++) await cache.wrap('key', () => Promise.resolve(++runs));
    expect(runs).toBe(1);
    expect(member('cache-manager', 'cache', 'wrap')?.call?.callbacks?.[0]?.runs).toBe('missing');
    // `reset` and `mset` in place of `clear` and the like are of older versions.
    expect(absent(membersOf('cache-manager', 'cache'), namesOf(cache))).toEqual(['reset']);
  });
});

describe('drizzle', () => {
  const core = (dialect: string) => load(`drizzle-orm/${dialect}-core`) as Record<string, Class>;
  const pg = core('pg');
  const mysql = core('mysql');
  const sqlite = core('sqlite');
  const together = (...classes: (Class | undefined)[]): Set<string> => new Set(classes.flatMap((one) => [...namesOf(one!.prototype)]));

  it('has the members of a database and of a transaction, in one of the dialects', () => {
    const real = together(pg.PgDatabase, mysql.MySqlDatabase, sqlite.BaseSQLiteDatabase, pg.PgTransaction, mysql.MySqlTransaction, sqlite.SQLiteTransaction);
    // Fields, `batch` of the drivers that have one, `$primary` of replicas, and `_query` of the next major version.
    expect(absent(membersOf('drizzle', 'db'), real)).toEqual(['$primary', '$with', '_query', 'batch', 'query']);
    // libsql's module needs its driver; a remote SQLite has a batch too.
    const { SqliteRemoteDatabase } = load('drizzle-orm/sqlite-proxy') as Record<string, Class>;
    expect(namesOf(SqliteRemoteDatabase!.prototype)).toContain('batch');
  });

  it.each([
    ['select', together(pg.PgSelectBase, mysql.MySqlSelectBase, sqlite.SQLiteSelectBase), ['all', 'get', 'run', 'values']],
    ['insert', together(pg.PgInsertBase, mysql.MySqlInsertBase, sqlite.SQLiteInsertBase), ['all', 'as', 'get', 'getUsedTables', 'run']],
    ['update', together(pg.PgUpdateBase, mysql.MySqlUpdateBase, sqlite.SQLiteUpdateBase), ['all', 'as', 'get', 'getUsedTables', 'run']],
    ['into', together(pg.PgInsertBuilder, mysql.MySqlInsertBuilder, sqlite.SQLiteInsertBuilder), []],
  ])('has the members of a builder: %s', (handle, real, fields) => {
    // What runs a SQLite query is set on the instance.
    expect(absent(membersOf('drizzle', handle), real)).toEqual(fields);
  });

  it('takes every step of a builder for one that sends nothing by itself', () => {
    const steps = ['where', 'limit', 'orderBy', 'having', '$dynamic', '$withCache', 'groupBy', 'for'];
    expect(steps.filter((name) => !namesOf(pg.PgSelectBase!.prototype).has(name))).toEqual([]);
    expect(steps.filter((name) => !member('drizzle', 'select', name)?.call?.whenAwaited)).toEqual([]);
  });

  it('knows the drivers by what their modules export', () => {
    // Those whose own driver is installed, or that need none.
    for (const driver of ['node-postgres', 'mysql2', 'd1', 'pg-proxy', 'sqlite-proxy', 'durable-sqlite']) expect(load(`drizzle-orm/${driver}`)).toHaveProperty('drizzle');
    expect(library('drizzle-in-process').handles.select!.awaited?.effect).toMatchObject({ local: true });
    expect(library('drizzle').handles.select!.awaited?.effect).not.toHaveProperty('local');
  });

  it('sends nothing before a builder is awaited or executed', async () => {
    let sent = 0;
    const { drizzle } = load('drizzle-orm/pg-proxy') as { drizzle: (run: () => Promise<{ rows: unknown[] }>) => Record<string, (...args: unknown[]) => Promise<unknown> & Record<string, (...args: unknown[]) => never>> };
    const table = (load('drizzle-orm/pg-core') as { pgTable: (name: string, columns: object) => object }).pgTable('t', {});
    const db = drizzle(() => Promise.resolve((sent++, { rows: [] })));
    const query = db.delete!(table);
    await Promise.resolve();
    expect(sent).toBe(0);
    await query;
    expect(sent).toBe(1);
    expect(library('drizzle').handles.delete!.awaited?.effect?.kind).toBe('query');
  });
});

describe('kysely', () => {
  const kysely = load('kysely') as Record<string, Class> & { sql: Record<string, unknown> & ((text: TemplateStringsArray) => object) };
  const db = new (kysely.Kysely as unknown as new (config: object) => Record<string, (...args: unknown[]) => object>)({
    dialect: { createAdapter: () => ({}), createDriver: () => ({}), createQueryCompiler: () => ({}), createIntrospector: () => ({}) },
  });

  it.each([
    ['client', kysely.Kysely!.prototype],
    ['controlled', kysely.ControlledTransaction!.prototype],
    ['select', db.selectFrom!('a')],
    ['insert', db.insertInto!('a')],
    ['update', db.updateTable!('a')],
    ['delete', db.deleteFrom!('a')],
    ['transaction', db.transaction!()],
    ['start', db.startTransaction!()],
    ['connection', db.connection!()],
    ['raw', kysely.sql`a`],
    ['sql', kysely.sql],
  ])('has the members of a %s', (handle, real) => {
    // A write is no sub-query of its own.
    const none = ['insert', 'update', 'delete'].includes(handle) ? ['as'] : [];
    expect(absent(membersOf('kysely', handle), namesOf(real))).toEqual(none);
  });

  it('knows every start of a query', () => {
    const start = [...namesOf(kysely.Kysely!.prototype)].filter((name) => /From$|Into$|Table$|^with|^execute/.test(name));
    expect(start.length).toBeGreaterThan(8);
    expect(start.filter((name) => !(name in membersOf('kysely', 'client')))).toEqual([]);
  });

  it('runs a builder by nothing else than these', () => {
    const running = [...namesOf(db.selectFrom!('a'))].filter((name) => /^execute|^stream$|^explain$/.test(name));
    expect(running.filter((name) => !query(member('kysely', 'select', name))).sort()).toEqual([]);
    expect(query(member('kysely', 'select', 'where'))).toBeUndefined();
  });
});

describe('knex and objection', () => {
  type Connect = (options: object) => ((table: string) => object) & { raw(text: string): object };
  const connection = (load('knex') as Connect)({ client: 'pg' });
  const builders = ['select', 'row', 'count', 'insert', 'upsert', 'update', 'delete'];

  it('a connection has the members, and those that only a transaction has', () => {
    const transactionOnly = ['commit', 'isCompleted', 'rollback', 'savepoint'];
    expect(absent(membersOf('knex', 'knex'), new Set([...namesOf(connection), ...namesIn(connection)]))).toEqual(transactionOnly);
  });

  it.each(builders)('a builder has the members of %s', (handle) => {
    const real = namesOf(connection('t'));
    expect(absent(membersOf('knex', handle), new Set([...real, 'on']))).toEqual(['merge']);
  });

  it('a builder is thenable, and sends nothing before', () => {
    expect(namesOf(connection('t'))).toContain('then');
    expect(library('knex').handles.select!.awaited?.effect?.kind).toBe('query');
  });

  it('a model and its rows have the members', () => {
    const { Model } = load('objection') as { Model: Class };
    expect(absent(membersOf('objection', 'modelClass'), namesOf(Model))).toEqual([]);
    expect(absent(membersOf('objection', 'instance'), namesOf(Model.prototype))).toEqual([]);
  });

  it.each(['select', 'row', 'related', 'insert', 'graph', 'update', 'delete'])('a query of a model has the members of %s', (handle) => {
    const { QueryBuilder } = load('objection') as { QueryBuilder: Class };
    expect(absent(membersOf('objection', handle), namesOf(QueryBuilder.prototype))).toEqual([]);
  });
});

describe('drivers', () => {
  it('node-postgres has the members', () => {
    const { Pool, Client } = load('pg') as { Pool: Class; Client: Class };
    expect(absent(membersOf('pg', 'pool'), namesOf(Pool.prototype))).toEqual([]);
    // What a pool lends out can be released.
    expect(absent(membersOf('pg', 'client'), namesOf(Client.prototype))).toEqual(['release']);
  });

  it('mysql2 has the exports, and its promises the members', () => {
    const mysql = load('mysql2') as Record<string, Class>;
    const promises = load('mysql2/promise') as Record<string, Class>;
    expect(absent(library('mysql2').exports, new Set([...Object.keys(mysql), ...namesIn(promises)]))).toEqual([]);
    const connection = new Set([...namesOf(promises.PromiseConnection!.prototype), ...namesOf(promises.PromisePool!.prototype)]);
    // The callback API has further ones; mariadb has `batch`.
    expect(absent(membersOf('mysql2', 'connection'), connection)).toEqual(['batch', 'promise']);
  });

  it('pg-promise has the members of a database, and those of a task', () => {
    const pgp = (load('pg-promise') as (options?: object) => (cn: string) => object)();
    const db = pgp('postgres://nobody@localhost/nothing');
    const names = new Set([...namesOf(db), ...Object.keys(db)]);
    expect(absent(membersOf('pg-promise', 'db'), names)).toEqual(['batch', 'done', 'page', 'sequence']);
  });

  it('sql.js has the members', async () => {
    const { Database } = await (load('sql.js') as () => Promise<{ Database: Class }>)();
    expect(absent(membersOf('sql-js', 'database'), namesOf(Database.prototype))).toEqual([]);
  });

  it('@clickhouse/client has the members', () => {
    const { createClient } = load('@clickhouse/client') as { createClient: () => object };
    expect(absent(membersOf('clickhouse-client', 'client'), namesOf(createClient()))).toEqual([]);
  });
});

describe('bluebird, lodash, dataloader', () => {
  it('bluebird has the statics and the methods', () => {
    const Bluebird = load('bluebird') as Class;
    expect(absent(membersOf('bluebird', 'static'), namesOf(Bluebird))).toEqual([]);
    expect(absent(membersOf('bluebird', 'promise'), namesOf(Bluebird.prototype))).toEqual([]);
  });

  it('lodash has the functions and the chain', () => {
    const lodash = load('lodash') as { (value: unknown): object } & object;
    expect(absent(membersOf('lodash', 'lodash'), namesOf(lodash))).toEqual([]);
    expect(absent(membersOf('lodash', 'wrapper'), namesOf(lodash([])))).toEqual([]);
  });

  it('dataloader has the methods', () => {
    const DataLoader = load('dataloader') as Class;
    expect(absent(membersOf('dataloader', 'loader'), namesOf(DataLoader.prototype))).toEqual([]);
  });
});

describe('hono, pothos, ws', () => {
  it('hono has the members of an application and of a factory', () => {
    const { Hono } = load('hono') as { Hono: Class };
    // Those of @hono/zod-openapi.
    expect(absent(membersOf('hono', 'app'), namesOf(new Hono()))).toEqual(['doc', 'doc31', 'openapi']);
    const { Factory } = load('hono/factory') as { Factory: Class };
    expect(absent(membersOf('hono', 'factory'), namesOf(new Factory()))).toEqual([]);
  });

  it('pothos has the members of a builder, those of its plugins aside', () => {
    const { default: SchemaBuilder, RootFieldBuilder } = load('@pothos/core') as { default: Class; RootFieldBuilder: Class };
    const plugins = /^(?:prisma|drizzle|loadable|simple|relay|node|auth|errorUnion|related|relation|variant|withAuth|connection)|WithInput$/;
    expect(absent(membersOf('pothos', 'builder'), namesOf(SchemaBuilder.prototype)).filter((name) => !plugins.test(name))).toEqual([]);
    expect(absent(membersOf('pothos', 'rootFields'), namesOf(RootFieldBuilder.prototype)).filter((name) => !plugins.test(name))).toEqual([]);
  });

  it('ws has its classes', () => {
    expect(absent(membersOf('ws', 'class'), namesOf(load('ws') as Class))).toEqual([]);
  });
});

describe('synchronous twins', () => {
  it('fs-extra has them all, and each has an asynchronous one', () => {
    const extra = load('fs-extra') as Record<string, unknown>;
    const real = Object.keys(extra).filter((name) => name.endsWith('Sync'));
    const known = library('fs-extra').exports;
    expect(real.filter((name) => !(name in known))).toEqual([]);
    expect(
      Object.keys(membersOf('fs-extra', 'fs')).filter(
        (name) => name.endsWith('Sync') && !(name in extra) && name !== 'globSync' && name !== 'lchmodSync',
      ),
    ).toEqual([]);
    expect(real.filter((name) => !(name.slice(0, -4) in extra))).toEqual([]);
  });

  it('bcryptjs computes on the calling thread in either form', () => {
    const bcrypt = load('bcryptjs') as Record<string, unknown>;
    const members = membersOf('bcryptjs', 'bcryptjs');
    expect(blockers(members).filter((name) => !(name in bcrypt))).toEqual([]);
    expect(members.hash!.call?.effect).toMatchObject({ resource: 'cpu', asynchronous: true });
  });
});

describe('the meaning of some calls', () => {
  it('bluebird runs map at once, each and mapSeries in turn', async () => {
    const Bluebird = load('bluebird') as unknown as Record<
      'map' | 'each' | 'mapSeries',
      (list: number[], run: (n: number) => Promise<void>) => Promise<unknown>
    >;
    for (const name of ['map', 'each', 'mapSeries'] as const) {
      const open: number[] = [];
      let most = 0;
      await Bluebird[name]([1, 2, 3], async (n) => {
        most = Math.max(most, open.push(n));
        await Promise.resolve();
        open.pop();
      });
      expect(member('bluebird', 'static', name)?.call?.callbacks?.[0]?.mode).toBe(most > 1 ? 'concurrent' : 'sequential');
    }
  });

  it('a loader collects the keys of one tick, and not those of awaited calls', async () => {
    const DataLoader = load('dataloader') as new (batch: (keys: readonly number[]) => Promise<readonly number[]>) => {
      load(key: number): Promise<number>;
    };
    const batches: number[] = [];
    const make = () =>
      new DataLoader((keys) => {
        batches.push(keys.length);
        return Promise.resolve(keys);
      });
    const together = make();
    await Promise.all([1, 2, 3].map((key) => together.load(key)));
    const apart = make();
    for (const key of [1, 2]) await apart.load(key);
    expect(batches).toEqual([3, 1, 1]);
    expect(member('dataloader', 'loader', 'load')?.call?.effect?.kind).toBe('load');
  });

  it('p-limit runs each function once and gives its value', async () => {
    type Limit = (n: number) => <T>(run: () => Promise<T>) => Promise<T>;
    const module = load('p-limit') as Limit & { default?: Limit };
    const pLimit = module.default ?? module;
    let runs = 0;
    const value = await pLimit(1)(() => Promise.resolve(++runs));
    expect([runs, value]).toEqual([1, 1]);
    expect(library('p-limit').handles.limit!.call).toMatchObject({ returns: 'returned', callbacks: [{ runs: 'once' }] });
  });
});

describe('node-cache', () => {
  it('has the members of a cache', () => {
    const NodeCache = load('node-cache') as new () => object;
    expect(absent(membersOf('node-cache', 'cache'), namesOf(new NodeCache()))).toEqual([]);
  });
});
