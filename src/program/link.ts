import type { Library } from '../libraries/types.ts';
import { indexFile } from './file-index.ts';
import { LibraryIndex } from './library-index.ts';
import { Answers, Memo } from './memo.ts';
import type { CallTarget } from './targets.ts';
import type { ProgramInput } from './types.ts';
import type { FunctionRef, LinkedFile, Value } from './values.ts';

/** Everything that name resolution stands on: files, libraries, and the answers found so far. */
export interface Link {
  files: readonly LinkedFile[];
  byPath: ReadonlyMap<string, LinkedFile>;
  libraries: LibraryIndex;
  models: ReadonlySet<string>;
  resolve(specifier: string, from: LinkedFile): LinkedFile | undefined;
  memo: Memo;
  answers: {
    members: Answers<string, Value[]>;
    bindings: Answers<number, Value[]>;
    calls: Answers<number, Value[]>;
    targets: Answers<number, readonly CallTarget[]>;
    params: Answers<string, Value[]>;
    classBases: Answers<number, ClassBase>;
    exported: Answers<string, Value[]>;
    returned: Answers<number, Value[]>;
  };
  names: NameIndex;
}

/** What a class inherits: project classes, nearest first, and what the last of them takes from a library. */
export interface ClassBase {
  chain: readonly { file: LinkedFile; id: number }[];
  library?: { library: Library; static?: string; instance?: string; of: Value | null };
}

/** Backward look-ups by name over all files. */
export interface NameIndex {
  /** Calls, constructions and elements by the last name of their callee. */
  calls(name: string): readonly { file: LinkedFile; id: number }[];
  /** Methods of classes and prototypes, and functions assigned to members, by name. */
  methods(name: string): readonly (FunctionRef & { owner: string })[];
  /** Classes by name. */
  classes(name: string): readonly { file: LinkedFile; id: number }[];
  /** Classes that name another as their base or among their interfaces, by that name. */
  heirs(name: string): readonly { file: LinkedFile; id: number }[];
  /** Calls that have a name, or a property of that name, as an argument. */
  passed(name: string): readonly { file: LinkedFile; id: number }[];
}

export function createLink(input: ProgramInput, names: (files: readonly LinkedFile[]) => NameIndex): Link {
  const files = [...input.files.entries()].map(([path, facts], number): LinkedFile => {
    let index: LinkedFile['index'] | undefined;
    return { path, number, facts, get index() { return (index ??= indexFile(facts)); } };
  });
  const byPath = new Map(files.map((file) => [file.path, file]));
  const memo = new Memo();
  return {
    files,
    byPath,
    libraries: new LibraryIndex(input.libraries),
    models: input.models,
    resolve: (specifier, from) => {
      const path = input.resolve(specifier, from.path);
      return path === undefined ? undefined : byPath.get(path);
    },
    memo,
    answers: {
      members: new Answers(memo, []),
      bindings: new Answers(memo, []),
      calls: new Answers(memo, []),
      targets: new Answers<number, readonly CallTarget[]>(memo, []),
      params: new Answers(memo, []),
      classBases: new Answers<number, ClassBase>(memo, { chain: [] }),
      exported: new Answers(memo, []),
      returned: new Answers(memo, []),
    },
    names: names(files),
  };
}
