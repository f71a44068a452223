import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import { validateXML } from 'xmllint-wasm';

/** What a schema of this folder says against a document; nothing for a valid one. */
export async function schemaErrors(xml: string, schema: string): Promise<string[]> {
  const { errors } = await validateXML({ xml: [{ fileName: 'report.xml', contents: xml }], schema: [readFileSync(new URL(schema, import.meta.url), 'utf8')] });
  return errors.map(({ message }) => message);
}

/** The document as values: attributes as `@name`, texts as `#text`, elements of these names always as lists. */
export function readXml(xml: string, lists: readonly string[]): unknown {
  return new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseAttributeValue: false, trimValues: false, processEntities: true, htmlEntities: true, isArray: (name) => lists.includes(name) }).parse(xml);
}
