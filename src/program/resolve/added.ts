import type { Expr } from '../../facts/types.ts';
import { callTargets } from './targets.ts';
import { evaluate } from './evaluate.ts';
import type { Link } from '../link.ts';
import { PerLink } from '../memo.ts';
import { lastName } from '../../facts/outline.ts';
import { matchesCallback } from './params.ts';
import { stripped, valueKey, type LinkedFile, type Place, type Value } from '../values.ts';

/**
 * Members that a project adds to what a library makes: statics and methods of a schema, helpers of a collection, a class
 * that gives them. They are known by what the values belong to (the schema's name, the entity class) and by the handle.
 */

/** An added member, or a class that gives all of its own. */
type Added = { value: Expr; file: LinkedFile; functionId: number };
export type Additions = ReadonlyMap<string, { members: Map<string, Added[]>; classes: Value[] }>;

const additions = new PerLink<'all', Additions>();
const NOTHING: Additions = new Map();

type HandleValue = Extract<Value, { kind: 'handle' }>;

/** What is added under a name to a value of a library, and the classes that give it members. */
export function addedTo(link: Link, receiver: HandleValue, name: string): { members: readonly Added[]; classes: readonly Value[] } {
  const { of } = receiver;
  if (!of || link.libraries.describe(receiver).own === undefined) return { members: [], classes: [] };
  const found = additionsOf(link).get(keyFor(of, receiver));
  const inOptions = optionOf(link, receiver, name);
  return { members: [...(found?.members.get(name) ?? []), ...inOptions], classes: found?.classes ?? [] };
}

/** `new Schema(definition, { statics: { … } })`: members that the schema is made with. */
function optionOf(link: Link, { of, library, handle }: HandleValue, name: string): Added[] {
  if (of?.kind !== 'assigned') return [];
  const { init, functionId } = of.file.facts.bindings[of.binding]!;
  const made = init ? stripped(init) : undefined;
  if (made?.kind !== 'call' || of.file.facts.calls[made.call]!.kind !== 'new') return [];
  const wanted = link.libraries.declaring().properties;
  return of.file.facts.calls[made.call]!.args.flatMap((arg) => {
    if (arg.kind !== 'object') return [];
    return arg.properties.flatMap(({ key, value }) => {
      const fits = key !== null && wanted.get(key)?.some((declared) => declared.library === library && declared.handle === handle);
      if (!fits || value.kind !== 'object') return [];
      const member = value.properties.find((property) => property.key === name)?.value;
      return member ? [{ value: member, file: of.file, functionId }] : [];
    });
  });
}

function keyFor(of: Value, { library, handle }: Pick<HandleValue, 'library' | 'handle'>): string {
  return `${library.id}:${handle}:${valueKey(of)}`;
}

/** Takes up what an earlier link found, by the number under which the trail knows it. */
export function keepAdditions(link: Link, found: Additions, answer: number): void {
  additions.set(link, 'all', found, answer);
}

/** All that the project adds, by what it is added to. */
export function additionsOf(link: Link): Additions {
  // What is asked while they are collected gets what is known by then: nothing.
  return additions.get(link, 'all', () => collect(link), NOTHING);
}

