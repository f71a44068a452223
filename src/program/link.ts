import type { Library, Operation } from '../libraries/types.ts';
import type { Package } from '../source/types.ts';
import { indexFile } from './file-index.ts';
import type { Invocation } from './effects/graph.ts';
import { kindDeclared, nearestPackage } from './entries/file-kinds.ts';
import { LibraryIndex } from './library-index.ts';
import { Answers, Memo } from './memo.ts';
import type { CallTarget } from './resolve/targets.ts';
import type { ProgramInput } from './types.ts';
import type { FunctionRef, LinkedFile, Value } from './values.ts';

/** Everything that name resolution stands on: files, libraries, and the answers found so far. */
export interface Link {
  files: readonly LinkedFile[];
  byPath: ReadonlyMap<string, LinkedFile>;
  libraries: LibraryIndex;
  packages: readonly Package[];
  /** The nearest package above a file. */
  packageOf(file: LinkedFile): Package | undefined;
  /** Properties of Prisma's client that are models: `userAddress` for a model `UserAddress`. */
  models: ReadonlySet<string>;
  resolve(specifier: string, from: LinkedFile): LinkedFile | undefined;
  memo: Memo;
  answers: {
    members: Answers<string, Value[]>;
    invocations: Answers<string, Invocation | null>;
    bindings: Answers<number, Value[]>;
    calls: Answers<number, Value[]>;
    targets: Answers<number, readonly CallTarget[]>;
    params: Answers<string, Value[]>;
    classBases: Answers<number, ClassBase>;
    exported: Answers<string, Value[]>;
    returned: Answers<number, Value[]>;
    models: Answers<string, Value[]>;
    carried: Answers<string, Value[]>;
  };
  names: NameIndex;
}

/** What a class inherits: project classes, nearest first, and what the last of them takes from a library; `constructs` is what making an instance does there. */
export interface ClassBase {
  chain: readonly { file: LinkedFile; id: number }[];
  library?: { library: Library; static?: string; instance?: string; of: Value | null; constructs?: Operation };
}

/** Backward look-ups by name over all files. */
export interface NameIndex {
  /** Calls, constructions and elements by the last name of their callee, and by the one that it was imported or destructured from. */
  calls(name: string): readonly { file: LinkedFile; id: number }[];
  /** Methods of classes and prototypes, and functions assigned to members, by name. Those of tests only when a test asks; so below. */
  methods(name: string, from?: LinkedFile): readonly (FunctionRef & { owner: string })[];
  /** Classes by name. */
  classes(name: string, from?: LinkedFile): readonly { file: LinkedFile; id: number }[];
  /** Classes that name another as their base or among their interfaces, by that name. */
  heirs(name: string, from?: LinkedFile): readonly { file: LinkedFile; id: number }[];
  /** Functions that give back an object literal, by the name of the type that they say it has. */
  makers(name: string, from?: LinkedFile): readonly FunctionRef[];
  /** Variables by name that are initialised with a call, and what a call names in a literal first argument. */
  made(name: string, from?: LinkedFile): readonly { file: LinkedFile; call: number; binding: number }[];
  /** Calls that have a type of that name among their type arguments. */
  typed(name: string): readonly { file: LinkedFile; id: number }[];
  /** Calls that have a name, or a property of that name, as an argument. */
  passed(name: string): readonly { file: LinkedFile; id: number }[];
}

export function createLink(input: ProgramInput, names: (files: readonly LinkedFile[]) => NameIndex): Link {
  const files = [...input.files.entries()].map(([path, facts], number): LinkedFile => {
    let index: LinkedFile['index'] | undefined;
    const declaredKind = kindDeclared(input.declared ?? [], path);
    return { path, number, facts, ...(declaredKind && { declaredKind }), get index() { return (index ??= indexFile(facts)); } };
  });
  const byPath = new Map(files.map((file) => [file.path, file]));
  const owners = new Map<LinkedFile, Package | undefined>();
  const memo = new Memo();
  return {
    files,
    byPath,
    libraries: new LibraryIndex(input.libraries),
    packages: input.packages,
    packageOf: (file) => {
      if (!owners.has(file)) owners.set(file, nearestPackage(file.path, input.packages));
      return owners.get(file);
    },
    models: new Set([...input.models].map((name) => name[0]!.toLowerCase() + name.slice(1))),
    resolve: (specifier, from) => {
      const path = input.resolve(specifier, from.path);
      return path === undefined ? undefined : byPath.get(path);
    },
    memo,
    answers: {
      members: new Answers(memo, []),
      invocations: new Answers<string, Invocation | null>(memo, null),
      bindings: new Answers(memo, []),
      calls: new Answers(memo, []),
      targets: new Answers<number, readonly CallTarget[]>(memo, []),
      params: new Answers(memo, []),
      classBases: new Answers<number, ClassBase>(memo, { chain: [] }),
      exported: new Answers(memo, []),
      returned: new Answers(memo, []),
      models: new Answers(memo, []),
      carried: new Answers(memo, []),
    },
    names: names(files),
  };
}
