import type { Expr, FileFacts } from '../../facts/types.ts';

/** A receiver by its shape, so that receivers of one kind have one text: `this.<field>`, `ctx.<x>.<y>`, `<param>`, `<call>()`. */
export function receiverShape(facts: FileFacts, receiver: Expr): string {
  switch (receiver.kind) {
    case 'name':
      return `<${nameKind(facts, receiver)}>`;
    case 'this':
      return 'this';
    case 'super':
      return 'super';
    case 'member':
      return memberShape(facts, receiver);
    case 'index':
      return `${receiverShape(facts, receiver.object)}[…]`;
    case 'call':
      return facts.calls[receiver.call]!.kind === 'new' ? 'new <class>()' : '<call>()';
    case 'await':
    case 'cast':
    case 'spread':
      return receiverShape(facts, receiver.operand);
    case 'logical':
    case 'conditional':
      return '<either>';
    default:
      return '<value>';
  }
}

/** Names of members on the way are left out, but for the root of a chain, which tells most. */
const PLACEHOLDERS = ['<x>', '<y>', '<z>'];

function memberShape(facts: FileFacts, receiver: Extract<Expr, { kind: 'member' }>): string {
  let depth = 0;
  let root: Expr = receiver;
  for (; root.kind === 'member'; root = root.object) depth++;
  const members = PLACEHOLDERS.slice(0, depth).join('.');
  if (root.kind === 'this') return depth === 1 ? 'this.<field>' : `this.<field>.${PLACEHOLDERS.slice(0, depth - 1).join('.')}`;
  return root.kind === 'name' ? `${root.name}.${members}` : `${receiverShape(facts, root)}.${members}`;
}

function nameKind(facts: FileFacts, { binding }: Extract<Expr, { kind: 'name' }>): string {
  if (binding < 0) return 'global';
  const { kind } = facts.bindings[binding]!;
  return kind === 'param' || kind === 'import' ? kind : 'variable';
}
