import { z } from 'zod';
import { describeIssues, formatPath } from '../../src/config/issues.ts';
import { CONFIDENCES, SEVERITIES } from '../../src/findings/levels.ts';

const NAME = 'perf-lint';

/** What `settings['perf-lint']` of an ESLint config may hold; paths are relative to ESLint's working directory. */
const schema = z.strictObject({
  root: z.string().min(1).optional(),
  config: z.union([z.string().min(1), z.literal(false)]).optional(),
  severity: z.enum(SEVERITIES).optional(),
  confidence: z.enum(CONFIDENCES).optional(),
  details: z.boolean().optional(),
  cache: z.union([z.string().min(1), z.boolean()]).optional(),
});

export type Settings = z.infer<typeof schema>;

/** The settings of an ESLint config, or what is wrong with them, one line for each error. */
export function readSettings(settings: Readonly<Record<string, unknown>>): { ok: true; value: Settings } | { ok: false; lines: string[] } {
  const parsed = schema.safeParse(settings[NAME] ?? {}, { reportInput: true });
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, lines: describeIssues(parsed.error, schema).map(({ path, text }) => `settings['${NAME}']${path.length > 0 ? `: ${formatPath(path)}` : ''}: ${text}`) };
}
