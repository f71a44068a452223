import type { Context } from './contexts.ts';
import { inputBindings } from './flow.ts';
import type { Link } from '../link.ts';
import { decoratorEntries } from '../resolve/targets.ts';
import type { CallRef } from '../values.ts';

/**
 * Whether a resolver's call needs the field's own arguments. Such a field is a list or a search of its own, asked for on one
 * parent: keys alone do not describe what a loader would have to batch.
 */
export function needsFieldArguments(link: Link, { functionId, file, entry: { row = 0 } }: Extract<Context, { kind: 'row' }>, { id }: CallRef): boolean {
  const { facts } = file;
  const { params, span } = facts.functions[functionId]!;
  const decorated = params.some(({ decorators }) => decorators.length > 0);
  const given = params.filter((param, index) =>
    decorated ? param.decorators.some(({ callee }) => decoratorEntries(link, file, functionId, callee).some(({ entry }) => entry.decorator?.argument)) : index === row + 1,
  );
  if (given.length === 0) return false;
  const inputs = inputBindings(facts, facts.calls[id]!, span);
  return given.some(({ bindings }) => bindings.some((binding) => inputs.has(binding)));
}
