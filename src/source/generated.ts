/** Names by which generators mark their output. */
const GENERATED_NAME = /([._-]generated|\.gen|[._]pb)\.[cm]?[jt]sx?$/;

const LEADING_COMMENTS = /^(?:#!.*\n)?(?:\s*(?:\/\/.*|\/\*[\s\S]*?\*\/))*/;
const HEADER_LENGTH = 2000;
const GENERATED_HEADER = /@generated\b|\bauto(?:matically)?[- ]?generated\b|\b(?:code|file) (?:is |was |has been )?generated\b|\bdo not (?:manually )?(?:edit|modify)\b/i;

/** Characters a line has on average in code that was written to be read: rarely over 60. */
const MAX_AVERAGE_LINE = 300;
const MIN_MINIFIED_LENGTH = 3000;

/** Whether a generator wrote the file for people to import: part of the program, but nobody's to change. */
export function isGenerated(path: string, text: string): boolean {
  if (GENERATED_NAME.test(path)) return true;
  const header = LEADING_COMMENTS.exec(text.slice(0, HEADER_LENGTH))?.[0] ?? '';
  return GENERATED_HEADER.test(header);
}

/** Characters per line when JavaScript is minified or bundled, else undefined. In TypeScript long lines are pictures and texts. */
export function minifiedLineLength(path: string, text: string): number | undefined {
  if (text.length < MIN_MINIFIED_LENGTH || !/\.[cm]?js$/.test(path)) return undefined;
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  const average = Math.round(text.length / lines);
  return average > MAX_AVERAGE_LINE ? average : undefined;
}
