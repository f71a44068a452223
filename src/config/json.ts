import { findNodeAtLocation, getNodeValue, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';

type Path = readonly PropertyKey[];

/** A JSON text that was read: its value, and where a key of it stands. */
export interface JsonText {
  value: unknown;
  /** Line and column, from 1, of the property or element at a path, or of the nearest one around it that is there. */
  placeOf(path: Path): { line: number; column: number };
}

/** What is wrong with a JSON text, and where; lines and columns start at 1. */
export interface JsonProblem {
  line: number;
  column: number;
  what: string;
}

/** Reads JSON with comments and trailing commas. A byte-order mark is passed over. */
export function parseJson(source: string): JsonText | JsonProblem {
  const text = source.replace(/^\uFEFF/, '');
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first !== undefined) return { ...position(text, first.offset), what: WHAT[printParseErrorCode(first.error)] ?? 'something is wrong here' };
  if (tree === undefined) return { line: 1, column: 1, what: 'a value is missing' };
  return { value: getNodeValue(tree), placeOf: (path) => position(text, offsetAt(tree, path)) };
}

/** By the parser's names of them. */
const WHAT: Readonly<Record<string, string>> = {
  InvalidSymbol: 'a word or a character stands here that JSON does not know',
  InvalidNumberFormat: 'a number is malformed',
  UnexpectedEndOfNumber: 'a number is malformed',
  PropertyNameExpected: 'a property name in double quotes is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing brace is missing',
  CloseBracketExpected: 'a closing bracket is missing',
  EndOfFileExpected: 'something follows the end',
  UnexpectedEndOfComment: 'a comment is not closed',
  UnexpectedEndOfString: 'a string is not closed',
  InvalidUnicode: 'an escape sequence is malformed',
  InvalidEscapeCharacter: 'an escape sequence is malformed',
  InvalidCharacter: 'a character is not allowed here',
};

function offsetAt(tree: Node, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length) as (string | number)[]);
    if (node) return (node.parent?.type === 'property' ? node.parent : node).offset;
  }
  return tree.offset;
}

function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1) as string).length + 1 };
}
