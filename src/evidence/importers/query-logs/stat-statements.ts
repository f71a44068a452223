import { ContentError } from '../../errors.ts';
import type { Importer } from '../../importer.ts';
import { csvObjects } from '../../input/csv.ts';
import type { Input } from '../../input/input.ts';
import { statementsOf } from '../../statements/keys.ts';
import { isQuery } from '../../statements/normal.ts';
import type { Observation, Recording } from '../../types.ts';
import { numberOf, objectsOf, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';

const HEADER = /^(?=.*\bquery\b)(?=.*\bcalls\b)(?=.*\b(?:total_exec_time|total_time|mean_exec_time|mean_time)\b)[\w",]+$/;
/** Columns are called `total_exec_time` since PostgreSQL 13, `total_time` before. https://www.postgresql.org/docs/current/pgstatstatements.html */
export const statStatements: readonly Importer[] = [
  {
    id: 'pg_stat_statements-csv',
    name: 'pg_stat_statements (psql -c "\\copy (SELECT * FROM pg_stat_statements) TO FILE CSV HEADER")',
    recognises: ({ text = '' }) => HEADER.test(text.trimStart().split(/\r?\n/, 1)[0]!),
    read: async (input) => recording(await csvRecords(input)),
  },
  {
    id: 'pg_stat_statements-json',
    name: 'pg_stat_statements (SELECT json_agg(s) FROM pg_stat_statements s)',
    recognises: (head) => head.has('[].query', '[].calls') && (head.has('[].total_exec_time') || head.has('[].total_time')),
    read: async (input) => recording(objectsOf(await input.json()).map((row) => ({ row }))),
  },
];

interface Row {
  row: JsonObject;
  line?: number;
}

async function csvRecords(input: Input): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of csvObjects(input.lines())) rows.push(row);
  return rows;
}

function recording(rows: readonly Row[]): Recording {
  const known = rows.flatMap(({ row, line }) => {
    const sql = textOf(row.query);
    const calls = numberOf(row.calls);
    return sql === undefined || !calls || !isQuery(sql) ? [] : [{ row, line, sql, calls }];
  });
  if (known.length === 0) throw new ContentError('it holds no statement');
  const statements = statementsOf(known.map(({ sql }) => sql), 'postgresql');
  const whole = known.reduce((sum, { row }) => sum + (totalOf(row) ?? 0), 0);
  return { tool: 'pg_stat_statements', observations: known.flatMap(({ row, line, calls }, index) => observationsOf(row, line, statements[index]!.text, calls, whole)) };
}

function observationsOf(row: JsonObject, line: number | undefined, sql: string, calls: number, whole: number): Observation[] {
  const total = totalOf(row);
  const mean = numberOf(row.mean_exec_time) ?? numberOf(row.mean_time) ?? (total === undefined ? undefined : total / calls);
  const [min, max] = [numberOf(row.min_exec_time) ?? numberOf(row.min_time), numberOf(row.max_exec_time) ?? numberOf(row.max_time)];
  const rows = numberOf(row.rows);
  const base = { kind: 'query-log' as const, sql, samples: calls, per: 'call' as const, ...(line !== undefined && { at: line }) };
  return [
    ...(mean === undefined
      ? []
      : [{ ...base, metric: 'query-time' as const, value: mean, unit: 'ms' as const, ...(total !== undefined && whole > 0 && { share: total / whole }), distribution: { count: calls, mean, ...(min !== undefined && { min }), ...(max !== undefined && { max }), percentiles: [] } }]),
    ...(rows === undefined ? [] : [{ ...base, metric: 'rows' as const, value: rows / calls, unit: 'count' as const, subject: 'returned' }]),
  ];
}

function totalOf(row: JsonObject): number | undefined {
  return numberOf(row.total_exec_time) ?? numberOf(row.total_time);
}
