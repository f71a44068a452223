import { type Node, endOf, rangeOf, startOf } from '../facts/nodes.ts';
import type { LoopCall } from '../findings/types.ts';
import { indentAt, lineEndOf } from './edits.ts';
import { refused, type Refusal } from './rewrite.ts';
import { isFunction, type Tree } from './tree.ts';

/** A for-of loop and the awaited call in it that is to become one statement for all turns. */
export interface AwaitInLoop {
  loop: Node;
  /** The pattern of the loop's variable. */
  element: Node;
  /** What is iterated. */
  over: Node;
  call: Node;
  awaited: Node;
  /** Names that are declared in the loop's head, and in its body. */
  head: ReadonlySet<string>;
  body: ReadonlySet<string>;
  /** How a line that is put beside the loop begins, and how it ends. */
  indent: string;
  lineEnd: string;
  semicolon: string;
}

export function awaitInLoop(plan: LoopCall, tree: Tree): AwaitInLoop | Refusal {
  const loop = tree.at(plan.loop, 'ForOfStatement');
  const call = tree.at(plan.call, 'CallExpression');
  const awaited = call && tree.parent(call);
  if (!loop || loop.await || !call || awaited?.type !== 'AwaitExpression') return refused('what is awaited in the loop is not the call itself');
  if (loop.left.type !== 'VariableDeclaration') return refused('the loop assigns to a variable that is declared before it');
  const block = tree.parent(loop);
  if (!Array.isArray(block?.body)) return refused('the loop is no statement of a block, so that none can be put beside it');
  const element: Node = loop.left.declarations[0].id;
  return {
    loop,
    element,
    over: loop.right,
    call,
    awaited,
    head: declaredIn(tree, element),
    body: declaredIn(tree, loop.body),
    indent: indentAt(tree.text, startOf(loop)),
    lineEnd: lineEndOf(tree.text),
    semicolon: usesSemicolons(tree) ? ';' : '',
  };
}

/** Names that variables, functions and parameters have which a node declares. */
function declaredIn(tree: Tree, node: Node): Set<string> {
  const names = new Set<string>();
  const bind = (pattern: Node): void => {
    for (const inner of tree.within(pattern, (at) => at.type !== 'TSTypeAnnotation')) if (inner.type === 'Identifier') names.add(inner.name);
  };
  if (/Pattern$|^Identifier$/.test(node.type)) bind(node);
  for (const inner of tree.within(node)) {
    if (inner.type === 'VariableDeclarator') bind(inner.id);
    else if (isFunction(inner)) for (const param of inner.params as Node[]) bind(param);
    if ((inner.type === 'FunctionDeclaration' || inner.type === 'ClassDeclaration') && inner.id) bind(inner.id);
  }
  return names;
}

function usesSemicolons(tree: Tree): boolean {
  const first = (tree.root.body as Node[]).find(({ type }) => /^(?:ImportDeclaration|VariableDeclaration|ExpressionStatement|ExportNamedDeclaration)$/.test(type));
  return first === undefined || first.type === 'ExportNamedDeclaration' || tree.textOf(first).endsWith(';');
}

/** Names of variables that a node reads. */
export function* namesRead(tree: Tree, node: Node): Generator<Node> {
  for (const inner of tree.within(node)) {
    if (inner.type === 'Identifier' && tree.mentions(inner.name).includes(inner)) yield inner;
  }
}

/** What the loop stores in, as written: targets of its assignments, updates and deletions. */
export function storedIn(tree: Tree, loop: Node): string[] {
  const stored: string[] = [];
  for (const inner of tree.within(loop.body)) {
    if (inner.type === 'AssignmentExpression') stored.push(tree.textOf(inner.left));
    else if (inner.type === 'UpdateExpression' || (inner.type === 'UnaryExpression' && inner.operator === 'delete')) stored.push(tree.textOf(inner.argument));
  }
  return stored;
}

/** Whether a turn may change what a name of outside holds: it stores in it, calls a method of it, or hands it on; what lies in `except` does not count. */
export function mayChange(tree: Tree, loop: Node, name: string, except: Node): boolean {
  if (storedIn(tree, loop).some((target) => target.startsWith(`${name}.`) || target.startsWith(`${name}[`))) return true;
  return tree.mentions(name).some((mention) => {
    if (!isWithin(mention, loop.body) || isWithin(mention, except)) return false;
    const parent = tree.parent(mention)!;
    if (parent.type === 'CallExpression' || parent.type === 'NewExpression') return (parent.arguments as Node[]).includes(mention);
    return parent.type === 'MemberExpression' && parent.object === mention && tree.parent(parent)?.type === 'CallExpression' && tree.parent(parent)?.callee === parent;
  });
}

/** The range of a node as code one level further out: lines after its first move as far as the loop's body is indented. */
export function movedOut(tree: Tree, text: string, from: Node, indent: string): string {
  const inner = indentAt(tree.text, startOf(from));
  return inner.startsWith(indent) && inner !== indent ? text.replaceAll(`\n${inner}`, `\n${indent}`) : text;
}

export function isWithin(inner: Node, outer: Node): boolean {
  const [start, end] = rangeOf(outer);
  return startOf(inner) >= start && endOf(inner) <= end;
}
