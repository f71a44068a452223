import type { FixPlan } from '../../src/findings/types.ts';
import type { Growth } from '../../src/program/lifetime/growth.ts';
import { exprText } from '../../src/program/print.ts';
import type { Program } from '../../src/program/types.ts';
import { offsetsOf } from '../../src/facts/spans.ts';

/** How a Map that only grows gets a limit: where it is a cache, which makes again what is gone. */
export function cachePlan(program: Program, { collection, grows }: Growth): FixPlan {
  const { file, name, span, store, holder } = collection;
  if (store.kind !== 'map') return none(`${name} is no Map`);
  if (holder.kind === 'property' || (holder.kind === 'variable' && holder.functionId !== 0)) return none(`${name} is neither a variable of the module nor a field of a class`);
  for (const { use } of grows) {
    if (use.file !== file || use.aliases.length > 0) return none(`${name} is filled in another file or under another name`);
    const key = use.key && exprText(use.file.facts, use.key);
    const looksUp = use.file.facts.calls.some(({ callee, args, functionId }) => callee.kind === 'member' && (callee.name === 'get' || callee.name === 'has') && functionId === use.functionId && args[0] !== undefined && exprText(use.file.facts, args[0]) === key);
    if (!looksUp) return none(`${name} is filled where the key is not looked up first: what a limit takes out may be nowhere else`);
  }
  const range = program.dependency(file.path, 'lru-cache');
  // Before version 9 the class is the module itself: https://github.com/isaacs/node-lru-cache/blob/main/CHANGELOG.md
  if (range !== undefined && Number(/\d+/.exec(range)?.[0] ?? Infinity) < 9) return none(`lru-cache ${range} exports no LRUCache`);
  return { kind: 'lru-cache', file: file.path, name: offsetsOf(span), installed: range !== undefined };
}

function none(reason: string): FixPlan {
  return { kind: 'none', reason };
}
