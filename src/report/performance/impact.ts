import { LARGE, measuredCost } from '../../findings/rank.ts';
import type { Cost } from '../../findings/rank.ts';
import type { Evidence, Finding } from '../../findings/types.ts';
import { digits, figure } from './figures.ts';
import type { ImpactFigure, Level } from './model.ts';

/** What counts as some: of a request's milliseconds, and of a share. */
const SOME = { perRequest: 1, share: 0.02 };

/** What a finding costs, by the best that is known: measured in a running system, else by a benchmark or a planner, else as the code shows it. */
export function impactOf(finding: Finding): ImpactFigure {
  const cost = measuredCost(finding);
  if (cost) return { level: measuredLevel(cost), basis: 'measured', text: measuredText(cost) };
  const judged = finding.evidence.findLast(({ kind, verdict, value }) => (kind === 'benchmark' || kind === 'plan') && verdict !== 'inconclusive' && value !== undefined);
  const estimate = estimateOf(finding);
  if (judged === undefined) return estimate;
  const basis = judged.kind === 'plan' ? 'planner' : 'benchmark';
  return { level: judged.verdict === 'refuted' ? 'low' : estimate.level, basis, text: judgedText(judged) };
}

function measuredLevel({ perRequest = 0, share = 0 }: Cost): Level {
  if (perRequest >= LARGE.perRequest || share >= LARGE.share) return 'high';
  return perRequest >= SOME.perRequest || share >= SOME.share ? 'medium' : 'low';
}

function measuredText({ perRequest, share, evidence }: Cost): string {
  const parts = [
    ...(perRequest === undefined ? [] : [`${figure(perRequest, 'ms')} per request`]),
    ...(share === undefined ? [] : [`${figure(share, 'ratio')} of the ${evidence.kind === 'heap' ? 'bytes allocated' : 'busy time'}`]),
  ];
  if (parts.length > 0) return parts.join(', ');
  const { value, unit = '', metric, summary } = evidence;
  return value === undefined ? summary : `${figure(value, unit)}${metric === undefined ? '' : ` ${metric.replaceAll('-', ' ')}`}`;
}

function judgedText({ kind, value = 0, baseline, unit = '' }: Evidence): string {
  if (kind === 'plan') return baseline === undefined ? `planned cost ${digits(value)}` : `planned cost ${digits(value)}, with the index ${digits(baseline)}`;
  return baseline === undefined ? figure(value, unit) : `${figure(value, unit)} against ${figure(Math.max(baseline, 0), unit)} as advised`;
}

/** What the code alone shows: how often, for whom. */
function estimateOf({ impact, severity }: Finding): ImpactFigure {
  const { multiplicity, bound, over, entry } = impact;
  const often: Record<typeof multiplicity, string> = {
    'per-element': `once for each of ${over ?? 'the elements'}, without a limit`,
    limit: bound === undefined ? 'a limited number of times' : `at most ${digits(bound)} times`,
    constant: bound === undefined ? 'a few times' : `${digits(bound)} times`,
    once: entry === undefined ? 'each time that it runs' : 'once',
  };
  const level = severity === 'info' ? 'low' : multiplicity === 'per-element' && severity === 'error' ? 'high' : 'medium';
  return { level, basis: 'estimate', text: `${often[multiplicity]}${entry === undefined ? '' : ` per ${entry}`}` };
}
