import { agent } from './agent.ts';
import { checkstyle } from './checkstyle.ts';
import { markdown } from './comment.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { sarif } from './sarif.ts';
import { stylish } from './stylish.ts';
import type { Format, Report, ReportContext } from './types.ts';

const html = async (report: Report, context: ReportContext): Promise<string> => (await import('./performance/index.ts')).performanceText('html', report, context);

/** Every format by the name that `--format` takes. */
export const formats = { stylish, json, sarif, github, gitlab, junit, checkstyle, html, markdown, agent } satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;

/** The formats that describe the rules themselves. */
export const DESCRIBING_RULES: ReadonlySet<string> = new Set<FormatName>(['sarif']);
export type { Format, Report, ReportContext, RuleDescription, Stats } from './types.ts';
