import type { FileFacts } from '../facts/types.ts';
import type { Library } from '../libraries/types.ts';
import type { Package, Resolve } from '../source/types.ts';

/** What a program is linked from. */
export interface ProgramInput {
  /** Facts by path below the root. */
  files: ReadonlyMap<string, FileFacts>;
  packages: readonly Package[];
  resolve: Resolve;
  libraries: readonly Library[];
  /** Names of the models that the project's schema declares. */
  models: ReadonlySet<string>;
}

/** The linked facts of all files. */
export interface Program {
  readonly files: ReadonlyMap<string, FileFacts>;
}
