import { posix } from 'node:path';
import type { Library, Operation } from '../libraries/types.ts';
import type { SourceFile } from '../facts/file.ts';
import type { Package } from '../source/types.ts';
import type { Invocation } from './effects/graph.ts';
import { nearestPackage } from './entries/file-kinds.ts';
import { LibraryIndex } from './library-index.ts';
import { Answers, Memo } from './memo.ts';
import type { CallTarget } from './resolve/targets.ts';
import type { ProgramInput } from './types.ts';
import { indexNames } from './name-index.ts';
import type { NameIndex } from './name-index.ts';
import { RESOLUTION } from './trail.ts';
import { Told } from './told.ts';
import type { Trail } from './trail.ts';
import type { LinkedFile, Value } from './values.ts';

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
  trail: Trail;
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
  /** Answers that outlive the link. */
  kept: KeptAnswers;
  /** Parts of tables over all files, as answers take them. */
  told: Told;
  /** A link over what the same files were before, to compare answers with; undefined where it would take long to make. */
  earlier(files: ReadonlyMap<string, SourceFile>): Link | undefined;
}

/**
 * Keeps answers that are plain data from link to link, with what they rest on; one string stands for one question. Nothing is noted
 * of them: whoever uses one in an answer notes what it was told of it.
 */
export interface KeptAnswers {
  /** About the project as a whole. */
  ofProject<T>(question: string, find: () => T): T;
  /** What the facts of a file alone say: it holds for as long as the file is the same. */
  ofFile<T>(question: string, file: LinkedFile, find: () => T): T;
}

/** What a class inherits: project classes, nearest first, and what the last of them takes from a library; `constructs` is what making an instance does there. */
export interface ClassBase {
  chain: readonly { file: LinkedFile; id: number }[];
  library?: { library: Library; static?: string; instance?: string; of: Value | null; constructs?: Operation };
}

/** A link over files, some of which may be those of an earlier one; nothing that was found there is taken along. */
export function createLink(input: ProgramInput, files: readonly LinkedFile[], trail: Trail): Link {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const owners = new Map<LinkedFile, Package | undefined>();
  const memo = new Memo(trail);
  const libraries = new LibraryIndex(input.libraries);
  return {
    files,
    byPath,
    libraries,
    packages: input.packages,
    packageOf: (file) => {
      if (!owners.has(file)) owners.set(file, nearestPackage(file.path, input.packages));
      return owners.get(file);
    },
    models: new Set([...input.models].map((name) => name[0]!.toLowerCase() + name.slice(1))),
    resolve: (specifier, from) => {
      if (libraries.bySpecifier(specifier)?.taught) return undefined;
      const path = input.resolve(specifier, from.path);
      if (trail.recording) trail.lookup([`${RESOLUTION}${posix.dirname(from.path)}`, specifier, path].join('\0'));
      return path === undefined ? undefined : byPath.get(path);
    },
    memo,
    trail,
    answers: {
      members: new Answers<string, Value[]>(memo, []),
      invocations: new Answers<string, Invocation | null>(memo, null),
      bindings: new Answers<number, Value[]>(memo, []),
      calls: new Answers<number, Value[]>(memo, []),
      targets: new Answers<number, readonly CallTarget[]>(memo, []),
      params: new Answers<string, Value[]>(memo, []),
      classBases: new Answers<number, ClassBase>(memo, { chain: [] }),
      exported: new Answers<string, Value[]>(memo, []),
      returned: new Answers<number, Value[]>(memo, []),
      models: new Answers<string, Value[]>(memo, []),
      carried: new Answers<string, Value[]>(memo, []),
    },
    names: indexNames(files, trail),
    kept: { ofProject: (_question, find) => find(), ofFile: (_question, _file, find) => find() },
    told: new Told(trail),
    earlier: () => undefined,
  };
}
