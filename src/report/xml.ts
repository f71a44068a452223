/** XML 1.0 has no form for these, not even an escaped one: https://www.w3.org/TR/xml/#charsets */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;

/** White space is escaped too, since a parser may make other white space of it. */
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' };

/** An element with its attributes in their order; one that is undefined is left out. `content` is a text, or elements made by this function. */
export function element(name: string, attributes: Readonly<Record<string, string | number | undefined>>, content: string | readonly string[] = []): string {
  const start = [name, ...Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [`${key}="${escapeAttribute(String(value))}"`]))].join(' ');
  if (content.length === 0) return `<${start}/>`;
  if (typeof content === 'string') return `<${start}>${escapeText(content)}</${name}>`;
  // A text has no `<` of its own left, so that only tags move to the right.
  return `<${start}>\n${content.map((child) => child.replace(/^(?= *<)/gm, '  ')).join('\n')}\n</${name}>`;
}

export function xmlDocument(root: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

function escapeAttribute(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] as string);
}

/** Line breaks of a text stay as they are. */
function escapeText(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>\r]/g, (character) => ESCAPES[character] as string);
}
