/**
 * All that a PostgreSQL server is asked of its catalogs, beside EXPLAIN and HypoPG's calls. System schemas are left out, and so
 * are partitions: a plan is judged at their parent. https://www.postgresql.org/docs/12/catalogs.html
 */
const OURS = "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'";
/** What stands first in the search path has no namespace of its own for statements that name none. */
const NAMESPACE = 'CASE WHEN n.nspname = current_schema() THEN NULL ELSE n.nspname END AS namespace';

export const SERVER = `
SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
       (SELECT datcollate FROM pg_catalog.pg_database WHERE datname = current_database()) AS collation,
       EXISTS (SELECT 1 FROM pg_catalog.pg_extension WHERE extname = 'hypopg') AS hypopg`;

export interface ServerRow {
  version: string;
  number: number;
  collation: string;
  hypopg: boolean;
}

export const TABLES = `
SELECT ${NAMESPACE}, c.relname AS name, c.relkind::text AS kind, c.reltuples::float8 AS rows, c.relpages AS pages, c.oid::int8::text AS oid,
       coalesce(pg_catalog.pg_relation_filepath(c.oid), '') AS file
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND ${OURS}
ORDER BY n.nspname, c.relname`;

export interface TableRow {
  namespace: string | null;
  name: string;
  kind: 'r' | 'p' | 'v' | 'm' | 'f';
  /** Negative where it was never counted. */
  rows: number;
  pages: number;
  oid: string;
  file: string;
}

export const COLUMNS = `
SELECT a.attrelid::int8::text AS oid, a.attname AS name, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, t.typtype::text AS kind, t.typcategory::text AS category,
       NOT a.attnotnull AS nullable,
       (SELECT pg_catalog.array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = a.atttypid) AS labels
FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND ${OURS}
ORDER BY a.attrelid, a.attnum`;

export interface ColumnRow {
  oid: string;
  name: string;
  type: string;
  kind: string;
  category: string;
  nullable: boolean;
  labels: string[] | null;
}

/** One row for each index; `parts` are as `pg_get_indexdef` writes them, `options` bit 1 is DESC. */
export const INDEXES = `
SELECT i.indrelid::int8::text AS oid, x.relname AS name, m.amname AS method, i.indisunique AS unique, i.indisprimary AS primary, i.indisvalid AND i.indisready AS valid,
       EXISTS (SELECT 1 FROM pg_catalog.pg_constraint k WHERE k.conindid = x.oid AND k.contype = 'u') AS constraint,
       pg_catalog.pg_get_expr(i.indpred, i.indrelid, true) AS predicate, i.indnkeyatts AS keys, i.indoption::int2[] AS options,
       (SELECT pg_catalog.array_agg(pg_catalog.pg_get_indexdef(x.oid, g, true) ORDER BY g) FROM pg_catalog.generate_series(1, i.indnatts::int) g) AS parts,
       (SELECT pg_catalog.array_agg(i.indkey[g - 1] = 0 ORDER BY g) FROM pg_catalog.generate_series(1, i.indnatts::int) g) AS expressions,
       (SELECT pg_catalog.array_agg(CASE WHEN o.opcdefault THEN NULL ELSE o.opcname::text END ORDER BY g)
          FROM pg_catalog.generate_series(1, i.indnkeyatts::int) g JOIN pg_catalog.pg_opclass o ON o.oid = i.indclass[g - 1]) AS operators,
       x.reltuples::float8 AS rows, x.relpages AS pages, coalesce(pg_catalog.pg_relation_filepath(x.oid), '') AS file
FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_am m ON m.oid = x.relam
WHERE NOT c.relispartition AND ${OURS}
ORDER BY i.indrelid, x.relname`;

export interface IndexRow {
  oid: string;
  name: string;
  method: string;
  unique: boolean;
  primary: boolean;
  valid: boolean;
  constraint: boolean;
  predicate: string | null;
  keys: number;
  options: number[];
  parts: string[];
  expressions: boolean[];
  operators: (string | null)[];
  rows: number;
  pages: number;
  file: string;
}

export const FOREIGN_KEYS = `
SELECT k.conrelid::int8::text AS oid, k.conname AS name, p.relname AS table, k.confdeltype::text AS "onDelete", k.confupdtype::text AS "onUpdate",
       (SELECT pg_catalog.array_agg(a.attname::text ORDER BY g) FROM pg_catalog.generate_series(1, pg_catalog.cardinality(k.conkey)) g
          JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[g]) AS columns,
       (SELECT pg_catalog.array_agg(a.attname::text ORDER BY g) FROM pg_catalog.generate_series(1, pg_catalog.cardinality(k.confkey)) g
          JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = k.confkey[g]) AS "references"
FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_class p ON p.oid = k.confrelid
WHERE k.contype = 'f' AND NOT c.relispartition AND ${OURS}
ORDER BY k.conrelid, k.conname`;

export interface ForeignKeyRow {
  oid: string;
  name: string;
  table: string;
  onDelete: 'a' | 'r' | 'c' | 'n' | 'd';
  onUpdate: 'a' | 'r' | 'c' | 'n' | 'd';
  columns: string[];
  references: string[];
}

/** Counts and shares only: no value of a row leaves the server. Of booleans the share of `true` is one of them. */
export const STATISTICS = `
SELECT ${NAMESPACE}, s.tablename AS table, s.attname AS column, s.n_distinct::float8 AS distinct, s.null_frac::float8 AS nulls, s.avg_width AS width, s.correlation::float8 AS correlation,
       CASE WHEN a.atttypid = 'pg_catalog.bool'::regtype THEN
         (SELECT m.frequency::float8 FROM ROWS FROM (pg_catalog.unnest(s.most_common_vals::text::text[]), pg_catalog.unnest(s.most_common_freqs)) AS m (value, frequency) WHERE m.value = 't') END AS trues
FROM pg_catalog.pg_stats s JOIN pg_catalog.pg_namespace n ON n.nspname = s.schemaname JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = s.tablename
     JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = s.attname
WHERE NOT s.inherited AND ${OURS}
ORDER BY s.schemaname, s.tablename, s.attname`;

export interface StatisticsRow {
  namespace: string | null;
  table: string;
  column: string;
  distinct: number;
  nulls: number;
  width: number;
  correlation: number | null;
  trues: number | null;
}

/** Names of functions that a namespace outside pg_catalog has too: which of the two a call means is told by its arguments' types alone. */
export const SHADOWED = 'SELECT DISTINCT p.proname::text AS name FROM pg_catalog.pg_proc p WHERE p.pronamespace <> \'pg_catalog\'::regnamespace AND p.proname = ANY ($1)';

/** Types that PostgreSQL infers for the values of a prepared statement. */
export const PARAMETERS = "SELECT pg_catalog.cardinality(parameter_types) AS count FROM pg_catalog.pg_prepared_statements WHERE name = 'perf_lint'";
