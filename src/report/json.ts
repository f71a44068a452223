import { isInCode } from '../findings/in-code.ts';
import type { Finding, Place, RelatedPlace } from '../findings/types.ts';
import type { Report } from './types.ts';

/** Version of the JSON report; schema/report.schema.json describes it. */
const VERSION = 1;

/** The JSON report. It holds no absolute path and no time of day, so that two runs over one tree are equal but for `stats`. */
export function json({ findings, skipped, stats }: Report): string {
  const report = {
    version: VERSION,
    root: '.',
    findings: findings.map(reportFinding),
    skipped: skipped.map(({ file, reason }) => ({ file, reason })),
    ...(stats === undefined ? {} : { stats }),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** A finding as version 1 of the report has it. */
export function reportFinding(finding: Finding): object {
  const { id, rule, severity, confidence, group, message, help, location, related, impact, evidence, suggestions, reasons, suppressed, justification, observed, key } = finding;
  return {
    id,
    rule,
    severity,
    confidence,
    group,
    message,
    help,
    location: isInCode(finding) ? reportPlace(location) : null,
    related: related.filter((step) => !isLoop(step)).map((step) => ({ ...reportPlace(step), message: step.message, role: step.role })),
    impact: { multiplicity: impact.multiplicity, bound: impact.bound, over: impact.over, mode: impact.mode, entry: impact.entry, loops: related.filter(isLoop).map(reportPlace) },
    evidence,
    suggestions: suggestions.map(({ title, safety, edits }) => ({ title, safety, edits })),
    reasons: reasons.map(({ about, text }) => ({ about, text })),
    suppressed,
    justification,
    ...(observed && { observed: true, route: observed.route, query: observed.query }),
    ...(key.symbol === '' ? {} : { symbol: key.symbol }),
  };
}

/** What multiplies the location is part of the impact; the path alone is related. */
function isLoop({ role }: RelatedPlace): boolean {
  return role === 'loop' || role === 'outer';
}

function reportPlace({ file, line, column, endLine, endColumn }: Place): Place {
  return { file, line, column, endLine, endColumn };
}
