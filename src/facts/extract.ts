import { addModuleFunction } from './functions.ts';
import type { Node } from './nodes.ts';
import { spanFrom } from './spans.ts';
import { statements } from './statements.ts';
import { Tables } from './tables.ts';
import type { GrowingFacts } from './tables.ts';
import type { DirectiveFact, FileFacts } from './types.ts';

interface Comment {
  value: string;
  start?: number;
  end?: number;
  range?: [number, number];
}

/**
 * Reduces one file to facts.
 *
 * @param code what was parsed: its `program` is that of a TS-ESTree, from any parser that makes one; offsets of comments include their markers
 * @param text the text that was parsed, without a byte-order mark
 * @throws NestingError when the code nests too deeply to be read
 */
export function extract(code: { readonly program: unknown; readonly comments: readonly Comment[] }, text: string): FileFacts {
  const facts: GrowingFacts = {
    imports: [], exports: [], bindings: [], functions: [], classes: [], calls: [], regions: [], exits: [], assignments: [], types: [],
    // A parser may make comments when they are asked for; in most files none is for us.
    directives: text.includes('perf-lint') ? directivesOf(code.comments) : [],
    hashbang: text.startsWith('#!'),
    lines: lineStarts(text),
  };
  const tables = new Tables(facts);
  const root = code.program as Node;
  addModuleFunction(tables, root, text.length);
  statements(tables, root.body);
  return tables.finished();
}

/** Offsets at which the lines of a text start; line ends are \n, \r\n, \r, and the two Unicode ones, as in ECMAScript. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  const lineEnd = /\r\n|[\n\r\u2028\u2029]/g;
  while (lineEnd.test(text)) starts.push(lineEnd.lastIndex);
  return starts;
}

/** What a comment begins with that a linter reads; the first line of a block may be empty. */
const DIRECTIVE = /^[\s*]*(?:perf-lint-|(?:eslint|oxlint)-(?:dis|en)able|eslint\s)/;

function directivesOf(comments: readonly Comment[]): DirectiveFact[] {
  return comments.flatMap((comment) => {
    const text = comment.value.trim();
    const isDirective = DIRECTIVE.test(text) && (text.includes('perf-lint-') || text.includes('perf-lint/'));
    return isDirective ? [{ text, span: comment.range ? spanFrom(...comment.range) : spanFrom(comment.start!, comment.end!) }] : [];
  });
}
