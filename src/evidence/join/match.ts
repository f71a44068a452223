import { groupBy } from '../../findings/group.ts';
import type { Evidence, Finding, Place } from '../../findings/types.ts';
import type { Places, ProjectPlace } from '../places/places.ts';
import type { Observation } from '../types.ts';
import type { CodeIndex, FoundFunction } from './code.ts';
import { isRelevant, needsCall } from './relevance.ts';
import { routeMatcher } from './routes.ts';

/** What an observation belongs to, and how that was told. */
export interface Match {
  findings: readonly Finding[];
  by: Evidence['joinedBy'];
}

/** Roles of places at which what a finding is about happens. */
const HAPPENS: ReadonlySet<string> = new Set(['sink', 'step', 'beside']);

/** Tells the findings that an observation is about, none where that may be several: by the line, then by the function around it, then by the statement, then by the route. */
export function matcher(findings: readonly Finding[], places: Places, code: CodeIndex, byQuery: (observation: Observation) => Match | undefined): (observation: Observation) => Match | undefined {
  const byFile = new Map<string, Set<Finding>>();
  for (const finding of findings) {
    for (const { file } of [finding.location, ...finding.related]) {
      if (!byFile.has(file)) byFile.set(file, new Set());
      byFile.get(file)!.add(finding);
    }
  }
  const functions = new Map(findings.map((finding) => [finding, placesOf(finding).map((place) => code.around(place))]));
  const byRoute = routeMatcher(findings);

  const located = (observation: Observation, place: ProjectPlace): Match | undefined => {
    const near = [...(byFile.get(place.file) ?? [])].filter(({ rule }) => isRelevant(observation.metric, rule));
    const { marks, line } = place;
    // A collection is told by the name that holds it.
    if (observation.metric === 'retained') {
      const held = near.filter(({ key }) => isName(observation.subject, key.symbol));
      return held.length === 0 ? undefined : { findings: settled(held), by: 'function' };
    }
    if (line === undefined) return undefined;
    if (marks === 'line') {
      const there = near.filter((finding) => placesOf(finding).some((one) => holds(one, place.file, line)));
      return there.length === 0 ? undefined : { findings: settled(narrowed(there, observation, places)), by: 'line' };
    }
    const target = code.named(place);
    if (target === undefined) return undefined;
    const inside = near.filter((finding) => functions.get(finding)!.some((one) => isSame(one, target)) && fits(finding, observation, code));
    return inside.length === 0 ? undefined : { findings: settled(narrowed(inside, observation, places)), by: 'function' };
  };

  return (observation) => {
    const place = observation.place && places.locate(observation.place);
    const match = (place && located(observation, place)) ?? byQuery(observation) ?? (observation.place === undefined && observation.sql === undefined ? byRoute(observation) : undefined);
    return match && match.findings.length > 0 ? match : undefined;
  };
}

/** The location, and the places at which it happens. */
function placesOf({ location, related }: Finding): Place[] {
  return [location, ...related.filter(({ role }) => HAPPENS.has(role))];
}

function holds({ file, line, endLine }: Place, of: string, at: number): boolean {
  return file === of && line <= at && at <= endLine;
}

/** Of findings that fit, those whose call the tool names, and those whose location was among the callers. */
function narrowed(findings: readonly Finding[], { subject, stack = [] }: Observation, places: Places): readonly Finding[] {
  const named = findings.filter((finding) => calls(finding, subject));
  const left = named.length > 0 ? named : findings;
  if (left.length < 2) return left;
  const callers = stack.flatMap((place) => places.locate(place) ?? []);
  const called = left.filter(({ location }) => callers.some(({ file, line, marks }) => marks === 'line' && line !== undefined && holds(location, file, line)));
  return called.length > 0 ? called : left;
}

/** Whether what is measured of a function as a whole is of the finding in it: of what the tool names, only what the finding calls, or stores. */
function fits(finding: Finding, { metric, subject }: Observation, code: CodeIndex): boolean {
  if (needsCall(finding.rule)) return calls(finding, subject);
  return metric !== 'allocated' || subject === undefined || placesOf(finding).some((place) => code.calledAt(place).has(subject.split('.').at(-1)!));
}

/** Whether what a finding calls has the name that a tool gives. */
function calls({ key, claim }: Finding, subject: string | undefined): boolean {
  if (subject === undefined) return false;
  const last = subject.split('.').at(-1)!;
  return [claim?.operation, key.callee].some((text) => text?.split(/[^\w$]+/).includes(last) ?? false);
}

/** `Store.all` and `all` are one name where one of the two is told without its class. */
function isName(told: string | undefined, symbol: string): boolean {
  return told !== undefined && symbol !== '' && (told === symbol || told.endsWith(`.${symbol}`) || symbol.endsWith(`.${told}`));
}

/** Findings of one rule that do not end in one place are different problems: what may be about either is about neither. */
function settled(findings: readonly Finding[]): Finding[] {
  return [...groupBy(findings, ({ rule }) => rule).values()].flatMap((own) => (new Set(own.map(({ group }) => group)).size > 1 ? [] : own));
}

function isSame(one: FoundFunction | undefined, other: FoundFunction): boolean {
  return one?.file === other.file && one.id === other.id;
}
