import { z } from 'zod';
import { tableKey } from '../schema/identifiers.ts';
import type { LivePlanner } from './postgres.ts';
import type { DatabaseStatistics, TableStatistics } from './statistics.ts';

const VERSION = 1;

const count = z.number().min(0);
const share = z.number().min(0).max(1);

/** The file that carries what a production server knows of its tables to where queries are checked: counts and shares, no row. */
export const statisticsFileSchema = z.strictObject({
  $schema: z.string().optional().describe('The JSON Schema of this file, for an editor.'),
  version: z.literal(VERSION).describe('Of this format.'),
  server: z.string().describe('Engine and version that the numbers come from.'),
  tables: z
    .array(
      z.strictObject({
        name: z.string().describe('Name in the database.'),
        namespace: z.string().optional().describe('Where it is not the default one.'),
        rows: count.describe('Rows, as the server estimates them.'),
        pages: count.optional().describe('Pages of 8 KiB on disk.'),
        columns: z
          .record(
            z.string(),
            z.strictObject({
              distinct: z.number().optional().describe('Different values: a count, or with a minus sign their share of all rows.'),
              nulls: share.optional().describe('Share of rows that are NULL.'),
              width: count.optional().describe('Bytes, on average.'),
              correlation: z.number().min(-1).max(1).optional().describe('How well the order on disk follows the values.'),
              trues: share.optional().describe('Of a boolean: share of rows that are true.'),
            }),
          )
          .describe('By name.'),
        indexes: z.record(z.string(), z.strictObject({ rows: count, pages: count.optional() })).optional().describe('By name: entries, and pages of 8 KiB.'),
      }),
    )
    .describe('Of one database.'),
});

type StatisticsFile = z.infer<typeof statisticsFileSchema>;

/** What a server knows of its tables, as the text of a statistics file. */
export function writeStatisticsFile({ version, schema, known }: Pick<LivePlanner, 'version' | 'schema' | 'known'>): string {
  const tables = schema.tables.flatMap(({ name, namespace }) => {
    const statistics = known.get(tableKey(name, namespace));
    return statistics === undefined ? [] : [{ name, ...(namespace === undefined ? {} : { namespace }), ...statistics }];
  });
  return `${JSON.stringify({ version: VERSION, server: version, tables } satisfies StatisticsFile, null, 1)}\n`;
}

/** A statistics file that cannot be used: where, and what is wrong, in one line. */
export class StatisticsFileError extends Error {
  override name = 'StatisticsFileError';
}

/** Reads the text of a statistics file. @throws StatisticsFileError */
export function readStatisticsFile(text: string, file: string): DatabaseStatistics {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new StatisticsFileError(`${file} is no JSON: perf-lint schema --stats-from URL writes one`);
  }
  const { success, data: read, error } = statisticsFileSchema.safeParse(data);
  if (!success) {
    const [issue] = error.issues;
    throw new StatisticsFileError(`${file} is no statistics file of version ${VERSION}: ${[issue!.path.join('.'), issue!.message].filter((part) => part !== '').join(': ')}`);
  }
  return new Map(read.tables.map(({ name, namespace, ...statistics }): [string, TableStatistics] => [tableKey(name, namespace), statistics]));
}
