/**
 * Packages by which code reaches a database, whether or not a table says what they do: `perf-lint doctor` names those of a
 * project that no table knows. A scope with a star stands for all its packages.
 */
export const DATABASE_PACKAGES: readonly string[] = [
  // Clients and mappers of SQL databases.
  '@prisma/client', 'typeorm', 'sequelize', 'sequelize-typescript', 'knex', 'kysely', 'drizzle-orm', 'objection', 'bookshelf', '@mikro-orm/*', 'slonik', 'waterline', 'zapatos',
  '@databases/pg', '@databases/pg-typed', '@databases/mysql', '@databases/mysql-typed', '@databases/sqlite', '@databases/sqlite-sync', 'massive', 'pg', 'pg-promise', 'pg-native', 'postgres', 'mysql', 'mysql2', 'mariadb', 'promise-mysql', 'sqlite', 'sqlite3', 'better-sqlite3', 'sql.js',
  '@libsql/client', 'mssql', 'tedious', 'msnodesqlv8', 'oracledb', 'ibm_db', 'snowflake-sdk', '@google-cloud/bigquery', '@google-cloud/spanner', '@neondatabase/serverless',
  '@planetscale/database', '@vercel/postgres', '@electric-sql/pglite', '@clickhouse/client', 'clickhouse', 'duckdb', '@duckdb/node-api', '@aws-sdk/client-rds-data', 'orchid-orm', 'gel', 'edgedb',
  // Document, graph, key and search stores.
  'mongodb', 'mongoose', 'monk', 'mongojs', '@typegoose/typegoose', 'papr', 'couchbase', 'nano', 'arangojs', 'rethinkdb', 'rethinkdbdash', 'cassandra-driver', 'neo4j-driver', 'dynamoose',
  '@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb', 'dynamodb-toolbox', 'electrodb', '@google-cloud/firestore', '@google-cloud/datastore', 'firebase-admin', '@azure/cosmos', 'faunadb',
  '@supabase/supabase-js', '@elastic/elasticsearch', '@opensearch-project/opensearch', 'redis', 'ioredis', '@upstash/redis', 'influx', '@influxdata/influxdb-client', 'loopback-datasource-juggler',
  '@loopback/repository', 'convex', 'surrealdb', 'surrealdb.js',
];
