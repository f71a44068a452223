import type { CodePlace, Route } from '../../types.ts';
import { listOf, numberOf, objectOf, objectsOf, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { routeOf } from '../../routes.ts';

/** What is used of a span. Attributes have stable names and old ones. https://opentelemetry.io/docs/specs/semconv/ */
export interface Span {
  id: string;
  trace: string;
  parent: string | undefined;
  /** Milliseconds since 1970. */
  start: number;
  end: number;
  kind: 'server' | 'client' | 'other';
  failed: boolean;
  /** Of a server's. */
  route: Route | undefined;
  /** Of a statement. */
  sql: string | undefined;
  system: string | undefined;
  place: CodePlace | undefined;
}

const KINDS: Readonly<Record<string, Span['kind']>> = { 2: 'server', 3: 'client', SPAN_KIND_SERVER: 'server', SPAN_KIND_CLIENT: 'client' };
const ERROR: ReadonlySet<unknown> = new Set([2, 'STATUS_CODE_ERROR']);

/** The spans of an export (`{ resourceSpans }`). https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
export function spansOf(value: unknown): Span[] {
  return objectsOf(objectOf(value)?.resourceSpans)
    .flatMap(({ scopeSpans, instrumentationLibrarySpans }) => objectsOf(scopeSpans ?? instrumentationLibrarySpans))
    .flatMap(({ spans }) => objectsOf(spans))
    .flatMap((span) => spanOf(span) ?? []);
}

function spanOf(span: JsonObject): Span | undefined {
  const id = textOf(span.spanId);
  const trace = textOf(span.traceId);
  const [start, end] = [milliseconds(span.startTimeUnixNano), milliseconds(span.endTimeUnixNano)];
  if (id === undefined || trace === undefined || start === undefined || end === undefined || end < start) return undefined;
  const attributes = attributesOf(span.attributes);
  const kind = KINDS[String(span.kind)] ?? 'other';
  const status = attributes.number('http.response.status_code', 'http.status_code');
  return {
    id, trace, parent: textOf(span.parentSpanId), start, end, kind,
    failed: ERROR.has(objectOf(span.status)?.code) || (status !== undefined && status >= 500),
    route: kind === 'server' ? routeOf(attributes.text('http.route', 'url.path', 'http.target') ?? '', attributes.text('http.request.method', 'http.method')) : undefined,
    sql: attributes.text('db.query.text', 'db.statement'),
    system: attributes.text('db.system.name', 'db.system'),
    place: placeOf(attributes),
  };
}

interface Attributes {
  /** The first of the names that has one. */
  text(...names: readonly string[]): string | undefined;
  number(...names: readonly string[]): number | undefined;
}

function attributesOf(given: unknown): Attributes {
  const values = new Map(listOf(given).flatMap((one): [string, unknown][] => {
    const { key, value } = objectOf(one) ?? {};
    const { stringValue, intValue, doubleValue } = objectOf(value) ?? {};
    return typeof key === 'string' ? [[key, stringValue ?? intValue ?? doubleValue]] : [];
  }));
  const first = <T>(names: readonly string[], read: (value: unknown) => T | undefined): T | undefined => names.map((name) => read(values.get(name))).find((value) => value !== undefined);
  return { text: (...names) => first(names, textOf), number: (...names) => first(names, numberOf) };
}

function placeOf(attributes: Attributes): CodePlace | undefined {
  const file = attributes.text('code.file.path', 'code.filepath');
  const line = attributes.number('code.line.number', 'code.lineno');
  const column = attributes.number('code.column.number', 'code.column');
  // The stable name is qualified: `Orders.list`.
  const name = attributes.text('code.function.name', 'code.function')?.split('.').at(-1);
  if (file === undefined) return undefined;
  return { file, ...(line !== undefined && { line }), ...(column !== undefined && column > 0 && { column: column - 1 }), ...(name && { function: name }), marks: line === undefined ? 'function' : 'line' };
}

/** Nanoseconds are written as text, since they are larger than JSON's numbers. */
function milliseconds(value: unknown): number | undefined {
  const text = typeof value === 'number' ? String(value) : textOf(value);
  if (text === undefined || !/^\d{1,20}$/.test(text)) return undefined;
  const nanoseconds = BigInt(text);
  return Number(nanoseconds / 1_000_000n) + Number(nanoseconds % 1_000_000n) / 1e6;
}
