import { names } from './names.ts';
import { spanFrom } from './spans.ts';
import type { Span } from './types.ts';

/**
 * A node of a TS-ESTree, read structurally: the tree comes from oxc, from @typescript-eslint/parser or from espree, whose
 * optional fields differ between null and undefined. Test them with `== null`.
 */
export interface Node {
  type: string;
  start?: number;
  end?: number;
  range?: [number, number];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each handler knows the fields of its node type
  [key: string]: any;
}

export function spanOf(node: Node): Span {
  return spanFrom(startOf(node), endOf(node));
}

/** The same as a pair, which is what changes of a text take. */
export function rangeOf(node: Node): readonly [start: number, end: number] {
  return [startOf(node), endOf(node)];
}

/** The node's first offset: oxc gives start and end, typescript-estree only range. */
export function startOf(node: Node): number {
  return node.range ? node.range[0] : node.start!;
}

export function endOf(node: Node): number {
  return node.range ? node.range[1] : node.end!;
}

/** The name that an identifier is; '' where there is none. */
export function nameOf(node: Node | null | undefined): string {
  return node == null ? '' : names.shared(node.name as string);
}

/** What a literal names that stands for a module. */
export function specifierOf(source: Node): string {
  return names.shared(source.value as string);
}

/** Name of a property, method or import specifier; null when it is computed from anything but a string. */
export function keyName(node: Node, computed: boolean): string | null {
  const name = keyText(node, computed);
  return name === null ? null : names.shared(name);
}

function keyText(node: Node, computed: boolean): string | null {
  if (node.type === 'Literal') return typeof node.value === 'object' ? null : String(node.value);
  if (computed) return node.type === 'TemplateLiteral' && node.expressions.length === 0 ? node.quasis[0].value.cooked : null;
  if (node.type === 'PrivateIdentifier') return `#${node.name}`;
  return typeof node.name === 'string' ? node.name : null;
}

/** Leaves out what has no meaning at run time: parentheses, optional chains. */
export function bare(node: Node): Node {
  let inner = node;
  while (inner.type === 'ChainExpression' || inner.type === 'ParenthesizedExpression') inner = inner.expression;
  return inner;
}
