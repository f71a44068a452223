import type { Callback, Decorator, Entry, Handle, Library, Operation } from '../../src/libraries/types.ts';

/** A handle's name as it is written somewhere in a library, and where. */
export interface Reference {
  name: string;
  at: string;
}

const VALUES = /^(?:this|returned|(?:arg|instance):\d)$/;

/** Every entry of a library, with its path for messages. */
export function* entriesOf(library: Library): Generator<{ at: string; entry: Entry }> {
  const records: [string, Readonly<Record<string, Entry>> | undefined][] = [
    ['exports', library.exports],
    ['globals', library.globals],
    ...Object.entries(library.handles).map(
      ([name, handle]) => [`handles.${name}`, handle.members] as [string, Readonly<Record<string, Entry>>],
    ),
  ];
  for (const [place, record] of records) {
    for (const [name, entry] of Object.entries(record ?? {})) yield { at: `${library.id} ${place}.${name}`, entry };
  }
  for (const [name, handle] of Object.entries(library.handles)) {
    for (const { match, entry } of handle.patterns ?? []) yield { at: `${library.id} handles.${name} ${match.source}`, entry };
  }
}

/** Every handle that a library names, outside the handle's own table too. */
export function* referencesOf(library: Library): Generator<Reference> {
  for (const { at, entry } of entriesOf(library)) {
    for (const name of namesOfEntry(entry)) yield { name, at };
  }
  for (const [owner, handle] of Object.entries(library.handles)) {
    for (const name of namesOfHandle(handle)) yield { name, at: `${library.id} handles.${owner}` };
  }
  for (const shape of library.shapes ?? []) yield { name: shape.handle, at: `${library.id} shapes` };
  for (const { handle } of library.autoImports ?? []) if (handle !== undefined) yield { name: handle, at: `${library.id} autoImports` };
  for (const factory of library.factories ?? []) {
    for (const name of factory.params) if (name !== null) yield { name, at: `${library.id} factories` };
  }
}

/** Every regular expression of a library. */
export function* patternsOf(library: Library): Generator<{ at: string; pattern: RegExp }> {
  for (const [name, handle] of Object.entries(library.handles)) {
    for (const { match } of handle.patterns ?? []) yield { at: `${library.id} handles.${name}`, pattern: match };
  }
  if (library.browser) yield { at: `${library.id} browser`, pattern: library.browser };
  for (const { path } of library.conventions ?? []) yield { at: `${library.id} conventions`, pattern: path };
  for (const { from, to } of library.autoImports ?? []) for (const pattern of [from, to]) yield { at: `${library.id} autoImports`, pattern };
}

/** Every link of a library. */
export function* linksOf(library: Library): Generator<{ at: string; docs: string }> {
  yield { at: library.id, docs: library.docs };
  for (const { at, entry } of entriesOf(library)) yield { at, docs: entry.docs };
  const others = [library.shapes, library.conventions, library.autoImports, library.objectEntries, library.resolverMaps, library.factories];
  for (const { docs } of others.flatMap((list): readonly { docs: string }[] => list ?? [])) yield { at: `${library.id} signs`, docs };
  if (library.advice) yield { at: `${library.id} advice`, docs: library.advice.docs };
}

function namesOfEntry(entry: Entry): string[] {
  return [
    ...present([entry.handle, entry.type, entry.construct, entry.extend?.static, entry.extend?.instance]),
    ...[entry.call, entry.constructs, entry.get].flatMap(namesOfOperation),
    ...namesOfDecorator(entry.decorator),
    ...present(entry.annotates?.params ?? []),
  ];
}

function namesOfHandle(handle: Handle): string[] {
  return [
    ...present([handle.extends, handle.construct, handle.element === 'entity' ? null : handle.element, handle.extend?.static, handle.extend?.instance]),
    ...[handle.call, handle.tag, handle.awaited].flatMap(namesOfOperation),
    ...Object.values(handle.declares ?? {}),
  ];
}

function namesOfOperation(operation: Operation | undefined): string[] {
  if (!operation) return [];
  return [
    ...present([operation.returns, operation.withoutCallback, operation.returnsWith?.handle]).filter((name) => !VALUES.test(name)),
    ...present([operation.declares, operation.loadsClass?.static, operation.loadsClass?.instance]),
    ...(operation.callbacks ?? []).flatMap(namesOfCallback),
  ];
}

function namesOfCallback(callback: Callback): string[] {
  return present([...(callback.params ?? []), callback.self]).filter((name) => name !== 'element');
}

function namesOfDecorator(decorator: Decorator | undefined): string[] {
  return present([decorator?.injects]);
}

function present(names: readonly (string | null | undefined)[]): string[] {
  return names.filter((name) => name !== null && name !== undefined);
}
