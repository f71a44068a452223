import { groupBy } from '../../../findings/group.ts';
import { median } from '../../../statistics/location.ts';
import { ContentError } from '../../errors.ts';
import type { Importer } from '../../importer.ts';
import { isBuiltIn } from '../../places/tool-path.ts';
import { pathOf } from '../../routes.ts';
import type { ImportedFile, Metric, Observation, Unit } from '../../types.ts';
import { numberOf, objectOf, objectsOf, required, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';

/** Audits whose figure is a metric. A navigation has no INP: nobody interacts with the page. */
const METRICS: readonly (readonly [audit: string, metric: Metric, unit: Unit])[] = [
  ['largest-contentful-paint', 'lcp', 'ms'],
  ['first-contentful-paint', 'fcp', 'ms'],
  ['cumulative-layout-shift', 'cls', 'score'],
  ['total-blocking-time', 'tbt', 'ms'],
  ['interaction-to-next-paint', 'inp', 'ms'],
  ['speed-index', 'speed-index', 'ms'],
  ['server-response-time', 'ttfb', 'ms'],
];

/** https://github.com/GoogleChrome/lighthouse/blob/main/docs/understanding-results.md */
export const lighthouse: Importer = {
  id: 'lighthouse',
  name: 'Lighthouse report (lighthouse URL --output=json)',
  recognises: (head) => head.has('lighthouseVersion'),
  async read(input) {
    const report = required(objectOf(await input.json()), 'report');
    const failure = objectOf(report.runtimeError);
    if (failure && textOf(failure.code) !== 'NO_ERROR') throw new ContentError(`Lighthouse could not load the page: ${textOf(failure.message) ?? textOf(failure.code) ?? 'it does not say why'}`);
    const audits = required(objectOf(report.audits), 'audits');
    const page = textOf(report.finalDisplayedUrl) ?? textOf(report.finalUrl) ?? textOf(report.requestedUrl) ?? '';
    const route = { method: 'GET', path: pathOf(page) || '/' };
    const observations = METRICS.flatMap(([id, metric, unit]): Observation[] => {
      const value = numberOf(objectOf(audits[id])?.numericValue);
      return value === undefined ? [] : [{ kind: 'trace', metric, value, unit, route, subject: page, samples: 1 }];
    });
    return { tool: 'Lighthouse', ...(textOf(report.lighthouseVersion) !== undefined && { version: textOf(report.lighthouseVersion)! }), observations: [...observations, ...reflows(audits, page)] };
  },
  combine: (files) => [...groupBy(files, pageOf).values()].map(combined),
};

/** Layouts that code forced. Lines and columns of a report count from 0; `original` is there where Lighthouse had the source map. */
function reflows(audits: JsonObject, page: string): Observation[] {
  const tables = objectsOf(objectOf(objectOf(audits['forced-reflow-insight'])?.details)?.items);
  return tables.flatMap(({ items }) => objectsOf(items)).flatMap(({ source, reflowTime }): Observation[] => {
    const at = objectOf(source);
    const original = objectOf(at?.original);
    const [url, line, column] = [textOf(original?.file) ?? textOf(at?.url), numberOf(original?.line ?? at?.line), numberOf(original?.column ?? at?.column)];
    const value = numberOf(reflowTime);
    if (url === undefined || isBuiltIn(url) || line === undefined || value === undefined) return [];
    return [{ kind: 'trace', metric: 'forced-layout', value, unit: 'ms', place: { file: url, line: line + 1, ...(column !== undefined && { column }), marks: 'line' }, subject: page }];
  });
}

function pageOf({ observations }: ImportedFile): string {
  return observations.find(({ route }) => route !== undefined)?.subject ?? '';
}

/** Reports of one page as one: single runs differ too much, so each metric is the median of them. */
function combined(files: readonly ImportedFile[]): ImportedFile {
  const [first] = files;
  if (files.length === 1) return first!;
  const all = files.flatMap(({ observations }) => observations);
  const metrics = first!.observations.filter(({ route }) => route !== undefined).map((one): Observation => {
    const values = all.filter(({ route, metric }) => route !== undefined && metric === one.metric).map(({ value }) => value);
    return { ...one, value: median(values), samples: values.length };
  });
  return {
    ...first!,
    file: files.map(({ file }) => file).join(', '),
    observations: [...metrics, ...all.filter(({ place }) => place !== undefined)],
    notes: [...(first!.notes ?? []), `each metric is the median of ${files.length} reports`],
  };
}
