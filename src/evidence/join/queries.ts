import { querySites } from '../../database/query/sites.ts';
import { statementOf } from '../../database/query/statement-at.ts';
import type { Query } from '../../database/query/types.ts';
import type { Schema } from '../../database/schema/types.ts';
import type { Finding, Place } from '../../findings/types.ts';
import { callPlace } from '../../program/call-place.ts';
import type { Program } from '../../program/types.ts';
import { byDialect, dialectsOf } from '../statements/dialects.ts';
import { statementKeys } from '../statements/keys.ts';
import type { Observation } from '../types.ts';
import type { Match } from './match.ts';
import { shapeOf, shapesOf } from './query-shape.ts';
import { isRelevant } from './relevance.ts';
import { labelOf } from './routes.ts';

/** By what statements are compared: the text without its values, or what is asked. */
type Keys = readonly string[];

/**
 * Joins what was measured of a statement to the findings that end in it. Where two calls of the project send such a statement, what
 * was measured may be either's: then the route must tell, or that it was sent many times in one request.
 *
 * @param observed the statements of all observations
 */
export function queryMatcher(findings: readonly Finding[], program: Program, schemas: readonly Schema[], observed: readonly string[]): (observation: Observation) => Match | undefined {
  const texts = [...new Set(observed)];
  if (texts.length === 0) return () => undefined;
  const stated = findings.filter(({ rule }) => isRelevant('query-time', rule)).flatMap((finding) => {
    const found = statementOf(program, schemas, finding);
    return typeof found === 'string' ? [] : [{ finding, queries: [found.query, ...found.loads] }];
  });
  const sent = sentIn(program, schemas);
  const { ofText: keys, ofQuery } = keyTable(texts, [...stated.flatMap(({ queries }) => queries), ...sent.map(({ query }) => query)], schemas);
  const byKey = new Map<string, Set<Finding>>();
  for (const { finding, queries } of stated) for (const key of queries.flatMap(ofQuery)) addTo(byKey, key, finding);
  const calls = callsByKey(program, sent, ofQuery, new Set([...keys.values()].flat()));

  return (observation) => {
    for (const key of keys.get(observation.sql ?? '') ?? []) {
      const fitting = [...(byKey.get(key) ?? [])].filter(({ rule }) => isRelevant(observation.metric, rule));
      if (fitting.length === 0) continue;
      const ofRoute = onRoute(fitting, observation);
      const left = ofRoute.length > 0 ? ofRoute : fitting;
      const places = new Set(left.map(sinkOf));
      // Only what repeats it can have sent it many times; else any call that sends it may have.
      const others = ofRoute.length > 0 || observation.metric === 'repeated-queries' ? places : new Set([...places, ...(calls.get(key)?.keys() ?? [])]);
      if (others.size === 1) return { findings: left, by: 'query' };
      return undefined;
    }
    return undefined;
  };
}

/** A call of the project that sends a statement. */
export interface Sender {
  place: Place;
  query: Query;
}

/** The calls that send statements, by the statement; one that several calls may have sent is nobody's. */
export function sendersOf(program: Program, schemas: readonly Schema[], statements: readonly string[]): Map<string, Sender> {
  const texts = [...new Set(statements)];
  if (texts.length === 0) return new Map();
  const sent = sentIn(program, schemas);
  const { ofText: keys, ofQuery } = keyTable(texts, sent.map(({ query }) => query), schemas);
  const calls = callsByKey(program, sent, ofQuery, new Set([...keys.values()].flat()));
  return new Map(
    texts.flatMap((text): [string, Sender][] => {
      const senders = keys.get(text)!.map((key) => calls.get(key)).find((found) => found !== undefined);
      return senders?.size === 1 ? [[text, [...senders.values()][0]!]] : [];
    }),
  );
}

interface KeyTable {
  ofText: ReadonlyMap<string, Keys>;
  ofQuery(query: Query): Keys;
}

/** The keys of texts and of the project's queries: PostgreSQL's fingerprint, or the parsed tree without values, then the shape. */
function keyTable(texts: readonly string[], queries: readonly Query[], schemas: readonly Schema[]): KeyTable {
  const all = [...new Set([...texts, ...queries.flatMap(({ text }) => text?.sql ?? [])])];
  const keys = byDialect(all, (text) => dialectsOf(text)[0], statementKeys);
  const byText = new Map(all.map((text, index) => [text, keys[index]!]));
  const shapes = shapesOf(texts, schemas);
  return {
    ofText: new Map(texts.map((text, index) => [text, known(byText.get(text), shapes[index])])),
    ofQuery: (query) => known(query.text && byText.get(query.text.sql), shapeOf(query)),
  };
}

function known(...keys: readonly (string | undefined)[]): Keys {
  return keys.filter((key) => key !== undefined);
}

/** A query, and the call of the project that sends it. */
interface Sent {
  file: string;
  /** Its index in the file. */
  call: number;
  query: Query;
}

function sentIn(program: Program, schemas: readonly Schema[]): Sent[] {
  return program.paths.filter((file) => !program.isClosed(file)).flatMap((file) => {
    return querySites(program, schemas, file).flatMap(({ call, query, loads }) => [query, ...loads].map((one): Sent => ({ file, call: call.id, query: one })));
  });
}

/** The calls of the project that send statements of certain keys, by key and place. */
function callsByKey(program: Program, sent: readonly Sent[], keysOf: KeyTable['ofQuery'], wanted: ReadonlySet<string>): Map<string, Map<string, Sender>> {
  const calls = new Map<string, Map<string, Sender>>();
  for (const { file, call, query } of sent) {
    for (const key of keysOf(query)) {
      if (!wanted.has(key)) continue;
      const place = callPlace(program, file, call);
      if (!calls.has(key)) calls.set(key, new Map());
      calls.get(key)!.set(placeKey(place), { place, query });
    }
  }
  return calls;
}

function onRoute(findings: readonly Finding[], { route }: Observation): Finding[] {
  const label = route && labelOf(findings.flatMap(({ impact }) => impact.entry ?? []), route);
  return label === undefined ? [] : findings.filter(({ impact }) => impact.entry === label);
}

/** Where the statement is sent. */
function sinkOf({ location, related }: Finding): string {
  return placeKey(related.find(({ role }) => role === 'sink') ?? location);
}

function placeKey({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

function addTo<Value>(sets: Map<string, Set<Value>>, key: string, value: Value): void {
  const set = sets.get(key);
  if (set) set.add(value);
  else sets.set(key, new Set([value]));
}
