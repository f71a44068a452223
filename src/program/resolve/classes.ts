import type { Expr, TypeRef } from '../../facts/types.ts';
import { evaluate } from './evaluate.ts';
import type { ClassBase, Link } from '../link.ts';
import { lastName } from '../../facts/outline.ts';
import { declared } from './names.ts';
import { callTargets } from './targets.ts';
import { typeValues } from './types-of.ts';
import { keyOf, stripped, union, type LinkedFile, type Value } from '../values.ts';

/** The classes that a class inherits from, itself first, up to a library's base. */
export function classBase(link: Link, file: LinkedFile, id: number): ClassBase {
  return link.answers.classBases.get(keyOf(file, id), () => {
    const self = { file, id };
    const fact = file.facts.classes[id]!;
    if (!fact.superClass) return { chain: [self], library: adopted(link, self) };
    const known = evaluate(link, fact.superClass, { file, functionId: fact.functionId });
    const bases = known.length > 0 ? known : mixedInto(link, file, fact.superClass, fact.functionId, 0);
    const parent = bases.find((value) => value.kind === 'class');
    const of = entityOf(link, file, fact.superTypeArgs);
    if (parent && !(parent.file === file && parent.id === id)) {
      const base = classBase(link, parent.file, parent.id);
      if (base.chain.some((item) => item.file === file && item.id === id)) return { chain: [self] };
      const library = base.library && { ...base.library, of: of ?? base.library.of };
      return { chain: [self, ...base.chain], library: library ?? adopted(link, self) };
    }
    for (const value of bases) {
      for (const { library, table } of link.libraries.facets(value)) {
        const extend = table.extend ?? (table.construct === undefined ? undefined : { instance: table.construct });
        if (extend) return { chain: [self], library: { library, ...extend, of: of ?? (value.kind === 'handle' ? value.of : null), constructs: table.constructs } };
      }
    }
    return { chain: [self], library: adopted(link, self) };
  });
}

/** Names that lead to a base class at most. */
const MAX_NAMES = 4;

/** What a function of others is given to make a base class of: `extends mixin(Base)`, also by the name of its result. A mixin extends the class that it is given. */
function mixedInto(link: Link, file: LinkedFile, base: Expr, functionId: number, names: number): Value[] {
  const inner = stripped(base);
  if (inner.kind === 'call') return union(...file.facts.calls[inner.call]!.args.map((arg) => evaluate(link, arg, { file, functionId })));
  if (inner.kind !== 'name' || inner.binding < 0 || names > MAX_NAMES) return [];
  return union(
    ...declared(link, file, inner.binding).map((item): Value[] => {
      const binding = item.kind === 'binding' ? item.file.facts.bindings[item.id] : undefined;
      return item.kind === 'binding' && binding?.init && binding.path.length === 0 ? mixedInto(link, item.file, binding.init, binding.functionId, names + 1) : [];
    }),
  );
}

/** What a class is given by an operation that takes it: the model and the documents of a schema, say. */
function adopted(link: Link, { file, id }: { file: LinkedFile; id: number }): ClassBase['library'] {
  const { name } = file.facts.classes[id]!;
  const { adopting } = link.libraries.declaring();
  for (const passed of name === '' ? [] : link.names.passed(name)) {
    const call = passed.file.facts.calls[passed.id]!;
    if (!adopting.has(lastName(call.callee) ?? '')) continue;
    for (const target of callTargets(link, passed.file, passed.id)) {
      const loadsClass = target.kind === 'operation' ? target.operation.loadsClass : undefined;
      const arg = loadsClass && call.args[loadsClass.arg];
      const isThis = arg && evaluate(link, arg, { file: passed.file, functionId: call.functionId }).some((value) => value.kind === 'class' && value.file === file && value.id === id);
      if (!isThis || target.kind !== 'operation') continue;
      const of: Value = target.receiver?.kind === 'handle' && target.receiver.of ? target.receiver.of : { kind: 'class', file, id };
      return { library: target.library, static: loadsClass.static, instance: loadsClass.instance, of };
    }
  }
  return undefined;
}

/** The class that a type argument names, or whose rows it does: the entity of `Repository<User>`, of `Model<HydratedDocument<User>>`. */
export function entityOf(link: Link, file: LinkedFile, typeArgs: readonly TypeRef[]): Value | null {
  const first = typeArgs[0];
  const named = first ? typeValues(link, file, first) : [];
  const instance = named.find((value) => value.kind === 'instance' || value.kind === 'class');
  if (instance?.kind === 'instance' || instance?.kind === 'class') return { kind: 'class', file: instance.file, id: instance.id };
  const row = named.find((value) => value.kind === 'handle' && link.libraries.describe(value).own === 'instance');
  return row?.kind === 'handle' ? row.of : null;
}

/** Project classes that extend or implement the class or interface of that name, with a base those that inherit from it; those of tests only for `from` in a test. */
export function heirsOf(link: Link, name: string, from: LinkedFile, base?: { file: LinkedFile; id: number }): { file: LinkedFile; id: number }[] {
  const found = link.names.heirs(name, from);
  if (!base) return found.slice(0, MAX_HEIRS);
  return found.filter((heir) => classBase(link, heir.file, heir.id).chain.some((item) => item.file === base.file && item.id === base.id)).slice(0, MAX_HEIRS);
}

/** An abstract type with more implementations than this says little about one call. */
const MAX_HEIRS = 6;
