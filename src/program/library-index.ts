import type { Entry, Handle, Library } from '../libraries/types.ts';
import type { Value } from './values.ts';

/** Finds libraries by import specifier, handles and entries by name. */
export class LibraryIndex {
  private readonly exact = new Map<string, Library>();
  private readonly prefixes: [string, Library][] = [];
  private readonly generated = new Map<string, Library>();
  private readonly globals = new Map<string, { library: Library; entry: Entry }>();
  private readonly byId = new Map<string, Library>();
  readonly all: readonly Library[];

  constructor(libraries: readonly Library[]) {
    this.all = libraries;
    for (const library of libraries) {
      this.byId.set(library.id, library);
      for (const name of library.packages) {
        if (name.endsWith('*')) this.prefixes.push([name.slice(0, -1), library]);
        else this.exact.set(name, library);
      }
      for (const name of library.generated ?? []) this.generated.set(name, library);
      for (const [name, entry] of Object.entries(library.globals ?? {})) this.globals.set(name, { library, entry });
    }
  }

  /** The library behind an import specifier, or undefined. */
  bySpecifier(specifier: string): Library | undefined {
    const name = specifier.startsWith('node:') ? specifier.slice(5) : specifier;
    return this.exact.get(name) ?? this.prefixes.find(([prefix]) => name.startsWith(prefix))?.[1];
  }

  /** The library whose generated code exports a name that no file of the project declares. */
  byGeneratedName(name: string): Library | undefined {
    return this.generated.get(name);
  }

  global(name: string): Value | undefined {
    const found = this.globals.get(name);
    return found && entryValue(this, found.library, name, found.entry, null);
  }

  /** An export of a library as a value; the default export of a package without one is the package itself. */
  exported(library: Library, name: string): Value[] {
    const entry = own(library.exports, name) ?? (name === 'default' ? undefined : own(library.exports, '*'));
    if (entry) return [entryValue(this, library, name, entry, null)];
    return name === 'default' || name === '*' || name === 'module.exports' ? [{ kind: 'package', library }] : [];
  }

  /** A handle by its name as written in a table of `library`: `other:handle` is another library's. */
  handle(library: Library, name: string): { library: Library; handle: string } | undefined {
    const at = name.indexOf(':');
    const owner = at < 0 ? library : this.byId.get(name.slice(0, at));
    const handle = at < 0 ? name : name.slice(at + 1);
    return owner?.handles[handle] ? { library: owner, handle } : undefined;
  }

  describe(value: Extract<Value, { kind: 'handle' }>): Handle {
    return value.library.handles[value.handle]!;
  }

  /** What a handle says about a member, its base handles included. */
  member(library: Library, handle: string, name: string): { library: Library; entry: Entry } | undefined {
    let at: { library: Library; handle: string } | undefined = { library, handle };
    const chain: { library: Library; handle: Handle }[] = [];
    while (at && chain.length < 8) {
      const fact: Handle = at.library.handles[at.handle]!;
      const entry = own(fact.members, name);
      if (entry) return { library: at.library, entry };
      chain.push({ library: at.library, handle: fact });
      at = fact.extends === undefined ? undefined : this.handle(at.library, fact.extends);
    }
    for (const { library: owner, handle: fact } of chain) {
      const pattern = fact.patterns?.find(({ match }) => match.test(name));
      if (pattern) return { library: owner, entry: pattern.entry };
    }
    return undefined;
  }
}

/** An export or member as a value: the handle that it is, or the entry itself. */
export function entryValue(index: LibraryIndex, library: Library, name: string, entry: Entry, receiver: Value | null): Value {
  if (entry.handle !== undefined && !entry.call) {
    const found = index.handle(library, entry.handle);
    if (found) return { kind: 'handle', ...found, of: receiver?.kind === 'handle' ? receiver.of : null };
  }
  return { kind: 'entry', library, entry, name, receiver };
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
