import type { Entry, Library, Operation } from '../../libraries/types.ts';
import { evaluate } from '../resolve/evaluate.ts';
import type { Link } from '../link.ts';
import { memberOf } from '../resolve/members.ts';
import type { LinkedFile, Value } from '../values.ts';

/**
 * Whether one of the names that stand for an element is a connection to a database, or has one as a member (`{ client, region }`):
 * a loop over databases, of which each is asked by itself, and of which there are as many as the operators have set up.
 */
export function areConnections(link: Link, file: LinkedFile, elements: readonly number[]): boolean {
  return elements.some((binding) => {
    const { name, functionId } = file.facts.bindings[binding]!;
    return evaluate(link, { kind: 'name', name, binding }, { file, functionId }).some((value) => isConnection(link, value) || membersOf(value).some((member) => memberOf(link, value, member).some((inner) => isConnection(link, inner))));
  });
}

/** Names of the members of a value that is described where it is made, or by its type. */
function membersOf(value: Value): string[] {
  if (value.kind === 'record') return value.members.map(({ name }) => name);
  return value.kind === 'object' ? value.properties.flatMap(({ key }) => (key === null ? [] : [key])) : [];
}

function isConnection(link: Link, value: Value): boolean {
  return value.kind === 'handle' && handlesOf(value.library).has(value.handle);
}

const known = new WeakMap<Library, ReadonlySet<string>>();

/** Handles of what a library makes with a connection of its own. */
function handlesOf(library: Library): ReadonlySet<string> {
  let handles = known.get(library);
  if (!handles) {
    const entries = [library.exports, ...Object.values(library.handles).map(({ members }) => members)].flatMap((table) => Object.values(table));
    known.set(library, (handles = new Set(entries.flatMap(madeBy))));
  }
  return handles;
}

function madeBy({ call, construct, constructs }: Entry): string[] {
  const connects = (operation: Operation | undefined) => operation?.acquires?.kind === 'connection';
  return [...(connects(call) && call?.returns !== undefined ? [call.returns] : []), ...(connects(constructs) && construct !== undefined ? [construct] : [])];
}
