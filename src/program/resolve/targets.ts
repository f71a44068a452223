import { grown } from '../../facts/lists.ts';
import type { CallFact, Expr, TypeRef } from '../../facts/types.ts';
import type { Entry, Library, Operation } from '../../libraries/types.ts';
import { classBase } from './classes.ts';
import { evaluate, instancesOf, membersOf } from './evaluate.ts';
import { keepsAnswers } from '../directives.ts';
import type { Facet } from '../library-index.ts';
import type { Link } from '../link.ts';
import { guessTag, guessTargets } from './guess.ts';
import { handedOver } from './handed-over.ts';
import { memberOf } from './members.ts';
import { keyOf, union, type LinkedFile, type Value } from '../values.ts';

/** What a call runs. */
export type CallTarget =
  /** A function of the project. `shift`: how many leading arguments are not its parameters (`fn.call(self, …)`). `memoised`: run once per key. */
  | { kind: 'function'; file: LinkedFile; id: number; self: Value | null; shift: number; memoised?: true; inferred?: true }
  /** An operation of a library. `receiver` is what it was read from. */
  | { kind: 'operation'; library: Library; operation: Operation; name: string; receiver: Value | null; inferred?: true };

/** Everything that a call may run; empty when nothing is known of its callee. */
export function callTargets(link: Link, file: LinkedFile, callId: number): readonly CallTarget[] {
  return link.answers.targets.get(keyOf(file, callId), () => {
    const call = file.facts.calls[callId]!;
    const { callee, kind, functionId } = call;
    // Where nothing is known of a method, what it is called on is a sign.
    const receivers = kind === 'call' && callee.kind === 'member' ? evaluate(link, callee.object, { file, functionId }) : undefined;
    const direct = directTargets(link, file, call, receivers);
    if (direct.length > 0) return grown(direct);
    if (kind === 'tag') return guessTag(link, file, call);
    return receivers?.length === 0 ? guessTargets(link, file, call) : [];
  });
}

function directTargets(link: Link, file: LinkedFile, call: CallFact, receivers: readonly Value[] | undefined): CallTarget[] {
  const { callee } = call;
  const place = { file, functionId: call.functionId };
  switch (call.kind) {
    case 'import':
      return [];
    case 'get':
      return getTargets(link, file, call);
    case 'new':
      return evaluate(link, callee, place).flatMap((value) => constructTargets(link, value));
    default: {
      const bound = boundFunction(link, file, call);
      if (bound.length > 0) return bound;
      const values = receivers && callee.kind === 'member' ? membersOf(link, receivers, callee, place) : evaluate(link, callee, place);
      const targets = values.flatMap((value) => valueTargets(link, value, 0, call.kind === 'tag'));
      return targets.length > 0 || !values.some(({ kind }) => kind === 'signature') ? targets : handedOver(link, file, callee).flatMap((value) => valueTargets(link, value, 0));
    }
  }
}

/** `fn.call(self, a)`, `fn.apply(self, args)`: the function that is meant. */
function boundFunction(link: Link, file: LinkedFile, call: CallFact): CallTarget[] {
  const { callee } = call;
  if (callee.kind !== 'member' || (callee.name !== 'call' && callee.name !== 'apply')) return [];
  const values = evaluate(link, callee.object, { file, functionId: call.functionId });
  const functions = values.filter((value) => value.kind === 'function' || value.kind === 'entry');
  return functions.flatMap((value) => valueTargets(link, value, 1));
}

/** What calling a value runs, or putting it before a template. */
export function valueTargets(link: Link, value: Value, shift: number, tagged = false): CallTarget[] {
  const mark = value.inferred ? { inferred: true as const } : {};
  switch (value.kind) {
    case 'function':
      return [{ kind: 'function', file: value.file, id: value.id, self: value.self, shift, ...mark, ...((value.memoised || keepsAnswers(value)) && { memoised: true }) }];
    case 'entry':
    case 'handle':
    case 'package':
      return usedTargets(link, value, ({ call, tag }) => (tagged ? (tag ?? call) : (call ?? tag)));
    default:
      return [];
  }
}

