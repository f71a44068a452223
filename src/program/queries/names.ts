import type { Entry, Library, Operation } from '../../libraries/types.ts';

/** What the table of a database library says about names, when the value behind a name is unknown. */
export interface QueryNames {
  library: Library;
  /** Members that query. `waits`: a builder, which queries only when its result is awaited. */
  operations: ReadonlyMap<string, { waits: boolean }>;
  /** Members that a call can be chained on: what they give is a value of the library. */
  steps: ReadonlySet<string>;
  /** It queries by tagged templates. */
  tags: boolean;
  /** Keys of options and conditions. */
  options: ReadonlySet<string>;
}

/** The names of a library that reaches a database; undefined for any other. Members that only a pattern knows have no name. */
export function queryNames(library: Library): QueryNames | undefined {
  const operations = new Map<string, { waits: boolean }>();
  const steps = new Set<string>();
  const options = new Set((library.shapes ?? []).flatMap((shape) => shape.options));
  let tags = false;
  for (const { members, tag } of Object.values(library.handles)) {
    tags ||= tag?.effect?.kind === 'query';
    for (const [name, entry] of Object.entries(members)) {
      for (const operation of [entry.call, entryTag(library, entry)]) {
        if (operation?.returns !== undefined) steps.add(name);
        if (operation?.effect?.kind !== 'query') continue;
        const waits = operation.whenAwaited === true;
        operations.set(name, { waits: waits && operations.get(name)?.waits !== false });
        for (const argument of [operation.effect.filter, operation.effect.data]) if (argument?.property !== undefined) options.add(argument.property);
      }
    }
  }
  return operations.size > 0 || tags ? { library, operations, steps, tags, options } : undefined;
}

/** What a member does as the tag of a template. */
function entryTag(library: Library, { handle }: Entry): Operation | undefined {
  return handle === undefined ? undefined : library.handles[handle]?.tag;
}
