import { parse as parseYaml } from 'yaml';
import { parseObject } from './text.ts';
import type { JsonObject, Parse } from './text.ts';

/** The object of a YAML file. */
export function parseYamlObject(bytes: Uint8Array): Parse<JsonObject> {
  return parseObject(bytes, (text) => parseYaml(text) ?? {});
}
