import type { Entry, Factory, Handle, Library, ResolverMap, Shape } from '../libraries/types.ts';
import type { Value } from './values.ts';

/** What a table says of a value's use: called, constructed, extended. Handle names in it are those of `library`. */
export interface Facet {
  library: Library;
  table: Pick<Entry, 'call' | 'construct' | 'constructs' | 'extend'> & Pick<Handle, 'tag'>;
}

/** Names by which members are added to a library's values, as the tables have them. */
interface Declaring {
  /** Properties that hold them (`schema.statics`), with the handles that get them. */
  properties: ReadonlyMap<string, readonly { library: Library; handle: string }[]>;
  /** Operations that add them, or take them from a class. */
  operations: ReadonlySet<string>;
  /** Operations that take a class. */
  adopting: ReadonlySet<string>;
  /** Operations that say what `this` is in a callback. */
  selves: ReadonlySet<string>;
}

/** Finds libraries by import specifier, handles and entries by name. */
export class LibraryIndex {
  private readonly exact = new Map<string, Library>();
  private readonly prefixes: [string, Library][] = [];
  private readonly perExport: [string, Library][] = [];
  private readonly generated = new Map<string, Library>();
  private readonly globals = new Map<string, { library: Library; entry: Entry }>();
  private readonly byId = new Map<string, Library>();
  private readonly specifiers = new Map<string, { library: Library; only?: string } | undefined>();
  private readonly shapes = new Map<string, { library: Library; shape: Shape }[]>();
  readonly all: readonly Library[];
  readonly factories: readonly { library: Library; factory: Factory }[];
  readonly resolverMaps: readonly ResolverMap[];

  constructor(libraries: readonly Library[]) {
    this.all = libraries;
    this.factories = libraries.flatMap((library) => (library.factories ?? []).map((factory) => ({ library, factory })));
    this.resolverMaps = libraries.flatMap((library) => library.resolverMaps ?? []);
    for (const library of libraries) {
      this.byId.set(library.id, library);
      for (const shape of library.shapes ?? []) {
        for (const method of new Set(shape.methods)) {
          const list = this.shapes.get(method);
          if (list) list.push({ library, shape });
          else this.shapes.set(method, [{ library, shape }]);
        }
      }
      for (const name of library.packages) {
        if (name.endsWith('*')) this.prefixes.push([name.slice(0, -1), library]);
        else this.exact.set(name, library);
      }
      for (const name of library.perExport ?? []) this.perExport.push([name.slice(0, -1), library]);
      for (const name of library.generated ?? []) this.generated.set(name, library);
      for (const [name, entry] of Object.entries(library.globals ?? {})) this.globals.set(name, { library, entry });
    }
  }

  /** The library behind an import specifier, or undefined. */
  bySpecifier(specifier: string): Library | undefined {
    return this.find(specifier)?.library;
  }

  /** What a name means that is imported from a package: `module.exports` for `require`, `*` for the namespace. */
  imported(specifier: string, name: string): Value[] {
    const found = this.find(specifier);
    if (!found) return [];
    if (found.only === undefined) return this.exported(found.library, name);
    return name === 'default' || name === '*' || name === 'module.exports' ? this.exported(found.library, found.only) : [];
  }

  /** Shapes of calls of a method whose receiver is unknown, in the order of the tables. */
  shapesOf(method: string): readonly { library: Library; shape: Shape }[] {
    return this.shapes.get(method) ?? [];
  }

  /** `only`: the one export that the specifier stands for. */
  private find(specifier: string): { library: Library; only?: string } | undefined {
    const known = this.specifiers.get(specifier);
    if (known || this.specifiers.has(specifier)) return known;
    const found = this.search(specifier);
    this.specifiers.set(specifier, found);
    return found;
  }

  private search(specifier: string): { library: Library; only?: string } | undefined {
    const name = specifier.startsWith('node:') ? specifier.slice(5) : specifier;
    const exact = this.exact.get(name);
    if (exact) return { library: exact };
    for (const [prefix, library] of this.perExport) {
      if (!name.startsWith(prefix)) continue;
      const part = name.slice(prefix.length).replace(/\.js$/, '').toLowerCase();
      const only = Object.keys(library.exports).find((key) => key.toLowerCase() === part);
      if (only !== undefined) return { library, only };
    }
    const library = this.prefixes.find(([prefix]) => name.startsWith(prefix))?.[1];
    return library && { library };
  }

  /** The library whose generated code exports a name that no file of the project declares. */
  byGeneratedName(name: string): Library | undefined {
    return this.generated.get(name);
  }

  global(name: string): Value | undefined {
    const found = this.globals.get(name);
    return found && entryValue(this, found.library, name, found.entry, null);
  }

