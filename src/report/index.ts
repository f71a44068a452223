import { json } from './json.ts';
import { sarif } from './sarif.ts';
import { stylish } from './stylish.ts';
import type { Format } from './types.ts';

/** Every format by the name that `--format` takes. */
export const formats = { stylish, json, sarif } satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;
export type { Format, Report, ReportContext, RuleDescription, Stats } from './types.ts';
