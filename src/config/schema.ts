import { z } from 'zod';
import { CONFIDENCES, SEVERITIES } from '../findings/levels.ts';
import { entryKind, librarySchema } from './library-schema.ts';
import { LEVELS } from './types.ts';
import type { UserConfig } from './types.ts';

const text = z.string().min(1);
const globs = z.array(text);
const names = z.union([text, z.array(text)]);
const level = z.enum(LEVELS);
const rules = z.record(z.string(), z.union([level, z.tuple([level, z.record(z.string(), z.unknown())])])).meta({ id: 'rules' });

/** A glob that says for itself what it matches. */
const plainGlob = text.refine((glob) => !glob.startsWith('!'), 'a glob without "!" at its start (files to leave out are named in a key of their own)');
const plainGlobs = z.union([plainGlob, z.array(plainGlob).min(1)]);
const exportName = text.refine((name) => /^[\w$*]+(\.[\w$*]+)?$/.test(name), 'the name of an export, or Class.method; * stands for any part of a name');

const above = z.number().positive().optional();
const routeName = text.refine((name) => /^(?:\*|(?:[A-Za-z]+ )?\/\S*)$/.test(name), 'a route: "GET /orders/:id", "/orders" with any method, or "*" for all requests');

const description = {
  $schema: 'The JSON Schema of a config, for an editor.',
  extends: 'Configs that this one stands on: paths relative to this file, or packages. The last that says something wins, and this file over all.',
  include: 'Globs below the root; where given, only files that match one are read.',
  exclude: 'Globs below the root of files that are not read, beside .gitignore, dependencies, build output and generated files.',
  rules: 'Level, or [level, options], by rule id.',
  overrides: 'Rules for some files; the last one that matches a file wins.',
  entries: 'What runs files, or functions that they export, where perf-lint cannot see it; the last one that matches wins.',
  libraries: 'Tables of packages that perf-lint does not know.',
  tables: 'How large tables of the database are, by their names there: a number of rows, or { rows, lookup }.',
  database: 'What `--db` asks where it names nothing: the URL of a server or a file, and a file of statistics.',
  owners: 'Who decides questions of the schema, of the architecture, and trade-offs: names that the performance report shows.',
  slo: 'Service levels that `perf-lint slo` and the performance report judge measurements by: of routes, of a page, of statements, of the process.',
  settings: 'What flags of the command line set for one run.',
} satisfies Record<keyof UserConfig, string>;

/** The shape of a config; rule ids and rule options are checked beside it, against the rules that there are. */
export const configSchema = z.strictObject({
  $schema: z.string().optional().describe(description.$schema),
  extends: z.union([text, z.array(text)]).optional().describe(description.extends),
  include: globs.optional().describe(description.include),
  exclude: globs.optional().describe(description.exclude),
  rules: rules.optional().describe(description.rules),
  overrides: z.array(z.strictObject({ files: plainGlobs, excludedFiles: plainGlobs.optional(), rules })).optional().describe(description.overrides),
  entries: z.array(z.strictObject({ files: plainGlobs, exports: z.union([exportName, z.array(exportName).min(1)]).optional(), kind: entryKind })).optional().describe(description.entries),
  libraries: z.array(librarySchema).optional().describe(description.libraries),
  tables: z.record(text, z.union([z.int().min(0), z.strictObject({ rows: z.int().min(0).optional(), lookup: z.boolean().optional() })])).optional().describe(description.tables),
  database: z.strictObject({ url: text.optional(), statistics: text.optional() }).optional().describe(description.database),
  owners: z.strictObject({ schema: names.optional(), architecture: names.optional(), 'trade-off': names.optional() }).optional().describe(description.owners),
  slo: z
    .strictObject({
      routes: z.record(routeName, z.strictObject({ p50: above, p95: above, p99: above, throughput: above, errorRate: z.number().min(0).max(1).optional() })).optional(),
      page: z.strictObject({ lcp: above, inp: above, cls: z.number().min(0).optional(), tbt: z.number().min(0).optional() }).optional(),
      queryTime: above,
      loopBlock: above,
      memorySlope: z.number().min(0).optional(),
    })
    .optional()
    .describe(description.slo),
  settings: z
    .strictObject({
      severity: z.enum(SEVERITIES).optional(),
      confidence: z.enum(CONFIDENCES).optional(),
      maxWarnings: z.int().min(0).optional(),
    })
    .optional()
    .describe(description.settings),
}) satisfies z.ZodType<UserConfig>;
