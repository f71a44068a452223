import { z } from 'zod';
import { CONFIDENCES, SEVERITIES } from '../findings/levels.ts';
import { librarySchema } from './library-schema.ts';
import { LEVELS } from './types.ts';
import type { UserConfig } from './types.ts';

const level = z.enum(LEVELS);
const globs = z.array(z.string().min(1));

/** The shape of a config; rule ids and rule options are checked beside it, against the rules that there are. */
export const configSchema = z.strictObject({
  include: globs.optional(),
  exclude: globs.optional(),
  rules: z.record(z.string(), z.union([level, z.tuple([level, z.record(z.string(), z.unknown())])])).optional(),
  libraries: z.array(librarySchema).optional(),
  settings: z
    .strictObject({
      severity: z.enum(SEVERITIES).optional(),
      confidence: z.enum(CONFIDENCES).optional(),
      maxWarnings: z.int().min(0).optional(),
    })
    .optional(),
}) satisfies z.ZodType<UserConfig>;
