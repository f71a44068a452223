import type { Expr, FileFacts } from '../../src/facts/types.ts';
import type { Claim, RuleFinding } from '../../src/findings/types.ts';
import type { Sink } from '../../src/program/effects/reach.ts';
import type { Growth } from '../../src/program/lifetime/growth.ts';

type Claimed = Pick<RuleFinding, 'claim'>;

/** The operation in which a path ends: a function of a library, with the arguments that the code shows. */
export function claimOfSink({ call: { file, id }, target: { library, name } }: Sink): Claimed {
  const [owner] = library.packages;
  if (owner === undefined) return {};
  return { claim: { operation: name === 'default' ? owner : `${owner}.${name}`, args: file.facts.calls[id]!.args.map((arg) => shownValue(file.facts, arg)) } };
}

/** What only grows, where it is one of JavaScript's own collections. */
export function claimOfGrowth({ collection: { store } }: Growth): Claimed {
  return store.kind === 'cache' || store.kind === 'memo' ? {} : { claim: { operation: store.kind } };
}

/** A literal, or a constant that is one. */
function shownValue(facts: FileFacts, expr: Expr): NonNullable<Claim['args']>[number] {
  if (expr.kind === 'cast') return shownValue(facts, expr.operand);
  if (expr.kind === 'literal') return expr.regexp ? null : expr.value;
  const binding = expr.kind === 'name' ? facts.bindings[expr.binding] : undefined;
  return binding?.kind === 'const' && binding.path.length === 0 && binding.init?.kind === 'literal' ? shownValue(facts, binding.init) : null;
}
