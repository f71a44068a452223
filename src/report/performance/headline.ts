import { SEVERITIES } from '../../findings/levels.ts';
import { plural, severityCount } from '../summary.ts';
import type { Counts, RankedFinding } from './model.ts';

/** What a reader should know first: which promises are broken, what costs most, and how sure that is. */
export function headlineOf({ severities, causes, levels, allLevels: all, measured, files }: Counts, findings: readonly RankedFinding[]): string {
  const [first] = findings;
  const sentences = [
    ...(all === 0 ? [] : [levels.fail > 0 ? `${levels.fail} of ${plural(all, 'service level')} ${levels.fail === 1 ? 'fails' : 'fail'}` : levels.pass === all ? `All ${all} service levels are met` : `No service level fails, but ${all - levels.pass} of ${all} could not be told`]),
    causes === 0 ? `No problems in ${plural(files, 'file')}` : `${plural(causes, 'cause')} to mend (${SEVERITIES.filter((severity) => severities[severity] > 0).map((severity) => severityCount(severity, severities[severity])).join(', ')})`,
    ...(first === undefined ? [] : [`${first.impact.basis === 'measured' ? 'The costliest was measured' : measured === 0 ? 'Of none was anything measured in a running system, so the order rests on benchmarks, plans and the code' : 'The order rests on what was measured'}${first.impact.basis === 'measured' ? `: ${first.impact.text}, in ${first.entry ?? first.place.file}` : ''}`]),
  ];
  return `${sentences.join('. ')}.`;
}