  /** An export of a library as a value; the package itself where the name means all of it and the table has no entry of that name. */
  exported(library: Library, name: string): Value[] {
    const whole = name === '*' || name === 'module.exports';
    if (whole || (name === 'default' && !Object.hasOwn(library.exports, name))) return [{ kind: 'package', library }];
    const entry = own(library.exports, name) ?? own(library.exports, '*');
    if (entry) return [entryValue(this, library, name, entry, null)];
    const handle = own(library.exports, 'default')?.handle;
    const found = handle === undefined ? undefined : this.handle(library, handle);
    const member = found && this.member(found.library, found.handle, name);
    return member ? [entryValue(this, member.library, name, member.entry, null)] : [];
  }

  /** What the tables say of a value, its own entry before the handle that reading it gives. A package is used as its default export is. */
  facets(value: Value): readonly Facet[] {
    if (value.kind === 'handle') return [{ library: value.library, table: this.describe(value) }];
    const entry = value.kind === 'entry' ? value.entry : value.kind === 'package' ? own(value.library.exports, 'default') : undefined;
    if (!entry || (value.kind !== 'entry' && value.kind !== 'package')) return [];
    const { library } = value;
    const found = entry.handle === undefined ? undefined : this.handle(library, entry.handle);
    return found ? [{ library, table: entry }, { library: found.library, table: found.library.handles[found.handle]! }] : [{ library, table: entry }];
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

  /** A handle with the handles that it extends, nearest first. */
  private bases(library: Library, handle: string): { library: Library; handle: Handle }[] {
    const chain: { library: Library; handle: Handle }[] = [];
    let at: { library: Library; handle: string } | undefined = { library, handle };
    while (at && chain.length < 8) {
      const fact: Handle = at.library.handles[at.handle]!;
      chain.push({ library: at.library, handle: fact });
      at = fact.extends === undefined ? undefined : this.handle(at.library, fact.extends);
    }
    return chain;
  }

  /** What a handle says about a member, its base handles included: a name before a pattern. */
  member(library: Library, handle: string, name: string): { library: Library; entry: Entry; byPattern: boolean } | undefined {
    const chain = this.bases(library, handle);
    for (const { library: owner, handle: fact } of chain) {
      const entry = own(fact.members, name);
      if (entry) return { library: owner, entry, byPattern: false };
    }
    for (const { library: owner, handle: fact } of chain) {
      const pattern = fact.patterns?.find(({ match }) => match.test(name));
      if (pattern) return { library: owner, entry: pattern.entry, byPattern: true };
    }
    return undefined;
  }

  private added: Declaring | undefined;

  /** The names by which projects add members to what libraries make. */
  declaring(): Declaring {
    if (this.added) return this.added;
    const properties = new Map<string, { library: Library; handle: string }[]>();
    const operations = new Set<string>();
    const adopting = new Set<string>();
    const selves = new Set<string>();
    for (const library of this.all) {
      for (const { declares } of Object.values(library.handles)) {
        for (const [name, handle] of Object.entries(declares ?? {})) {
          const found = this.handle(library, handle);
          if (found) properties.set(name, [...(properties.get(name) ?? []), found]);
        }
      }
      for (const table of [library.exports, ...Object.values(library.handles).map(({ members }) => members)]) {
        for (const [name, { call }] of Object.entries(table)) {
          if (call?.declares !== undefined || call?.loadsClass) operations.add(name);
          if (call?.loadsClass) adopting.add(name);
          if (call?.callbacks?.some(({ self }) => self !== undefined)) selves.add(name);
        }
      }
    }
    return (this.added = { properties, operations, adopting, selves });
  }

  private models: ReadonlySet<string> | undefined;

  /** Whether some library makes a model by an operation of that name: `define`. */
  makesModel(name: string): boolean {
    this.models ??= new Set(
      this.all.flatMap((library) =>
        [library.exports, ...Object.values(library.handles).map(({ members }) => members)].flatMap((table) =>
          Object.entries(table).flatMap(([key, { call }]) => {
            const made = call?.returns === undefined ? undefined : this.handle(library, call.returns);
            return made && this.isModel(made.library, made.handle) ? [key] : [];
          }),
        ),
      ),
    );
    return this.models.has(name);
  }

  /** Whether a handle stands for a class whose statics query: a model. */
  isModel(library: Library, handle: string): boolean {
    const chain = this.bases(library, handle);
    return chain[0]!.handle.construct !== undefined && chain.some(({ handle: { members } }) => Object.values(members).some(({ call }) => call?.effect?.kind === 'query'));
  }
}

/** An export or member as a value: the handle that it is, or the entry itself where that says more than its handle. */
export function entryValue(index: LibraryIndex, library: Library, name: string, entry: Entry, receiver: Value | null): Value {
  if (entry.handle !== undefined && entry.type === undefined && !entry.call && !entry.construct && !entry.constructs && !entry.extend) {
    const found = index.handle(library, entry.handle);
    if (found) return { kind: 'handle', ...found, of: receiver?.kind === 'handle' ? receiver.of : null };
  }
  return { kind: 'entry', library, entry, name, receiver };
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
