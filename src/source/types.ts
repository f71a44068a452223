import type { SourceFile } from '../facts/file.ts';
import type { Skipped } from '../findings/types.ts';

/** What lies in a folder, the link itself where it is one; what is none of these is left out. */
export interface Entry {
  name: string;
  kind: 'file' | 'directory' | 'link';
}

/** What changes on the disk when a file or a folder does. */
export interface Stat {
  /** Bytes. */
  size: number;
  /** Last change of the content, in milliseconds since 1970 with their fractions: a double tells quarters of a microsecond apart. */
  mtimeMs: number;
  ino: number;
}

/**
 * Where files come from: the disk, git's index, a git tree, an editor's open text. Paths are absolute. Nothing here writes.
 * All that reading a project asks goes through it, so that two sources of equal content give equal results.
 */
export interface Files {
  /** The file's bytes, or undefined when there is no such file; throws an error with a readable message when it cannot be read. */
  read(path: string): Uint8Array | undefined;
  /** What lies at the path after links, or undefined. */
  kind(path: string): 'file' | 'directory' | undefined;
  /** Size in bytes, or undefined. */
  size(path: string): number | undefined;
  /** What lies on the disk at the path after links; undefined where nothing does, or where the content is not the disk's. */
  stat(path: string): Stat | undefined;
  /** What lies in a folder; throws as the file system does when it cannot be listed. */
  list(folder: string): Entry[];
  /** The path with all links resolved; throws as the file system does when it leads nowhere. */
  realpath(path: string): string;
}

/** What module resolution needs to know of a manifest. */
export interface Package {
  /** Folder below the root with forward slashes, '' for the root. */
  dir: string;
  /** Its name, or '' when the manifest has none. */
  name: string;
  /** Files (below the root) that `bin` names, mapped to their source. */
  bin: string[];
  /** Names in dependencies, devDependencies, peerDependencies. */
  dependencies: string[];
  /** Version ranges by name, as the manifest writes them. */
  ranges: ReadonlyMap<string, string>;
}

/** Finds what a specifier in a file means: a file of the project (path below the root), or undefined for everything else. */
export type Resolve = (specifier: string, fromFile: string) => string | undefined;

/** One project, read and reduced to facts. */
export interface Source {
  /** Absolute path. */
  root: string;
  /** By path below the root, sorted. */
  files: ReadonlyMap<string, SourceFile>;
  /** Which of them to report on: all, unless a sub-folder or single files were named. */
  targets: readonly string[];
  skipped: readonly Skipped[];
  packages: readonly Package[];
  resolve: Resolve;
  /** Files of the schemas that were found, below the root. */
  schemas: readonly string[];
  /** Files of SQL that were found, and what tools keep beside migrations, below the root. */
  sql: readonly string[];
  migrationSettings: readonly string[];
  /** A text of these, read when it is asked for, or why there is none; undefined where it is gone. */
  text(path: string): { text: string } | { reason: string } | undefined;
  /** The files beside these of which a text was asked for by now, such as those that migrations in code read. */
  textsElsewhere(): readonly string[];
  /** Bytes of the files that were read. */
  bytes: number;
  /** Names of the models that schema.prisma files declare. */
  models: ReadonlySet<string>;
  /** Hash of what was read beside the sources: manifests, tsconfigs, schemas, .gitignore. */
  settings: string;
}

/** A parsed file. */
export interface Parsed {
  /** ESTree `Program`, as typescript-estree shapes it. */
  program: unknown;
  comments: readonly { value: string; start: number; end: number }[];
}

/** A parser of TypeScript and JavaScript; a syntax error is a readable line, with its place, never a throw. */
export interface Parser {
  parse(path: string, text: string): { ok: true; value: Parsed } | { ok: false; reason: string };
}
