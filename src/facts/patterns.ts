import { expression } from './expressions.ts';
import { grown, NONE } from './lists.ts';
import { keyName, nameOf, spanOf, type Node } from './nodes.ts';
import type { Tables } from './tables.ts';
import type { BindingFact, BindingKind } from './types.ts';

/** Declares every name of a binding pattern; returns their bindings in order. A destructured name's `path` leads from `more.init` to it. */
export function declarePattern(tables: Tables, node: Node, kind: BindingKind, more: Partial<BindingFact>): readonly number[] {
  // Most are no pattern.
  if (node.type === 'Identifier') return [tables.declare(nameOf(node), kind, spanOf(node), more)];
  const { init, loopRegion, target, using } = more;
  const declared: number[] = [];
  walkPattern(tables, node, more.path ?? NONE, more.fallback ?? null, (name, path, fallback) => {
    declared.push(tables.declare(nameOf(name), kind, spanOf(name), { type: path.length > 0 ? null : more.type, init, path, fallback, loopRegion, target, using }));
  });
  return grown(declared);
}

/** Calls `visit` for each target of a pattern, with the property path that leads to it and its default value. */
export function walkPattern(
  tables: Tables,
  node: Node,
  path: readonly string[],
  fallback: BindingFact['fallback'],
  visit: (target: Node, path: readonly string[], fallback: BindingFact['fallback']) => void,
): void {
  switch (node.type) {
    case 'AssignmentPattern':
      walkPattern(tables, node.left, path, expression(tables, node.right), visit);
      break;
    case 'ObjectPattern':
      for (const property of node.properties as Node[]) {
        if (property.type === 'RestElement') walkPattern(tables, property.argument, path.concat('...'), null, visit);
        else walkPattern(tables, property.value, path.concat(keyName(property.key, property.computed) ?? '[]'), null, visit);
      }
      break;
    case 'ArrayPattern':
      for (const element of node.elements as (Node | null)[]) {
        if (element) walkPattern(tables, element.type === 'RestElement' ? element.argument : element, path.concat(element.type === 'RestElement' ? '...' : '[]'), null, visit);
      }
      break;
    default:
      visit(node, path, fallback);
  }
}
