import { type Node, endOf, startOf } from '../facts/nodes.ts';
import type { Range } from '../findings/types.ts';

/** One call of a chain of calls on results: `.where('id', id)`. */
export interface Step {
  name: string;
  args: readonly Node[];
  /** The name and the arguments, without the point before them. */
  at: Range;
  /** From the end of what it is called on. */
  whole: Range;
  property: Node;
}

/** Calls on results, as they run: `db('users').where(…).first()`. */
export interface Chain {
  /** What the first step is called on. */
  root: Node;
  steps: readonly Step[];
}

/** The chain of which a call is the last step, down to the first that is none of the names. */
export function chainOf(call: Node, names: ReadonlySet<string>): Chain {
  const steps: Step[] = [];
  let at = call;
  while (at.type === 'CallExpression' && !at.optional && at.callee.type === 'MemberExpression' && !at.callee.computed && !at.callee.optional && names.has(at.callee.property.name)) {
    const { object, property } = at.callee;
    steps.unshift({ name: property.name, args: at.arguments, at: [startOf(property), endOf(at)], whole: [endOf(object), endOf(at)], property });
    at = object;
  }
  return { root: at, steps };
}

/** The properties of an object literal by name; undefined where one is spread, computed or a method. */
export function plainProperties(node: Node | undefined): ReadonlyMap<string, Node> | undefined {
  if (node?.type !== 'ObjectExpression') return undefined;
  const found = new Map<string, Node>();
  for (const property of node.properties as Node[]) {
    if (property.type !== 'Property' || property.computed || property.method || property.kind !== 'init') return undefined;
    found.set(property.key.type === 'Identifier' ? property.key.name : String(property.key.value), property);
  }
  return found;
}

export function stringOf(node: Node | undefined): string | undefined {
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}
