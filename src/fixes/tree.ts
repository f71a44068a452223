import { type Node, endOf, rangeOf, startOf } from '../facts/nodes.ts';
import type { Range } from '../findings/types.ts';

const FUNCTIONS: ReadonlySet<string> = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** Parents whose field of that name is no reference to a variable, unless it is computed. */
const NAMED_BY: Readonly<Record<string, string>> = {
  MemberExpression: 'property',
  Property: 'key',
  MethodDefinition: 'key',
  PropertyDefinition: 'key',
  AccessorProperty: 'key',
  TSPropertySignature: 'key',
  TSMethodSignature: 'key',
  TSAbstractMethodDefinition: 'key',
  TSAbstractPropertyDefinition: 'key',
  TSEnumMember: 'id',
  ImportSpecifier: 'imported',
  ExportSpecifier: 'exported',
  LabeledStatement: 'label',
  BreakStatement: 'label',
  ContinueStatement: 'label',
};

/** A parsed file with the way back from a node to its parent. */
export class Tree {
  readonly root: Node;
  readonly text: string;
  readonly #parents = new Map<Node, Node>();
  readonly #starts = new Map<number, Node[]>();
  readonly #names = new Map<string, Node[]>();

  constructor(program: unknown, text: string) {
    this.root = program as Node;
    this.text = text;
    this.#enter(this.root);
  }

  /** The node of a type that covers exactly these offsets. */
  at([start, end]: Range, type: string): Node | undefined {
    return this.#starts.get(start)?.find((node) => node.type === type && endOf(node) === end);
  }

  parent(node: Node): Node | undefined {
    return this.#parents.get(node);
  }

  /** Nodes around a node, innermost first. */
  *around(node: Node): Generator<Node> {
    for (let at = this.#parents.get(node); at; at = this.#parents.get(at)) yield at;
  }

  /** The function that a node belongs to; undefined at the top of the module. */
  functionOf(node: Node): Node | undefined {
    for (const at of this.around(node)) if (FUNCTIONS.has(at.type)) return at;
    return undefined;
  }

  textOf(node: Node): string {
    return this.text.slice(...rangeOf(node));
  }

  /** Declarations of and references to variables of a name, whatever they are bound to; also names of types. */
  mentions(name: string): readonly Node[] {
    return (this.#names.get(name) ?? []).filter((node) => this.#isVariable(node));
  }

  /** The first of these names that stands nowhere in the file, as whatever. */
  freeName(names: readonly string[]): string | undefined {
    return names.find((name) => !this.#names.has(name));
  }

  /** The name, or the name with the first number after it that stands nowhere in the file. */
  numberedName(name: string): string {
    for (let number = 2; ; number++) {
      const free = this.freeName([name, `${name}${number}`]);
      if (free !== undefined) return free;
    }
  }

  /** Nodes below a node, itself first, in the order of the text; `into` says where not to go. */
  *within(node: Node, into: (inner: Node) => boolean = () => true): Generator<Node> {
    yield node;
    for (const inner of children(node)) if (into(inner)) yield* this.within(inner, into);
  }

  /** Nodes that run when this one does: those in functions below it left out. */
  inTurn(node: Node): Iterable<Node> {
    return this.within(node, (inner) => !FUNCTIONS.has(inner.type));
  }

  #enter(node: Node): void {
    for (const inner of children(node)) {
      this.#parents.set(inner, node);
      this.#enter(inner);
    }
    const start = startOf(node);
    this.#starts.set(start, [...(this.#starts.get(start) ?? []), node]);
    if (node.type === 'Identifier' || node.type === 'JSXIdentifier') this.#names.set(node.name, [...(this.#names.get(node.name) ?? []), node]);
  }

  #isVariable(node: Node): boolean {
    const parent = this.#parents.get(node);
    const field = parent && NAMED_BY[parent.type];
    if (!parent || field === undefined || parent[field] !== node) return true;
    return parent.computed === true;
  }
}

export function isFunction(node: Node): boolean {
  return FUNCTIONS.has(node.type);
}

/** Direct child nodes, in the order of the text. */
function children(node: Node): Node[] {
  const found: Node[] = [];
  for (const key in node) {
    const value: unknown = node[key];
    if (key === 'parent' || typeof value !== 'object' || value === null) continue;
    for (const item of Array.isArray(value) ? value : [value]) if (isNode(item)) found.push(item);
  }
  return found.sort((a, b) => startOf(a) - startOf(b));
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
