import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import { parseObject } from './text.ts';
import type { JsonObject, Parse } from './text.ts';

/** The object of a YAML file. */
export function parseYamlObject(bytes: Uint8Array): Parse<JsonObject> {
  // Loaded when it is used: few projects have such a file, and a run that knows what it says has no need of it.
  const { parse } = createRequire(import.meta.url)('yaml') as typeof Yaml;
  return parseObject(bytes, (text) => (parse(text) as unknown) ?? {});
}
