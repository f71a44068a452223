/** An annotation, as the runner of GitHub Actions reads it from a line of a step's output. */
export interface Annotation {
  kind: string;
  properties: Record<string, string>;
  text: string;
}

const KINDS = ['error', 'warning', 'notice'];
const PROPERTIES = ['title', 'file', 'col', 'endColumn', 'line', 'endLine'];
const NUMBERS = ['col', 'endColumn', 'line', 'endLine'];

const DATA: Readonly<Record<string, string>> = { '%25': '%', '%0D': '\r', '%0A': '\n' };
const PROPERTY: Readonly<Record<string, string>> = { ...DATA, '%3A': ':', '%2C': ',' };

/**
 * Reads the output of a step as https://docs.github.com/actions/reference/workflow-commands-for-github-actions says, and
 * refuses what the runner would drop, mend, or take for another command.
 */
export function readOutput(output: string): { annotations: Annotation[]; plain: string[] } {
  const annotations: Annotation[] = [];
  const plain: string[] = [];
  for (const line of output.split(/\r\n|\r|\n/)) {
    // The older form of a command counts wherever it stands in a line.
    if (line.trimStart().startsWith('::')) annotations.push(annotationOf(line));
    else if (line.includes('##[')) throw new Error(`a command in a plain line: ${line}`);
    else if (line !== '') plain.push(line);
  }
  return { annotations, plain };
}

function annotationOf(line: string): Annotation {
  const end = line.indexOf('::', 2);
  const head = line.slice(2, end);
  const space = head.indexOf(' ');
  if (!line.startsWith('::') || end < 0 || space < 0) throw new Error(`not a command: ${line}`);
  const kind = head.slice(0, space);
  if (!KINDS.includes(kind)) throw new Error(`unknown command ${kind}`);
  const properties = Object.fromEntries(
    head.slice(space + 1).split(',').map((pair): [string, string] => {
      const [name = '', ...rest] = pair.split('=');
      const value = unescape(rest.join('='), PROPERTY);
      if (!PROPERTIES.includes(name) || value === '') throw new Error(`not a property: ${pair}`);
      if (NUMBERS.includes(name) && !/^[1-9]\d*$/.test(value)) throw new Error(`not a number: ${pair}`);
      return [name, value];
    }),
  );
  checkRange(properties);
  return { kind, properties, text: unescape(line.slice(end + 2), DATA) };
}

/** What the runner drops with a line in its debug log. */
function checkRange({ line, endLine = line, col, endColumn = col }: Record<string, string>): void {
  if (line === undefined) throw new Error('a range without a line');
  if (Number(endLine) < Number(line)) throw new Error('a range that ends before it starts');
  if (col !== undefined && line !== endLine) throw new Error('columns of a range of several lines');
  if (col !== undefined && Number(endColumn) < Number(col)) throw new Error('columns that end before they start');
}

function unescape(text: string, codes: Readonly<Record<string, string>>): string {
  return text.replace(/%.{0,2}/g, (code) => {
    const character = codes[code];
    if (character === undefined) throw new Error(`not an escape: ${code}`);
    return character;
  });
}