function collect(link: Link): Additions {
  const found = new Map<string, { members: Map<string, Added[]>; classes: Value[] }>();
  const entry = (of: Value, target: Pick<HandleValue, 'library' | 'handle'>) => {
    const key = keyFor(of, target);
    let known = found.get(key);
    if (!known) found.set(key, (known = { members: new Map(), classes: [] }));
    return known;
  };
  const add = (of: Value, target: Pick<HandleValue, 'library' | 'handle'>, name: string, added: Added): void => {
    const { members } = entry(of, target);
    const list = members.get(name);
    if (list) list.push(added);
    else members.set(name, [added]);
  };
  const { properties, operations } = link.libraries.declaring();
  const assigning = new Set([...properties.keys()].flatMap((name) => link.names.assigning(name)));
  for (const file of [...assigning].sort((a, b) => a.number - b.number)) {
    for (const { target, value, functionId } of file.facts.assignments) {
      const parts = value && assignedParts(target, properties);
      if (!parts) continue;
      for (const { of, side } of declaringValues(link, parts.owner, parts.property, { file, functionId })) {
        if (parts.name !== undefined) add(of, side, parts.name, { value, file, functionId });
        else if (value.kind === 'object') for (const { key, value: member } of value.properties) if (key !== null) add(of, side, key, { value: member, file, functionId });
      }
    }
  }
  for (const name of operations) {
    for (const { file, id } of link.names.calls(name)) {
      const call = file.facts.calls[id]!;
      const { functionId } = call;
      for (const target of callTargets(link, file, id)) {
        if (target.kind !== 'operation' || target.receiver?.kind !== 'handle' || !target.receiver.of) continue;
        const { of } = target.receiver;
        const { declares, loadsClass } = target.operation;
        const side = declares === undefined ? undefined : link.libraries.handle(target.library, declares);
        const [first, second] = call.args;
        if (side && first?.kind === 'object') for (const { key, value } of first.properties) if (key !== null) add(of, side, key, { value, file, functionId });
        if (side && first?.kind === 'literal' && second) add(of, side, String(first.value), { value: second, file, functionId });
        const given = loadsClass && call.args[loadsClass.arg];
        const classes = given ? evaluate(link, given, { file, functionId }).filter((value) => value.kind === 'class') : [];
        for (const handle of classes.length > 0 ? [loadsClass!.static, loadsClass!.instance] : []) {
          const own = link.libraries.handle(target.library, handle);
          if (own) entry(of, own).classes.push(...classes);
        }
      }
    }
  }
  return found;
}

/** `owner.statics.name = value`, or `owner.statics = { … }`. */
function assignedParts(target: Expr, properties: ReadonlyMap<string, unknown>): { owner: Expr; property: string; name?: string } | undefined {
  if (target.kind !== 'member') return undefined;
  if (properties.has(target.name)) return { owner: target.object, property: target.name };
  const { object, name } = target;
  return object.kind === 'member' && properties.has(object.name) ? { owner: object.object, property: object.name, name } : undefined;
}

/** What `owner` belongs to, and the handle to which its property adds. */
function declaringValues(link: Link, owner: Expr, property: string, place: Place): { of: Value; side: Pick<HandleValue, 'library' | 'handle'> }[] {
  return evaluate(link, owner, place).flatMap((value) => {
    if (value.kind !== 'handle' || !value.of) return [];
    const handle = link.libraries.describe(value).declares?.[property];
    const side = handle === undefined ? undefined : link.libraries.handle(value.library, handle);
    return side ? [{ of: value.of, side }] : [];
  });
}

/** What `this` is in a function that is added to a handle, or given to an operation whose table says so. */
export function thisOfAdded(link: Link, file: LinkedFile, id: number): Value[] {
  const assigned = file.index.addedTo.get(id);
  if (assigned && link.libraries.declaring().properties.has(assigned.property)) {
    return declaringValues(link, assigned.owner, assigned.property, { file, functionId: assigned.functionId }).map(({ of, side }): Value => ({ kind: 'handle', ...side, of }));
  }
  const site = file.index.callbackSite.get(id);
  const call = site && file.facts.calls[site.call]!;
  if (!site || !call || !link.libraries.declaring().selves.has(lastName(call.callee) ?? '')) return [];
  return callTargets(link, file, site.call).flatMap((target): Value[] => {
    if (target.kind !== 'operation') return [];
    const self = target.operation.callbacks?.find((item) => item.self !== undefined && matchesCallback(item, site.arg, site.path, call.args.length))?.self;
    const found = self === undefined ? undefined : link.libraries.handle(target.library, self);
    return found ? [{ kind: 'handle', ...found, of: target.receiver?.kind === 'handle' ? target.receiver.of : null }] : [];
  });
}
