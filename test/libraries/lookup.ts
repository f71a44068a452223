import { libraries } from '../../src/libraries/index.ts';
import type { Entry, Handle, Library, QueryEffect } from '../../src/libraries/types.ts';

export function library(id: string): Library {
  const found = libraries.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no library ${id}`);
  return found;
}

/** A handle with what it inherits from others of its library. */
export function membersOf(id: string, handle: string): Readonly<Record<string, Entry>> {
  const found: Handle | undefined = library(id).handles[handle];
  if (!found) throw new Error(`no handle ${id}:${handle}`);
  if (found.extends === undefined) return found.members;
  const [owner, parent] = found.extends.includes(':') ? (found.extends.split(':') as [string, string]) : [id, found.extends];
  return { ...membersOf(owner, parent), ...found.members };
}

/** What a member of a handle does: its own entry, else that of the first pattern that matches. */
export function member(id: string, handle: string, name: string): Entry | undefined {
  return membersOf(id, handle)[name] ?? library(id).handles[handle]!.patterns?.find(({ match }) => match.test(name))?.entry;
}

export function query(entry: Entry | undefined): QueryEffect | undefined {
  return entry?.call?.effect?.kind === 'query' ? entry.call.effect : undefined;
}

/** Names whose call holds the event loop for longer than is trivial. */
export function blockers(entries: Readonly<Record<string, Entry>>): string[] {
  return Object.keys(entries).filter((name) => {
    const effect = entries[name]!.call?.effect;
    return effect?.kind === 'block' && !effect.asynchronous && effect.cost !== 'trivial';
  });
}
