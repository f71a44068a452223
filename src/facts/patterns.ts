import { expression } from './expressions.ts';
import { keyName, spanOf, type Node } from './nodes.ts';
import type { Tables } from './tables.ts';
import type { BindingFact, BindingKind } from './types.ts';

/** Declares every name of a binding pattern; returns their bindings in order. A destructured name's `path` leads from `more.init` to it. */
export function declarePattern(tables: Tables, node: Node, kind: BindingKind, more: Partial<BindingFact>): number[] {
  const declared: number[] = [];
  walkPattern(tables, node, more.path ?? [], more.fallback ?? null, (name, path, fallback) => {
    const own = path.length > 0 ? { type: null } : {};
    declared.push(tables.declare(name.name, kind, spanOf(name), { ...more, ...own, path, fallback }));
  });
  return declared;
}

/** Calls `visit` for each target of a pattern, with the property path that leads to it and its default value. */
export function walkPattern(
  tables: Tables,
  node: Node,
  path: string[],
  fallback: BindingFact['fallback'],
  visit: (target: Node, path: string[], fallback: BindingFact['fallback']) => void,
): void {
  switch (node.type) {
    case 'AssignmentPattern':
      walkPattern(tables, node.left, path, expression(tables, node.right), visit);
      break;
    case 'ObjectPattern':
      for (const property of node.properties as Node[]) {
        if (property.type === 'RestElement') walkPattern(tables, property.argument, [...path, '...'], null, visit);
        else walkPattern(tables, property.value, [...path, keyName(property.key, property.computed) ?? '[]'], null, visit);
      }
      break;
    case 'ArrayPattern':
      for (const element of node.elements as (Node | null)[]) {
        if (element) walkPattern(tables, element.type === 'RestElement' ? element.argument : element, [...path, element.type === 'RestElement' ? '...' : '[]'], null, visit);
      }
      break;
    default:
      visit(node, path, fallback);
  }
}