/** The operation that the tables give for a use of a library's value. */
function usedTargets(link: Link, value: Extract<Value, { kind: 'entry' | 'handle' | 'package' }>, use: (table: Facet['table']) => Operation | undefined): CallTarget[] {
  for (const { library, table } of link.libraries.facets(value)) {
    const operation = use(table);
    if (!operation) continue;
    const name = value.kind === 'entry' ? value.name : value.kind === 'handle' ? link.libraries.describe(value).title : value.library.id;
    const receiver = value.kind === 'entry' ? value.receiver : value.kind === 'handle' ? value : null;
    return [{ kind: 'operation', library, operation, name, receiver, ...(value.inferred && { inferred: true }) }];
  }
  return [];
}

function constructTargets(link: Link, value: Value): CallTarget[] {
  if (value.kind === 'class') {
    const constructor = classBase(link, value.file, value.id).chain.find(({ file, id }) => file.row('classes', id).constructorId >= 0);
    if (!constructor) return [];
    const { file } = constructor;
    const { constructorId } = file.facts.classes[constructor.id]!;
    return [{ kind: 'function', file, id: constructorId, self: { kind: 'instance', file: value.file, id: value.id }, shift: 0 }];
  }
  if (value.kind !== 'entry' && value.kind !== 'handle' && value.kind !== 'package') return [];
  return usedTargets(link, value, ({ constructs }) => constructs);
}

/** `await x.y`: a getter, a lazy relation; or a builder that runs when awaited, also by its name. */
function getTargets(link: Link, file: LinkedFile, call: CallFact): CallTarget[] {
  const { callee } = call;
  const held = evaluate(link, callee, { file, functionId: call.functionId }).flatMap(awaitedTargets(link));
  if (held.length > 0 || callee.kind !== 'member') return held;
  return evaluate(link, callee.object, { file, functionId: call.functionId }).flatMap((value): CallTarget[] => {
    if (value.kind === 'instance') return instanceGet(link, value, callee.name);
    if (value.kind !== 'handle') return [];
    return memberOf(link, value, callee.name).flatMap((member): CallTarget[] => {
      if (member.kind === 'entry' && member.entry.get) return [{ kind: 'operation', library: member.library, operation: member.entry.get, name: callee.name, receiver: value }];
      return [];
    });
  });
}

/** A builder that was kept in a name runs when that is awaited. */
function awaitedTargets(link: Link): (value: Value) => CallTarget[] {
  return (value) => {
    if (value.kind !== 'handle') return [];
    const { awaited, title } = link.libraries.describe(value);
    return awaited ? [{ kind: 'operation', library: value.library, operation: awaited, name: title, receiver: value, ...(value.inferred && { inferred: true }) }] : [];
  };
}

function instanceGet(link: Link, value: Extract<Value, { kind: 'instance' }>, name: string): CallTarget[] {
  const fact = value.file.facts.classes[value.id]!;
  const getter = fact.methods.find((method) => method.name === name && method.kind === 'getter' && method.functionId >= 0);
  if (getter) return [{ kind: 'function', file: value.file, id: getter.functionId, self: value, shift: 0 }];
  const field = fact.fields.find((item) => item.name === name);
  if (!field?.type || !mentionsPromise(field.type)) return [];
  const relation = field.decorators
    .flatMap(({ callee }) => evaluate(link, callee, { file: value.file, functionId: fact.functionId }))
    .find((decorator) => decorator.kind === 'entry' && decorator.entry.decorator?.relation);
  if (relation?.kind !== 'entry') return [];
  return [{ kind: 'operation', library: relation.library, operation: LAZY_RELATION, name, receiver: value }];
}

const LAZY_RELATION: Operation = { effect: { kind: 'query', operation: 'select', rows: 'many', lazy: true } };

function mentionsPromise(type: TypeRef): boolean {
  if (type.kind === 'ref') return type.path[0] === 'Promise';
  return type.kind === 'union' && type.members.some(mentionsPromise);
}

/** The decorator's entry in a library's table, if it is one. */
export function decoratorEntries(link: Link, file: LinkedFile, functionId: number, callee: Expr): { library: Library; entry: Entry; name: string }[] {
  return evaluate(link, callee, { file, functionId }).flatMap((value) =>
    value.kind === 'entry' && value.entry.decorator ? [{ library: value.library, entry: value.entry, name: value.name }] : [],
  );
}

/** What `new` gives at a call. */
export function constructed(link: Link, values: readonly Value[]): Value[] {
  return union(...values.map((value) => instancesOf(link, value)));
}
