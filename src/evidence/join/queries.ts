import { querySites } from '../../database/query/sites.ts';
import { statementOf } from '../../database/query/statement-at.ts';
import type { Query } from '../../database/query/types.ts';
import type { Schema } from '../../database/schema/types.ts';
import type { Finding, Place } from '../../findings/types.ts';
import type { Program } from '../../program/types.ts';
import { statementsOf } from '../statements/keys.ts';
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
  const keys = keysByText(texts, schemas);
  const byKey = new Map<string, Set<Finding>>();
  for (const finding of findings) {
    if (!isRelevant('query-time', finding.rule)) continue;
    const stated = statementOf(program, schemas, finding);
    if (typeof stated === 'string') continue;
    for (const key of [stated.query, ...stated.loads].flatMap(keysOf)) addTo(byKey, key, finding);
  }
  const calls = callsByKey(program, schemas, new Set([...keys.values()].flat()));

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
  const keys = keysByText(texts, schemas);
  const calls = callsByKey(program, schemas, new Set([...keys.values()].flat()));
  return new Map(
    texts.flatMap((text): [string, Sender][] => {
      const senders = keys.get(text)!.map((key) => calls.get(key)).find((found) => found !== undefined);
      return senders?.size === 1 ? [[text, [...senders.values()][0]!]] : [];
    }),
  );
}

function keysByText(texts: readonly string[], schemas: readonly Schema[]): Map<string, Keys> {
  const shapes = shapesOf(texts, schemas);
  return new Map(texts.map((text, index) => [text, [textKey(text), ...(shapes[index] === undefined ? [] : [shapes[index]])]]));
}

function keysOf(query: Query): Keys {
  const shape = shapeOf(query);
  return [...(query.text === undefined ? [] : [textKey(query.text.sql)]), ...(shape === undefined ? [] : [shape])];
}

/** PostgreSQL's fingerprint, or the parsed tree without values. */
function textKey(sql: string): string {
  return statementsOf([sql], /`|\?/.test(sql) ? 'mysql' : 'postgresql')[0]!.key;
}

/** The calls of the project that send statements of certain keys, by key and place. */
function callsByKey(program: Program, schemas: readonly Schema[], wanted: ReadonlySet<string>): Map<string, Map<string, Sender>> {
  const calls = new Map<string, Map<string, Sender>>();
  for (const file of program.paths) {
    if (program.isClosed(file)) continue;
    const facts = program.facts(file);
    for (const { call, query, loads } of querySites(program, schemas, file)) {
      const { span, calleeEnd } = facts.calls[call.id]!;
      for (const sent of [query, ...loads]) {
        for (const key of keysOf(sent)) {
          if (!wanted.has(key)) continue;
          const place = program.place(file, [span[0], calleeEnd]);
          if (!calls.has(key)) calls.set(key, new Map());
          calls.get(key)!.set(placeKey(place), { place, query: sent });
        }
      }
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
