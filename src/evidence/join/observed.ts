import { findingIds } from '../../findings/id.ts';
import { groupId } from '../../findings/group.ts';
import type { Evidence, Finding, FindingKey, Place } from '../../findings/types.ts';
import type { Places, ProjectPlace } from '../places/places.ts';
import { routeText } from '../routes.ts';
import type { ImportedFile, Metric, Observation } from '../types.ts';
import type { CodeIndex } from './code.ts';
import { amount, evidenceOf, FEW_SAMPLES, percent } from './describe.ts';

/** What is told of a metric where no rule found anything. */
interface Kind {
  /** The static rule that it would be, or what evidence alone can see. */
  rule: string;
  /** From where on it is worth a warning. */
  isMuch(observation: Observation): boolean;
  message(observation: Observation, what: string): string;
  help: string;
}

const KINDS: Readonly<Partial<Record<Metric, Kind>>> = {
  'self-time': {
    rule: 'hot-function',
    isMuch: ({ share = 0 }) => share >= 0.1,
    message: ({ share = 0, subject }, what) => `${what} takes ${percent(share)} of the time in which the process was busy${subject === undefined ? '' : ` in ${subject}`}`,
    help: 'do less of it: for each call, for each element, or at all; then record again',
  },
  'blocking-calls': {
    rule: 'sync-io-in-async',
    isMuch: ({ value }) => value >= 2,
    message: ({ value, subject }, what) => `${what} held the event loop with ${value} synchronous calls${subject === undefined ? '' : ` in ${subject}`}: nothing else ran meanwhile`,
    help: 'call the form that returns a promise, or do it once before the server listens',
  },
  'forced-layout': {
    rule: 'forced-reflow',
    isMuch: ({ value }) => value >= 20,
    message: ({ value, samples }, what) => `${what} forced the browser to lay out the page${samples === undefined ? '' : ` ${samples} times`} while it ran: ${amount(value, 'ms')}`,
    help: 'read sizes and positions first, then change styles and elements',
  },
  'repeated-requests': {
    rule: 'n-plus-one',
    isMuch: ({ value }) => value >= 5,
    message: ({ value, subject }, what) => `${what} sends ${value} requests that differ in an id alone${subject === undefined ? '' : `: ${subject}`}`,
    help: 'ask for all of them with one request',
  },
  'repeated-queries': {
    rule: 'n-plus-one',
    isMuch: ({ value }) => value >= 5,
    message: ({ value, route, place }, what) => `${route || place ? what : 'A connection'} sends ${amount(value, 'count')} statements in a row that differ in values alone`,
    help: 'ask for all rows with one statement',
  },
  'query-time': {
    rule: 'slow-query',
    isMuch: ({ value, per }) => per === 'call' && value >= 100,
    message: ({ value, samples }) => `A statement takes ${amount(value, 'ms')}${samples === undefined || samples < 2 ? '' : ` on average, ${samples} times`}`,
    help: 'see its plan (EXPLAIN), and add the index that it lacks or ask for less',
  },
};

/** What no finding was joined to. */
export interface Unexplained {
  observation: Observation;
  file: ImportedFile;
}

/** Findings of what was measured and belongs to none: the greatest of each rule and place. */
export function observedFindings(unexplained: readonly Unexplained[], places: Places, code: CodeIndex): Finding[] {
  const found = new Map<string, { size: number; finding: Omit<Finding, 'id'> }>();
  for (const { observation, file } of unexplained) {
    const kind = KINDS[observation.metric];
    const spot = kind?.isMuch(observation) ? spotOf(observation, file, places, code) : undefined;
    if (kind === undefined || spot === undefined) continue;
    const evidence = evidenceOf(observation, file, observation.place?.marks ?? (observation.sql === undefined ? 'route' : 'query'));
    const finding = observedFinding(kind, observation, spot, evidence);
    const known = found.get(finding.group);
    if (known === undefined) found.set(finding.group, { size: observation.value, finding });
    else if (known.size >= observation.value) known.finding.evidence = [...known.finding.evidence, evidence];
    else found.set(finding.group, { size: observation.value, finding: { ...finding, evidence: [evidence, ...known.finding.evidence] } });
  }
  const all = [...found.values()].map(({ finding }) => finding);
  const ids = findingIds(all.map(({ rule, location, key, observed }) => ({ rule, file: observed?.route ?? observed?.query ?? location.file, key })));
  return all.map((finding, index) => ({ ...finding, id: ids[index]! }));
}

function observedFinding({ rule, message, help }: Kind, observation: Observation, { place, symbol, what, about }: Spot, evidence: Evidence): Omit<Finding, 'id'> {
  const { route, sql = '', samples = FEW_SAMPLES, unit, metric } = observation;
  const key: FindingKey = about === undefined ? { symbol, callee: '', args: '', over: '' } : { symbol, callee: sql, args: route ? routeText(route) : '', over: '' };
  return {
    rule,
    severity: 'warning',
    // What a sampler saw a few times may be chance; what was counted is not.
    confidence: samples >= FEW_SAMPLES || unit === 'count' || metric === 'query-time' ? 'high' : 'low',
    group: groupId(rule, JSON.stringify([place.file, key])),
    message: message(observation, what),
    help,
    location: place,
    related: [],
    impact: { multiplicity: 'once', ...(route && { entry: routeText(route) }) },
    evidence: [evidence],
    suggestions: [],
    observed: about ?? {},
    reasons: [],
    suppressed: false,
    key,
  };
}

interface Spot {
  place: Place;
  symbol: string;
  /** The subject of the message. */
  what: string;
  /** Where no place of the code is known. */
  about: Finding['observed'];
}

/** Where an observation is shown: in the code, or in the file of evidence, for what has a route or a statement; undefined for everything else. */
function spotOf(observation: Observation, file: ImportedFile, places: Places, code: CodeIndex): Spot | undefined {
  const located = observation.place && places.locate(observation.place);
  if (located) return located.line === undefined || code.isClosed(located.file) ? undefined : inCode(located, code);
  const { route, sql, at = 1 } = observation;
  if (observation.place !== undefined || (route === undefined && sql === undefined)) return undefined;
  return {
    place: { file: file.file, line: at, column: 1, endLine: at, endColumn: 1 },
    symbol: '',
    what: route === undefined ? 'A request' : routeText(route),
    about: { ...(route && { route: routeText(route) }), ...(sql !== undefined && { query: sql }) },
  };
}

function inCode(located: ProjectPlace, code: CodeIndex): Spot {
  const line = located.line!;
  const column = (located.column ?? 0) + 1;
  const target = located.marks === 'function' ? code.named(located) : code.around({ file: located.file, line, column });
  const symbol = target === undefined ? (located.function ?? '') : code.symbol(target);
  const place = target !== undefined && located.marks === 'function' ? code.head(target) : code.restOfLine(located.file, line, column);
  return { place, symbol, what: symbol === '' ? 'This code' : symbol, about: undefined };
}
