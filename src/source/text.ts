import { firstLine } from './errors.ts';

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true });

/** UTF-8 text without its byte-order mark, or undefined when the bytes are not UTF-8. */
export function decode(bytes: Uint8Array): string | undefined {
  try {
    return STRICT_UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}

export type Parse<T> = { ok: true; value: T } | { ok: false; reason: string };
export type JsonObject = Record<string, unknown>;

/** Text in a string, so that what looks like a comment or a trailing comma there is left alone. */
const STRING_OR_COMMENT = /"(?:\\.|[^"\\])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const STRING_OR_TRAILING_COMMA = /"(?:\\.|[^"\\])*"|,(?=\s*[}\]])/g;

/** A manifest's object: strict JSON. */
export function parseJson(bytes: Uint8Array): Parse<JsonObject> {
  return parseObject(bytes, JSON.parse);
}

/** The object of a tsconfig, lerna.json or rush.json: JSON with comments and trailing commas. */
export function parseJsonWithComments(bytes: Uint8Array): Parse<JsonObject> {
  return parseObject(bytes, (text) =>
    JSON.parse(
      text
        .replace(STRING_OR_COMMENT, (part) => (part.startsWith('"') ? part : ' '))
        .replace(STRING_OR_TRAILING_COMMA, (part) => (part === ',' ? '' : part)),
    ),
  );
}

/** The object that a text of some format comes to. */
export function parseObject(bytes: Uint8Array, parse: (text: string) => unknown): Parse<JsonObject> {
  const text = decode(bytes);
  if (text === undefined) return { ok: false, reason: 'it is not UTF-8 text' };
  try {
    const value = parse(text);
    if (isObject(value)) return { ok: true, value };
    return { ok: false, reason: 'it holds no object' };
  } catch (error) {
    return { ok: false, reason: firstLine(error instanceof Error ? error.message : String(error)) };
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The strings of a list; nothing when it is no list. */
export function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
